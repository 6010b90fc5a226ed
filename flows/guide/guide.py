"""What the guide holds: response cards, the ladder, demands often right, case studies."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flows.guide.studies import Study
from flows.triage.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Lines:
    """Short lines in each language; not every language needs as many as the other."""

    ja: tuple[str, ...]
    en: tuple[str, ...]

    def in_(self, lang: str) -> tuple[str, ...]:
        """The lines in `lang` ("ja" or "en", a longer tag such as "en-GB" too); else Japanese."""
        return self.en if lang.partition("-")[0] == "en" else self.ja


@dataclass(frozen=True, slots=True)
class Card:
    """One response card. `acts` are those of the triage it is about; `words` find it.

    `say` is spoken as it stands; `call` names whom to turn to, in the company and the police.
    """

    id: str
    acts: tuple[str, ...]
    title: Bilingual
    words: Lines
    applies: Bilingual
    say: Lines
    do: Lines
    avoid: Lines
    stop: Bilingual
    call: Lines
    source: Bilingual


@dataclass(frozen=True, slots=True)
class Validity:
    """A demand that is often right, whatever its manner: what to check and answer, by when.

    `by_when` is the company's own guide, not law. `counsel`: a lawyer is asked before the answer.
    """

    id: str
    title: Bilingual
    words: Lines
    why: Bilingual
    check: Lines
    say: Lines
    by_when: Bilingual
    source: Bilingual
    counsel: bool


class Way(StrEnum):
    """How the two are in contact, where a step differs by it."""

    COUNTER = "counter"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Words:
    """A step as it is taken in one way: what it is for, what is said and what is done."""

    title: Bilingual
    purpose: Bilingual
    say: Lines
    do: Lines


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ladder, said at least and at most so many times before the next."""

    id: str
    at_least: int
    at_most: int
    ways: Mapping[Way, Words]


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """How a contact is ended, step by step. `note`: when the steps are skipped.

    `record`: what is written down at each of them.
    """

    title: Bilingual
    words: Lines
    note: Bilingual
    record: Bilingual
    steps: tuple[Step, ...]
    source: Bilingual


@dataclass(frozen=True, slots=True, eq=False)
class Guide:
    """The guide as read. It equals itself alone, so that its index is kept in mind by it.

    `validity_note` says what the dates on the validity cards are.
    """

    cards: tuple[Card, ...]
    ladder: Ladder
    validity: tuple[Validity, ...]
    validity_note: Bilingual
    studies: tuple[Study, ...]
