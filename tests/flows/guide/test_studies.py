"""Case studies: what each says comes out of the tables."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from flows.guide.studies import SHIPPED, Study, load_studies
from flows.triage import (
    Bilingual,
    Determination,
    FlowError,
    Proposal,
    Severity,
    Thresholds,
    decide,
    load_flow,
)
from flows.triage.answers import Answers

AVOIDED = re.compile(
    r"案件|出禁|ブラックリスト|加害者|あなた|クレーマー|blacklist|perpetrator", re.IGNORECASE
)
"""Words that no screen says (design, house style)."""

EACH = pytest.mark.parametrize("study", load_studies(), ids=lambda study: study.id)


def played(answers: Answers) -> Proposal:
    return decide(load_flow(), answers, thresholds=Thresholds())


def texts(study: Study) -> Iterator[Bilingual]:
    yield from (study.theme, study.title, study.happened, *study.now, study.reason)
    yield study.otherwise.sentence


def sentences(text: str, mark: str) -> int:
    return len(re.findall(mark, text))


@EACH
def test_stated_outcome(study: Study) -> None:
    """The tables give exactly the outcome that the study states, by the rule it shows."""
    proposal = played(study.answers)
    assert proposal.determination is study.determination
    assert proposal.severity is study.severity
    assert proposal.urgent is study.urgent
    assert study.rule in proposal.rules


@EACH
def test_what_would_have_changed_it(study: Study) -> None:
    """With the other answers the tables give what the last sentence says, and that differs."""
    assert played(study.otherwise.answers).determination is study.otherwise.determination
    assert study.otherwise.determination is not study.determination


@EACH
def test_words_to_avoid(study: Study) -> None:
    """No text blames anybody or uses a word that the house avoids."""
    assert not any(AVOIDED.search(text.ja) or AVOIDED.search(text.en) for text in texts(study))
    assert study.answers.words is None or not AVOIDED.search(study.answers.words)


@EACH
def test_length_of_a_story(study: Study) -> None:
    """A story has three to five sentences, and the reason at most two."""
    assert 3 <= sentences(study.happened.ja, "。") <= 5
    assert 1 <= sentences(study.reason.ja, "。") <= 2


def test_all_outcomes() -> None:
    """There are at least twenty-six studies, with each outcome, severity and urgency."""
    studies = load_studies()
    assert len(studies) >= 26
    assert {study.determination for study in studies} == set(Determination)
    assert {study.severity for study in studies} == set(Severity)
    assert {study.urgent for study in studies} == {True, False}
    ordinary = [one for one in studies if one.determination is Determination.ORDINARY]
    assert len(ordinary) >= 8, "rightful complaints are well represented"


def test_all_rules() -> None:
    """Each family of rules, its modifiers and the element checks are shown by a study."""
    shown = {study.rule for study in load_studies()}
    assert {rule[:2] for rule in shown} >= {f"R{number}" for number in range(10)}
    assert shown >= {"R8a", "R8b", "R8c", "E3a", "E3b"}


def test_all_kinds_of_people_and_places() -> None:
    """Everybody who may be on the other side is in a study, and every place."""
    given = [study.answers for study in load_studies()]
    assert {answers.actor for answers in given} >= {
        *("tenant", "ex_tenant", "applicant", "owner", "guarantor_or_family", "corporate"),
        *("neighbour", "contractor", "colleague", "tenants_only"),
    }
    assert {answers.scene for answers in given} >= {
        *("counter", "phone", "mail_or_chat", "viewing_or_visit", "their_place", "online"),
    }


def test_titles_differ() -> None:
    """No two studies have the same title."""
    for language in fields(Bilingual):
        titles = [getattr(study.title, language.name) for study in load_studies()]
        assert len(set(titles)) == len(titles)


def test_read_once() -> None:
    """The shipped studies are read once."""
    assert load_studies() is load_studies()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("rule: R0b", "rule: R99", "study tenants_quarrel: there is no rule 'R99' that speaks"),
        ("rule: R0b", "rule: M1a", "study tenants_quarrel: there is no rule 'M1a' that speaks"),
        (
            "acts: [repetition]",
            "acts: [singing]",
            "study upstairs_noise: answers: acts cannot be 'singing'; it is one of",
        ),
        (
            'instead: {continued_after: "yes"}',
            "instead: {weather: fine}",
            "study upstairs_noise: otherwise.instead: There is no question with the id 'weather'",
        ),
        (
            "id: tenants_quarrel",
            "id: upstairs_noise",
            "study upstairs_noise: the id is there twice",
        ),
        (
            "en: A quarrel between tenants",
            "de: Streit",
            "study tenants_quarrel: title.en is missing",
        ),
        (
            "en: [Hear each side separately., ",
            "en: [",
            "study tenants_quarrel: now: the two languages have different numbers of lines",
        ),
        (
            "en: A quarrel between tenants",
            f"en: {'A' * 51}",
            "study tenants_quarrel: title.en is wrong (String should have at most 50 characters",
        ),
    ],
)
def test_broken_studies(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    """A study that names what is not there, or lacks a language, is refused by its place."""
    text = (SHIPPED / "2_noise.yaml").read_text("utf-8")
    assert text.count(old) == 1, "the shipped file has changed; adapt the mutation"
    (tmp_path / "own.yaml").write_text(text.replace(old, new), "utf-8")
    with pytest.raises(FlowError) as refused:
        load_studies(tmp_path)
    assert str(refused.value).startswith(f"own.yaml: {sentence}")


def test_no_studies(tmp_path: Path) -> None:
    """A folder without studies is refused."""
    with pytest.raises(FlowError, match="there are no studies"):
        load_studies(tmp_path)
