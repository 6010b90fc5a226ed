import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from bot.sandbox.log import Call
from flows.errors import Reason
from flows.messages import Kind, Place, ReplyAddress, Urgency, Wanted
from tests.bot.running import DESK, MORI, SATO, TANAKA, TEAM, WORKSPACE, Running, running
from tests.counting import Counts, counts

pytestmark = pytest.mark.usefixtures("either_database")

POST = "chat.postMessage"


def notice(place: Place, detail: str = "1", urgency: Urgency = Urgency.NORMAL) -> Wanted:
    """Return a private sentence, which needs no case."""
    detail = f"{Reason.NOT_YOURS.value}/{detail}"
    return Wanted(Kind.NOTICE, place, detail=detail, urgency=urgency)


def said(desk: Running, channel: str) -> list[str]:
    """Return the metadata ids of the bot's messages in a channel, oldest first."""
    return [
        message.metadata["event_payload"]["id"]
        for message in desk.slack.workspace.in_channel(channel)
        if message.metadata
    ]


def posts(desk: Running, channel: str) -> list[Call]:
    """Return the calls that were to post into a channel."""
    calls = desk.slack.log.calls_of(POST)
    return [call for call in calls if call.arguments["channel"] == channel]


def ids(*wanted: Wanted) -> list[str]:
    """Return the ids of messages."""
    return [str(one.id_in(WORKSPACE)) for one in wanted]


async def pending(desk: Running) -> int:
    """Return how many messages are still to be shown."""
    return (await counts(desk.bot.database)).pending


async def test_posted_once_and_edited_in_place(desk: Running) -> None:
    """A message is posted with its id, unfurls nothing, and is edited where it reads otherwise.

    One that somebody deleted is not brought back by a later change.
    """
    wanted = notice(Place.channel(TEAM))
    await desk.want(wanted)
    await desk.want(wanted)
    (call,) = posts(desk, TEAM)
    assert call.arguments["unfurl_links"] is False
    assert desk.slack.log.calls_of("chat.update") == [], "what reads the same costs no call"
    assert await pending(desk) == 0
    await desk.speak("en")
    await desk.want(wanted)
    assert len(desk.slack.log.calls_of("chat.update")) == 1
    assert said(desk, TEAM) == ids(wanted)
    desk.slack.workspace.delete(desk.slack.workspace.in_channel(TEAM)[0])
    await desk.speak("ja")
    await desk.want(wanted)
    assert await counts(desk.bot.database) == Counts(pending=0, dead=0)
    assert said(desk, TEAM) == []
    assert desk.slack.violations == []


async def test_places(desk: Running) -> None:
    """A message stands in a person's conversation, below another, or is seen by one alone."""
    to_sato = [notice(Place.person(SATO), str(n)) for n in range(3)]
    await desk.want(*to_sato)
    assert said(desk, desk.slack.person(SATO).dm) == ids(*to_sato)
    assert desk.slack.log.calls_of("conversations.open") == []
    head = notice(Place.channel(TEAM), "head")
    await desk.want(notice(Place.thread(head.id_in(WORKSPACE)), "below"), head)
    await desk.want(notice(Place.private(TEAM, SATO)))
    parent, child, private = desk.slack.workspace.in_channel(TEAM)
    assert child.thread_ts == parent.ts, "it waited for the one above"
    assert not child.is_broadcast
    assert private.only_for == SATO


async def test_thread_without_its_head(desk: Running) -> None:
    """What was to stand below a message that Slack refuses for good stands in its place."""
    belows = []
    for above, channel in (
        (Place.channel(TEAM), TEAM),
        (Place.person(SATO), desk.slack.person(SATO).dm),
    ):
        head = notice(above, "head")
        belows.append(notice(Place.thread(head.id_in(WORKSPACE)), f"below {channel}"))
        desk.slack.faults.refuse(POST, "msg_blocks_too_long")
        await desk.want(head, belows[-1])
        (message,) = desk.slack.workspace.in_channel(channel)
        assert message.thread_ts is None, channel
        assert said(desk, channel) == ids(belows[-1]), channel
    await desk.speak("en")
    await desk.want(*belows)
    edited = [call.arguments["channel"] for call in desk.slack.log.calls_of("chat.update")]
    assert (edited.count(TEAM), edited.count(desk.slack.person(SATO).dm)) == (1, 1)


async def test_thread_that_takes_nothing(desk: Running) -> None:
    """Below a private line there is no place: it is let go. Where a thread was locked it is said
    in the channel; other refusals stand.
    """
    private = notice(Place.private(TEAM, SATO), "private")
    desk.slack.faults.refuse("chat.postEphemeral", "restricted_action")
    await desk.want(private, notice(Place.thread(private.id_in(WORKSPACE)), "below"))
    assert desk.slack.workspace.in_channel(TEAM) == []
    assert await pending(desk) == 0
    head = notice(Place.channel(TEAM), "head")
    await desk.want(head)
    thread, before = Place.thread(head.id_in(WORKSPACE)), await counts(desk.bot.database)
    desk.slack.faults.refuse(POST, "restricted_action_thread_locked")
    await desk.want(notice(thread, "first"))
    desk.slack.faults.refuse(POST, "is_archived")
    await desk.want(notice(thread, "second"))
    _, message = desk.slack.workspace.in_channel(TEAM)
    assert message.thread_ts is None
    assert (await counts(desk.bot.database)).dead == before.dead + 1


async def test_urgent_first(desk: Running) -> None:
    """A page does not wait for the head above it, nor for what else waits in its channel."""
    head = notice(Place.channel(TEAM), "head")
    page = notice(Place.thread(head.id_in(WORKSPACE)), "page", urgency=Urgency.PAGE)
    desk.slack.faults.refuse(POST, "internal_error")
    await desk.want(head, page)
    assert said(desk, TEAM) == ids(page)
    await desk.move(seconds=1)
    assert said(desk, TEAM) == ids(page, head)
    desk.slack.faults.rate_limit(POST, retry_after=10)
    await desk.want(notice(Place.channel(TEAM), "first"))
    urgent = notice(Place.channel(TEAM), "urgent", urgency=Urgency.PAGE)
    await desk.want(notice(Place.channel(TEAM), "second"), urgent)
    await desk.move(seconds=10)
    assert said(desk, TEAM)[2] == ids(urgent)[0]
    assert len(said(desk, TEAM)) == 5


async def test_rate_limit(desk: Running) -> None:
    """Too fast in one channel holds back that channel alone; with editing, only the edits."""
    await desk.want(notice(Place.channel(DESK), "before"))
    desk.slack.faults.rate_limit(POST, retry_after=30)
    held = notice(Place.channel(TEAM), "held")
    await desk.want(held)
    free = notice(Place.channel(DESK), "free")
    second = notice(Place.channel(TEAM), "second")
    await desk.want(second, free)
    assert said(desk, TEAM) == []
    assert ids(free)[0] in said(desk, DESK)
    assert len(posts(desk, TEAM)) == 1
    await desk.move(seconds=29)
    assert len(posts(desk, TEAM)) == 1
    await desk.move(seconds=1)
    assert said(desk, TEAM) == ids(held, second)
    desk.slack.faults.rate_limit("chat.update", retry_after=30)
    await desk.speak("en")
    await desk.want(held)
    below = notice(Place.thread(held.id_in(WORKSPACE)), "below")
    await desk.want(below)
    assert said(desk, TEAM) == ids(held, second, below)
    await desk.move(seconds=30)
    assert [call.status for call in desk.slack.log.calls_of("chat.update")] == [429, 200]


async def test_temporary(desk: Running) -> None:
    """A fault that passes is tried again after a while, and each message said once, in order.

    The card that Slack fumbles does not keep those of other cases from a desk.
    """
    there, stands = desk.slack.person(SATO).dm, list[str]()
    for fault in ("server_error", "drop"):
        getattr(desk.slack.faults, fault)(POST, times=2)
        wanted = [notice(Place.person(SATO), f"{fault} {n}") for n in range(3)]
        await desk.want(*wanted)
        assert said(desk, there) == stands, fault
        await desk.move(seconds=1)
        await desk.move(seconds=2)
        stands += ids(*wanted)
        assert said(desk, there) == stands, fault
    desk.slack.faults.server_error(POST, times=1)
    first, second = notice(Place.channel(DESK), "1"), notice(Place.channel(DESK), "2")
    await desk.want(first, second)
    assert said(desk, DESK) == ids(second)
    await desk.move(seconds=1)
    assert said(desk, DESK) == ids(second, first)


async def test_refused_for_now(desk: Running) -> None:
    """A refusal that Slack itself calls internal, or of the token for a while, costs nothing."""
    internal, token = notice(Place.channel(TEAM), "internal"), notice(Place.channel(TEAM), "token")
    desk.slack.faults.refuse(POST, "internal_error")
    await desk.want(internal)
    await desk.move(seconds=1)
    assert said(desk, TEAM) == ids(internal)
    desk.slack.faults.refuse(POST, "invalid_auth", times=3)
    await desk.want(token)
    for _ in range(3):
        await desk.move(seconds=5)
    assert said(desk, TEAM) == ids(internal, token)


async def test_no_answer(tmp_path: Path) -> None:
    """A call without an answer is given up after its time and tried again."""
    async with running(tmp_path, call_seconds=1.5) as desk:  # the start needs its calls, too
        desk.slack.faults.time_out(POST)
        wanted = notice(Place.channel(TEAM))
        await desk.want(wanted)
        await desk.move(seconds=1)
        assert said(desk, TEAM) == ids(wanted)


async def test_permanent(desk: Running) -> None:
    """A place, or a person, that is gone: given up, the operator told once, the rest goes on."""
    desk.slack.faults.refuse(POST, "is_archived")
    lost, next_one = notice(Place.channel(TEAM), "lost"), notice(Place.channel(TEAM), "next")
    with capture_logs() as log:
        await desk.want(lost, next_one)
    assert said(desk, TEAM) == ids(next_one)
    assert (await counts(desk.bot.database)).dead == 1
    (told,) = [entry for entry in log if entry["log_level"] == "error"]
    assert told["error"] == "is_archived"
    assert told["message"] == ids(lost)[0]
    await desk.move(hours=1)
    assert len(posts(desk, TEAM)) == 2
    desk.slack.workspace.change_user(SATO, deleted=True)
    await desk.settle()
    await desk.want(notice(Place.person(SATO)), notice(Place.person(TANAKA)))
    assert (await counts(desk.bot.database)).dead == 2
    assert len(said(desk, desk.slack.person(TANAKA).dm)) == 1


class Replies:
    """Answers to one click of somebody's, as handlers leave them."""

    def __init__(self, desk: Running) -> None:
        ticket = desk.slack.tickets.response(TEAM, SATO, None)
        self.desk = desk
        self.address = ReplyAddress(
            id=uuid4(),
            url=f"{desk.slack.base_url}/response/{ticket}",
            user=SATO,
            expires_at=desk.clock.now() + timedelta(minutes=30),
        )

    async def want(self, kind: Kind, *details: str) -> None:
        """Answer the click, once for each detail."""
        async with self.desk.bot.office.store.write(WORKSPACE) as work:
            await work.messages.remember(self.address)
            for detail in details:
                wanted = Wanted(kind, self.address.place, detail=f"not-yours/{detail}")
                await work.messages.want(wanted)
        await self.desk.settle()


async def test_reply(desk: Running) -> None:
    """An answer to a click is seen in place by the one who clicked, for all faults.

    Wanted again it is given again only where it reads otherwise: five are all.
    """
    team, calls = desk.slack.workspace.in_channel, desk.slack.log.calls_of
    replies = Replies(desk)
    await replies.want(Kind.NOTICE, "1")
    await replies.want(Kind.NOTICE, "1")
    (message,) = team(TEAM)
    assert message.only_for == SATO
    assert len(calls("response_url")) == 1
    desk.slack.workspace.change_user(SATO, locale="en-US")
    await desk.settle()
    await replies.want(Kind.NOTICE, "1")
    assert len(calls("response_url")) == 2
    before = len(team(TEAM))
    desk.slack.faults.server_error("response_url")
    await replies.want(Kind.NOTICE, "2")
    assert len(team(TEAM)) == before
    await desk.move(seconds=1)
    assert len(team(TEAM)) == before + 1
    assert desk.slack.violations == []


async def test_reply_without_room(desk: Running) -> None:
    """An address takes five posts in half an hour: other sentences go to the person."""
    await Replies(desk).want(Kind.NOTICE, *(str(n) for n in range(6)))
    dm, shown = desk.slack.person(SATO).dm, desk.slack.workspace.in_channel
    assert (len(shown(TEAM)), len(said(desk, dm))) == (5, 1)
    late = Replies(desk)
    desk.clock.move(timedelta(minutes=30))
    await late.want(Kind.NOTICE, "1")
    await late.want(Kind.APOLOGY, "2")
    assert (len(shown(TEAM)), len(said(desk, dm))) == (5, 2)
    assert await pending(desk) == 0
    assert desk.slack.violations == []


async def danger_now(desk: Running) -> None:
    """Somebody in the shop presses that they are in danger."""
    person = desk.slack.person(SATO)
    await person.command(TEAM, "/kasuhara", "report")
    await desk.settle()
    message = person.find("triage.danger.now")
    assert message is not None
    await person.press(message, "triage.danger.now")
    await desk.settle()


def paged(desk: Running, user: str) -> bool:
    """Whether somebody's own conversation with the bot holds a message."""
    return bool(said(desk, desk.slack.person(user).dm))


async def test_page_goes_wider_at_once(desk: Running) -> None:
    """Where the desk cannot be told of danger, the next circle is paged without waiting.

    What a lock screen shows of a page holds no name.
    """
    desk.slack.workspace.archive(DESK)
    await danger_now(desk)
    assert paged(desk, TANAKA)
    assert paged(desk, MORI)
    assert said(desk, "C0HQ")
    texts = [call.arguments["text"] for call in desk.slack.log.calls_of(POST)]
    assert texts
    assert "佐藤" not in json.dumps(texts, ensure_ascii=False)


async def test_page_goes_wider_when_held_back(desk: Running) -> None:
    """A desk that must wait for Slack's pace is told later; the next circle is paged now."""
    desk.slack.faults.rate_limit(POST, retry_after=60, times=3)
    await danger_now(desk)
    assert said(desk, "C0HQ") or paged(desk, TANAKA)
    await desk.move(seconds=60)
    assert said(desk, DESK)


async def test_pages_that_all_fail_come_to_rest(desk: Running) -> None:
    """Where nobody at all can be reached, paging ends instead of going in circles."""
    desk.slack.faults.refuse(POST, "is_archived", times=1000)
    await danger_now(desk)
    assert len(desk.slack.log.calls_of(POST)) < 60


async def test_next_process_delivers(tmp_path: Path) -> None:
    """What one process was to say, the next one says."""
    wanted = notice(Place.channel(TEAM))
    async with running(tmp_path) as first:
        first.slack.faults.server_error(POST)
        await first.want(wanted)
        assert said(first, TEAM) == []
    async with running(tmp_path) as second:
        await second.move(minutes=1)
        assert said(second, TEAM) == ids(wanted)
