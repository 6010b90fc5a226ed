"""The account at the end: what was acknowledged, and what became of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from bot.in_doubt import MESSAGE_EVENT
from bot.sandbox.log import Outcome
from bot.sandbox.server import SlackServer
from flows.case import Case
from flows.timeline import EntryKind
from storage.audit import verify
from storage.unit_of_work import Database
from storage.work_tables import INBOX_OPEN, MESSAGE_DEAD, MESSAGE_PENDING, inbox, messages
from tests.chaos.people import ACTS, ANSWERS, Reporter

WORKSPACE = "T0MINATO"


@dataclass(slots=True)
class Account:
    """What was counted, and every loss and doubling by name."""

    acknowledged: int = 0
    words: int = 0  # that stand on a timeline
    cases: int = 0
    messages: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing was lost, doubled or left."""
        return not (self.lost or self.doubled or self.other)


async def settled(database: Database) -> bool:
    """Whether nothing waits any more, timers for later excepted."""
    open_deliveries = select(func.count()).select_from(inbox).where(INBOX_OPEN)
    due = (
        select(func.count())
        .select_from(messages)
        .where(MESSAGE_PENDING, messages.c.not_before.is_(None))
    )
    async with database.connections.reading() as connection:
        return not (await connection.scalar(open_deliveries) or await connection.scalar(due))


async def take(slack: SlackServer, database: Database, reporters: Sequence[Reporter]) -> Account:
    """Hold what Slack saw acknowledged against what is kept and what stands in Slack."""
    account = Account()
    acknowledged = {
        str(delivery.body.get("event_id") or delivery.body.get("trigger_id")): delivery
        for delivery in slack.log.deliveries
        if delivery.outcome is Outcome.ACKNOWLEDGED
    }
    account.acknowledged = len(acknowledged)
    await _count_words(account, database, [d.body for d in acknowledged.values()])
    await _count_cases(account, database, reporters)
    await _count_messages(account, slack, database)
    result = await verify(database)
    if result.bad is not None:
        account.other.append(f"the audit found {result.bad}")
    return account


async def _cases(database: Database) -> Sequence[Case]:
    async with database.read(WORKSPACE) as work:
        return (await work.cases.listing(limit=10_000)).cases


async def _count_words(
    account: Account, database: Database, bodies: Sequence[Mapping[str, Any]]
) -> None:
    """Words whose delivery was acknowledged are on a timeline once; no words are there twice."""
    kept: Counter[str] = Counter()
    for case in await _cases(database):
        async with database.read(WORKSPACE) as work:
            entries = await work.timeline.of(case.id)
        kept.update(
            str((entry.content or {}).get("text"))
            for entry in entries
            if entry.kind is EntryKind.WORDS
        )
    account.words = sum(kept.values())
    said = {
        str(body["event"]["text"])
        for body in bodies
        if body.get("type") == "event_callback"
        and body["event"].get("type") == "message"
        and "bot_id" not in body["event"]
        and "text" in body["event"]
    }
    account.lost += [f"words {text}" for text in sorted(said) if not kept[text]]
    account.doubled += [f"words {text}" for text, times in kept.items() if times > 1]


async def _count_cases(account: Account, database: Database, reporters: Sequence[Reporter]) -> None:
    """Whoever got through has one case with a number, with every answer pressed."""
    cases = await _cases(database)
    account.cases = len(cases)
    of: Counter[str] = Counter(case.reporter for case in cases)
    for reporter in reporters:
        if of[reporter.person.id] > 1:
            account.doubled.append(f"case of {reporter.person.id}")
        if reporter.done and not of[reporter.person.id]:
            account.lost.append(f"case of {reporter.person.id}")
        if not reporter.done:
            account.other.append(f"{reporter.person.id} did not get through")
    numbers = Counter(case.number for case in cases)
    account.doubled += [f"number {number}" for number, times in numbers.items() if times > 1]
    for case in cases:
        expected = {**dict(ANSWERS), "acts": set(ACTS)}
        given = {name: getattr(case.answers, name) for name in expected}
        given["acts"] = set(given["acts"] or ())
        if given != expected:
            account.lost.append(f"an answer of {case.number}: {given}")


async def _count_messages(account: Account, slack: SlackServer, database: Database) -> None:
    """Each message that should stand somewhere stands there once, and no other does."""
    stand = Counter(
        str(message.metadata["event_payload"]["id"])
        for message in slack.workspace.messages.values()
        if message.metadata and message.metadata["event_type"] == MESSAGE_EVENT
    )
    shown = select(messages.c.id).where(messages.c.ts.is_not(None))
    async with database.connections.reading() as connection:
        wanted = {str(one) for one in (await connection.execute(shown)).scalars()}
        dead = await connection.scalar(select(func.count()).where(MESSAGE_DEAD))
    account.messages = len(wanted)
    account.lost += [f"message {one}" for one in sorted(wanted - stand.keys())]
    account.doubled += [f"message {one}" for one, times in stand.items() if times > 1]
    account.other += [f"unknown message {one}" for one in sorted(stand.keys() - wanted)]
    if dead:
        account.other.append(f"{dead} messages given up")
    account.other += [f"refused: {violation.what}" for violation in slack.violations]
