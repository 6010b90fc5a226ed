"""Nothing of a customer or of anybody's health leaves the places made for it."""

import html
import io
import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from tests.databases import only_sqlite
from tests.scenarios.world import (
    DESK,
    HQ_DESK,
    MANAGER,
    MORI,
    SATO,
    TEAM,
    World,
    readable,
    story,
)

pytestmark = only_sqlite  # its file is read

NAME, ROOM, PHONE = "架空崎 次郎左衛門", "九〇七号室", "090-0000-0907"
WORDS, FILE = "おまえの家は知っているぞ", "脅しの録音.m4a"
LIBRARIES = "libraries are heard"
CHANNELS = ((MORI, DESK), ("U0HQONE", HQ_DESK), (SATO, TEAM))
SECRETS = (NAME, ROOM, PHONE, WORDS, FILE, "severe_health", "fear_or_health")


async def a_whole_story(world: World) -> None:
    """Danger, acts, words, a file, the customer, health: everything that must not get out."""
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.command("report")
    await sato.press("triage.danger.now")
    await sato.press("triage.place.shop")
    await mori.press("case.take")
    await sato.press("triage.safe")
    await sato.press("triage.actor.tenant")
    await sato.press("triage.scene.counter")
    await sato.tick("triage.acts", "threat", "insult")
    await sato.press("triage.acts.done")
    await sato.say(WORDS, thread=sato.thread())
    await sato.drop(FILE, "audio/mp4", sato.thread())
    while not sato.offered("triage.customer.open"):
        await sato.press("triage.later")
    await sato.press("triage.customer.open")
    await sato.submit({"name": NAME, "room": ROOM, "phone": PHONE, "property": "架空荘"})
    while not sato.offered("triage.impact.done"):
        await sato.press("triage.later")
    await sato.tick("triage.impact", "severe_health", "fear_or_health")
    await sato.press("triage.impact.done")
    await mori.press("case.record")


async def refused_by_slack(world: World) -> None:
    """Have Slack refuse a message with everything in it."""
    world.slack.faults.refuse("chat.update", "invalid_blocks", times=1)
    sato = world.somebody(SATO)
    await sato.say(f"{WORDS}、また言われた", thread=sato.thread())


@contextmanager
def logged() -> Iterator[list[str]]:
    """Collect whatever is logged, by us and by libraries, while the block lasts."""
    said: list[str] = []
    stream, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("another").info(LIBRARIES)
    try:
        with capture_logs() as lines:
            yield said
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        said.append(f"{lines} {stream.getvalue()}")


@dataclass(frozen=True, slots=True)
class Traces:
    """What a whole story left behind, place by place."""

    notifications: frozenset[str]
    channels: str
    calls: tuple[tuple[str, str], ...]
    rows: str
    files: tuple[bytes, ...]
    metrics: str
    logs: str


def traces_of(world: World, logs: str) -> Traces:
    """Collect everything that somebody without the right might see."""
    people = [u.id for u in world.slack.workspace.users.values() if not u.is_bot]
    seen = [
        *(world.somebody(user).sees(channel) for user, channel in CHANNELS),
        world.somebody(MANAGER).sees(world.somebody(MANAGER).dm),
    ]
    with closing(sqlite3.connect(world.folder / "kasuhara.db")) as database:
        rows = "\n".join(database.iterdump())
    return Traces(
        notifications=frozenset(text for user in people for text in world.somebody(user).phone),
        channels="\n".join(text for texts in seen for text in texts),
        calls=tuple((call.method, str(call.arguments)) for call in world.slack.log.calls),
        rows=rows,
        files=tuple(path.read_bytes() for path in world.folder.glob("kasuhara.db*")),
        metrics=world.bot.metrics.page().decode(),
        logs=logs,
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def traces(tmp_path_factory: pytest.TempPathFactory) -> Traces:
    """One whole story, told once for all of these tests."""
    folder: Path = tmp_path_factory.mktemp("secrecy")
    async with story(folder) as world:
        with logged() as logs:
            await a_whole_story(world)
            await refused_by_slack(world)
            await world.later(minutes=5)
        return traces_of(world, "".join(logs))


def test_no_notification_names_anybody_or_tells_the_story(traces: Traces) -> None:
    """The lock screen shows generic sentences only."""
    told = (*SECRETS, "佐藤", "<@", "害の予告", "侮辱", "入居者", "新宿")
    assert traces.notifications
    assert not [(p, text) for text in traces.notifications for p in told if p in text]


def test_no_channel_holds_a_customer_or_the_words(traces: Traces) -> None:
    """Not the desk, not HQ, not the team, not the manager's messages."""
    assert "K-2026-0001" in traces.channels
    assert not [secret for secret in SECRETS if secret in traces.channels]


def test_the_bot_says_the_customers_name_to_slack_in_the_modal_only(traces: Traces) -> None:
    """Of all calls to Slack only `views.open` for the record carries it."""
    carrying = {
        method for method, said in traces.calls if any(s in said for s in (NAME, ROOM, PHONE))
    }
    assert carrying == {"views.open"}


def test_no_queue_row_and_no_database_page_holds_a_secret(traces: Traces) -> None:
    """Rows that wait hold ids; everything else of a person is sealed."""
    for secret in (*SECRETS, "佐藤 みのり", "架空荘"):
        assert secret not in traces.rows
        assert not [1 for content in traces.files if secret.encode() in content]


def test_no_metric_holds_more_than_kinds(traces: Traces) -> None:
    """Labels are kinds and results."""
    assert not [part for part in (*SECRETS, SATO, DESK, "K-2026") if part in traces.metrics]


def test_no_log_line_holds_a_secret(traces: Traces) -> None:
    """Logs carry ids, also when Slack refuses a message with everything in it."""
    assert "message given up" in traces.logs
    assert LIBRARIES in traces.logs
    assert not [secret for secret in SECRETS if secret in traces.logs]


NAMES_LIKE_IDS = ("S0MANAGERS", "U0MANAGER", "<@U0MANAGER> <!subteam^S0MANAGERS> <!channel>")


async def test_a_typed_name_calls_nobody(world: World) -> None:
    """Whatever is typed as the name of the person concerned, it stays what was typed."""
    sato, mori = world.somebody(SATO), world.somebody(MORI)
    await sato.command("report")
    await sato.press("triage.reported_as.for_other")
    await sato.press("triage.danger.none")
    await sato.press("triage.affected.open")
    await sato.submit({"name": NAMES_LIKE_IDS[0]})
    for action in ("triage.hearsay.no", "triage.actor.tenant", "triage.scene.phone"):
        await sato.press(action)
    await sato.press("triage.acts.done")
    called = re.compile(r"<@U0MANAGER>|<!subteam\^|<!channel>")
    for typed in NAMES_LIKE_IDS:
        if typed != NAMES_LIKE_IDS[0]:
            await sato.press("triage.back.affected")
            await sato.press("triage.affected.open")
            await sato.submit({"name": typed})
        await mori.press("case.record")
        assert mori.modal is not None
        shown = html.escape(typed, quote=False)
        read = {"thread": sato.sees(sato.dm), "card": mori.sees(DESK)}
        for where, texts in (read | {"record": [readable(mori.modal)]}).items():
            assert any(shown in text for text in texts), (typed, where)
            assert not any(called.search(text) for text in texts), (typed, where)
    assert world.somebody(MANAGER).phone == []
