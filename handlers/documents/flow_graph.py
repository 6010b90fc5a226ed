"""The decision as a picture in Mermaid's words: the rules as ladders, in the order looked at.

Only rules that are told to people stand in it; what else a table holds is bookkeeping, and is
"otherwise" here. Mermaid's grammar: https://mermaid.js.org/syntax/flowchart.html.
"""

from collections.abc import Iterator
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from flows.triage import Determination, Flow, Severity
from flows.triage.table import Rule, Table
from handlers.texts import Text
from handlers.views.wording import determination, severity

_TITLES: Final = MappingProxyType(
    {
        "urgent": "graph-urgent",
        "base": "graph-base",
        "softened": "graph-softened",
        "capped": "graph-capped",
        "determination": "graph-determination",
        "first_severity": "graph-severity",
        "severity": "graph-history",
    }
)
"""The tables that are drawn, one ladder each, with what each decides."""

_YES_NO: Final = MappingProxyType({"yes": "graph-yes", "no": "graph-no"})


def mermaid(flow: Flow, t: Text) -> str:
    """Return the flow as a Mermaid flowchart, a ladder for each step of the decision."""
    lines = ["flowchart TB", *(f"  {line}" for line in _body(flow, t))]
    return "\n".join(lines) + "\n"


def _body(flow: Flow, t: Text) -> Iterator[str]:
    drawn = [table for table in flow.tables if table.id in _TITLES]
    for table in drawn:
        yield f"subgraph {table.id}[{_quoted(t(_TITLES[table.id]))}]"
        yield "  direction TB"
        yield from (f"  {line}" for line in _ladder(table, t))
        yield "end"
    for one, other in pairwise(drawn):
        yield f"{one.id} --> {other.id}"


def _ladder(table: Table, t: Text) -> Iterator[str]:
    """Yield one rung a rule: where it holds, its outcome; where not, the next."""
    told = [rule for rule in table.rules if rule.says is not None]
    ends = [f"{table.id}_otherwise"] if told[-1] is not table.rules[-1] else []
    for rule, after in zip(
        told, [*(_rung(table, rule) for rule in told[1:]), *ends, ""], strict=False
    ):
        rung = _rung(table, rule)
        said = "" if rule.says is None else rule.says.in_(t.language)
        yield f"{rung}[{_quoted(f'{rule.id}: {said}')}]"
        yield f"{rung} -->|{_quoted(t('graph-holds'))}| {_end(table, rule.then)}"
        if after:
            yield f"{rung} -->|{_quoted(t('graph-next'))}| {after}"
    for value in dict.fromkeys(rule.then for rule in told):
        yield f"{_end(table, value)}([{_quoted(_outcome(value, t))}])"
    if ends:
        yield f"{ends[0]}([{_quoted(t('graph-otherwise'))}])"


def _rung(table: Table, rule: Rule) -> str:
    return f"{table.id}_{rule.id}"


def _end(table: Table, value: str) -> str:
    return f"{table.id}_is_{value}"


def _outcome(value: str, t: Text) -> str:
    """Return what a value of a table means, in words; never as a code."""
    if value in _YES_NO:
        return t(_YES_NO[value])
    if value in set(Severity):
        return severity(Severity(value), t)
    return determination(Determination(value), t)


def _quoted(text: str) -> str:
    """Return a text as Mermaid takes it, whatever stands in it."""
    return '"' + text.replace("#", "#35;").replace('"', "#quot;") + '"'
