"""Which channels are a team's and nothing else, as the settings in force say."""

from datetime import datetime, timedelta

from flows.ports import Clock, Store

FRESH_FOR = timedelta(seconds=1)
"""How long an answer is used again. New rights wait for a reconciliation, which takes longer."""

_NONE: frozenset[str] = frozenset()


class TeamChannels:
    """Answers from memory while the answer is fresh: messages in team channels are many."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._known: dict[str, tuple[frozenset[str], datetime, datetime]] = {}

    async def of(self, workspace: str) -> frozenset[str]:
        """Return a workspace's team channels; none where it has no settings."""
        now = self._clock.now()
        channels, since, until = self._known.get(workspace, (_NONE, now, now))
        if since <= now < until:
            return channels
        company = await self._store.company(workspace)
        if company is None:
            return _NONE
        self._known[workspace] = (company.team_channels(), now, now + FRESH_FOR)
        return company.team_channels()
