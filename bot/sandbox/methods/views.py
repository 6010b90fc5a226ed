"""Opening, changing and stacking modals; publishing the Home tab."""

import json
from collections.abc import Callable
from typing import Final

from bot.sandbox.blocks import home_faults, modal_faults
from bot.sandbox.methods.method import Context, Json, Kind, Method, RefusedError

_VIEW_LIMIT: Final = 250_000  # bytes of JSON


def open_view(context: Context, given: Json) -> Json:
    """Open a modal for the person who just did something."""
    check_view(given["view"])
    trigger = context.tickets.redeem(given["trigger_id"])
    if trigger.view is not None:
        # Slack's pages name views.push for this and do not say what opening would do.
        fault = "[ERROR] this trigger comes from a modal: push or update instead"
        raise RefusedError.listing("invalid_arguments", [fault])
    view = context.modals.open(trigger.user, given["view"])
    return {"view": context.modals.object_of(view)}


def push_view(context: Context, given: Json) -> Json:
    """Open a modal above the one in which the person just did something."""
    check_view(given["view"])
    trigger = context.tickets.redeem(given["trigger_id"])
    view = context.modals.push(trigger.user, given["view"])
    return {"view": context.modals.object_of(view)}


def update_view(context: Context, given: Json) -> Json:
    """Change an open modal; with `hash`, only the version the app has seen."""
    if ("view_id" in given) == ("external_id" in given):
        fault = "[ERROR] either `view_id` or `external_id` is needed"
        raise RefusedError.listing("invalid_arguments", [fault])
    check_view(given["view"])
    view = context.modals.find(given.get("view_id"), given.get("external_id"))
    if "hash" in given and given["hash"] != view.hash:
        raise RefusedError("hash_conflict")
    context.modals.update(view, given["view"])
    return {"view": context.modals.object_of(view)}


def publish_view(context: Context, given: Json) -> Json:
    """Show somebody's Home tab; with `hash`, only over the version the app has seen."""
    check_view(given["view"], home_faults)
    if not context.manifest.home_tab:
        raise RefusedError("not_enabled")
    user = context.workspace.users.get(given["user_id"])
    if user is None or user.deleted or user.is_bot:
        fault = "[ERROR] no such person [json-pointer:/user_id]"
        raise RefusedError.listing("invalid_arguments", [fault])
    view = context.homes.publish(user.id, given["view"], given.get("hash"))
    return {"view": context.homes.object_of(view)}


def check_view(view: Json, faults_of: Callable[[Json], list[str]] = modal_faults) -> None:
    """Raise RefusedError where a view breaks a rule of Block Kit or is too large."""
    faults = faults_of(view)
    if faults:
        raise RefusedError.listing("invalid_arguments", faults)
    if len(json.dumps(view, ensure_ascii=False).encode()) > _VIEW_LIMIT:
        raise RefusedError("view_too_large")


METHODS = (
    Method(
        "views.open",
        open_view,
        {"trigger_id": Kind.TEXT, "view": Kind.OBJECT},
        required=("trigger_id", "view"),
    ),
    Method(
        "views.push",
        push_view,
        {"trigger_id": Kind.TEXT, "view": Kind.OBJECT},
        required=("trigger_id", "view"),
    ),
    Method(
        "views.update",
        update_view,
        {
            "view": Kind.OBJECT,
            "view_id": Kind.TEXT,
            "external_id": Kind.TEXT,
            "hash": Kind.TEXT,
        },
        required=("view",),
    ),
    Method(
        "views.publish",
        publish_view,
        {"user_id": Kind.TEXT, "view": Kind.OBJECT, "hash": Kind.TEXT},
        required=("user_id", "view"),
    ),
)
