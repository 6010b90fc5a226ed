"""Asking Slack who is in which channel and group, for the reconciliation."""

import asyncio
from collections.abc import Sequence

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from flows.membership.reconcile import UnknownChannelError
from flows.people import Person, Standing
from handlers.person import person_from_user

PAGE = 200
"""Members asked for at once, as Slack advises."""

AT_ONCE = 8
"""Accounts asked about at the same time: a company of hundreds starts in seconds."""

_UNKNOWN = frozenset(
    {
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "no_such_subteam",
        "subteam_not_found",
        "fetch_members_failed",
    }
)


class SlackDirectory:
    """A `WorkspaceReader` over the Web API. Reading may be repeated: its client retries."""

    def __init__(self, client: AsyncWebClient, workspace: str) -> None:
        self._client = client
        self._workspace = workspace

    async def members(self, channel: str) -> frozenset[str]:
        """Return a channel's members, all pages of them."""
        users: set[str] = set()
        cursor: str | None = None
        while True:
            try:
                page = await self._client.conversations_members(
                    channel=channel, limit=PAGE, cursor=cursor
                )
            except SlackApiError as error:
                raise _unknown(error, channel) from error
            users.update(page["members"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return frozenset(users)

    async def is_public(self, channel: str) -> bool:
        """Whether everybody in the workspace can read a channel."""
        try:
            answer = await self._client.conversations_info(channel=channel)
        except SlackApiError as error:
            raise _unknown(error, channel) from error
        return not answer["channel"].get("is_private", False)

    async def group(self, group: str) -> frozenset[str]:
        """Return a user group's members."""
        try:
            answer = await self._client.usergroups_users_list(usergroup=group)
        except SlackApiError as error:
            raise _unknown(error, group) from error
        return frozenset(answer["users"])

    async def people(self, users: Sequence[str]) -> Sequence[Person]:
        """Return what Slack says of accounts; one it does not know counts as deactivated."""
        found: list[Person] = []
        for first in range(0, len(users), AT_ONCE):
            some = users[first : first + AT_ONCE]
            found += await asyncio.gather(*(self._person(user) for user in some))
        return found

    async def _person(self, user: str) -> Person:
        try:
            answer = await self._client.users_info(user=user, include_locale=True)
        except SlackApiError as error:
            if error.response["error"] in {"user_not_found", "user_not_visible"}:
                return Person(user, user, "ja", Standing.DEACTIVATED)
            raise
        return person_from_user(answer["user"], self._workspace)


def _unknown(error: SlackApiError, name: str) -> Exception:
    return UnknownChannelError(name) if error.response["error"] in _UNKNOWN else error
