"""Triage: from what a person answers to a proposal with its reasons. A supervisor determines."""

from flows.triage.answers import Answers, AnswersError, parse_answers
from flows.triage.bilingual import Bilingual
from flows.triage.conversation import next_question, pending, progress, stale_answers
from flows.triage.decide import decide
from flows.triage.flow import Flow, load_flow
from flows.triage.flow_error import FlowError
from flows.triage.outcome import Determination, Element, Elements, Proposal, Reason, Severity
from flows.triage.questions import Field, FieldKind, Group, Kind, Option, Question, Stage, Store
from flows.triage.thresholds import Thresholds

__all__ = [
    "Answers",
    "AnswersError",
    "Bilingual",
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
    "Proposal",
    "Question",
    "Reason",
    "Severity",
    "Stage",
    "Store",
    "Thresholds",
    "decide",
    "load_flow",
    "next_question",
    "parse_answers",
    "pending",
    "progress",
    "stale_answers",
]
