"""What is asked, in which order, and when nothing more is."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.triage import (
    Answers,
    Flow,
    Question,
    Stage,
    Thresholds,
    decide,
    next_question,
    parse_answers,
    pending,
    stale_answers,
)
from flows.triage.answers import MANY, NUMBERS, ONE
from flows.triage.derive import Facts, acts_of
from flows.triage.inputs import INPUTS
from flows.triage.possible import Possible, distinct_answers
from tests.flows.triage.random_answers import answers

pytestmark = pytest.mark.no_cover  # it goes through all there is; to be measured doubles that

ELSEWHERE = frozenset({"branch", "customer", "affected"})
THRESHOLDS = Thresholds()
TENANT = {"danger": "none", "actor": "tenant", "scene": "phone"}


def outcome(flow: Flow, given_answers: Answers) -> tuple[object, ...]:
    proposal = decide(flow, given_answers, thresholds=THRESHOLDS)
    return proposal.determination, proposal.severity, proposal.urgent, proposal.elements


def asked_ids(flow: Flow, **given_answers: Any) -> list[str]:
    read = parse_answers(given_answers)
    return [question.id for question in pending(flow, read, thresholds=THRESHOLDS)]


def talk(flow: Flow, full: Answers) -> tuple[Answers, list[tuple[Question, Answers]]]:
    """Hold the conversation of somebody whose answers are `full`; postpone what is not there."""
    known = Answers(reported_as=full.reported_as)
    settled, asked = ELSEWHERE, []
    while question := next_question(flow, known, thresholds=THRESHOLDS, settled=settled):
        asked.append((question, known))
        given_here = {key: getattr(full, key) for key in question.answer_ids}
        known = replace(known, **given_here)
        if not question.is_answered(known):
            settled |= {question.id}
    return known, asked


@settings(max_examples=100)
@given(answers())
def test_conversation_agrees_with_the_full_answers(flow: Flow, full: Answers) -> None:
    """Asking only what still matters reaches the same proposal as knowing everything."""
    if full.danger != "past":
        full = replace(full, past_event=None)
    if full.reported_as != "for_other":
        full = replace(full, hearsay=None)
    if full.actor in {"colleague", "tenants_only"}:
        full = Answers(
            danger=full.danger, actor=full.actor, reported_as=full.reported_as, hearsay=full.hearsay
        )
    known, _asked = talk(flow, full)
    assert outcome(flow, known) == outcome(flow, full)


@settings(max_examples=50)
@given(answers(), st.data())
def test_every_deciding_question_could_change_something(
    flow: Flow, full: Answers, data: st.DataObject
) -> None:
    """For each deciding question asked, two of its answers lead to different outcomes."""
    _known, asked = talk(flow, full)
    deciding = [(question, known) for question, known in asked if question.decides]
    if not deciding:
        return
    question, known = data.draw(st.sampled_from(deciding))
    rest = [
        distinct_answers(other.id, THRESHOLDS)
        for other in flow.questions
        if other.id != question.id and not other.is_answered(known)
    ]
    draw = data.draw(st.randoms(use_true_random=True))
    for _ in range(20_000):
        filled = known
        for kinds in rest:
            filled = replace(filled, **draw.choice(kinds)) if kinds else filled
        found = {
            outcome(flow, replace(filled, **kind))
            for kind in distinct_answers(question.id, THRESHOLDS)
        }
        if len(found) > 1:
            return
    raise AssertionError(f"{question.id} could change nothing")


OPEN = ("pressure", "single_remark", "asked_to_stop", "continued_after", "demand", "impact")


@settings(max_examples=50)
@given(answers(), st.sets(st.sampled_from(OPEN), min_size=1, max_size=3))
def test_can_change_is_exact(flow: Flow, full: Answers, open_ids: set[str]) -> None:
    """`can_change` says exactly what trying every way to answer says."""
    base = full.without(*open_ids)
    for question in flow.questions:
        # Everything else is given, so that trying every way stays small.
        if question.id not in open_ids and not question.is_answered(base):
            kinds = distinct_answers(question.id, THRESHOLDS)
            base = replace(base, **kinds[-1]) if kinds else base
    possible = Possible(flow, base, thresholds=THRESHOLDS)
    live = [
        question_id
        for question_id in sorted(open_ids)
        if flow.question(question_id).may_apply(base, open_ids)
    ]
    for wanted in live:
        others = [distinct_answers(other, THRESHOLDS) for other in live if other != wanted]
        tried = False
        for picks in product(*others):
            filled = base
            for pick in picks:
                filled = replace(filled, **pick)
            kinds = distinct_answers(wanted, THRESHOLDS)
            tried |= len({outcome(flow, replace(filled, **kind)) for kind in kinds}) > 1
        assert possible.can_change(wanted) == tried


@given(answers())
def test_distinct_answers_are_all_there_are(flow: Flow, full: Answers) -> None:
    """Every answer to a question that applies derives the inputs of one that is tried for it."""

    def inputs(changes: dict[str, Any]) -> tuple[str, ...]:
        changed = replace(full, **changes)
        facts = Facts(changed, acts_of(changed, flow.acts), THRESHOLDS, 0)
        return tuple(item.derive(facts) for item in INPUTS)

    for question in flow.questions:
        kinds = distinct_answers(question.id, THRESHOLDS)
        if not kinds or question.id == "numbers" or not question.applies(full):
            continue
        real: list[dict[str, Any]] = [{question.id: None}]
        real += [{question.id: value} for value in ONE.get(question.id, ())]
        real += [{question.id: (value,)} for value in MANY.get(question.id, ())]
        assert {inputs(change) for change in real} <= {inputs(kind) for kind in kinds}


@given(answers(), st.sampled_from(NUMBERS), st.integers(0, 100))
def test_numbers_are_reached_or_not(flow: Flow, full: Answers, key: str, number: int) -> None:
    """Any number derives the same inputs as one of the few tried for the numbers."""
    base = full.without(*NUMBERS)

    def inputs(changes: dict[str, Any]) -> tuple[str, ...]:
        changed = replace(base, **changes)
        facts = Facts(changed, acts_of(changed, flow.acts), THRESHOLDS, 0)
        return tuple(item.derive(facts) for item in INPUTS)

    kinds = distinct_answers("numbers", THRESHOLDS)
    assert inputs({key: number}) in {inputs(kind) for kind in kinds}


def test_first_questions_in_order(flow: Flow) -> None:
    """An ordinary report is asked danger, who, where, what, then the words."""
    full = parse_answers(TENANT | {"acts": ["insult", "long_contact"], "words": "ばか"})
    _known, asked = talk(flow, full)
    first = [question.id for question, _ in asked if question.stage is not Stage.LATER]
    assert first == ["danger", "actor", "scene", "acts", "words"]


def test_the_place_is_never_next_by_itself(flow: Flow) -> None:
    """It belongs to an alarm, which asks it."""
    for danger in ("now", "past", "none", "unknown"):
        assert "place" not in asked_ids(flow, danger=danger)


def test_colleague_ends_the_questions(flow: Flow) -> None:
    """Once it was a colleague, or only tenants among themselves, nothing more is asked."""
    assert asked_ids(flow, danger="none", actor="colleague") == []
    assert asked_ids(flow, danger="none", actor="tenants_only") == []
    assert asked_ids(flow, danger="now", actor="tenants_only") == []
    assert asked_ids(flow, actor="tenants_only") == ["danger"]


def test_past_danger_is_asked_about(flow: Flow) -> None:
    """Danger that is over is asked about unless an act already says what it was."""
    over = {**TENANT, "danger": "past"}
    assert asked_ids(flow, **over, acts=["strong_tone"])[0] == "past_event"
    assert asked_ids(flow, **over, acts=["extortion"])[0] == "past_event"
    assert "past_event" not in asked_ids(flow, **over, acts=["assault"])
    assert "past_event" not in asked_ids(flow, **over, acts=["confinement"])


def test_reported_for_somebody_else(flow: Flow) -> None:
    """Who is affected and how one knows is asked only when reported for somebody else."""
    assert asked_ids(flow, danger="none", reported_as="for_other")[:2] == ["affected", "hearsay"]
    assert asked_ids(flow, danger="none", reported_as="witness")[:2] == ["affected", "actor"]
    assert asked_ids(flow, danger="none")[0] == "actor"


def test_record_questions_are_always_asked(flow: Flow) -> None:
    """When the outcome is certain, only what the record needs is asked."""
    assert asked_ids(flow, **TENANT, acts=["assault"]) == [
        "words",
        "branch",
        "occurred_at",
        "customer",
        "evidence",
        "impact",
        "circumstances",
        "wishes",
    ]


def test_settled_questions_are_left_out(flow: Flow) -> None:
    """A postponed question is not asked again."""
    read = parse_answers({})
    asked = next_question(flow, read, thresholds=THRESHOLDS, settled=frozenset({"danger"}))
    assert asked is not None
    assert asked.id == "actor"


def test_corrections_make_answers_pointless(flow: Flow) -> None:
    """A correction drops the answers whose question no longer makes sense, and no others."""
    before = parse_answers(
        {
            **TENANT,
            "acts": ["intimidation"],
            "single_burst": "yes",
            "demand": "none",
            "asked_to_stop": "yes",
            "continued_after": "yes",
            "repeats": 3,
        }
    )
    assert stale_answers(flow, before) == frozenset()
    other_act = before.with_answer("acts", ["long_contact"])
    assert stale_answers(flow, other_act) == {"single_burst"}
    never_asked = before.with_answer("asked_to_stop", "no")
    assert stale_answers(flow, never_asked) == {"continued_after"}
    colleague = before.with_answer("actor", "colleague")
    assert stale_answers(flow, colleague) == frozenset()


def test_a_named_injury_outlives_a_correction(flow: Flow) -> None:
    """A named injury stays when the danger turns out to be present, and goes with the danger."""
    before = parse_answers({**TENANT, "danger": "past", "acts": [], "past_event": "injury"})
    present = before.with_answer("danger", "now")
    assert stale_answers(flow, present) == frozenset()
    assert outcome(flow, present)[0] == "KASUHARA"
    assert stale_answers(flow, before.with_answer("danger", "none")) == {"past_event"}


def test_one_dropped_answer_drops_the_next(flow: Flow) -> None:
    """What depended on a dropped answer is dropped with it."""
    before = parse_answers(
        {**TENANT, "acts": ["repetition"], "proportion": "excessive", "pressure": "yes"}
    )
    assert stale_answers(flow, before.with_answer("demand", "none")) == {
        "proportion",
        "pressure",
    }


def test_every_question_can_be_looked_up(flow: Flow) -> None:
    """A question is found by its id; an unknown id is an error."""
    assert flow.question("acts").options
    with pytest.raises(KeyError, match="mood"):
        flow.question("mood")
