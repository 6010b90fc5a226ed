"""Where a reporter belongs: the branch, or at least the legal entity, without asking."""

from dataclasses import dataclass

from flows.company import Branch, Company
from flows.ports import Work


@dataclass(frozen=True, slots=True)
class Belonging:
    """`branch` is None where it has to be asked; `branches` are those that tell the entity."""

    branch: str | None = None
    branches: frozenset[str] = frozenset()


async def belonging(work: Work, company: Company, reporter: str, origin: str | None) -> Belonging:
    """Return the branch of a report, or what is known instead of it.

    In this order: the channel it was typed in, which only its members can do; the only branch
    there is; the only branch whose team or desk the reporter is in; the branch of their last
    report, unless they are of another legal entity by now.
    """
    here = [b for b in company.branches if origin in (b.team_channel, b.desk_channel)]
    if origin is not None and here:
        return _at(here[0])
    if len(company.branches) == 1:
        return _at(company.branches[0])
    channels = await work.directory.channels_of(reporter)
    teams = [b for b in company.branches if b.team_channel in channels]
    desks = [b for b in company.branches if b.desk_channel in channels]
    known = frozenset(b.id for b in teams or desks)
    near = company.sisters(known)
    for own in (teams, [b for b in desks if b in near]):
        if len(own) == 1:
            return _at(own[0])
    last = company.branch(await work.cases.last_branch_of(reporter))
    if last is not None and last in near:
        return Belonging(last.id, known or frozenset({last.id}))
    return Belonging(None, known)


def _at(branch: Branch) -> Belonging:
    return Belonging(branch.id, frozenset({branch.id}))
