"""Each rule by its examples."""

from typing import Any

import pytest

from flows.triage import Flow, Proposal, Thresholds, decide, parse_answers

TENANT = {"danger": "none", "actor": "tenant", "scene": "phone"}
PERSISTED: dict[str, Any] = {"repeats": 3, "answered": "yes", "continued_after": "yes"}


def propose(flow: Flow, prior_cases: int = 0, **given: Any) -> Proposal:
    return decide(
        flow, parse_answers(TENANT | given), thresholds=Thresholds(), prior_cases=prior_cases
    )


Example = tuple[dict[str, Any], str, str, str]


def _check(flow: Flow, example: Example) -> None:
    given, determination, severity, rule = example
    proposal = propose(flow, **given)
    assert (proposal.determination, proposal.severity) == (determination, severity)
    assert rule in proposal.rules


R0: list[Example] = [
    ({"actor": "colleague", "acts": ["assault"]}, "OUT_OF_SCOPE", "S0", "R0a"),
    ({"actor": "tenants_only", "acts": ["insult"]}, "OUT_OF_SCOPE", "S0", "R0b"),
    ({"actor": "tenants_only", "danger": "now"}, "OUT_OF_SCOPE", "S4", "R1a"),
    ({"actor": "colleague", "hearsay": "yes"}, "OUT_OF_SCOPE", "S0", "R0a"),
]
R1: list[Example] = [
    ({"danger": "now"}, "INSUFFICIENT", "S4", "R1a"),
    ({"danger": "now", "acts": ["strong_tone"], "demand": "our_fault"}, "ORDINARY", "S4", "R1a"),
    ({"danger": "now", "acts": ["insult"]}, "KASUHARA", "S4", "R3a"),
    ({"danger": "unknown", "acts": ["extortion"]}, "KASUHARA", "S4", "R1b"),
    ({"danger": "unknown", "acts": ["threat"], "hearsay": "yes"}, "INSUFFICIENT", "S4", "R1b"),
]
R2: list[Example] = [
    ({"acts": ["assault"]}, "KASUHARA", "S4", "R2"),
    ({"acts": ["property_damage"]}, "KASUHARA", "S4", "R2"),
    ({"acts": ["threat"]}, "KASUHARA", "S4", "R2"),
    ({"acts": ["sexual_contact_or_stalking"]}, "KASUHARA", "S4", "R2"),
    ({"acts": ["confinement"]}, "KASUHARA", "S4", "R2"),
    ({"acts": ["forced_humiliation"]}, "KASUHARA", "S3", "R2"),
    ({"acts": ["extortion"], "demand": "our_fault"}, "KASUHARA", "S3", "R2"),
    ({"acts": ["refusal_to_leave"]}, "KASUHARA", "S3", "R2"),
    ({"danger": "past", "acts": ["assault"]}, "KASUHARA", "S4", "R2"),
    ({"danger": "past", "acts": ["strong_tone"], "past_event": "injury"}, "KASUHARA", "S4", "R2"),
    ({"danger": "past", "past_event": "contact"}, "KASUHARA", "S4", "R2"),
    ({"danger": "past", "past_event": "announced_harm"}, "KASUHARA", "S4", "R2"),
    (
        {"danger": "past", "acts": ["strong_tone"], "demand": "our_fault"},
        "GREY",
        "S2",
        "R2b",
    ),
    (
        {"danger": "past", "past_event": "unknown", "acts": ["strong_tone"], "demand": "none"},
        "GREY",
        "S2",
        "R2b",
    ),
    (
        {"danger": "past", "past_event": "none", "acts": ["strong_tone"], "demand": "none"},
        "ORDINARY",
        "S0",
        "R6b",
    ),
]
R3: list[Example] = [
    ({"acts": ["insult"]}, "KASUHARA", "S2", "R3a"),
    ({"acts": ["discrimination"], "demand": "our_fault"}, "KASUHARA", "S2", "R3a"),
    ({"acts": ["sexual_remarks"]}, "KASUHARA", "S2", "R3a"),
    ({"acts": ["sexual_remarks"], "earlier_occasion": "yes"}, "KASUHARA", "S3", "R3a"),
    (
        {"acts": ["sexual_remarks"], "asked_to_stop": "yes", "continued_after": "yes"},
        "KASUHARA",
        "S3",
        "R3a",
    ),
    ({"acts": ["named_or_false_posting"]}, "KASUHARA", "S3", "R3a"),
    ({"acts": ["intimidation"]}, "GREY", "S1", "R3g"),
    ({"acts": ["spreading_slander"]}, "GREY", "S1", "R3g"),
    (
        {"acts": ["intimidation"], "asked_to_stop": "yes", "continued_after": "yes"},
        "KASUHARA",
        "S2",
        "R3b",
    ),
    (
        {"acts": ["intimidation"], "asked_to_stop": "no", "continued_after": "yes"},
        "GREY",
        "S1",
        "R3g",
    ),
    ({"acts": ["intimidation", "spreading_slander"]}, "KASUHARA", "S2", "R3c"),
    ({"acts": ["intimidation", "filming_or_posting_pressure"]}, "KASUHARA", "S2", "R3c"),
    ({"acts": ["intimidation", "dismissal_demand"], "pressure": "yes"}, "KASUHARA", "S3", "R3c"),
    ({"acts": ["intimidation", "dismissal_demand"], "pressure": "no"}, "GREY", "S1", "R3g"),
    ({"acts": ["intimidation"], "earlier_occasion": "yes"}, "KASUHARA", "S2", "R3d"),
    ({"acts": ["intimidation"], "demand": "none", **PERSISTED}, "KASUHARA", "S2", "R3e"),
    ({"acts": ["intimidation"], "demand": "our_fault", **PERSISTED}, "GREY", "S1", "R3g"),
    ({"acts": ["insult"], "single_remark": "yes"}, "GREY", "S1", "R3f"),
    ({"acts": ["insult", "strong_tone"], "single_remark": "yes"}, "GREY", "S1", "R3f"),
    ({"acts": ["insult", "long_contact"], "single_remark": "yes"}, "KASUHARA", "S2", "R3a"),
    ({"acts": ["insult", "discrimination"], "single_remark": "yes"}, "KASUHARA", "S2", "R3a"),
    ({"acts": ["named_or_false_posting"], "single_remark": "yes"}, "KASUHARA", "S3", "R3a"),
    (
        {
            "acts": ["insult"],
            "single_remark": "yes",
            "asked_to_stop": "yes",
            "continued_after": "yes",
        },
        "KASUHARA",
        "S2",
        "R3b",
    ),
    (
        {"acts": ["intimidation"], "single_burst": "yes", "demand": "our_fault"},
        "ORDINARY",
        "S0",
        "W1b",
    ),
    (
        {"acts": ["intimidation", "insult"], "single_burst": "yes", "single_remark": "yes"},
        "KASUHARA",
        "S2",
        "R3a",
    ),
    (
        {"acts": ["filming_or_posting_pressure"], "single_mention": "yes", "demand": "rightful"},
        "ORDINARY",
        "S0",
        "W2b",
    ),
    (
        {"acts": ["filming_or_posting_pressure"], "single_mention": "yes", "demand": "none"},
        "GREY",
        "S1",
        "R3g",
    ),
    ({"acts": ["dismissal_demand"], "pressure": "yes", "demand": "none"}, "GREY", "S1", "W3b"),
    ({"acts": ["dismissal_demand"], "demand": "none"}, "ORDINARY", "S0", "R5c"),
]
R4: list[Example] = [
    ({"acts": ["repetition"], "demand": "none", **PERSISTED}, "KASUHARA", "S2", "R4a"),
    (
        {
            "acts": ["long_contact"],
            "demand": "no_fault_or_out_of_scope",
            "longest_minutes": 30,
            "asked_to_stop": "yes",
            "continued_after": "yes",
        },
        "KASUHARA",
        "S2",
        "R4a",
    ),
    (
        {
            "acts": ["odd_hours_or_place"],
            "demand": "maybe_our_fault",
            "proportion": "excessive",
            "out_of_hours": 2,
            "answered": "yes",
            "continued_after": "yes",
        },
        "KASUHARA",
        "S2",
        "R4a",
    ),
    ({"acts": ["repetition"], "demand": "our_fault", **PERSISTED}, "GREY", "S1", "R4d"),
    ({"acts": ["repetition"], "demand": "unknown", **PERSISTED}, "GREY", "S1", "R4d"),
    ({"acts": ["long_contact"], "demand": "none", "longest_minutes": 90}, "GREY", "S1", "R4d"),
    (
        {"acts": ["long_contact"], "demand": "none", **PERSISTED, "continued_after": "no"},
        "GREY",
        "S1",
        "R4d",
    ),
    (
        {
            "acts": ["repetition"],
            "demand": "maybe_our_fault",
            "proportion": "fitting",
            "repeats": 20,
            "answered": "no",
        },
        "ORDINARY",
        "S0",
        "R4b",
    ),
    (
        {
            "acts": ["repetition"],
            "demand": "rightful",
            "proportion": "fitting",
            "repeats": 20,
            "answered": "yes",
            "continued_after": "no",
        },
        "ORDINARY",
        "S0",
        "R4c",
    ),
    (
        {
            "acts": ["repetition", "long_contact"],
            "demand": "rightful",
            "proportion": "fitting",
            "repeats": 20,
            "answered": "no",
        },
        "GREY",
        "S1",
        "R4d",
    ),
]
R5: list[Example] = [
    (
        {"acts": ["excessive_demand"], "demand": "our_fault", "pressure": "yes"},
        "GREY",
        "S1",
        "R5a",
    ),
    (
        {
            "acts": ["excessive_demand"],
            "demand": "our_fault",
            "pressure": "yes",
            "proportion": "fitting",
        },
        "ORDINARY",
        "S0",
        "R5b",
    ),
    ({"acts": ["long_contact"], "demand": "our_fault"}, "ORDINARY", "S0", "R5b"),
    ({"acts": ["long_contact"], "demand": "none"}, "ORDINARY", "S0", "R5c"),
    ({"acts": ["long_contact"], "demand": "unknown"}, "GREY", "S1", "R5d"),
    ({"acts": ["long_contact"]}, "GREY", "S1", "R5d"),
]
R6: list[Example] = [
    ({"acts": ["strong_tone"], "demand": "our_fault"}, "ORDINARY", "S0", "R6a"),
    ({"acts": ["named_criticism"], "demand": "none"}, "ORDINARY", "S0", "R6b"),
    ({"words": "早く直して", "demand": "rightful"}, "ORDINARY", "S0", "R6a"),
    ({"words": "早く直して"}, "GREY", "S1", "R6c"),
]
R7: list[Example] = [
    ({}, "INSUFFICIENT", "S0", "R7b"),
    ({"demand": "our_fault"}, "INSUFFICIENT", "S0", "R7b"),
    ({"words": " "}, "INSUFFICIENT", "S0", "R7b"),
    ({"acts": ["insult"], "hearsay": "yes"}, "INSUFFICIENT", "S0", "R7a"),
    ({"acts": ["assault"], "hearsay": "yes"}, "INSUFFICIENT", "S2", "R7d"),
    ({"danger": "past"}, "INSUFFICIENT", "S2", "R7e"),
    ({"danger": "past", "words": "突き飛ばされた"}, "GREY", "S2", "R2c"),
    ({"danger": "past", "acts": ["intimidation"]}, "GREY", "S2", "R2c"),
    ({"acts": ["insult"], "reported_as": "for_other"}, "KASUHARA", "S2", "R3a"),
    ({"acts": ["strong_tone"], "actor": "unknown"}, "INSUFFICIENT", "S0", "R7c"),
]
R8: list[Example] = [
    ({"acts": ["insult"], "circumstances": ["accommodation_requested"]}, "GREY", "S1", "R8c"),
    ({"acts": ["insult"], "circumstances": ["illness"]}, "GREY", "S1", "R8c"),
    ({"acts": ["insult"], "circumstances": ["age"]}, "GREY", "S1", "R8c"),
    ({"acts": ["insult"], "circumstances": ["language"]}, "GREY", "S1", "R8c"),
    ({"acts": ["assault"], "circumstances": ["age"]}, "KASUHARA", "S4", "R2"),
    ({"acts": ["insult"], "circumstances": ["age"], "danger": "now"}, "KASUHARA", "S4", "R3a"),
    ({"acts": ["insult"], "circumstances": ["our_mistake"]}, "KASUHARA", "S2", "R3a"),
    (
        {"acts": ["named_or_false_posting"], "circumstances": ["urgent_need"]},
        "KASUHARA",
        "S3",
        "R3a",
    ),
    (
        {"acts": ["repetition"], "demand": "none", **PERSISTED, "circumstances": ["our_mistake"]},
        "GREY",
        "S1",
        "R8a",
    ),
    (
        {
            "acts": ["repetition"],
            "demand": "none",
            **PERSISTED,
            "circumstances": ["our_mistake", "age"],
        },
        "GREY",
        "S1",
        "R8a",
    ),
    (
        {"acts": ["intimidation"], "earlier_occasion": "yes", "circumstances": ["urgent_need"]},
        "GREY",
        "S1",
        "R8a",
    ),
    (
        {"acts": ["intimidation"], "demand": "our_fault", "circumstances": ["our_mistake"]},
        "ORDINARY",
        "S0",
        "R8b",
    ),
    (
        {"acts": ["intimidation"], "demand": "unknown", "circumstances": ["our_mistake"]},
        "GREY",
        "S1",
        "R3g",
    ),
    (
        {"acts": ["spreading_slander"], "demand": "our_fault", "circumstances": ["our_mistake"]},
        "GREY",
        "S1",
        "R3g",
    ),
    (
        {
            "acts": ["dismissal_demand"],
            "pressure": "yes",
            "demand": "our_fault",
            "circumstances": ["our_mistake"],
        },
        "GREY",
        "S1",
        "R3g",
    ),
]
R9: list[Example] = [
    ({"acts": ["other"], "demand": "our_fault"}, "GREY", "S1", "R9"),
    (
        {"acts": ["other"], "demand": "our_fault", "circumstances": ["our_mistake"]},
        "GREY",
        "S1",
        "R9",
    ),
    ({"acts": ["other", "long_contact"], "demand": "none"}, "GREY", "S1", "R9"),
    ({"acts": ["other"], "demand": "none", **PERSISTED}, "KASUHARA", "S2", "R4a"),
]
ELEMENT_CHECK: list[Example] = [
    ({"acts": ["insult"], "impact": ["none"]}, "GREY", "S1", "E3b"),
    (
        {"acts": ["repetition"], "demand": "none", **PERSISTED, "impact": ["none"]},
        "GREY",
        "S1",
        "E3a",
    ),
    ({"acts": ["insult", "intimidation"], "impact": ["none"]}, "KASUHARA", "S2", "R3a"),
    (
        {"acts": ["insult"], "impact": ["none"], "earlier_occasion": "yes"},
        "KASUHARA",
        "S2",
        "R3a",
    ),
    ({"acts": ["insult"], "impact": ["none", "work_interrupted"]}, "KASUHARA", "S2", "R3a"),
    ({"acts": ["assault"], "impact": ["none"]}, "KASUHARA", "S4", "R2"),
]


@pytest.mark.parametrize("example", R0)
def test_colleagues_and_quarrels_among_tenants(flow: Flow, example: Example) -> None:
    """What is not directed at staff by a customer is out of scope, and danger still pages."""
    _check(flow, example)


@pytest.mark.parametrize("example", R1)
def test_danger(flow: Flow, example: Example) -> None:
    """Danger now, or a grave act of unknown end, is urgent whatever the determination."""
    _check(flow, example)
    assert propose(flow, **example[0]).urgent


@pytest.mark.parametrize("example", R2)
def test_grave_acts(flow: Flow, example: Example) -> None:
    """A grave act is kasuhara whatever was demanded; "it is over" alone is not."""
    _check(flow, example)
    assert not propose(flow, **example[0]).urgent


@pytest.mark.parametrize("example", R3)
def test_serious_acts(flow: Flow, example: Example) -> None:
    """A serious act is kasuhara when outright, repeated or one of several; else at least grey."""
    _check(flow, example)


@pytest.mark.parametrize("example", R4)
def test_persistence(flow: Flow, example: Example) -> None:
    """Mild acts become kasuhara by going on, beyond the guide figures, after our answer."""
    _check(flow, example)


@pytest.mark.parametrize("example", R5)
def test_mild_acts_without_persistence(flow: Flow, example: Example) -> None:
    """A mild act is ordinary work unless an excessive demand came with pressure."""
    _check(flow, example)


@pytest.mark.parametrize("example", R6)
def test_no_act_of_weight(flow: Flow, example: Example) -> None:
    """A complaint without an act of weight is ordinary work."""
    _check(flow, example)


@pytest.mark.parametrize("example", R7)
def test_not_enough_to_go_on(flow: Flow, example: Example) -> None:
    """Without an act or words, or from hearsay only, there is not enough to go on."""
    _check(flow, example)


@pytest.mark.parametrize("example", R8)
def test_circumstances(flow: Flow, example: Example) -> None:
    """Accommodation, age and language cap the result; our mistake softens only mild acts."""
    _check(flow, example)


@pytest.mark.parametrize("example", R9)
def test_unlisted_acts(flow: Flow, example: Example) -> None:
    """An act that is not on the list is never less than grey."""
    _check(flow, example)


@pytest.mark.parametrize("example", ELEMENT_CHECK)
def test_no_effect_on_the_work(flow: Flow, example: Example) -> None:
    """A single act without any effect on the work is grey, unless it is grave or went on."""
    _check(flow, example)


@pytest.mark.parametrize(
    ("given", "few", "repeated"),
    [
        ({"acts": ["assault"]}, "S4", "S4"),
        ({"acts": ["extortion"]}, "S3", "S4"),
        ({"acts": ["insult"]}, "S2", "S3"),
        ({"acts": ["intimidation"]}, "S1", "S2"),
        ({"acts": ["strong_tone"], "demand": "our_fault"}, "S0", "S1"),
        ({"actor": "colleague"}, "S0", "S0"),
    ],
)
def test_earlier_cases_raise_severity(
    flow: Flow, given: dict[str, Any], few: str, repeated: str
) -> None:
    """From the second earlier case with the same customer on, severity is one step higher."""
    assert propose(flow, prior_cases=1, **given).severity == few
    assert propose(flow, prior_cases=2, **given).severity == repeated


@pytest.mark.parametrize(
    ("given", "elements"),
    [
        ({"acts": ["insult"]}, ("met", "met", "unclear")),
        ({"acts": ["insult"], "impact": ["fear_or_health"]}, ("met", "met", "met")),
        ({"acts": ["assault"], "impact": ["none"]}, ("met", "met", "met")),
        ({"acts": ["insult"], "impact": ["none"]}, ("met", "met", "not_met")),
        ({"acts": ["insult"], "actor": "unknown"}, ("unclear", "met", "unclear")),
        ({"acts": ["insult"], "actor": "colleague"}, ("not_met", "unclear", "unclear")),
        ({"acts": ["strong_tone"], "demand": "our_fault"}, ("met", "not_met", "unclear")),
        ({"acts": ["intimidation"]}, ("met", "unclear", "unclear")),
        ({"acts": ["assault"], "hearsay": "yes"}, ("met", "unclear", "unclear")),
        ({"acts": ["insult", "threat"], "impact": ["none"]}, ("met", "met", "met")),
        ({"acts": ["insult", "intimidation"], "impact": ["none"]}, ("met", "met", "unclear")),
    ],
)
def test_elements(flow: Flow, given: dict[str, Any], elements: tuple[str, str, str]) -> None:
    """The three statutory elements are shown with every proposal."""
    shown = propose(flow, **given).elements
    assert (shown.by_customer, shown.beyond_acceptable, shown.harms_work) == elements


def test_company_thresholds(flow: Flow) -> None:
    """The company's own guide figures decide what persistence is."""
    given = parse_answers(
        TENANT | {"acts": ["repetition"], "demand": "none", **PERSISTED, "repeats": 4}
    )
    usual = decide(flow, given, thresholds=Thresholds())
    patient = decide(flow, given, thresholds=Thresholds(repeats_after_answer=5))
    assert (usual.determination, patient.determination) == ("KASUHARA", "ORDINARY")


def test_thresholds_below_one() -> None:
    """A guide figure of zero, which would make anything persistent, is refused."""
    with pytest.raises(ValueError, match="at least 1"):
        Thresholds(repeats_after_answer=0)


def test_document(flow: Flow) -> None:
    """The printed document has exactly the promised keys and plain values."""
    proposal = propose(flow, acts=["insult", "long_contact"])
    assert proposal.to_document() == {
        "determination": "KASUHARA",
        "urgent": False,
        "severity": "S2",
        "rules": ["R3a"],
        "elements": {"by_customer": "met", "beyond_acceptable": "met", "harms_work": "unclear"},
        "categories": ["C1", "C4"],
        "flow_version": flow.version,
    }


def test_reasons(flow: Flow) -> None:
    """Each applied rule says in both languages why, on what source, and by which answers."""
    given: dict[str, Any] = {
        "acts": ["repetition"],
        "demand": "none",
        "circumstances": ["our_mistake"],
    }
    proposal = propose(flow, **given, **PERSISTED)
    assert [reason.rule for reason in proposal.because] == list(proposal.rules) == ["R4a", "R8a"]
    course, softened = proposal.because
    assert set(course.answers) == {"acts", "demand", "repeats", "answered", "continued_after"}
    assert "社内の目安" in course.sentence.in_("ja")
    assert "guide figures" in course.sentence.in_("en-GB")
    assert course.source == flow.sources["company_guide"]
    assert "circumstances" in softened.answers


def test_every_determination_is_explained(flow: Flow) -> None:
    """Whatever is proposed, at least one rule says why."""
    examples = R0 + R1 + R2 + R3 + R4 + R5 + R6 + R7 + R8 + R9 + ELEMENT_CHECK
    assert all(propose(flow, **example[0]).because for example in examples)
