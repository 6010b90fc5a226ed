"""The format of the guide's files, checked where they are read; nothing else uses these models."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[list[Text], Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TextRow(_Strict):
    """A text in both languages."""

    ja: Text
    en: Text


class LinesRow(_Strict):
    """Lines, or words to be found by, in both languages."""

    ja: Texts
    en: Texts


class UpToThree(_Strict):
    """At most three lines in each language."""

    ja: Annotated[Texts, Field(max_length=3)]
    en: Annotated[Texts, Field(max_length=3)]


class UpToFour(_Strict):
    """At most four lines in each language."""

    ja: Annotated[Texts, Field(max_length=4)]
    en: Annotated[Texts, Field(max_length=4)]


class CardRow(_Strict):
    """One response card."""

    id: Text
    acts: list[Text] = []
    title: TextRow
    words: LinesRow
    applies: TextRow
    say: UpToThree
    do: UpToFour
    avoid: UpToThree
    stop: TextRow
    call: UpToThree
    source: Text


class CardsFile(_Strict):
    """`cards.yaml`, the most pressing card first."""

    cards: Annotated[list[CardRow], Field(min_length=1)]


class ValidityRow(_Strict):
    """One demand that is often right."""

    id: Text
    title: TextRow
    words: LinesRow
    why: TextRow
    check: UpToFour
    say: UpToThree
    by_when: TextRow
    source: Text
    counsel: bool = False


class ValidityFile(_Strict):
    """`validity.yaml`, with the sources that only its cards have."""

    note: TextRow
    sources: dict[str, TextRow] = {}
    validity: Annotated[list[ValidityRow], Field(min_length=1)]


class WordsRow(_Strict):
    """A step as it is taken in one way."""

    title: TextRow
    purpose: TextRow
    say: UpToThree
    do: UpToFour


class StepRow(_Strict):
    """One step: the same in both ways, or each by itself."""

    id: Text
    times: tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]]
    both: WordsRow | None = None
    counter: WordsRow | None = None
    phone: WordsRow | None = None

    @model_validator(mode="after")
    def _said_in_each_way(self) -> "StepRow":
        if (self.both is None) != (self.counter is not None and self.phone is not None):
            raise ValueError("a step has both, or counter and phone")
        if self.both is not None and (self.counter or self.phone):
            raise ValueError("a step has both, or counter and phone")
        if self.times[0] > self.times[1]:
            raise ValueError("times go from the smaller number to the larger")
        return self


class LadderFile(_Strict):
    """`ladder.yaml`, from the first step to the last."""

    title: TextRow
    words: LinesRow
    note: TextRow
    record: TextRow
    source: Text
    steps: Annotated[list[StepRow], Field(min_length=1)]
