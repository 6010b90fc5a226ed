"""What a message is rendered from: one case, as it stands in one transaction."""

from dataclasses import dataclass

from flows.case import Case
from flows.company import Company
from flows.messages import Showing
from flows.ports import Office, Work


@dataclass(frozen=True, slots=True)
class Reading:
    """The case a message is about, the settings in force, and the message itself."""

    office: Office
    work: Work
    company: Company
    case: Case
    showing: Showing
