"""Nothing of a customer or of anybody's health leaves the places made for it."""

import sqlite3
from contextlib import closing

import pytest

from tests.scenarios.world import (
    DESK,
    HQ_DESK,
    MANAGER,
    MORI,
    SATO,
    TEAM,
    World,
)

NAME, ROOM, PHONE = "架空崎 次郎左衛門", "九〇七号室", "090-0000-0907"
WORDS, FILE = "おまえの家は知っているぞ", "脅しの録音.m4a"
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


async def test_no_log_line_holds_a_secret(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    """Logs carry ids."""
    await a_whole_story(world)
    world.slack.faults.server_error("chat.update", times=1)
    await world.somebody(SATO).say(WORDS, thread=world.somebody(SATO).thread())
    out, err = capfd.readouterr()
    assert not [secret for secret in SECRETS if secret in out + err]


async def test_no_notification_names_anybody_or_tells_the_story(world: World) -> None:
    """The lock screen shows generic sentences only."""
    await a_whole_story(world)
    people = [u for u in world.slack.workspace.users.values() if not u.is_bot]
    shown = {text for user in people for text in world.somebody(user.id).phone}
    assert shown
    told = (*SECRETS, "佐藤", "<@", "害の予告", "侮辱", "入居者", "新宿")
    assert not [(part, text) for text in shown for part in told if part in text]


async def test_no_channel_holds_a_customer_or_the_words(world: World) -> None:
    """Not the desk, not HQ, not the team: the modal alone shows them, to those with the right."""
    await a_whole_story(world)
    await world.later(minutes=5)
    for user, channel in ((MORI, DESK), ("U0HQONE", HQ_DESK), (SATO, TEAM)):
        text = "\n".join(world.somebody(user).sees(channel))
        assert not [secret for secret in SECRETS if secret in text]
    text = "\n".join(world.somebody(MANAGER).sees(world.somebody(MANAGER).dm))
    assert not [secret for secret in SECRETS if secret in text]


async def test_the_bot_says_the_customers_name_to_slack_in_the_modal_only(world: World) -> None:
    """Of all calls to Slack only `views.open` for the record carries it."""
    await a_whole_story(world)
    carrying = {
        call.method
        for call in world.slack.log.calls
        if any(secret in str(call.arguments) for secret in (NAME, ROOM, PHONE))
    }
    assert carrying == {"views.open"}


async def test_no_queue_row_and_no_database_page_holds_a_secret(world: World) -> None:
    """Rows that wait hold ids; everything else of a person is sealed."""
    await a_whole_story(world)
    with closing(sqlite3.connect(world.folder / "kasuhara.db")) as database:
        dump = "\n".join(database.iterdump())
    files = [path.read_bytes() for path in world.folder.glob("kasuhara.db*")]
    for secret in (*SECRETS, "佐藤 みのり", "架空荘"):
        assert secret not in dump
        assert not [1 for content in files if secret.encode() in content]


async def test_no_metric_holds_more_than_kinds(world: World) -> None:
    """Labels are kinds and results."""
    await a_whole_story(world)
    text = world.bot.metrics.page().decode()
    told = (*SECRETS, SATO, DESK, "K-2026")
    assert not [part for part in told if part in text]
