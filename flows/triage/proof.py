"""The full proof of a flow: nothing uncovered, nothing dead, nothing contradictory.

Runs in `kasuhara flow check`, when a company lays its own file over the shipped one, and in
tests; a start checks the structure only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from flows.triage.answers import MANY, ONE, Answers
from flows.triage.cards import Card, cards_for
from flows.triage.changes import Change
from flows.triage.conversation import pending
from flows.triage.decide import decide
from flows.triage.flow import Flow
from flows.triage.flow_error import FlowError
from flows.triage.possible import Possible
from flows.triage.questions import Question
from flows.triage.regions import common, example, region_of, whole, without
from flows.triage.table import HitPolicy, Table
from flows.triage.thresholds import Thresholds
from flows.triage.what_would_change import fits


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved: of how many tables, rules, questions; how many regions were looked at."""

    flow_version: str
    flow_hash: str
    tables: int
    rules: int
    questions: int
    regions: int


def check_flow(flow: Flow) -> Proof:
    """Prove the tables complete, every rule alive and every question askable.

    Raises:
        FlowError: naming the file and the table, rule or question that fails.
    """
    regions = sum(_prove(table) for table in flow.tables)
    _reach_rules(flow)
    for question in flow.questions:
        if not question.on_request and not _can_be_asked(flow, question):
            raise FlowError(f"questions.yaml: question {question.id}: no answers lead to it")
    return Proof(
        flow_version=flow.version,
        flow_hash=flow.hash,
        tables=len(flow.tables),
        rules=sum(len(table.rules) for table in flow.tables),
        questions=len(flow.questions),
        regions=regions,
    )


def check_cards(flow: Flow, cards: Sequence[Card]) -> None:
    """Prove that every card is shown for some answers, among the few that are shown at once.

    Raises:
        FlowError: naming the card that never is.
    """
    missing = {card.id for card in cards}
    for card in cards:
        for answers in _answers_for(flow, card):
            if card.id not in missing:
                break
            proposal = decide(flow, answers, thresholds=Thresholds())
            for urgent in {proposal.urgent, False}:  # danger comes to its end
                as_it_stands = replace(proposal, urgent=urgent)
                missing -= {shown.id for shown in cards_for(cards, answers, as_it_stands)}
    for card in cards:
        if card.id in missing:
            raise FlowError(f"cards.yaml: card {card.id}: no answers lead to it")


def check_changes(flow: Flow) -> None:
    """Prove that every change named beside the reasons changes what is proposed to some answers.

    Raises:
        FlowError: naming the change that never does.
    """
    situations = [
        answers.with_answer("demand", demand)
        for answers, _ in _situations(flow, most_acts=1)
        for demand in (None, *ONE["demand"])
    ]
    for change in flow.changes:
        if not any(_changes(flow, change, answers) for answers in situations):
            raise FlowError(f"changes.yaml: change {change.id}: it changes nothing")


def _changes(flow: Flow, change: Change, situation: Answers) -> bool:
    """Whether a change leads elsewhere from there, or from there with another answer of its own."""
    changed = change.made_in(situation, Thresholds())
    if not fits(flow, change, changed):
        return False
    after = decide(flow, changed, thresholds=Thresholds()).determination
    others = [
        situation.with_answer(key, (value,) if key in MANY else value)
        for key in change.given
        for value in {**ONE, **MANY}.get(key, ())
    ]
    befores = (decide(flow, each, thresholds=Thresholds()) for each in (situation, *others))
    return any(before.determination is not after for before in befores)


def _answers_for(flow: Flow, card: Card) -> Iterator[Answers]:
    """What the card's conditions ask for, in each situation, with each act and each demand."""
    situations = [answers for answers, _ in _situations(flow, most_acts=1)]
    for clause in card.when.clauses if card.when else ({},):
        asked = {"demand": ONE["demand"], **{key: sorted(of) for key, of in clause.items()}}
        for situation, values in product(situations, product(*asked.values())):
            answers = situation
            for key, value in zip(asked, values, strict=True):
                answers = answers.with_answer(key, (value,) if key in MANY else value)
            yield answers


def _prove(table: Table) -> int:
    """Prove one table by cutting each rule's region out of what is left."""
    if table.hit_policy is HitPolicy.UNIQUE:
        _refuse_overlap(table)
    left = [whole(table)]
    seen = 1
    for rule in table.rules:
        cut = region_of(table, rule)
        if all(common(region, cut) is None for region in left):
            raise FlowError(
                f"{table.file}: rule {rule.id}: it is never reached, the rules before cover it"
            )
        left = [part for region in left for part in without(region, cut)]
        seen += len(left)
    if left:
        raise FlowError(f"{table.file}: table {table.id}: no rule covers {example(table, left[0])}")
    return seen


def _refuse_overlap(table: Table) -> None:
    for one, other in combinations(table.rules, 2):
        both = common(region_of(table, one), region_of(table, other))
        if both is not None:
            raise FlowError(
                f"{table.file}: rule {other.id}: it overlaps rule {one.id} at "
                f"{example(table, both)}"
            )


def _reach_rules(flow: Flow) -> None:
    """Refuse a rule that no answers lead to, though its own table alone would let it count."""
    missing = {rule.id: table.file for table in flow.tables for rule in table.rules}
    for answers, prior_cases in _situations(flow):
        possible = Possible(flow, answers, thresholds=Thresholds(), prior_cases=prior_cases)
        for rule in possible.rules:
            missing.pop(rule, None)
        if not missing:
            return
    rule, file = next(iter(missing.items()))
    raise FlowError(f"{file}: rule {rule}: no answers lead to it")


def _situations(flow: Flow, *, most_acts: int = 2) -> Iterator[tuple[Answers, int]]:
    """Every act alone, and every two acts, in each situation the first questions tell apart.

    Two acts are enough: no input counts further than "several".
    """
    safe = Answers(danger="none", actor="tenant")
    contexts = (
        (safe, 0),
        (Answers(danger="none"), 0),
        (Answers(danger="none", words="-"), 0),
        (Answers(danger="now", actor="unknown"), 0),
        (Answers(danger="unknown", actor="tenant"), 0),
        (Answers(danger="past", actor="tenant", past_event="unknown", words="-"), 0),
        (Answers(danger="past", actor="tenant"), 0),
        (Answers(danger="none", actor="colleague"), 0),
        (Answers(danger="none", actor="tenants_only"), 0),
        (Answers(danger="none", actor="tenant", reported_as="for_other", hearsay="yes"), 0),
        (safe, 2),
        (Answers(danger="none", actor="colleague"), 2),
    )
    for answers, prior_cases in contexts:
        for count in (0, 1):
            for acts in combinations(flow.acts, count):
                yield answers.with_answer("acts", acts), prior_cases
    for answers, prior_cases in contexts if most_acts > 1 else ():
        for acts in combinations(flow.acts, 2):
            yield answers.with_answer("acts", acts), prior_cases


def _can_be_asked(flow: Flow, question: Question) -> bool:
    clauses = question.when.clauses if question.when else ({},)
    for clause in clauses:
        for act in flow.acts:
            answers = Answers(danger="none", actor="tenant", acts=(act,))
            for key, values in clause.items():
                value = min(values)
                answers = answers.with_answer(key, (value,) if key == "acts" else value)
            answers = answers.without(*set(question.answer_ids).intersection(answers.to_document()))
            if question in pending(flow, answers, thresholds=Thresholds()):
                return True
    return False
