"""Which outcomes are still possible, and which open questions can still change them.

All ways to answer the open questions are looked at together: a set of ways is one integer, a
bit for each way, so that a cell of a table costs one `&` for thousands of ways at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from types import MappingProxyType
from typing import Any, Final

from flows.triage.answers import IDS, Answers
from flows.triage.derive import Facts, acts_of
from flows.triage.flow import Flow
from flows.triage.inputs import INPUTS
from flows.triage.read_tables import OUTCOMES
from flows.triage.table import Rule
from flows.triage.thresholds import Thresholds

Ways = dict[str, dict[str, int]]
"""For each input and decision, each possible value and the set of ways that lead to it."""

_YES_NO: Final = ("yes", "no")
_YES_NO_UNKNOWN: Final = ("yes", "no", "unknown")

_DISTINCT: Final[Mapping[str, tuple[object, ...]]] = MappingProxyType(
    {
        "past_event": ("injury", "none", "unknown"),
        "pressure": _YES_NO,
        "single_burst": _YES_NO,
        "single_mention": _YES_NO,
        "single_remark": _YES_NO,
        "answered": _YES_NO_UNKNOWN,
        "asked_to_stop": _YES_NO,
        "continued_after": _YES_NO_UNKNOWN,
        "earlier_occasion": _YES_NO,
        "demand": ("rightful", "no_fault_or_out_of_scope", "none", "unknown"),
        "proportion": ("fitting", "excessive", "unknown"),
        "impact": (("work_interrupted",), ("none",), ("unknown",)),
        "circumstances": (("none",), ("age",), ("our_mistake",), ("age", "our_mistake")),
    }
)
"""One answer of each kind the inputs tell apart; a test holds this to the inputs."""


def distinct_answers(question_id: str, thresholds: Thresholds) -> tuple[dict[str, Any], ...]:
    """Answers to the question, one of each kind that the tables can tell apart."""
    if question_id == "numbers":
        reached = {"repeats": thresholds.repeats_after_answer}
        return ({}, {"repeats": 0}, reached)
    return tuple({question_id: value} for value in _DISTINCT.get(question_id, ()))


@dataclass(frozen=True, slots=True)
class Axis:
    """One open question in the space of all ways: its answers, and how far apart they lie."""

    question: str
    answers: tuple[dict[str, Any], ...]
    stride: int
    sets: tuple[int, ...]
    ids: frozenset[str]


class Possible:
    """What is still possible after `answers`."""

    def __init__(
        self, flow: Flow, answers: Answers, *, thresholds: Thresholds, prior_cases: int = 0
    ) -> None:
        self._axes = tuple(_axes(flow, answers, thresholds))
        last = self._axes[-1] if self._axes else None
        size = last.stride * len(last.answers) if last else 1
        self._all = (1 << size) - 1
        ways = self._derive(flow, Facts(answers, (), thresholds, prior_cases))
        self.rules: Mapping[str, int] = self._decide(flow, ways)
        self._outcomes = tuple(
            ways_to
            for outcome in OUTCOMES
            for ways_to in ways[outcome].values()
            if ways_to != self._all
        )

    def can_change(self, question_id: str) -> bool:
        """Whether two answers to this open question can lead to different outcomes."""
        for axis in self._axes:
            if axis.question == question_id:
                return any(not _alike(axis, ways_to) for ways_to in self._outcomes)
        return False

    def _derive(self, flow: Flow, facts: Facts) -> Ways:
        ways: Ways = {}
        # Many inputs read the same open questions: each way to answer those is looked at once.
        cases: dict[tuple[int, ...], list[tuple[int, Facts]]] = {}
        for item in INPUTS:
            read = tuple(
                place
                for place, axis in enumerate(self._axes)
                if not axis.ids.isdisjoint(item.reads)
            )
            if read not in cases:
                axes = [self._axes[place] for place in read]
                cases[read] = list(self._cases(flow, facts, axes))
            of_value: dict[str, int] = {}
            for here, given in cases[read]:
                value = item.derive(given)
                of_value[value] = of_value.get(value, 0) | here
            ways[item.id] = of_value
        return ways

    def _cases(self, flow: Flow, facts: Facts, axes: Sequence[Axis]) -> Iterator[tuple[int, Facts]]:
        """Every way to answer these questions: the set of ways with it, and what it says."""
        known = {key: getattr(facts.answers, key) for key in IDS}
        for picks in product(*(range(len(axis.answers)) for axis in axes)):
            changed = dict(known)
            here = self._all
            for axis, pick in zip(axes, picks, strict=True):
                changed |= axis.answers[pick]
                here &= axis.sets[pick]
            answers = Answers(**changed)
            acts = acts_of(answers, flow.acts)
            yield here, Facts(answers, acts, facts.thresholds, facts.prior_cases)

    def _decide(self, flow: Flow, ways: Ways) -> dict[str, int]:
        """Go through the tables for all ways at once; return the ways in which each rule counts."""
        hits: dict[str, int] = {}
        for table in flow.tables:
            left = self._all
            reached: dict[str, int] = {}
            for rule in table.rules:
                fits = _fitting(rule, ways, left)
                if fits:
                    hits[rule.id] = fits
                    reached[rule.then] = reached.get(rule.then, 0) | fits
                    left ^= fits
                    if not left:
                        break
            ways[table.id] = reached
        return hits


def _fitting(rule: Rule, ways: Ways, left: int) -> int:
    """Those of the ways left that all cells of the rule let through."""
    for name, allowed in rule.when.items():
        here = 0
        for value, ways_to in ways[name].items():
            if value in allowed:
                here |= ways_to
        left &= here
        if not left:
            break
    return left


def _axes(flow: Flow, answers: Answers, thresholds: Thresholds) -> Iterator[Axis]:
    size = 1
    open_questions = []
    for question in flow.questions:
        kinds = distinct_answers(question.id, thresholds)
        if (
            kinds
            and question.may_apply(answers, _DISTINCT.keys() - {question.id})
            and not question.is_answered(answers)
        ):
            open_questions.append((question.id, kinds))
            size *= len(kinds)
    stride = 1
    for question_id, kinds in open_questions:
        ids = frozenset(key for answer in kinds for key in answer)
        yield Axis(question_id, kinds, stride, _sets(stride, len(kinds), size), ids)
        stride *= len(kinds)


@lru_cache(maxsize=1024)
def _sets(stride: int, count: int, size: int) -> tuple[int, ...]:
    """For each answer of an axis, the set of ways that give it."""
    every, width = 1, stride * count
    while width < size:
        # Doubling may run past the end; the mask below cuts it off.
        every |= every << width
        width *= 2
    block, mask = (1 << stride) - 1, (1 << size) - 1
    return tuple((every * block << (place * stride)) & mask for place in range(count))


def _alike(axis: Axis, ways_to: int) -> bool:
    """Whether an outcome is reached by the same ways whatever is answered on this axis."""
    first = ways_to & axis.sets[0]
    return all(
        (ways_to & ways) >> (place * axis.stride) == first
        for place, ways in enumerate(axis.sets)
        if place
    )
