"""The states a case may pass through, and what follows from them."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from flows.case import OVER, TRANSITIONS, Alarm, Case, State, TransitionError, next_state
from tests.storage.examples import NOON, new_case

FORBIDDEN = [(a, b) for a, b in product(State, State) if b not in TRANSITIONS[a]]


@pytest.mark.parametrize(("now", "wanted"), FORBIDDEN)
def test_a_step_that_is_not_in_the_table_is_a_fault_of_the_program(
    now: State, wanted: State
) -> None:
    """It names both states, and never passes silently."""
    with pytest.raises(TransitionError, match=f"{now} -> {wanted}"):
        next_state(now, wanted)


@pytest.mark.parametrize("now", State)
def test_every_step_of_the_table_is_taken(now: State) -> None:
    """A step the table has leads where it says."""
    assert {next_state(now, wanted) for wanted in TRANSITIONS[now]} == TRANSITIONS[now]


@pytest.mark.parametrize("now", [state for state in State if state not in OVER])
def test_a_report_that_is_not_over_can_always_be_withdrawn(now: State) -> None:
    """No press of the reporter's can end in a step that does not exist."""
    assert next_state(now, State.WITHDRAWN) is State.WITHDRAWN


def test_nothing_leads_back_to_an_intake() -> None:
    """What the desk was told of stays told."""
    assert not any(State.INTAKE in wanted for wanted in TRANSITIONS.values())


RANG = Alarm(raised_at=NOON)
COMES = replace(RANG, taken_by="U0COMES", taken_at=NOON)
ENDED = replace(COMES, ended_at=NOON + timedelta(minutes=1), ended_how="safe")


@pytest.mark.parametrize(
    ("case", "ringing", "help_wanted"),
    [
        (new_case(taken_by="U0HAS"), False, False),
        (new_case(taken_by="U0HAS", alarm=RANG), True, True),
        (new_case(taken_by="U0HAS", alarm=COMES), True, False),
        (new_case(taken_by="U0HAS", alarm=ENDED), False, False),
        (new_case(alarm=ENDED), False, False),
        (new_case(state=State.WITHDRAWN, alarm=RANG), True, True),
    ],
)
def test_whoever_had_the_case_before_does_not_stop_an_alarm(
    case: Case, ringing: bool, help_wanted: bool
) -> None:
    """While it rings only somebody who takes the alarm itself comes, withdrawn or not."""
    assert (case.ringing, case.help_wanted) == (ringing, help_wanted)
