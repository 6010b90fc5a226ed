"""From answers to a proposal: derive the inputs, go through the tables, keep the reasons."""

from collections.abc import Mapping

from flows.triage.answers import Answers
from flows.triage.derive import Facts, acts_of
from flows.triage.flow import Flow
from flows.triage.inputs import INPUTS
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
    because = tuple(
        Reason(rule.id, rule.says, flow.sources[rule.source], _behind(rule, hits, answers))
        for rule in hits.values()
        if rule.says is not None and rule.source is not None
    )
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


def _behind(rule: Rule, hits: Mapping[str, Rule], answers: Answers) -> tuple[str, ...]:
    """The ids of the answers behind the rule's cells, through the tables before it."""
    found: dict[str, None] = {}
    for name in rule.when:
        if name in hits:
            found.update(dict.fromkeys(_behind(hits[name], hits, answers)))
        else:
            found.update((key, None) for key in _READS[name] if getattr(answers, key) is not None)
    return tuple(found)
