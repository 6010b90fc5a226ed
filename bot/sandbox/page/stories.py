"""The stories a visitor plays: who does what, and which of it has been done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from bot.sandbox.log import Delivery, Outcome
from bot.sandbox.routes import Sort

Json = dict[str, Any]


class Wording(BaseModel):
    """One sentence in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    ja: str
    en: str


class Who(BaseModel):
    """Who plays a part, by the language they read; user ids."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    ja: str
    en: str


class Deed(BaseModel):
    """What checks a step off; a pattern may hold `*`, and what is not named may be anything."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    command: str | None = None
    action: str | None = None
    submits: str | None = None
    says: bool = False
    opens: str | None = None
    waits: bool = False


class Step(BaseModel):
    """One thing that one person does; `where` is a channel's id, or `direct`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    who: Who
    where: str
    minutes: int | None = None
    text: Wording
    does: Deed


class Story(BaseModel):
    """A story in steps."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    title: Wording
    steps: tuple[Step, ...]


@cache
def all_stories() -> tuple[Story, ...]:
    """Return the stories of `stories.yaml`."""
    text = (files("bot.sandbox.page") / "stories.yaml").read_text(encoding="utf-8")
    document = YAML(typ="safe", pure=True).load(text)
    return tuple(Story.model_validate(story) for story in document["stories"])


@dataclass(slots=True)
class Stories:
    """How many steps of each story are done, one after another."""

    steps_done: dict[str, int] = field(default_factory=dict)

    def shape(self) -> list[Json]:
        """Return the stories as the page tells them."""
        return [
            story.model_dump(exclude={"steps": {"__all__": {"does"}}}) for story in all_stories()
        ]

    def done(self) -> Mapping[str, int]:
        """Return the number of steps done, by story."""
        return {story.id: self.steps_done.get(story.id, 0) for story in all_stories()}

    def restart(self, story: str) -> None:
        """Begin a story at its first step."""
        self.steps_done.pop(story, None)

    def delivered(self, delivery: Delivery) -> bool:
        """Check off what the app has just been told; say whether that was a step."""
        if delivery.outcome is not Outcome.ACKNOWLEDGED:
            return False
        body = delivery.body
        match delivery.sort, delivery.name:
            case Sort.COMMAND, name:
                return self._advance(body["user_id"], lambda deed: deed.command == name)
            case Sort.INTERACTION, "block_actions":
                action = str(body["actions"][0]["action_id"])
                return self._advance(
                    body["user"]["id"], lambda deed: fnmatchcase(action, deed.action or "")
                )
            case Sort.INTERACTION, "view_submission":
                name = str(body["view"]["callback_id"])
                return self._advance(
                    body["user"]["id"], lambda deed: fnmatchcase(name, deed.submits or "")
                )
            case Sort.EVENT, "message" if "subtype" not in body["event"]:
                return self._advance(body["event"]["user"], lambda deed: deed.says)
        return False

    def opened(self, user: str, channel: str) -> bool:
        """Check off that somebody looked into a channel; say whether that was a step."""
        return self._advance(user, lambda deed: deed.opens == channel)

    def waited(self) -> bool:
        """Check off that time has passed; say whether that was a step."""
        return self._advance(None, lambda deed: deed.waits)

    def _advance(self, user: str | None, fits: Any) -> bool:
        moved: list[str] = []
        for story in all_stories():
            done = self.steps_done.get(story.id, 0)
            if done == len(story.steps):
                continue
            step = story.steps[done]
            if user in {None, step.who.ja, step.who.en} and fits(step.does):
                self.steps_done[story.id] = done + 1
                moved.append(story.id)
        self._leave_begun(moved)
        return bool(moved)

    def _leave_begun(self, moved: list[str]) -> None:
        """Take back a first step that stories share, once the second tells which was meant."""
        if any(self.steps_done[story] == 2 for story in moved):  # noqa: PLR2004 - the second step
            for story in [one for one, done in self.steps_done.items() if done == 1]:
                del self.steps_done[story]
