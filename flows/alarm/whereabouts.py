"""Where somebody in danger is: each alarm asks anew, keeps the answer, and shows who comes."""

from collections.abc import Mapping
from dataclasses import replace

from flows.case import Alarm, Case
from flows.errors import Reason, RefusedError
from flows.triage import Question

PLACE = "place"
"""The question. Its answer is the alarm's, and the next alarm asks it again further down."""


def ringing_alarm(case: Case) -> Alarm:
    """Return the alarm that rings.

    Raises:
        RefusedError: none does, so that nobody is on the way.
    """
    if case.alarm is None or not case.alarm.ringing:
        raise RefusedError(Reason.NOT_ASKED)
    return case.alarm


def asks_place(case: Case) -> bool:
    """Whether it should be asked: it rings, and the place is neither known nor put off."""
    alarm = case.alarm
    return alarm is not None and alarm.ringing and not alarm.placed and not alarm.place_later


def with_place(case: Case, question: Question, given: Mapping[str, object]) -> Case | None:
    """Return the case with the place as pressed; None where it is what is known already.

    Raises:
        RefusedError: nothing rings, it was answered otherwise, or it is no place.
    """
    alarm, place = ringing_alarm(case), given.get(PLACE)
    if set(given) != {PLACE} or place not in {option.id for option in question.options}:
        raise RefusedError(Reason.UNREADABLE)
    if alarm.placed and PLACE not in case.reopened:
        if place == alarm.place:
            return None
        raise RefusedError(Reason.ALREADY_ANSWERED)
    return replace(case, alarm=replace(alarm, place=str(place), place_later=False))


def hears_place(case: Case) -> bool:
    """Whether what is typed now is for those who come, as where they are.

    So it is while it rings, also once the place was pressed: "on a visit" says little, and
    people move. Whoever has gone on with the questions says it by changing the place.
    """
    alarm = case.alarm
    if alarm is None or not alarm.ringing or case.over:
        return False
    return not alarm.form_resumed or PLACE in case.reopened


def with_place_words(case: Case, text: str) -> Case:
    """Return the case with these words after the former ones.

    Raises:
        RefusedError: nothing rings.
    """
    alarm = ringing_alarm(case)
    words = (*alarm.place_words, text)
    return replace(
        case,
        alarm=replace(alarm, place_words=words, place_later=False),
        reopened=case.reopened - {PLACE},
    )


def place_document(case: Case) -> dict[str, list[str]]:
    """Return where they were in the last alarm, as it stands with the answers in a record."""
    if case.alarm is None or not case.alarm.placed:
        return {}
    pressed = [case.alarm.place] if case.alarm.place else []
    return {PLACE: [*pressed, *case.alarm.place_words]}
