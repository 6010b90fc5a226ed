"""How long a record is kept, by what it is and when it ended."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.case import OVER, Alarm, Case, Contact, Ending, State, Talk
from flows.retention import (
    Because,
    Limit,
    care_limit_of,
    limit_of,
    past_at,
    without_content,
)
from flows.triage import Answers
from flows.triage.outcome import Determination
from tests.storage.examples import NOON, PROPOSAL, full_case, new_case

DAY = timedelta(days=1)


def years(count: int, after: datetime = NOON) -> datetime:
    return after.replace(year=after.year + count)


def ended(determination: Determination | None = None, **more: Any) -> Case:
    """Return a case that ended at noon."""
    proposal = replace(PROPOSAL, determination=determination) if determination else None
    known: dict[str, Any] = {"state": State.CLOSED, "told_at": NOON, "ended_at": NOON}
    return new_case(**known | {"proposal": proposal} | more)


@pytest.mark.parametrize(
    ("determination", "limit"),
    [
        (None, Limit(years(1), Because.NO_HARASSMENT)),
        (Determination.ORDINARY, Limit(years(1), Because.NO_HARASSMENT)),
        (Determination.INSUFFICIENT, Limit(years(1), Because.NO_HARASSMENT)),
        (Determination.OUT_OF_SCOPE, Limit(years(1), Because.NO_HARASSMENT)),
        (Determination.GREY, Limit(years(3), Because.HARASSMENT)),
        (Determination.KASUHARA, Limit(years(3), Because.HARASSMENT)),
    ],
)
def test_by_what_it_is(determination: Determination | None, limit: Limit) -> None:
    """One year from its end for what was no harassment, three for what was, or may have been."""
    assert limit_of(ended(determination)) == limit
    assert limit_of(ended(determination, state=State.WITHDRAWN)) == limit


@pytest.mark.parametrize("act", ["assault", "sexual_contact_or_stalking"])
@pytest.mark.parametrize("determination", [None, *Determination])
def test_bodily_harm(act: str, determination: Determination | None) -> None:
    """Five years where somebody may have been hurt, whatever else it was; less for their care."""
    case = ended(determination, answers=Answers(acts=("insult", act)))
    assert limit_of(case) == Limit(years(5), Because.BODILY_HARM)
    assert care_limit_of(case) == Limit(years(3), Because.CARE)


@pytest.mark.parametrize("state", [state for state in State if state not in OVER])
def test_goes_on(state: State) -> None:
    """What goes on, or goes on again, has no limit."""
    assert limit_of(new_case(state=state, told_at=NOON, ended_at=NOON)) is None
    assert care_limit_of(new_case(state=state, told_at=NOON)) is None


def test_danger() -> None:
    """While danger is not said to be over, nothing goes."""
    assert limit_of(ended(alarm=Alarm(NOON))) is None
    assert limit_of(new_case(alarm=Alarm(NOON))) is None


@pytest.mark.parametrize("state", [State.INTAKE, State.WITHDRAWN])
def test_nobody_told(state: State) -> None:
    """What nobody was told of goes thirty days after it was last touched, withdrawn or not."""
    case = new_case(state=state, touched_at=NOON + DAY)
    assert limit_of(case) == Limit(NOON + 31 * DAY, Because.UNFINISHED)
    assert care_limit_of(case) == limit_of(case)


@pytest.mark.parametrize(
    "more",
    [
        {"talk": Talk("U0HR", named=False), "ending": Ending.TALK_ONLY},
        {"contact": Contact.TOLD, "ending": Ending.PASSED_ON},
    ],
)
def test_somebody_told(more: dict[str, Any]) -> None:
    """What somebody else of the company was told of is kept for a year."""
    assert limit_of(ended(told_at=None, **more)) == Limit(years(1), Because.NO_HARASSMENT)


def test_leap_day() -> None:
    """A year from 29 February is 1 March."""
    leap = datetime(2028, 2, 29, 3, tzinfo=UTC)
    limit = limit_of(ended(ended_at=leap))
    assert limit == Limit(datetime(2029, 3, 1, 3, tzinfo=UTC), Because.NO_HARASSMENT)


def test_first_sieve() -> None:
    """Whatever the case, its limit is not before the first sieve lets it through."""
    for determination in (None, *Determination):
        case = ended(determination)
        limit = limit_of(case)
        assert limit is not None
        past = past_at(limit.at)
        by = past.ended.get(determination, past.otherwise) if determination else past.otherwise
        assert case.touched_at <= by
    lying = limit_of(new_case())
    assert lying is not None
    assert past_at(lying.at).left == NOON


def test_what_remains() -> None:
    """Of a full case there remain its number, its branch and its times, and nobody."""
    case = full_case()
    left = without_content(case, NOON + DAY)
    assert (left.number, left.branch, left.purged_at) == (case.number, case.branch, NOON + DAY)
    assert (left.created_at, left.told_at, left.state) == (case.created_at, NOON, case.state)
    blank = new_case()
    for field in ("answers", "proposal", "affected", "reporter_name", "talk", "alarm", "relief"):
        assert getattr(left, field) == getattr(blank, field)
    assert (left.reporter, left.taken_by, left.stand_ins) == ("", None, frozenset())
    assert limit_of(left) is None
