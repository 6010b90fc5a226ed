"""Which method in which channel Slack has asked to wait, and until when."""

from datetime import datetime, timedelta

Scope = tuple[str, str]
"""(Web API method, channel or person): what a rate limit holds back, and nothing more."""


class Holds:
    """The waits that Slack asked for, of this process."""

    def __init__(self) -> None:
        self._until: dict[Scope, datetime] = {}

    def hold(self, scope: Scope, now: datetime, seconds: float) -> datetime:
        """Let a scope wait; return until when."""
        self._until = {known: until for known, until in self._until.items() if until > now}
        self._until[scope] = now + timedelta(seconds=seconds)
        return self._until[scope]

    def until(self, scope: Scope, now: datetime) -> datetime | None:
        """Return until when a scope waits, or None when it may be used."""
        until = self._until.get(scope)
        return until if until is not None and until > now else None
