"""What must hold for any answers whatever."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flows.triage import Answers, Determination, Flow, Proposal, Thresholds, decide
from flows.triage.answers import MANY
from flows.triage.derive import PAST_EVENTS
from tests.flows.triage.random_answers import answers, in_scope

pytestmark = pytest.mark.no_cover  # it goes through all there is; to be measured doubles that

GRAVE = MANY["acts"][:8]
PROTECTED = {"accommodation_requested", "age", "language"}
RANK = {Determination.ORDINARY: 0, Determination.GREY: 1, Determination.KASUHARA: 2}


def propose(flow: Flow, given_answers: Answers, prior_cases: int = 0) -> Proposal:
    return decide(flow, given_answers, thresholds=Thresholds(), prior_cases=prior_cases)


@given(in_scope(), st.sampled_from(GRAVE))
def test_grave_acts_are_never_less(flow: Flow, given_answers: Answers, act: str) -> None:
    """A grave act by a customer, not from hearsay, is always kasuhara."""
    grave = given_answers.with_answer("acts", (*(given_answers.acts or ()), act))
    assert propose(flow, grave).determination is Determination.KASUHARA


@given(in_scope(), st.sampled_from(sorted(PAST_EVENTS)))
def test_what_is_over_is_never_less(flow: Flow, given_answers: Answers, event: str) -> None:
    """An injury, a touch or an announced harm by a customer is kasuhara, though it is over."""
    over = given_answers.with_answer("past_event", event)
    assert propose(flow, over).determination is Determination.KASUHARA


@given(answers(danger=st.just("unknown")), st.sampled_from(GRAVE))
def test_possible_danger_is_urgent(flow: Flow, given_answers: Answers, act: str) -> None:
    """A grave act while danger may go on is urgent, from hearsay and whoever it was."""
    grave = given_answers.with_answer("acts", (*(given_answers.acts or ()), act))
    proposal = propose(flow, grave)
    assert proposal.urgent
    assert proposal.severity == "S4"


@given(answers(danger=st.just("now")))
def test_danger_is_always_urgent(flow: Flow, given_answers: Answers) -> None:
    """Danger now is urgent and gravest, whoever it was and whatever else is known."""
    proposal = propose(flow, given_answers)
    assert proposal.urgent
    assert proposal.severity == "S4"


@given(answers(acts=st.sampled_from([None, []]), past_event=st.none(), words=st.none()))
def test_nothing_is_never_kasuhara(flow: Flow, given_answers: Answers) -> None:
    """Without an act or words nothing is proposed as kasuhara."""
    proposal = propose(flow, given_answers)
    assert proposal.determination in {Determination.INSUFFICIENT, Determination.OUT_OF_SCOPE}


@given(
    answers(
        danger=st.sampled_from([None, "none", "past", "unknown"]),
        past_event=st.none(),
        acts=st.none() | st.lists(st.sampled_from(MANY["acts"][8:]), unique=True),
        circumstances=st.lists(st.sampled_from(MANY["circumstances"]), unique=True).filter(
            PROTECTED.intersection
        ),
    )
)
def test_asking_for_accommodation(flow: Flow, given_answers: Answers) -> None:
    """With a wish for accommodation, age or language, only danger and grave acts are kasuhara."""
    assert propose(flow, given_answers).determination is not Determination.KASUHARA


@given(
    in_scope(
        danger=st.sampled_from([None, "none", "unknown"]),
        acts=st.lists(
            st.sampled_from(["repetition", "strong_tone", "named_criticism"]), unique=True
        ),
        words=st.just("いつ直りますか"),
        demand=st.sampled_from(["rightful", "our_fault", "maybe_our_fault"]),
        proportion=st.just("fitting"),
        answered=st.just("no"),
        repeats=st.integers(0, 500),
        past_event=st.none(),
    )
)
def test_polite_fitting_complaints(flow: Flow, given_answers: Answers) -> None:
    """A polite, fitting complaint is ordinary however often it came before we answered."""
    assert propose(flow, given_answers).determination is Determination.ORDINARY


def _not_lower(flow: Flow, before: Answers, after: Answers) -> None:
    low, high = propose(flow, before), propose(flow, after)
    assume(low.determination in RANK)
    assert RANK[high.determination] >= RANK[low.determination]
    assert high.severity >= low.severity
    assert high.urgent >= low.urgent


@given(in_scope(), st.sampled_from(MANY["acts"]))
def test_another_act_never_lowers(flow: Flow, given_answers: Answers, act: str) -> None:
    """Adding an act never lowers determination, severity or urgency."""
    more = given_answers.with_answer("acts", (*(given_answers.acts or ()), act))
    _not_lower(flow, given_answers, more)


@given(in_scope(), st.sampled_from(MANY["acts"]), st.sampled_from(MANY["acts"]))
def test_a_graver_act_never_lowers(
    flow: Flow, given_answers: Answers, act: str, graver: str
) -> None:
    """An act that was a graver one instead never lowers determination, severity or urgency."""
    assume(flow.acts[graver].weight > flow.acts[act].weight)
    others = tuple(one for one in given_answers.acts or () if one not in {act, graver})
    before = given_answers.with_answer("acts", (*others, act))
    _not_lower(flow, before, given_answers.with_answer("acts", (*others, graver)))


WORSE: list[tuple[str, Any]] = [
    ("repeats", 99),
    ("longest_minutes", 600),
    ("out_of_hours", 99),
    ("continued_after", "yes"),
    ("earlier_occasion", "yes"),
    ("asked_to_stop", "yes"),
    ("pressure", "yes"),
    ("proportion", "excessive"),
    ("single_burst", "no"),
    ("single_mention", "no"),
    ("single_remark", "no"),
    ("impact", ("work_interrupted",)),
    ("danger", "now"),
]


@given(in_scope(), st.sampled_from(WORSE))
def test_more_persistence_never_lowers(
    flow: Flow, given_answers: Answers, worse: tuple[str, Any]
) -> None:
    """More persistence, pressure or effect never lowers determination, severity or urgency."""
    _not_lower(flow, given_answers, given_answers.with_answer(*worse))


@given(answers())
def test_earlier_cases_never_lower(flow: Flow, given_answers: Answers) -> None:
    """Earlier cases change nothing but severity, and only upwards."""
    few, repeated = propose(flow, given_answers), propose(flow, given_answers, prior_cases=2)
    assert repeated.severity >= few.severity
    assert (repeated.determination, repeated.elements) == (few.determination, few.elements)
