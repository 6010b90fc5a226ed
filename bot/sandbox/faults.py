"""Misbehaviour on request: what a real Slack does on a bad day, a counted number of times."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What goes wrong with one request or delivery."""

    RATE_LIMITED = "rate limited"
    SERVER_ERROR = "server error"
    DROPPED = "dropped before the effect"
    UNANSWERED = "never answered"
    REPLY_LOST = "reply lost after the effect"
    SLOW = "slow"
    REFUSED = "refused"
    TWICE = "delivered twice"


@dataclass(slots=True)
class Fault:
    """One planned misbehaviour; `left` counts down."""

    kind: Kind
    name: str
    left: int
    retry_after: int = 0
    status: int = 200
    error: str = ""
    delay: timedelta = timedelta()


@dataclass(slots=True)
class Faults:
    """The plan. A method is a Web API name, `response_url`, `download`, or `*` for any of them."""

    planned: list[Fault] = field(default_factory=list)

    def rate_limit(self, method: str = "*", *, retry_after: int = 30, times: int = 1) -> None:
        """Answer 429 with `Retry-After` in seconds; nothing takes effect."""
        self._plan(Fault(Kind.RATE_LIMITED, method, times, retry_after=retry_after))

    def server_error(self, method: str = "*", *, status: int = 500, times: int = 1) -> None:
        """Answer with a bare server error; nothing takes effect."""
        self._plan(Fault(Kind.SERVER_ERROR, method, times, status=status))

    def refuse(self, method: str, error: str, *, times: int = 1) -> None:
        """Answer with an error code of Slack's, such as `fatal_error`; nothing takes effect."""
        self._plan(Fault(Kind.REFUSED, method, times, error=error))

    def drop(self, method: str = "*", *, times: int = 1) -> None:
        """Break the connection before anything takes effect."""
        self._plan(Fault(Kind.DROPPED, method, times))

    def time_out(self, method: str = "*", *, times: int = 1) -> None:
        """Give no answer and take no effect until a minute has passed, or the client left."""
        self._plan(Fault(Kind.UNANSWERED, method, times, delay=timedelta(minutes=1)))

    def lose_reply(self, method: str = "*", *, times: int = 1) -> None:
        """Do what was asked, then break the connection instead of answering.

        A download breaks off half-way.
        """
        self._plan(Fault(Kind.REPLY_LOST, method, times))

    def slow(self, method: str = "*", *, by: timedelta, times: int = 1) -> None:
        """Take `by` of the clock's time, then go on as usual."""
        self._plan(Fault(Kind.SLOW, method, times, delay=by))

    def repeat_deliveries(self, name: str = "*", *, times: int = 1) -> None:
        """Deliver twice. `name` is an event's type, a command, or a payload's type."""
        self._plan(Fault(Kind.TWICE, name, times))

    def clear(self) -> None:
        """Behave again."""
        self.planned.clear()

    def of_request(self, method: str) -> Fault | None:
        """Return the misbehaviour this request gets, and count it."""
        return self._take(method, deliveries=False)

    def is_repeated(self, name: str) -> bool:
        """Say whether this delivery goes out twice, and count it."""
        return self._take(name, deliveries=True) is not None

    def _plan(self, fault: Fault) -> None:
        self.planned.append(fault)

    def _take(self, name: str, *, deliveries: bool) -> Fault | None:
        for fault in self.planned:
            fits = fault.name in {"*", name} and (fault.kind is Kind.TWICE) is deliveries
            if fits and fault.left > 0:
                fault.left -= 1
                return fault
        return None
