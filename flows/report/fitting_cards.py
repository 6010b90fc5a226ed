"""Which response cards help the reporter as things stand."""

from dataclasses import replace

from flows.case import Case
from flows.ports import Office
from flows.triage import Answers, Card, cards_for


def fitting_cards(office: Office, case: Case, answers: Answers) -> tuple[Card, ...]:
    """Return the cards that fit what happened; once the danger is over, nobody is to leave."""
    if case.proposal is None:
        return ()
    proposal = replace(case.proposal, urgent=case.proposal.urgent and case.ringing)
    return cards_for(office.cards, answers, proposal)
