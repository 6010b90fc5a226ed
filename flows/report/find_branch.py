"""Which branch a report belongs to, without asking where that can be known."""

from flows.company import Company
from flows.ports import Work


async def find_branch(
    work: Work, company: Company, reporter: str, origin: str | None
) -> str | None:
    """Return the branch's id, or None when the reporter has to be asked.

    In this order: the channel it was typed in; the only branch there is; the only branch
    whose team or desk the reporter is in; the branch of their last report.
    """
    for branch in company.branches:
        if origin is not None and origin in (branch.team_channel, branch.desk_channel):
            return branch.id
    if len(company.branches) == 1:
        return company.branches[0].id
    channels = await work.directory.channels_of(reporter)
    for attribute in ("team_channel", "desk_channel"):
        own = [b.id for b in company.branches if getattr(b, attribute) in channels]
        if len(own) == 1:
            return own[0]
    last = await work.cases.last_branch_of(reporter)
    return last if company.branch(last) else None
