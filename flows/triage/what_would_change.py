"""Which of the changes lead from a proposal to another one."""

from dataclasses import dataclass

from flows.triage.answers import Answers
from flows.triage.bilingual import Bilingual
from flows.triage.changes import Change
from flows.triage.decide import decide
from flows.triage.flow import Flow
from flows.triage.outcome import Determination, Proposal
from flows.triage.thresholds import Thresholds

MOST = 3
"""Shown beside the reasons: more than these nobody reads."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What would have been proposed, had something been otherwise."""

    sentence: Bilingual
    determination: Determination


def what_would_change(
    flow: Flow, answers: Answers, proposal: Proposal, *, thresholds: Thresholds
) -> tuple[Otherwise, ...]:
    """Return what would have changed the determination proposed for these answers, a few at most.

    Nothing where the proposal was made with another version of the flow.
    """
    if proposal.flow_hash != flow.hash:
        return ()
    if proposal.determination is Determination.INSUFFICIENT:
        # The impact decides nothing there: what would have been must not tell what it was.
        answers = answers.without("impact")
    found: list[Otherwise] = []
    for change in flow.changes:
        changed = change.made_in(answers, thresholds)
        if len(found) == MOST or not fits(flow, change, changed):
            continue
        became = decide(flow, changed, thresholds=thresholds).determination
        if became is not proposal.determination:
            found.append(Otherwise(change.sentence, became))
    return tuple(found)


def fits(flow: Flow, change: Change, changed: Answers) -> bool:
    """Whether each of its questions makes sense once the change is made."""
    asked = [
        question for question in flow.questions if {*question.answer_ids} & change.given.keys()
    ]
    return all(question.applies(changed) for question in asked)
