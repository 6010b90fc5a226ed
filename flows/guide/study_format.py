"""The format of the case studies' files, checked where they are read; only `studies` uses it.

The lengths keep a study readable on a phone.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from flows.triage.outcome import Determination, Severity

JapaneseLine = Annotated[str, Field(min_length=1, max_length=34)]
EnglishLine = Annotated[str, Field(min_length=1, max_length=90)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TitleText(_Strict):
    """What a study or a theme is called."""

    ja: Annotated[str, Field(min_length=1, max_length=24)]
    en: Annotated[str, Field(min_length=1, max_length=50)]


class StoryText(_Strict):
    """What happened."""

    ja: Annotated[str, Field(min_length=1, max_length=180)]
    en: Annotated[str, Field(min_length=1, max_length=420)]


class SentenceText(_Strict):
    """One or two plain sentences."""

    ja: Annotated[str, Field(min_length=1, max_length=90)]
    en: Annotated[str, Field(min_length=1, max_length=200)]


class LinesText(_Strict):
    """What to do now, as many lines in each language."""

    ja: Annotated[list[JapaneseLine], Field(min_length=2, max_length=3)]
    en: Annotated[list[EnglishLine], Field(min_length=2, max_length=3)]


class OtherwiseRow(SentenceText):
    """What would have changed the outcome; `instead` is laid over the study's answers."""

    instead: Annotated[dict[str, Any], Field(min_length=1)]
    determination: Determination


class StudyRow(_Strict):
    """One case study."""

    id: str
    title: TitleText
    happened: StoryText
    answers: Annotated[dict[str, Any], Field(min_length=1)]
    determination: Determination
    severity: Severity
    urgent: bool = False
    rule: str
    now: LinesText
    reason: SentenceText
    otherwise: OtherwiseRow


class StudiesFile(_Strict):
    """One file: a theme and its studies, in the order shown."""

    theme: TitleText
    studies: Annotated[list[StudyRow], Field(min_length=1)]
