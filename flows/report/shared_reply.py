"""Answering a shared account: in the reply to its newest press, and nowhere else."""

from dataclasses import replace
from datetime import datetime, timedelta

from flows.alarm.calls import round_of
from flows.case import Case, OpenReply
from flows.messages import Kind, Place, PlaceKind, ReplyAddress, Urgency, Wanted
from flows.ports import Work

IN_HAND_FOR = timedelta(minutes=30)
"""How long a report that can be answered nowhere is taken to be that of whoever presses."""
CLOCKS_DIFFER = timedelta(minutes=1)
"""As much as the clocks of two machines may, or one that is put right."""

CLEARED_BEFORE = timedelta(minutes=2)
"""How long before a reply's end its receipt is taken away, for whoever uses the account next."""

CLEARED = "cleared"


def reply_of(case: Case) -> Place | None:
    """Return where the person at a shared account reads on; None where there is no such place."""
    if case.reply is None:
        return None
    return Place(PlaceKind.REPLY, str(case.reply.ref), case.reporter)


def in_hand(case: Case, now: datetime) -> bool:
    """Whether the person at a shared account may still be the one who began this report.

    Not where the clock was set back to before they did: nobody knows how long ago that was.
    """
    until = case.reply.until if case.reply else case.created_at + IN_HAND_FOR
    return until - IN_HAND_FOR - CLOCKS_DIFFER <= now < until


def is_leaving(case: Case, now: datetime) -> bool:
    """Whether the receipt goes: not while an alarm rings, for it carries the way to end it."""
    if case.reply is None or case.ringing:
        return False
    return now >= case.reply.until - CLEARED_BEFORE or not in_hand(case, now)


async def read_on(work: Work, case: Case, address: ReplyAddress | None, now: datetime) -> Case:
    """Have the person read on in the answer to this press; return the case, kept with that.

    A press that Slack gave no address for changes nothing.
    """
    if address is None:
        return case
    await work.messages.remember(address)
    case = replace(case, reply=OpenReply(address.id, address.expires_at))
    await work.cases.save(case)
    receipt = Wanted(Kind.SHARED_RECEIPT, address.place, case=case.id, urgency=Urgency.PAGE)
    await work.messages.want(receipt)
    if address.replaces:
        at = address.expires_at - CLEARED_BEFORE
        await work.messages.want(replace(receipt, detail=CLEARED, not_before=at))
    await say_if_nobody_comes(work, case, now)
    return case


async def say_if_nobody_comes(work: Work, case: Case, now: datetime) -> None:
    """Say in its time that nobody has come yet, if it is so then.

    Once it is past, everything that is said of the alarm says it.
    """
    place, alarm = reply_of(case), case.alarm
    if place is None or alarm is None or alarm.unheard_from is None or not case.help_wanted:
        return
    if alarm.unheard_from > now:
        await work.messages.want(
            Wanted(
                Kind.SHARED_RECEIPT,
                place,
                case=case.id,
                detail=round_of(case),
                not_before=alarm.unheard_from,
                urgency=Urgency.PAGE,
            )
        )
