"""The private answer to the command, for many callers at once. It only reads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flows.case import Case
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.membership.roles import company_of, is_one_of_us
from flows.people import Person
from flows.places import is_shared
from flows.ports import Office, Work
from flows.report.hold_message import holds
from flows.report.start_report import offered_since, unfinished_report
from flows.report.view_states import BeginState, Unfinished


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who typed the command; `fresh` is the id of the report it would begin."""

    workspace: str
    user: str
    fresh: UUID


@dataclass(frozen=True, slots=True)
class Greeting:
    """The answer in the caller's language: the first question, or why there is none.

    Without settings there is neither, and `language` is None where nobody's is known.
    """

    language: str | None
    state: BeginState | None = None
    refused: Reason | None = None


async def greet(office: Office, callers: Sequence[Caller]) -> Sequence[Greeting]:
    """Return the greeting of each caller, in their order.

    Callers of one workspace are read about together, so that a hundred at once cost little
    more than one.
    """
    of_workspace: defaultdict[str, list[Caller]] = defaultdict(list)
    for caller in callers:
        of_workspace[caller.workspace].append(caller)
    greetings: dict[Caller, Greeting] = {}
    for workspace, together in of_workspace.items():
        greetings |= await _greet(office, workspace, together)
    return [greetings[caller] for caller in callers]


async def show_begin(office: Office, work: Work, reporter: str, fresh: UUID) -> BeginState:
    """Return what one reporter is asked first.

    Raises:
        RefusedError: the person is not of this company.
        SettingsError: the workspace has no settings yet.
    """
    company = await company_of(work)
    caller = Caller(work.workspace, reporter, fresh)
    person = await work.directory.person(reporter)
    former = await unfinished_report(office, work, company, reporter)
    greeting = _greeting(office, company, caller, person, former)
    if greeting.state is None:
        raise RefusedError(greeting.refused or Reason.NOT_ALLOWED)
    return greeting.state


async def _greet(
    office: Office, workspace: str, callers: Iterable[Caller]
) -> Mapping[Caller, Greeting]:
    users = sorted({caller.user for caller in callers})
    seen = await office.store.glimpse(workspace, users, offered_since(office))
    if (company := seen.company) is None:
        spoken = {user: person.language for user, person in seen.people.items()}
        return {caller: Greeting(spoken.get(caller.user)) for caller in callers}
    greetings = {}
    for caller in callers:
        person, former = seen.people.get(caller.user), seen.unfinished.get(caller.user)
        greetings[caller] = _greeting(office, company, caller, person, former)
    return greetings


def _greeting(
    office: Office,
    company: Company,
    caller: Caller,
    person: Person | None,
    former: Case | None,
) -> Greeting:
    language = person.language if person else company.language
    if not is_one_of_us(person):
        return Greeting(language, refused=Reason.NOT_ALLOWED)
    beside = former if former is not None and former.id != caller.fresh else None
    state = BeginState(
        case=caller.fresh,
        question=office.flow.question("danger"),
        unfinished=Unfinished(beside.id, beside.created_at, beside.number) if beside else None,
        timezone=company.timezone,
        shared_account=is_shared(company, caller.user),
        quoted=former is not None and holds(former, caller.fresh),
    )
    return Greeting(language, state)
