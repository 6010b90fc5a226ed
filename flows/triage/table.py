"""Decision tables with DMN's meaning: inputs, rules as rows of cells, a hit policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flows.triage.bilingual import Bilingual


class HitPolicy(StrEnum):
    """FIRST: the first row that fits counts. UNIQUE: no two rows fit the same input."""

    FIRST = "FIRST"
    UNIQUE = "UNIQUE"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row. `when` maps an input to the values that fit; an input left out fits any value.

    A rule with a sentence (`says`) and the source it comes from is told to people; one without
    is bookkeeping.
    """

    id: str
    when: Mapping[str, frozenset[str]]
    then: str
    says: Bilingual | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One decision: from the values of its inputs to one value of its output.

    `inputs` and `values` are in the order of the file; `file` is the name used in messages.
    """

    id: str
    file: str
    hit_policy: HitPolicy
    inputs: Mapping[str, tuple[str, ...]]
    values: tuple[str, ...]
    rules: tuple[Rule, ...]
    _bits: tuple[tuple[str, Mapping[str, int]], ...] = field(init=False, repr=False, compare=False)
    _masks: tuple[tuple[int, Rule], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Give every input value a bit, so that a row is one comparison of integers."""
        bits: dict[str, dict[str, int]] = {}
        shift = 0
        for name, values in self.inputs.items():
            bits[name] = {value: 1 << (shift + place) for place, value in enumerate(values)}
            shift += len(values)
        masks = tuple(
            (
                sum(
                    bit
                    for name, of_value in bits.items()
                    for value, bit in of_value.items()
                    if name not in rule.when or value in rule.when[name]
                ),
                rule,
            )
            for rule in self.rules
        )
        object.__setattr__(self, "_bits", tuple(bits.items()))
        object.__setattr__(self, "_masks", masks)

    def hit(self, values: Mapping[str, str]) -> Rule:
        """The rule that counts for these input values.

        Raises:
            LookupError: no rule fits; `flow check` refuses such a table.
        """
        point = 0
        for name, of_value in self._bits:
            point |= of_value[values[name]]
        for mask, rule in self._masks:
            if point & mask == point:
                return rule
        raise LookupError(f"{self.file}: table {self.id}: no rule covers these answers")
