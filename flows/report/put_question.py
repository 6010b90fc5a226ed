"""Where a question stands in the report's thread: where it was asked first, or asked again."""

from dataclasses import replace
from datetime import datetime

from flows.case import Case
from flows.messages import Kind, Wanted
from flows.places import thread_of


def message_of(case: Case, question: str) -> Wanted:
    """Return the one message in which a question can be answered now."""
    detail = case.moved_down.get(question, question)
    return Wanted(Kind.QUESTION, thread_of(case), case=case.id, detail=detail)


def moved_down(case: Case, question: str, now: datetime) -> Case:
    """Return the case with a question at the end of the thread, where it is seen and notified.

    The message it stood in so far only says that it is further down. One that was never asked
    comes there by itself; danger stands in the head.
    """
    if question not in case.asked or question == "danger":
        return case
    detail = f"{question}/{int(now.timestamp())}"
    return replace(case, moved_down={**case.moved_down, question: detail})
