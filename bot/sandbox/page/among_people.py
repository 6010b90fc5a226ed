"""What people do without the bot: change or delete what is theirs, write to one another."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from bot.sandbox import typed_text
from bot.sandbox.page.given import Given
from bot.sandbox.page.tab import Tab
from bot.sandbox.payloads import rich_text
from bot.sandbox.people import CannotDoError
from bot.sandbox.records import Channel, Message

Json = dict[str, Any]
Act = Callable[[Tab, Given], Awaitable[Json | None]]


async def edit(tab: Tab, given: Given) -> None:
    """Change the words of a message of one's own."""
    message, text = own_message(tab, given), given.text("text").strip()
    if not text:
        raise CannotDoError("there is nothing to send")
    workspace = tab.page.slack.workspace
    blocks = rich_text(text, workspace.next_id("b")[-5:])
    workspace.edit(message, typed_text.sent(text, workspace), blocks, by=tab.user)


async def delete(tab: Tab, given: Given) -> None:
    """Delete a message of one's own."""
    tab.page.slack.workspace.delete(own_message(tab, given))


async def delete_file(tab: Tab, given: Given) -> None:
    """Delete a file of one's own; where it stood, a mark is left."""
    file = tab.page.uploads.files.get(given.text("file"))
    if file is None:
        raise CannotDoError("that file is not there any more")
    tab.person.delete_file(file)


async def direct(tab: Tab, given: Given) -> Json:
    """Open the direct messages with somebody; both have them in their lists from now on."""
    workspace, other = tab.page.slack.workspace, given.text("user")
    if other not in workspace.users or other == tab.user or workspace.users[other].deleted:
        raise CannotDoError("nobody can be written to there")
    if other == workspace.bot_user.id:
        return {"channel": workspace.im_of(tab.user).id}
    pair = [tab.user, other]
    known = (one for one in workspace.channels.values() if one.is_im)
    channel = next((one for one in known if sorted(one.members) == sorted(pair)), None)
    if channel is None:
        at = workspace.next_id("D")
        channel = Channel(at, "directmessage", is_private=True, members=pair, person=tab.user)
        workspace.add_channel(channel)
        for user in pair:
            tab.page.feed.channels(user)
    return {"channel": channel.id}


def own_message(tab: Tab, given: Given) -> Message:
    """Return a message the person wrote; raises CannotDoError where it is not theirs to change."""
    message = tab.page.slack.workspace.message(given.text("channel"), given.text("ts"))
    if message is None or message.is_tombstone:
        raise CannotDoError("this message is not there any more")
    if message.user != tab.user:
        raise CannotDoError("only one's own messages can be changed")
    return message


AMONG_PEOPLE: Final[dict[str, Act]] = {
    "edit": edit,
    "delete": delete,
    "delete_file": delete_file,
    "direct": direct,
}
