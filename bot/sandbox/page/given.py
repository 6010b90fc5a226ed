"""What a tab asks for: one act with its arguments, read and typed."""

import json
from dataclasses import dataclass
from typing import Any, Self

from bot.sandbox.people import CannotDoError

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Given:
    """One act as it came; `id` is what its answer is told by."""

    id: int
    act: str
    arguments: Json

    @classmethod
    def read(cls, text: str) -> Self:
        """Read one message of a tab; raises CannotDoError where it is none."""
        try:
            document: Any = json.loads(text)
        except (ValueError, RecursionError) as broken:
            raise CannotDoError("the page sent something unreadable") from broken
        match document:
            case {"id": int(number), "act": str(act)}:
                return cls(number, act, document)
        raise CannotDoError("the page sent something unreadable")

    def check(self) -> None:
        """Refuse half a character: spelt out it is read, but nobody could be told of it."""
        try:
            json.dumps(self.arguments, ensure_ascii=False).encode()
        except UnicodeEncodeError as broken:
            raise CannotDoError("the page sent half a character") from broken

    def text(self, name: str) -> str:
        """Return a text that must be there."""
        value = self.arguments.get(name)
        if not isinstance(value, str):
            raise CannotDoError(f"the page did not say {name}")
        return value

    def text_or_none(self, name: str) -> str | None:
        """Return a text, or None where it is left out."""
        return None if self.arguments.get(name) is None else self.text(name)

    def figure(self, name: str, least: int, most: int) -> int:
        """Return a whole number within bounds."""
        value = self.arguments.get(name)
        if not isinstance(value, int) or not least <= value <= most:
            raise CannotDoError(f"{name} must be a number from {least} to {most}")
        return value

    def texts(self, name: str) -> list[str]:
        """Return a list of texts, empty where it is left out."""
        value = self.arguments.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise CannotDoError(f"the page did not say {name}")
        return value

    def document(self, name: str) -> Json:
        """Return a JSON object, empty where it is left out."""
        value = self.arguments.get(name, {})
        if not isinstance(value, dict):
            raise CannotDoError(f"the page did not say {name}")
        return value

    def anything(self, name: str) -> Any:
        """Return whatever stands there."""
        return self.arguments.get(name)
