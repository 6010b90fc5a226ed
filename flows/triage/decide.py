"""From answers to a proposal: derive the inputs, go through the tables, keep the reasons."""

from collections.abc import Mapping

from flows.triage.answers import Answers
from flows.triage.derive import INPUTS, Facts, acts_of
from flows.triage.flow import Flow
from flows.triage.outcome import Determination, Element, Elements, Proposal, Reason, Severity
from flows.triage.table import Rule
from flows.triage.thresholds import Thresholds

_READS: Mapping[str, tuple[str, ...]] = {item.id: item.reads for item in INPUTS}


def decide(
    flow: Flow, answers: Answers, *, thresholds: Thresholds, prior_cases: int = 0
) -> Proposal:
    """What the flow proposes for these answers.

    `prior_cases` is the number of earlier cases with the same customer.
    """
    facts = Facts(answers, acts_of(answers, flow.acts), thresholds, prior_cases)
    values = {item.id: item.derive(facts) for item in INPUTS}
    hits: dict[str, Rule] = {}
    for table in flow.tables:
        rule = table.hit(values)
        hits[table.id] = rule
        values[table.id] = rule.then
    because = tuple(_reason(flow, rule, hits, answers) for rule in hits.values() if rule.says)
    return Proposal(
        determination=Determination(values["determination"]),
        urgent=values["urgent"] == "yes",
        severity=Severity(values["severity"]),
        rules=tuple(reason.rule for reason in because),
        elements=Elements(
            Element(values["by_customer"]),
            Element(values["beyond_acceptable"]),
            Element(values["harms_work"]),
        ),
        categories=tuple(sorted({act.category for act in facts.acts if act.category})),
        flow_version=flow.version,
        flow_hash=flow.hash,
        because=because,
    )


def _reason(flow: Flow, rule: Rule, hits: Mapping[str, Rule], answers: Answers) -> Reason:
    if rule.says is None or rule.source is None:
        raise ValueError(f"rule {rule.id} says nothing")
    found: dict[str, None] = {}
    _trace(rule, hits, answers, found)
    return Reason(rule.id, rule.says, flow.sources[rule.source], tuple(found))


def _trace(rule: Rule, hits: Mapping[str, Rule], answers: Answers, found: dict[str, None]) -> None:
    """Collect the answers behind each cell of the rule, through the tables before it."""
    for name in rule.when:
        if name in hits:
            _trace(hits[name], hits, answers, found)
        else:
            found.update((key, None) for key in _READS[name] if getattr(answers, key) is not None)
