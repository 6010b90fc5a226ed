"""What a delivery is: its identity for deduplication, its workspace, its conversation."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Literal
from uuid import UUID, uuid5

_LONGEST = 255  # Slack's limit for ids
_NAMESPACE = UUID("0d3a7f52-8b0e-4f43-9a55-5f6b6f3f4c10")

DeliveryKind = Literal["command", "interaction", "event"]


class UnreadablePayloadError(Exception):
    """The body is nothing that Slack sends to an app."""


@dataclass(frozen=True, slots=True)
class Identity:
    """`key` is the same for every repetition of a delivery.

    Deliveries of one `conversation` are worked off in order.
    """

    key: str
    workspace: str
    conversation: str
    kind: DeliveryKind

    @property
    def reference(self) -> UUID:
        """An id made from the delivery, the same however often it comes."""
        return uuid5(_NAMESPACE, f"{self.workspace}|{self.key}")


def identify(body: Mapping[str, Any]) -> Identity:
    """Say what a delivery is from its outermost keys.

    Raises:
        UnreadablePayloadError: a key that every delivery of its kind has is missing.
    """
    try:
        if "command" in body:
            return _command(body)
        if body.get("type") == "event_callback":
            return _event(body)
        return _interaction(body)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadablePayloadError("a key that every delivery has is missing") from error


def _command(body: Mapping[str, Any]) -> Identity:
    workspace, user = _text(body["team_id"]), _text(body["user_id"])
    return Identity(f"command:{_text(body['trigger_id'])}", workspace, user, "command")


def _event(body: Mapping[str, Any]) -> Identity:
    event = body["event"]
    about = event.get("user")
    user = about.get("id") if isinstance(about, Mapping) else about
    conversation = user or event.get("channel") or event["type"]
    workspace = _text(body["team_id"])
    return Identity(f"event:{_text(body['event_id'])}", workspace, _text(conversation), "event")


def _interaction(body: Mapping[str, Any]) -> Identity:
    user, kind = body["user"], body["type"]
    workspace = _text((body.get("team") or user)["id" if body.get("team") else "team_id"])
    if kind in ("view_submission", "view_closed"):
        view = body["view"]
        key = f"{kind}:{_text(view['id'])}:{_text(view['hash'])}:{_filled_in(body)}"
    else:
        key = f"{kind}:{_text(body['trigger_id'])}"
    return Identity(key, workspace, _text(user["id"]), "interaction")


def _filled_in(body: Mapping[str, Any]) -> str:
    """Tell one filling in of a form from another: after an error of Slack's it stays open.

    Of sixteen bits, made with the app's own token from Slack, which nothing keeps in clear:
    whoever reads the key cannot try out what may have been filled in.
    """
    written = json.dumps(body["view"].get("state"), sort_keys=True)
    token = str(body.get("token", "")).encode()[: blake2b.MAX_KEY_SIZE]
    return blake2b(written.encode(), digest_size=2, key=token).hexdigest()


def _text(value: object) -> str:
    """Return an id. None of Slack's holds what cannot be printed: not NUL, no half a character."""
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST or not value.isprintable():
        raise TypeError("an id is text")
    return value
