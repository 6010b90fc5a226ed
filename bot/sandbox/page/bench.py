"""What a visitor may do beside the workspace: time, the bot, clean data, faults, the log."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.sandbox.page import inspection
from bot.sandbox.page.given import Given
from bot.sandbox.page.tab import Tab
from bot.sandbox.people import CannotDoError
from flows.errors import SettingsError

Json = dict[str, Any]
Act = Callable[[Tab, Given], Awaitable[Json | None]]

_LONGEST: Final = 60 * 24 * 366
_TIMES: Final = 100


async def move_clock(tab: Tab, given: Given) -> None:
    """Move the clock on by minutes, or to a coming weekday's hour in the person's zone."""
    page, now = tab.page, tab.page.slack.clock.now()
    if given.text_or_none("to") == "monday":
        zone = ZoneInfo(page.slack.workspace.users[tab.user].tz)
        step = next_monday(now.astimezone(zone)) - now
    else:
        step = timedelta(minutes=given.figure("minutes", 1, _LONGEST))
    page.company.move_clock(step)
    page.feed.everybody("clock", {"now": page.slack.clock.now().isoformat()})
    if page.stories.waited():
        page.feed.progress()


def next_monday(local: datetime) -> datetime:
    """Return the coming Monday, nine o'clock, in the zone of `local`; never `local` itself."""
    day = local.date() + timedelta(days=-local.weekday() % 7)
    moment = datetime.combine(day, time(9), local.tzinfo)
    if moment > local:
        return moment
    return datetime.combine(day + timedelta(days=7), time(9), local.tzinfo)


async def begin_again(tab: Tab, _: Given) -> None:
    """Begin with a new workspace and a fresh database."""
    tab.page.company.begin_again()


async def stop_bot(tab: Tab, _: Given) -> None:
    """Take the bot away."""
    await tab.page.company.stop_bot()


async def start_bot(tab: Tab, _: Given) -> None:
    """Bring the bot back; a fault that was planned may keep it away."""
    try:
        await tab.page.company.start_bot()
    except SettingsError as wrong:
        raise CannotDoError(str(wrong)) from wrong


async def restart_story(tab: Tab, given: Given) -> None:
    """Begin a story at its first step."""
    tab.page.stories.restart(given.text("story"))
    tab.page.feed.progress()


async def inspect(tab: Tab, given: Given) -> Json:
    """Follow the log, or stop following it."""
    tab.inspects = given.anything("on") is True
    slack = tab.page.slack
    return {
        "entries": inspection.recent(slack.log) if tab.inspects else [],
        "faults": inspection.planned(slack.faults),
        "methods": sorted({call.method for call in slack.log.calls}),
    }


async def details(tab: Tab, given: Given) -> Json:
    """Show everything one entry of the log holds."""
    try:
        return inspection.details(tab.page.slack.log, given.text("entry"))
    except LookupError as gone:
        raise CannotDoError("this entry is not there any more") from gone


async def record(tab: Tab, given: Given) -> Json:
    """Show the case an entry of the log is about, as `kasuhara cases show --json` does."""
    try:
        mentioned = inspection.mentioned(tab.page.slack.log, given.text("entry"))
    except LookupError as gone:
        raise CannotDoError("this entry is not there any more") from gone
    return {"record": await tab.page.company.record(mentioned)}


async def plan_fault(tab: Tab, given: Given) -> Json:
    """Let something go wrong, a number of times."""
    faults, name = tab.page.slack.faults, given.text("name") or "*"
    times = given.figure("times", 1, _TIMES)
    match given.text("kind"):
        case "rate_limit":
            faults.rate_limit(name, times=times)
        case "server_error":
            faults.server_error(name, times=times)
        case "refuse":
            faults.refuse(name, given.text_or_none("error") or "fatal_error", times=times)
        case "drop":
            faults.drop(name, times=times)
        case "time_out":
            faults.time_out(name, times=times)
        case "lose_reply":
            faults.lose_reply(name, times=times)
        case "slow":
            faults.slow(name, by=timedelta(seconds=5), times=times)
        case "twice":
            faults.repeat_deliveries(name, times=times)
        case "clear":
            faults.clear()
        case other:
            raise CannotDoError(f"there is no fault {other}")
    return {"faults": inspection.planned(faults)}


BENCH: Final[dict[str, Act]] = {
    "move_clock": move_clock,
    "begin_again": begin_again,
    "stop_bot": stop_bot,
    "start_bot": start_bot,
    "restart_story": restart_story,
    "inspect": inspect,
    "details": details,
    "record": record,
    "plan_fault": plan_fault,
}
