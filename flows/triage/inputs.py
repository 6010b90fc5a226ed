"""The register of the tables' inputs: what each is called, can be, reads and is derived by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flows.triage import derive
from flows.triage.derive import Facts


@dataclass(frozen=True, slots=True)
class Input:
    """One input: its values, the answers it reads, and the function that derives it."""

    id: str
    values: tuple[str, ...]
    reads: tuple[str, ...]
    derive: Callable[[Facts], str]


_BOOL = ("yes", "no")
_NUMBERS = ("repeats", "longest_minutes", "out_of_hours")
_ACTS = ("acts", "past_event")

INPUTS: Final = (
    Input("scope", ("customer", "unknown", "colleague", "tenants_only"), ("actor",), derive.scope),
    Input("danger", ("now", "past", "none", "unknown", "not_asked"), ("danger",), derive.danger),
    Input("past", ("open", "settled"), ("danger", *_ACTS), derive.past),
    Input("hearsay", _BOOL, ("hearsay",), derive.hearsay),
    Input("account", ("something", "nothing"), (*_ACTS, "words"), derive.account),
    Input("heaviest", ("grave", "serious", "mild", "light", "none"), _ACTS, derive.heaviest),
    Input("serious_acts", ("none", "one", "several"), _ACTS, derive.serious_acts),
    Input("outburst", ("none", "single", "more"), ("acts", "single_burst"), derive.outburst),
    Input(
        "posting_pressure",
        ("none", "single", "more"),
        ("acts", "single_mention"),
        derive.posting_pressure,
    ),
    Input("dismissal", ("none", "asked"), ("acts",), derive.dismissal),
    Input("remark", ("none", "passing", "outright"), (*_ACTS, "single_remark"), derive.remark),
    Input("after_stop", _BOOL, ("asked_to_stop", "continued_after"), derive.after_stop),
    Input("earlier_occasion", _BOOL, ("earlier_occasion",), derive.earlier_occasion),
    Input("answered", ("yes", "no", "unknown"), ("answered",), derive.answered),
    Input(
        "course",
        ("continued", "stopped", "open"),
        ("answered", "asked_to_stop", "continued_after"),
        derive.course,
    ),
    Input("persistence", ("reached", "below"), _NUMBERS, derive.persistence),
    Input("demand", ("grounded", "baseless", "unknown"), ("demand",), derive.demand),
    Input(
        "excess",
        ("excessive", "fitting", "unknown"),
        ("acts", "demand", "proportion"),
        derive.excess,
    ),
    Input("pressure", _BOOL, ("pressure",), derive.pressure),
    Input("only_repetition", _BOOL, _ACTS, derive.only_repetition),
    Input("unclassified", _BOOL, ("acts",), derive.unclassified),
    Input("key_answers", ("some", "none"), ("words", *_NUMBERS, "actor"), derive.key_answers),
    Input("softening", _BOOL, ("circumstances",), derive.softening),
    Input("protected", _BOOL, ("circumstances",), derive.protected),
    Input("firm_acts", _BOOL, _ACTS, derive.firm_acts),
    Input("count", ("none", "one", "several"), _ACTS, derive.count),
    Input("impact", ("harmed", "none", "unknown"), ("impact",), derive.impact),
    Input("body", _BOOL, _ACTS, derive.body),
    Input("online", _BOOL, ("acts",), derive.online),
    Input("sexual", _BOOL, ("acts",), derive.sexual),
    Input("history", ("repeated", "few"), (), derive.history),
)
"""Every input a table may name."""
