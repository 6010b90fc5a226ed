import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from bot.sandbox.log import Call
from flows.errors import Reason
from flows.messages import Kind, Place, PlaceKind, ReplyAddress, Urgency, Wanted
from tests.bot.running import DESK, MORI, SATO, TANAKA, TEAM, WORKSPACE, Running, running

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


async def test_posted_once_with_its_id(desk: Running) -> None:
    """A message is posted with its id in the metadata, unfurls nothing and says no more."""
    wanted = notice(Place.channel(TEAM))
    await desk.want(wanted)
    assert said(desk, TEAM) == ids(wanted)
    (call,) = posts(desk, TEAM)
    assert call.arguments["unfurl_links"] is False
    assert desk.slack.violations == []


async def test_edited_in_place(desk: Running) -> None:
    """A message wanted again, that now reads otherwise, is edited where it stands."""
    wanted = notice(Place.channel(TEAM))
    await desk.want(wanted)
    await desk.speak("en")
    await desk.want(wanted)
    assert len(desk.slack.log.calls_of("chat.update")) == 1
    assert said(desk, TEAM) == ids(wanted)


async def test_not_edited_where_nothing_changed(desk: Running) -> None:
    """A message wanted again that reads the same costs no call."""
    wanted = notice(Place.channel(TEAM))
    await desk.want(wanted)
    await desk.want(wanted)
    assert desk.slack.log.calls_of("chat.update") == []
    assert (await desk.bot.outbox.counts()).pending == 0


async def test_person(desk: Running) -> None:
    """A message to a person stands in their conversation with the bot; no call opens it."""
    wanted = [notice(Place.person(SATO), str(n)) for n in range(3)]
    await desk.want(*wanted)
    assert said(desk, desk.slack.person(SATO).dm) == ids(*wanted)
    assert desk.slack.log.calls_of("conversations.open") == []


async def test_thread(desk: Running) -> None:
    """A message in a thread waits for the one above, and stands below it."""
    head = notice(Place.channel(TEAM), "head")
    below = notice(Place.thread(head.id_in(WORKSPACE)), "below")
    await desk.want(below, head)
    parent, child = desk.slack.workspace.in_channel(TEAM)
    assert child.thread_ts == parent.ts
    assert not child.is_broadcast


@pytest.mark.parametrize("above", [Place.channel(TEAM), Place.person(SATO)])
async def test_thread_without_its_head(desk: Running, above: Place) -> None:
    """What was to stand below a message that Slack refuses for good stands in its place."""
    head = notice(above, "head")
    below = notice(Place.thread(head.id_in(WORKSPACE)), "below")
    desk.slack.faults.refuse(POST, "msg_blocks_too_long")
    await desk.want(head, below)
    channel = TEAM if above.kind is PlaceKind.CHANNEL else desk.slack.person(SATO).dm
    (message,) = desk.slack.workspace.in_channel(channel)
    assert message.thread_ts is None
    assert said(desk, channel) == ids(below)
    await desk.speak("en")
    await desk.want(below)
    assert len(desk.slack.log.calls_of("chat.update")) == 1


async def test_below_what_takes_nothing_below(desk: Running) -> None:
    """Below a private line there is no place of its own to stand in: it is let go."""
    head = notice(Place.private(TEAM, SATO), "head")
    desk.slack.faults.refuse("chat.postEphemeral", "restricted_action")
    await desk.want(head, notice(Place.thread(head.id_in(WORKSPACE)), "below"))
    assert desk.slack.workspace.in_channel(TEAM) == []
    assert (await desk.bot.outbox.counts()).pending == 0


async def test_thread_locked(desk: Running) -> None:
    """A thread that was locked takes nothing more: it is said in the channel; other refusals
    stand.
    """
    head = notice(Place.channel(TEAM), "head")
    await desk.want(head)
    thread = Place.thread(head.id_in(WORKSPACE))
    desk.slack.faults.refuse(POST, "restricted_action_thread_locked")
    await desk.want(notice(thread, "first"))
    desk.slack.faults.refuse(POST, "is_archived")
    await desk.want(notice(thread, "second"))
    _, message = desk.slack.workspace.in_channel(TEAM)
    assert message.thread_ts is None
    assert (await desk.bot.outbox.counts()).dead == 1


async def test_page_does_not_wait_for_its_head(desk: Running) -> None:
    """The head is tried again later; the page below it is said at once."""
    head = notice(Place.channel(TEAM), "head")
    page = Wanted(
        Kind.NOTICE,
        Place.thread(head.id_in(WORKSPACE)),
        detail="not-yours/page",
        urgency=Urgency.PAGE,
    )
    desk.slack.faults.refuse(POST, "internal_error")
    await desk.want(head, page)
    assert said(desk, TEAM) == ids(page)
    await desk.move(seconds=1)
    assert said(desk, TEAM) == ids(page, head)


async def test_private(desk: Running) -> None:
    """A private line in a channel is seen by that person alone."""
    await desk.want(notice(Place.private(TEAM, SATO)))
    (message,) = desk.slack.workspace.in_channel(TEAM)
    assert message.only_for == SATO


async def test_rate_limit_holds_back_one_channel(desk: Running) -> None:
    """Too fast in one channel: that channel waits its time, the others go on."""
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


async def test_rate_limit_holds_back_one_method(desk: Running) -> None:
    """Too fast with editing: new messages in the same channel still go out."""
    first = notice(Place.channel(TEAM), "first")
    await desk.want(first)
    desk.slack.faults.rate_limit("chat.update", retry_after=30)
    await desk.speak("en")
    await desk.want(first)
    below = notice(Place.thread(first.id_in(WORKSPACE)), "below")
    await desk.want(below)
    assert said(desk, TEAM) == ids(first, below)
    await desk.move(seconds=30)
    assert [call.status for call in desk.slack.log.calls_of("chat.update")] == [429, 200]


@pytest.mark.parametrize("fault", ["server_error", "drop"])
async def test_temporary(desk: Running, fault: str) -> None:
    """A fault that passes is tried again after a while, and each message said once, in order."""
    getattr(desk.slack.faults, fault)(POST, times=2)
    wanted = [notice(Place.person(SATO), str(n)) for n in range(3)]
    await desk.want(*wanted)
    there = desk.slack.person(SATO).dm
    assert said(desk, there) == []
    await desk.move(seconds=1)
    await desk.move(seconds=2)
    assert said(desk, there) == ids(*wanted)


async def test_temporary_in_a_channel(desk: Running) -> None:
    """The card that Slack fumbles does not keep those of other cases from a desk."""
    desk.slack.faults.server_error(POST, times=1)
    first, second = notice(Place.channel(DESK), "1"), notice(Place.channel(DESK), "2")
    await desk.want(first, second)
    assert said(desk, DESK) == ids(second)
    await desk.move(seconds=1)
    assert said(desk, DESK) == ids(second, first)


async def test_refused_for_now(desk: Running) -> None:
    """A refusal that Slack itself calls internal is tried again."""
    desk.slack.faults.refuse(POST, "internal_error")
    wanted = notice(Place.channel(TEAM))
    await desk.want(wanted)
    await desk.move(seconds=1)
    assert said(desk, TEAM) == ids(wanted)


async def test_no_answer(tmp_path: Path) -> None:
    """A call without an answer is given up after its time and tried again."""
    async with running(tmp_path, call_seconds=0.2) as desk:
        desk.slack.faults.time_out(POST)
        wanted = notice(Place.channel(TEAM))
        await desk.want(wanted)
        await desk.move(seconds=1)
        assert said(desk, TEAM) == ids(wanted)


async def test_permanent(desk: Running) -> None:
    """A place that is gone: the message is given up, the operator told once, the rest goes on."""
    desk.slack.faults.refuse(POST, "is_archived")
    lost, next_one = notice(Place.channel(TEAM), "lost"), notice(Place.channel(TEAM), "next")
    with capture_logs() as log:
        await desk.want(lost, next_one)
    assert said(desk, TEAM) == ids(next_one)
    assert (await desk.bot.outbox.counts()).dead == 1
    (told,) = [entry for entry in log if entry["log_level"] == "error"]
    assert told["error"] == "is_archived"
    assert told["message"] == ids(lost)[0]
    await desk.move(hours=1)
    assert len(posts(desk, TEAM)) == 2


async def test_person_gone(desk: Running) -> None:
    """Somebody who left the company cannot be written to: given up, nobody else is kept waiting."""
    desk.slack.workspace.change_user(SATO, deleted=True)
    await desk.settle()
    await desk.want(notice(Place.person(SATO)), notice(Place.person(TANAKA)))
    assert (await desk.bot.outbox.counts()).dead == 1
    assert len(said(desk, desk.slack.person(TANAKA).dm)) == 1


async def test_deleted_in_slack(desk: Running) -> None:
    """A message that somebody deleted is not brought back by a later change."""
    wanted = notice(Place.channel(TEAM))
    await desk.want(wanted)
    desk.slack.workspace.delete(desk.slack.workspace.in_channel(TEAM)[0])
    await desk.want(wanted)
    counts = await desk.bot.outbox.counts()
    assert (counts.pending, counts.dead) == (0, 0)
    assert said(desk, TEAM) == []


async def test_token_mended(desk: Running) -> None:
    """A token that Slack refuses for a while costs no message."""
    desk.slack.faults.refuse(POST, "invalid_auth", times=3)
    wanted = notice(Place.channel(TEAM))
    await desk.want(wanted)
    for _ in range(3):
        await desk.move(seconds=5)
    assert said(desk, TEAM) == ids(wanted)


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


@pytest.fixture
async def replies(desk: Running) -> AsyncIterator[Replies]:
    yield Replies(desk)
    assert desk.slack.violations == []


async def test_reply(replies: Replies) -> None:
    """An answer to a click is seen in place by the one who clicked."""
    await replies.want(Kind.NOTICE, "1")
    (message,) = replies.desk.slack.workspace.in_channel(TEAM)
    assert message.only_for == SATO


async def test_reply_said_anew(replies: Replies) -> None:
    """An answer wanted again is given again only where it reads otherwise: five are all."""
    await replies.want(Kind.NOTICE, "1")
    await replies.want(Kind.NOTICE, "1")
    assert len(replies.desk.slack.log.calls_of("response_url")) == 1
    replies.desk.slack.workspace.change_user(SATO, locale="en-US")
    await replies.desk.settle()
    await replies.want(Kind.NOTICE, "1")
    assert len(replies.desk.slack.log.calls_of("response_url")) == 2


async def test_reply_too_late(replies: Replies) -> None:
    """A sentence that comes after the half hour is said in the person's own conversation."""
    replies.desk.clock.move(timedelta(minutes=30))
    await replies.want(Kind.NOTICE, "1")
    await replies.want(Kind.APOLOGY, "2")
    assert replies.desk.slack.workspace.in_channel(TEAM) == []
    assert len(said(replies.desk, replies.desk.slack.person(SATO).dm)) == 1
    assert (await replies.desk.bot.outbox.counts()).pending == 0


async def test_sixth_reply(replies: Replies) -> None:
    """The address takes five posts: the sixth sentence goes to the person."""
    await replies.want(Kind.NOTICE, *(str(n) for n in range(6)))
    shown = replies.desk.slack.workspace.in_channel(TEAM)
    private = said(replies.desk, replies.desk.slack.person(SATO).dm)
    assert (len(shown), len(private)) == (5, 1)


async def test_reply_tried_again(replies: Replies) -> None:
    """An answer that met a fault is given again."""
    replies.desk.slack.faults.server_error("response_url")
    await replies.want(Kind.NOTICE, "1")
    await replies.desk.move(seconds=1)
    assert len(replies.desk.slack.workspace.in_channel(TEAM)) == 1


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
    """Where the desk cannot be told of danger, the next circle is paged without waiting."""
    desk.slack.workspace.archive(DESK)
    await danger_now(desk)
    assert paged(desk, TANAKA)
    assert paged(desk, MORI)
    assert said(desk, "C0HQ")


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


async def test_urgent_first(desk: Running) -> None:
    """When not everything can go at once, the urgent goes first."""
    desk.slack.faults.rate_limit(POST, retry_after=10)
    first = notice(Place.channel(TEAM), "first")
    await desk.want(first)
    urgent = Wanted(Kind.NOTICE, Place.channel(TEAM), detail="not-yours/u", urgency=Urgency.PAGE)
    await desk.want(notice(Place.channel(TEAM), "second"), urgent)
    await desk.move(seconds=10)
    assert said(desk, TEAM)[0] == ids(urgent)[0]
    assert len(said(desk, TEAM)) == 3


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


async def test_lock_screen_names_nobody(desk: Running) -> None:
    """What a lock screen shows of a page holds no name."""
    await danger_now(desk)
    texts = [call.arguments["text"] for call in desk.slack.log.calls_of(POST)]
    assert texts
    assert "佐藤" not in json.dumps(texts, ensure_ascii=False)
