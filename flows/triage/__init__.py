"""Triage: from what a person answers to a proposal with its reasons. A supervisor determines."""

from flows.triage.answers import Answers, AnswersError, parse_answers
from flows.triage.bilingual import Bilingual
from flows.triage.cards import Card, cards_for, load_cards
from flows.triage.conversation import next_question, pending, stale_answers
from flows.triage.decide import decide
from flows.triage.derive import past_act
from flows.triage.flow import Flow, load_flow
from flows.triage.flow_error import FlowError
from flows.triage.outcome import Determination, Element, Elements, Proposal, Reason, Severity
from flows.triage.proof import Proof, check_cards, check_changes, check_flow
from flows.triage.questions import Field, FieldKind, Group, Kind, Option, Question, Stage, Store
from flows.triage.thresholds import Thresholds
from flows.triage.what_would_change import Otherwise, what_would_change

__all__ = [
    "Answers",
    "AnswersError",
    "Bilingual",
    "Card",
    "Determination",
    "Element",
    "Elements",
    "Field",
    "FieldKind",
    "Flow",
    "FlowError",
    "Group",
    "Kind",
    "Option",
    "Otherwise",
    "Proof",
    "Proposal",
    "Question",
    "Reason",
    "Severity",
    "Stage",
    "Store",
    "Thresholds",
    "cards_for",
    "check_cards",
    "check_changes",
    "check_flow",
    "decide",
    "load_cards",
    "load_flow",
    "next_question",
    "parse_answers",
    "past_act",
    "pending",
    "stale_answers",
    "what_would_change",
]
