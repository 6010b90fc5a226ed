"""What an app may say while it acknowledges, and what Slack does with it."""

from typing import TYPE_CHECKING, Any, Final

from bot.sandbox.methods.chat import UPDATE_LIMIT, checked
from bot.sandbox.methods.method import RefusedError
from bot.sandbox.methods.views import check_view
from bot.sandbox.records import View
from bot.sandbox.response_urls import answer, check_fields

if TYPE_CHECKING:
    from bot.sandbox.server import SlackServer

Json = dict[str, Any]

_COMMAND_FIELDS: Final = {"text": str, "blocks": list, "response_type": str}
_SUBMISSION_FIELDS: Final = {
    "clear": frozenset({"response_action"}),
    "errors": frozenset({"response_action", "errors"}),
    "update": frozenset({"response_action", "view"}),
    "push": frozenset({"response_action", "view"}),
}


def of_command(server: "SlackServer", channel: str, user: str, content: Any) -> str | None:
    """Show what a command's acknowledgement says; return Slack's error where it is malformed."""
    if not content:
        return None
    given = {"text": content} if isinstance(content, str) else content
    try:
        check_fields(given, _COMMAND_FIELDS)
        checked(given, UPDATE_LIMIT)
    except RefusedError as no:
        server.log.violated(f"malformed answer to a command: {no.error}", [no.more, given])
        return "invalid_command_response"
    answer(server.workspace, channel, user, given)
    return None


def of_submission(server: "SlackServer", view: View, content: Any) -> dict[str, str]:
    """Do what the answer to a form says; return the errors it shows, by block id."""
    if not content:
        server.modals.close(view)
        return {}
    try:
        action = _action(content)
        if action == "errors":
            return _errors(view, content["errors"])
        if action == "clear":
            server.modals.clear(view.user)
        else:
            check_view(content["view"])
            if action == "update":
                server.modals.update(view, content["view"])
            else:
                server.modals.push(view.user, content["view"])
    except RefusedError as no:
        server.log.violated(f"malformed answer to a form: {no.error}", [no.more, content])
        server.person(view.user).errors.append("We had some trouble connecting. Try again?")
    return {}


def _action(content: Any) -> str:
    action = content.get("response_action") if isinstance(content, dict) else None
    if action not in _SUBMISSION_FIELDS or content.keys() != _SUBMISSION_FIELDS[action]:
        raise RefusedError("invalid_arguments")
    return str(action)


def _errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {b["block_id"] for b in view.content["blocks"] if b["type"] == "input"}
    if not isinstance(errors, dict) or not errors or errors.keys() - inputs:
        raise RefusedError("invalid_arguments")
    if not all(isinstance(said, str) and said for said in errors.values()):
        raise RefusedError("invalid_arguments")
    return dict(errors)
