"""What Slack hands an app for a short while: trigger ids and response URLs."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.clock import Clock
from bot.sandbox.methods.method import RefusedError

TRIGGER_LIFE: Final = timedelta(seconds=3)
RESPONSE_LIFE: Final = timedelta(minutes=30)
RESPONSE_POSTS: Final = 5


@dataclass(slots=True)
class Trigger:
    """The right to open one modal for one person; `view` where it was given inside a modal."""

    user: str
    given_at: datetime
    view: str | None
    is_used: bool = False


@dataclass(slots=True)
class Response:
    """The right to answer one interaction. `message` is the ts of what was interacted with."""

    channel: str
    user: str
    given_at: datetime
    message: str | None
    posts: int = 0


@dataclass(slots=True)
class Tickets:
    """Everything handed out so far."""

    clock: Clock
    triggers: dict[str, Trigger] = field(default_factory=dict)
    responses: dict[str, Response] = field(default_factory=dict)

    def trigger(self, user: str, view: str | None = None) -> str:
        """Hand out a trigger id."""
        number = len(self.triggers) + 1
        now = self.clock.now().timestamp()
        # To the microsecond: a workspace begun anew in the same second gives other ids.
        trigger_id = f"{int(now * 1_000_000)}.{int(now)}.{number:032x}"
        self.triggers[trigger_id] = Trigger(user, self.clock.now(), view)
        return trigger_id

    def redeem(self, trigger_id: str) -> Trigger:
        """Use a trigger id up.

        Raises RefusedError where it is unknown, used or older than three seconds.
        """
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise RefusedError("invalid_trigger_id")
        if trigger.is_used:
            raise RefusedError("exchanged_trigger_id")
        if self.clock.now() - trigger.given_at > TRIGGER_LIFE:
            raise RefusedError("expired_trigger_id")
        trigger.is_used = True
        return trigger

    def response(self, channel: str, user: str, message: str | None = None) -> str:
        """Hand out the last part of a response URL."""
        number = len(self.responses) + 1
        self.responses[f"{number:024x}"] = Response(channel, user, self.clock.now(), message)
        return f"{number:024x}"

    def respond(self, response_id: str) -> Response:
        """Count one post to a response URL.

        Raises RefusedError on the sixth post and after thirty minutes.
        """
        response = self.responses.get(response_id)
        if response is None:
            raise RefusedError("no_service")
        if self.clock.now() - response.given_at > RESPONSE_LIFE:
            raise RefusedError("expired_url")
        if response.posts >= RESPONSE_POSTS:
            raise RefusedError("used_url")
        response.posts += 1
        return response
