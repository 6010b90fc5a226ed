"""相談だけ: somebody to talk to, chosen by the employee, without a case."""

from dataclasses import dataclass, replace

from flows.case import Case, Ending, State, Talk, next_state
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.membership.roles import active_members, company_of, refuse_strangers
from flows.messages import Kind, Place, Wanted
from flows.places import is_shared, thread_of
from flows.ports import Office, Work
from flows.report.belonging import Belonging, belonging
from flows.report.end_report import close
from flows.report.own_case import own_case
from flows.report.start_report import Start, open_intake
from flows.report.view_states import Choice


@dataclass(frozen=True, slots=True)
class TalkWish:
    """Whom the employee would like to talk to, and whether that person learns who asks."""

    start: Start
    person: str
    named: bool


async def people_to_talk_to(
    work: Work, company: Company, case: Case | None, employee: str
) -> tuple[Choice, ...]:
    """Return those who can be chosen, in groups `desk`, `hq` and `hr`, each person once.

    Of the desks those of the own branch, or of the own legal entity; where neither is known, of
    all. Where the branch is not to know, nobody of a desk is offered.
    """
    own = (
        Belonging(case.branch, case.branches)
        if case
        else await belonging(work, company, employee, None)
    )
    branch = company.branch(own.branch)
    desks = (branch,) if branch else company.sisters(own.branches)
    if case is not None and case.hq_only and company.hq_channel is not None:
        desks = ()
    channels = [*(("desk", b.desk_channel) for b in desks), ("hq", company.hq_channel)]
    chosen: dict[str, Choice] = {}
    for group, channel in (*channels, ("hr", company.hr_channel)):
        for person in await active_members(work, channel):
            if person.user != employee:
                chosen.setdefault(person.user, Choice(person.user, person.name, group))
    return tuple(chosen.values())


async def ask_to_talk(office: Office, workspace: str, wish: TalkWish) -> None:
    """Tell the chosen person, and end the report without a case if the desk knows of none.

    Without a name the chosen person learns only that somebody will get in touch, and the
    employee learns how to reach them.

    Raises:
        RefusedError: not the employee's report, over, the person cannot be chosen, or several
            people use the account.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        await refuse_strangers(work, wish.start.reporter)
        if is_shared(company, wish.start.reporter):
            raise RefusedError(Reason.SHARED_ACCOUNT)
        if await work.cases.get(wish.start.case) is None:
            case = await open_intake(office, work, company, wish.start)
        else:
            case = await own_case(work, wish.start.case, wish.start.reporter)
        people = await people_to_talk_to(work, company, case, case.reporter)
        if wish.person not in {choice.value for choice in people}:
            raise RefusedError(Reason.NOT_ALLOWED)
        case = replace(case, talk=Talk(wish.person, wish.named))
        if not case.told:
            case = replace(case, state=next_state(case.state, State.CLOSED))
            case = await close(work, company, case, Ending.TALK_ONLY, office.clock.now())
        await work.cases.save(case)
        await work.messages.want(Wanted(Kind.TALK_REQUEST, Place.person(wish.person), case=case.id))
        await work.messages.want(Wanted(Kind.TALK_RECEIPT, thread_of(case), case=case.id))
