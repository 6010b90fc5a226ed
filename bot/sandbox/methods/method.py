"""What a Web API method is made of here: its arguments, its scopes and what it does."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from bot.clock import Clock

if TYPE_CHECKING:
    from bot.sandbox.homes import Homes
    from bot.sandbox.manifest import Manifest
    from bot.sandbox.modals import Modals
    from bot.sandbox.tickets import Tickets
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

# Errors that say the app is wrong, whatever the workspace looks like. A story that ends
# with one of them in the log has found a fault of the app.
FAULTS_OF_THE_APP: Final = frozenset(
    {
        "invalid_arguments",
        "invalid_auth",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_form_data",
        "invalid_json",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_payload",
        "invalid_post_type",
        "invalid_thread_ts",
        "json_not_object",
        "metadata_too_large",
        "missing_scope",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "not_allowed_token_type",
        "not_authed",
        "push_limit_reached",
        "unknown_method",
        "view_too_large",
    }
)


class RefusedError(Exception):
    """Slack says no: `error` is its code, `more` what it adds to the answer."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more

    @classmethod
    def listing(cls, error: str, messages: list[str]) -> "RefusedError":
        """Refuse with the reasons one by one, where Slack's `response_metadata` has them."""
        return cls(error, response_metadata={"messages": messages})

    def answer(self) -> Json:
        """Return the JSON the app gets."""
        return {"ok": False, "error": self.error, **self.more}


class Kind(StrEnum):
    """The kinds of argument."""

    TEXT = "string"
    FLAG = "boolean"
    NUMBER = "number"
    LIST = "array"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Context:
    """What a method works on."""

    workspace: "Workspace"
    manifest: "Manifest"
    modals: "Modals"
    tickets: "Tickets"
    clock: Clock
    new_socket: Callable[[], str]
    homes: "Homes"

    def need(self, *scopes: str) -> None:
        """Refuse unless the app asked for at least one of `scopes`."""
        if not self.manifest.scopes.intersection(scopes):
            provided = ",".join(sorted(self.manifest.scopes))
            raise RefusedError("missing_scope", needed=",".join(scopes), provided=provided)


@dataclass(frozen=True, slots=True)
class Method:
    """One method: `run` gets the context and the arguments, and gives the answer."""

    name: str
    run: Callable[[Context, Json], Json]
    arguments: Mapping[str, Kind] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    reads: bool = False  # answers GET as well, and takes no JSON body
    app_token: bool = False

    def read(self, given: Mapping[str, Any]) -> Json:
        """Return the arguments with their types; form bodies and queries hold only text.

        Raises RefusedError on an unknown, missing or malformed argument. Slack ignores unknown
        ones: here they are refused, because they are never meant.
        """
        present = {name: value for name, value in given.items() if value is not None}
        faults = [
            f"[ERROR] unknown argument: {name}"
            for name in sorted(present.keys() - self.arguments.keys())
        ]
        faults += [
            f"[ERROR] missing required field: {name}"
            for name in self.required
            if name not in present
        ]
        if faults:
            raise RefusedError.listing("invalid_arguments", faults)
        return {name: _typed(name, self.arguments[name], value) for name, value in present.items()}


def _typed(name: str, kind: Kind, value: Any) -> Any:
    match kind, value:
        case Kind.TEXT, str():
            return value
        case Kind.FLAG, True | "true" | "1" | 1:
            return True
        case Kind.FLAG, False | "false" | "0" | 0:
            return False
        case Kind.NUMBER, int() if not isinstance(value, bool):
            return value
        case Kind.NUMBER, str() if value.isdecimal():
            return int(value)
        case ((Kind.LIST | Kind.OBJECT), _):
            return _document(name, kind, value)
    raise _malformed(name, kind)


def _document(name: str, kind: Kind, value: Any) -> Any:
    try:
        document = json.loads(value) if isinstance(value, str) else value
    except ValueError as broken:
        raise _malformed(name, kind) from broken
    if isinstance(document, list if kind is Kind.LIST else dict):
        return document
    raise _malformed(name, kind)


def _malformed(name: str, kind: Kind) -> RefusedError:
    if name == "blocks":
        return RefusedError("invalid_blocks_format")
    if name == "metadata":
        return RefusedError("invalid_metadata_format")
    fault = f"[ERROR] must be a valid {kind} [json-pointer:/{name}]"
    return RefusedError.listing("invalid_arguments", [fault])
