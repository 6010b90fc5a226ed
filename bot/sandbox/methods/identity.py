"""Who the app is, and where it may connect."""

from bot.sandbox.methods.method import Context, Json, Method, RefusedError


def auth_test(context: Context, _: Json) -> Json:
    """Say whose token this is."""
    workspace = context.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.bot_user.name,
        "team_id": workspace.team,
        "user_id": workspace.bot_user.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(context: Context, _: Json) -> Json:
    """Give the address of one Socket Mode connection; it works once."""
    if not context.manifest.socket_mode:
        raise RefusedError("forbidden_team")
    return {"url": context.new_socket()}


METHODS = (
    Method("auth.test", auth_test, reads=True),
    Method("apps.connections.open", connections_open, app_token=True),
)
