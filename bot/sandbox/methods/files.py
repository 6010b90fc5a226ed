"""What Slack says of a file."""

from bot.sandbox.methods.method import Context, Json, Kind, Method, RefusedError
from bot.sandbox.payloads import file_object
from bot.sandbox.records import File, Stored
from bot.sandbox.workspace import Workspace


def shown_to_bot(workspace: Workspace, file_id: str) -> File | None:
    """Return the file if it stands in a message of a conversation that the bot is in."""
    file = workspace.files.get(file_id)
    if file is None:
        return None
    holders = (message for message in workspace.messages.values() if file in message.files)
    seen = any(workspace.bot_is_in(workspace.channels[message.channel]) for message in holders)
    return file if seen else None


def file_info(context: Context, given: Json) -> Json:
    """Describe a file."""
    file = shown_to_bot(context.workspace, given["file"])
    if file is None:
        raise RefusedError("file_not_found")
    if file.stored is Stored.DELETED:
        raise RefusedError("file_deleted")
    return {"file": file_object(file), "comments": [], "response_metadata": {"next_cursor": ""}}


METHODS = (
    Method(
        "files.info",
        file_info,
        {"file": Kind.TEXT},
        required=("file",),
        scopes=("files:read",),
        reads=True,
    ),
)
