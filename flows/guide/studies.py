"""Case studies from rental work: what happened, what follows, the rule it shows and why.

The people in them are made up. The answers stand with each study, so that the tables can be
played through with them; tests hold the tables to what the study says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.guide.study_format import SentenceText, StoryText, StudiesFile, StudyRow, TitleText
from flows.triage import (
    Answers,
    AnswersError,
    Bilingual,
    Determination,
    Flow,
    FlowError,
    Severity,
    load_flow,
    parse_answers,
)
from flows.triage.yaml_file import read_yaml

SHIPPED = Path(__file__).parent / "studies"
"""Where the studies that come with the product stand, a file for each theme."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What would have changed the outcome: the sentence, those answers whole, what they get."""

    sentence: Bilingual
    answers: Answers
    determination: Determination


@dataclass(frozen=True, slots=True)
class Study:
    """One case study; `rule` is the id of the rule it shows, `shows` and `source` are its own."""

    id: str
    theme: Bilingual
    title: Bilingual
    happened: Bilingual
    answers: Answers
    determination: Determination
    severity: Severity
    urgent: bool
    rule: str
    shows: Bilingual
    source: Bilingual
    now: tuple[Bilingual, ...]
    reason: Bilingual
    otherwise: Otherwise


def load_studies(folder: Path | None = None) -> tuple[Study, ...]:
    """Read the studies in `folder`, or the shipped ones, checked against the shipped flow.

    The files are read in the order of their names.

    Raises:
        FlowError: a file cannot be read, or a study names what is not in the flow.
    """
    return _shipped() if folder is None else _read(folder)


@cache  # as the flow: they stay as they are for as long as the program runs
def _shipped() -> tuple[Study, ...]:
    return _read(SHIPPED)


def _read(folder: Path) -> tuple[Study, ...]:
    spoken = _rules_that_speak(load_flow())
    studies: dict[str, Study] = {}
    for path in sorted(folder.glob("*.yaml")):
        file = read_yaml(path, StudiesFile)
        for row in file.studies:
            place = f"{path.name}: study {row.id}"
            if row.id in studies:
                raise FlowError(f"{place}: the id is there twice")
            if row.rule not in spoken:
                raise FlowError(f"{place}: there is no rule {row.rule!r} that speaks")
            studies[row.id] = _study(row, _bilingual(file.theme), spoken[row.rule], place)
    if not studies:
        raise FlowError(f"{folder.name}: there are no studies")
    return tuple(studies.values())


def _rules_that_speak(flow: Flow) -> Mapping[str, tuple[Bilingual, Bilingual]]:
    """Return the sentence and the source of each rule that has them."""
    return {
        rule.id: (rule.says, flow.sources[rule.source])
        for table in flow.tables
        for rule in table.rules
        if rule.says is not None and rule.source is not None
    }


def _study(
    row: StudyRow, theme: Bilingual, spoken: tuple[Bilingual, Bilingual], place: str
) -> Study:
    shows, source = spoken
    if len(row.now.ja) != len(row.now.en):
        raise FlowError(f"{place}: now: the two languages have different numbers of lines")
    changed = row.answers | row.otherwise.instead
    return Study(
        id=row.id,
        theme=theme,
        title=_bilingual(row.title),
        happened=_bilingual(row.happened),
        answers=_answers(row.answers, f"{place}: answers"),
        determination=row.determination,
        severity=row.severity,
        urgent=row.urgent,
        rule=row.rule,
        shows=shows,
        source=source,
        now=tuple(Bilingual(ja, en) for ja, en in zip(row.now.ja, row.now.en, strict=True)),
        reason=_bilingual(row.reason),
        otherwise=Otherwise(
            _bilingual(row.otherwise),
            _answers(changed, f"{place}: otherwise.instead"),
            row.otherwise.determination,
        ),
    )


def _answers(document: dict[str, object], place: str) -> Answers:
    try:
        return parse_answers(document)
    except AnswersError as error:
        raise FlowError(f"{place}: {error}") from error


def _bilingual(text: TitleText | StoryText | SentenceText) -> Bilingual:
    return Bilingual(text.ja, text.en)
