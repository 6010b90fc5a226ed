"""From the rows of the table files to tables, with every name and value checked."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from flows.triage.bilingual import Bilingual
from flows.triage.flow_error import FlowError
from flows.triage.format import RuleRow, TableRow, TablesFile
from flows.triage.inputs import INPUTS
from flows.triage.outcome import Determination, Element, Severity
from flows.triage.table import Rule, Table

OUTCOMES: Final[Mapping[str, set[str]]] = MappingProxyType(
    {
        "urgent": {"yes", "no"},
        "determination": {item.value for item in Determination},
        "severity": {item.value for item in Severity},
        "by_customer": {item.value for item in Element},
        "beyond_acceptable": {item.value for item in Element},
        "harms_work": {item.value for item in Element},
    }
)
"""The tables a proposal is read from, with the values each may give."""


def tables_from(
    file: TablesFile,
    name: str,
    *,
    known: Sequence[Table],
    sources: Mapping[str, Bilingual],
) -> tuple[Table, ...]:
    """The tables of one file; they may use the inputs and the tables before them.

    Raises:
        FlowError: an unknown input, value or source, an id twice, a sentence without source.
    """
    domains = {item.id: item.values for item in INPUTS}
    domains |= {table.id: table.values for table in known}
    ids = {rule.id for table in known for rule in table.rules}
    tables = []
    for row in file.tables:
        place = f"{name}: table {row.id}"
        if row.id in domains:
            raise FlowError(f"{place}: the name is taken already")
        for wanted in row.inputs:
            if wanted not in domains:
                raise FlowError(f"{place}: there is no input {wanted!r} before it")
        inputs = {wanted: domains[wanted] for wanted in row.inputs}
        for rule in row.rules:
            if rule.id in ids:
                raise FlowError(f"{name}: rule {rule.id}: the id is there twice")
            ids.add(rule.id)
            _check_rule(rule, row, inputs, f"{name}: rule {rule.id}")
            if rule.source is not None and rule.source not in sources:
                raise FlowError(f"{name}: rule {rule.id}: there is no source {rule.source!r}")
        domains[row.id] = tuple(row.values)
        rules = tuple(_rule(rule) for rule in row.rules)
        tables.append(Table(row.id, name, row.hit, inputs, tuple(row.values), rules))
    return tuple(tables)


def _check_rule(
    rule: RuleRow, table: TableRow, inputs: Mapping[str, tuple[str, ...]], place: str
) -> None:
    for key, values in rule.when.items():
        if key not in inputs:
            raise FlowError(f"{place}: the table has no input {key!r}")
        if unknown := set(values) - set(inputs[key]):
            raise FlowError(f"{place}: {key} has no value {min(unknown)!r}")
    if rule.then not in table.values:
        raise FlowError(f"{place}: the table has no value {rule.then!r}")
    if (rule.says is None) != (rule.source is None):
        raise FlowError(f"{place}: a sentence and its source go together")


def _rule(row: RuleRow) -> Rule:
    return Rule(
        id=row.id,
        when={key: frozenset(values) for key, values in row.when.items()},
        then=row.then,
        says=Bilingual(row.says.ja, row.says.en) if row.says else None,
        source=row.source,
    )
