"""Tables, regions and what is found by cutting them."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.triage.regions import Region, common, example, region_of, whole, without
from flows.triage.table import HitPolicy, Rule, Table

DOMAINS = {"sky": ("blue", "grey", "black"), "wind": ("none", "some"), "rain": ("no", "yes")}

cells = st.fixed_dictionaries(
    {},
    optional={
        name: st.frozensets(st.sampled_from(values), min_size=1) for name, values in DOMAINS.items()
    },
)


def table(*rules: Rule) -> Table:
    return Table("outing", "outing.yaml", HitPolicy.FIRST, DOMAINS, ("go", "stay"), rules)


def points(region: Region) -> set[tuple[str, ...]]:
    return set(product(*region))


@given(cells, cells)
def test_cutting(one: dict[str, frozenset[str]], other: dict[str, frozenset[str]]) -> None:
    """What is left after a cut is the difference, in parts that do not overlap."""
    outing = table(Rule("A", one, "go"), Rule("B", other, "stay"))
    first, second = (region_of(outing, rule) for rule in outing.rules)
    parts = [points(part) for part in without(first, second)]
    assert set().union(*parts) == points(first) - points(second)
    assert sum(map(len, parts)) == len(set().union(*parts))
    both = common(first, second)
    assert (points(both) if both else set()) == points(first) & points(second)


@given(st.lists(cells, min_size=1, max_size=5))
def test_first_hit(rows: list[dict[str, frozenset[str]]]) -> None:
    """The first row that fits counts, at every point."""
    outing = table(*(Rule(str(place), row, "go") for place, row in enumerate(rows)))
    for point in product(*DOMAINS.values()):
        values = dict(zip(DOMAINS, point, strict=True))
        fitting = [
            str(place)
            for place, row in enumerate(rows)
            if all(values[name] in allowed for name, allowed in row.items())
        ]
        if fitting:
            assert outing.hit(values).id == fitting[0]
        else:
            with pytest.raises(LookupError, match="table outing: no rule covers these answers"):
                outing.hit(values)


def test_examples_in_words() -> None:
    """An example names the inputs that narrow the region, or says that anything fits."""
    outing = table(Rule("A", {"wind": frozenset({"some"})}, "go"))
    assert example(outing, region_of(outing, outing.rules[0])) == "wind = some"
    assert example(outing, whole(outing)) == "anything"
