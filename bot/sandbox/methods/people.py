"""People and user groups."""

from bot.sandbox.methods.method import Context, Json, Kind, Method, RefusedError
from bot.sandbox.payloads import user_object


def user_info(context: Context, given: Json) -> Json:
    """Describe a person; their language only when asked for."""
    user = context.workspace.users.get(given["user"])
    if user is None:
        raise RefusedError("user_not_found")
    with_locale = given.get("include_locale", False)
    team, now = context.workspace.team, context.clock.now()
    return {"user": user_object(user, team, now, with_locale=with_locale)}


def group_users(context: Context, given: Json) -> Json:
    """List the members of a user group."""
    group = context.workspace.groups.get(given["usergroup"])
    if group is None or (group.is_disabled and not given.get("include_disabled")):
        raise RefusedError("no_such_subteam")
    return {"users": list(group.users)}


METHODS = (
    Method(
        "users.info",
        user_info,
        {"user": Kind.TEXT, "include_locale": Kind.FLAG},
        required=("user",),
        scopes=("users:read",),
        reads=True,
    ),
    Method(
        "usergroups.users.list",
        group_users,
        {"usergroup": Kind.TEXT, "include_disabled": Kind.FLAG},
        required=("usergroup",),
        scopes=("usergroups:read",),
        reads=True,
    ),
)
