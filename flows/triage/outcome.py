"""What triage proposes: determination, severity, the three statutory elements."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flows.triage.bilingual import Bilingual


class Determination(StrEnum):
    """What a report is proposed to be. A supervisor determines."""

    KASUHARA = "KASUHARA"
    GREY = "GREY"
    ORDINARY = "ORDINARY"
    INSUFFICIENT = "INSUFFICIENT"
    OUT_OF_SCOPE = "OUT_OF_SCOPE"


class Severity(StrEnum):
    """How soon people must act; S4 is at once. Never shown to a person as a code."""

    S0 = "S0"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"


class Element(StrEnum):
    """Whether one element of the statutory definition is there."""

    MET = "met"
    NOT_MET = "not_met"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Elements:
    """The three elements of the definition; all are needed (労働施策総合推進法33条)."""

    by_customer: Element
    beyond_acceptable: Element
    harms_work: Element


@dataclass(frozen=True, slots=True)
class Reason:
    """One applied rule in words, its source, and the ids of the answers that decided it."""

    rule: str
    sentence: Bilingual
    source: Bilingual
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the tables say about one set of answers.

    `rules` are the ids of the rules that spoke, in the order applied; `because` says each of
    them in words, in the same order.
    """

    determination: Determination
    urgent: bool
    severity: Severity
    rules: tuple[str, ...]
    elements: Elements
    categories: tuple[str, ...]
    flow_version: str
    flow_hash: str
    because: tuple[Reason, ...]

    def to_document(self) -> dict[str, Any]:
        """The proposal as `kasuhara flow decide` prints it."""
        return {
            "determination": self.determination.value,
            "urgent": self.urgent,
            "severity": self.severity.value,
            "rules": list(self.rules),
            "elements": {
                "by_customer": self.elements.by_customer.value,
                "beyond_acceptable": self.elements.beyond_acceptable.value,
                "harms_work": self.elements.harms_work.value,
            },
            "categories": list(self.categories),
            "flow_version": self.flow_version,
        }
