"""How long a record is kept: from a case to the moment at which it may go.

Defaults for counsel to approve. They follow how long a claim for damages may be made: three
years, five where life or body was harmed (Civil Code, articles 724 and 724-2). What was no
harassment goes sooner: personal data that are no longer needed are to be deleted (Act on the
Protection of Personal Information, article 22).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flows.case import Case
from flows.triage.outcome import Determination


class Because(StrEnum):
    """Why something may go."""

    UNFINISHED = "unfinished"  # left lying, and nobody was told of it
    NO_HARASSMENT = "no_harassment"  # ordinary, unclear for want of facts, or not this desk's
    HARASSMENT = "harassment"  # or grey
    BODILY_HARM = "bodily_harm"
    CARE = "care"  # what the employee said of themselves


LEFT_LYING = timedelta(days=30)
"""Since it was last touched."""

YEARS: Mapping[Because, int] = {
    Because.NO_HARASSMENT: 1,
    Because.HARASSMENT: 3,
    Because.BODILY_HARM: 5,
    Because.CARE: 3,
}
"""Since the case ended."""

BODILY_HARM = frozenset({"assault", "sexual_contact_or_stalking"})
"""The acts that may have harmed somebody's body."""

HARASSMENT = frozenset({Determination.KASUHARA, Determination.GREY})


@dataclass(frozen=True, slots=True)
class Limit:
    """From when on something may go, and why."""

    at: datetime
    because: Because


@dataclass(frozen=True, slots=True)
class Past:
    """What a case must have been untouched since, for its time to be over at some moment.

    A first sieve that needs none of what is sealed: `limit_of` decides. `left` is for what
    nobody was told of, `ended` for what has ended, by what was proposed; `otherwise` where
    nothing was.
    """

    left: datetime
    ended: Mapping[Determination, datetime]
    otherwise: datetime


def limit_of(case: Case) -> Limit | None:
    """Return when a case may go; None while it goes on, or danger is not said to be over."""
    if case.purged_at is not None or case.ringing:
        return None
    if _nobody_told(case):
        return Limit(case.touched_at + LEFT_LYING, Because.UNFINISHED)
    if not case.over or case.ended_at is None:
        return None
    because = _why(case)
    return Limit(_years_after(case.ended_at, YEARS[because]), because)


def care_limit_of(case: Case) -> Limit | None:
    """Return when what the employee said of themselves may go: with the case, or before."""
    whole = limit_of(case)
    if whole is None or case.ended_at is None:
        return whole
    alone = Limit(_years_after(case.ended_at, YEARS[Because.CARE]), Because.CARE)
    return alone if alone.at < whole.at else whole


def past_at(now: datetime) -> Past:
    """Return what may be over at that moment."""
    harassment = _years_after(now, -YEARS[Because.HARASSMENT])
    otherwise = _years_after(now, -YEARS[Because.NO_HARASSMENT])
    return Past(
        left=now - LEFT_LYING,
        ended=dict.fromkeys(HARASSMENT, harassment),
        otherwise=otherwise,
    )


def without_content(case: Case, now: datetime) -> Case:
    """Return what remains of a case: that there was one, where and when, and of nobody."""
    return Case(
        id=case.id,
        workspace=case.workspace,
        reporter="",
        created_at=case.created_at,
        touched_at=case.touched_at,
        state=case.state,
        number=case.number,
        branch=case.branch,
        hq_only=case.hq_only,
        told_at=case.told_at,
        finished_at=case.finished_at,
        ending=case.ending,
        ended_at=case.ended_at,
        purged_at=now,
    )


def _nobody_told(case: Case) -> bool:
    """Whether neither a desk nor anybody else of the company has heard of it."""
    return not case.told and case.talk is None and case.contact is None


def _why(case: Case) -> Because:
    if BODILY_HARM.intersection(case.answers.acts or ()):
        return Because.BODILY_HARM
    if case.proposal is not None and case.proposal.determination in HARASSMENT:
        return Because.HARASSMENT
    return Because.NO_HARASSMENT


def _years_after(moment: datetime, years: int) -> datetime:
    """Return the same day so many years on; of 29 February, where there is none, the next."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)
