"""Asking Slack which company a token belongs to."""

from bot.clock import SystemClock
from bot.environment import Environment, bot_token
from bot.slack_app import NotAuthorizedError, OneWorkspace, SlackAwayError
from bot.slack_clients import shared_session, showing_client
from flows.errors import SettingsError


async def workspace_of_token(environment: Environment) -> str:
    """Return the workspace of the environment's bot token.

    Raises:
        SettingsError: Slack refuses the token, or cannot be reached.
    """
    async with shared_session() as session:
        client = showing_client(session, environment.slack_api_url)
        authorize = OneWorkspace(client, bot_token(environment), SystemClock())
        try:
            return await meet_workspace(authorize)
        except SlackAwayError as error:
            address = environment.slack_api_url
            raise SettingsError(f"Slack cannot be reached at {address}") from error


async def meet_workspace(authorize: OneWorkspace) -> str:
    """Return the workspace that an authorization is for.

    Raises:
        SettingsError: Slack refuses the token.
        SlackAwayError: it cannot be asked at the moment.
    """
    try:
        known = await authorize.known()
    except NotAuthorizedError as error:
        raise SettingsError(f"SLACK_BOT_TOKEN: Slack does not accept it ({error})") from error
    return known.team_id or ""
