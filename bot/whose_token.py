"""Asking Slack which company a token belongs to."""

import aiohttp

from bot.clock import SystemClock
from bot.environment import Environment, bot_token
from bot.slack_app import NotAuthorizedError, OneWorkspace
from bot.slack_clients import shared_session, showing_client
from flows.errors import SettingsError


async def workspace_of_token(environment: Environment) -> str:
    """Return the workspace of the environment's bot token.

    Raises:
        SettingsError: Slack refuses the token, or cannot be reached.
    """
    async with shared_session() as session:
        client = showing_client(session, environment.slack_api_url)
        return await meet_workspace(
            OneWorkspace(client, bot_token(environment), SystemClock()), environment
        )


async def meet_workspace(authorize: OneWorkspace, environment: Environment) -> str:
    """Return the workspace that an authorization is for; raises as `workspace_of_token`."""
    try:
        known = await authorize.known()
    except NotAuthorizedError as error:
        raise SettingsError(f"SLACK_BOT_TOKEN: Slack does not accept it ({error})") from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise SettingsError(f"Slack cannot be reached at {environment.slack_api_url}") from error
    return known.team_id or ""
