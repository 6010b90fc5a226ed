"""What would have changed a proposal."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from flows.triage import (
    Answers,
    Determination,
    Flow,
    FlowError,
    Thresholds,
    check_changes,
    decide,
    load_flow,
    parse_answers,
    what_would_change,
)
from flows.triage.flow import SHIPPED
from flows.triage.what_would_change import MOST
from tests.flows.triage.random_answers import answers

SHOUTED = {"danger": "none", "actor": "tenant", "acts": ["intimidation"], "single_burst": "no"}


def otherwise(flow: Flow, said: Mapping[str, Any], **figures: int) -> dict[str, Determination]:
    """Return what would have been proposed, by the Japanese sentence that says when."""
    known, thresholds = parse_answers(said), Thresholds(**figures)
    proposal = decide(flow, known, thresholds=thresholds)
    found = what_would_change(flow, known, proposal, thresholds=thresholds)
    return {one.sentence.ja: one.determination for one in found}


def test_grey(flow: Flow) -> None:
    """Shouting alone is grey; that it went on, or came again, would have made it harassment."""
    found = otherwise(flow, SHOUTED)
    assert found["やめるよう求めたあとも続いていたら"] is Determination.KASUHARA
    assert found["別の日にも同じような言動があったら"] is Determination.KASUHARA


def test_grave(flow: Flow) -> None:
    """Nothing would have changed what a grave act comes to."""
    assert otherwise(flow, {**SHOUTED, "acts": ["assault"]}) == {}


def test_hearsay(flow: Flow) -> None:
    """Told by the person concerned, the same insult is harassment."""
    said = {**SHOUTED, "acts": ["insult"], "reported_as": "for_other", "hearsay": "yes"}
    assert otherwise(flow, said)["本人から直接聞いた内容だったら"] is Determination.KASUHARA


def test_it_tells_nothing_of_the_impact(flow: Flow) -> None:
    """Where the impact decides nothing, the same stands there whatever it was."""
    said = {**SHOUTED, "acts": ["insult"], "reported_as": "for_other", "hearsay": "yes"}
    found = [otherwise(flow, {**said, "impact": one}) for one in (["none"], ["severe_health"])]
    assert found[0] == found[1] == otherwise(flow, said) != {}


def test_guide_figure(flow: Flow) -> None:
    """A number stands for the company's own guide figure, whatever it is."""
    said = {**SHOUTED, "acts": ["repetition"], "demand": "no_fault_or_out_of_scope"}
    sentence = "根拠のない要望が、回答したあとも、社内の目安の回数に達するまで続いていたら"
    for figure in (1, 3, 50):
        found = otherwise(flow, said, repeats_after_answer=figure)
        assert found[sentence] is Determination.KASUHARA


@given(answers())
def test_what_is_said_is_so(answers: Answers) -> None:
    """At most three are named, and each leads elsewhere."""
    flow = load_flow()
    proposal = decide(flow, answers, thresholds=Thresholds())
    found = what_would_change(flow, answers, proposal, thresholds=Thresholds())
    assert len(found) <= MOST
    assert all(one.determination is not proposal.determination for one in found)


def test_another_version(flow: Flow) -> None:
    """A proposal made with another version of the flow is left as it is."""
    known = parse_answers(SHOUTED)
    proposal = decide(flow, known, thresholds=Thresholds())
    other = load_flow(SHIPPED)
    object.__setattr__(other, "hash", "another")
    assert what_would_change(other, known, proposal, thresholds=Thresholds()) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: another_day", "id: went_on", "changes.yaml: change went_on: the id is there twice"),
        ("hearsay:", "rumour:", "change not_hearsay: There is no question with the id 'rumour'"),
        ('hearsay: "no"', "hearsay: maybe", "hearsay cannot be 'maybe'"),
        ('{words: "-"}', "{scene: phone}", "change words_known: it changes nothing"),
        ("    en: If it were known what was said\n", "", "change words_known: en is missing"),
    ],
)
def test_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A change that cannot be, or that changes nothing, is refused by its name."""
    for file in SHIPPED.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    file = tmp_path / "changes.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FlowError) as refused:
        check_changes(load_flow(tmp_path))
    assert said in str(refused.value)
