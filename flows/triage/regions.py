"""Sets of inputs as regions: for each input, the values in it. Rules cut regions into parts.

A table with twenty inputs has millions of points but only as many regions as its rules make, so
that a proof over regions is a proof over every point.
"""

from collections.abc import Iterator

from flows.triage.table import Rule, Table

Region = tuple[frozenset[str], ...]
"""The values of each input, in the order of the table's inputs; none is empty."""


def whole(table: Table) -> Region:
    """Everything the inputs can be."""
    return tuple(frozenset(values) for values in table.inputs.values())


def region_of(table: Table, rule: Rule) -> Region:
    """What the cells of the rule let through."""
    return tuple(rule.when.get(name, frozenset(values)) for name, values in table.inputs.items())


def common(one: Region, other: Region) -> Region | None:
    """What lies in both; None when nothing does."""
    both = tuple(a & b for a, b in zip(one, other, strict=True))
    return both if all(both) else None


def without(region: Region, cut: Region) -> Iterator[Region]:
    """The region less the cut, in parts that do not overlap."""
    if common(region, cut) is None:
        yield region
        return
    left = list(region)
    for place, values in enumerate(cut):
        outside = left[place] - values
        if outside:
            yield (*left[:place], outside, *left[place + 1 :])
        left[place] &= values


def example(table: Table, region: Region) -> str:
    """One point of the region in words, naming only the inputs that narrow it."""
    parts = [
        f"{name} = {min(values, key=domain.index)}"
        for (name, domain), values in zip(table.inputs.items(), region, strict=True)
        if len(values) < len(domain)
    ]
    return ", ".join(parts) or "anything"
