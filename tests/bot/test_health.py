"""Alive, ready, and the figures: what somebody who watches is told."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from bot.health import FRESH_FOR
from bot.work_loop import LOOK_AGAIN, STILL_AFTER
from flows.messages import Kind, Place, Wanted
from storage.waiting import Waiting
from tests.bot.running import FORM, SATO, WORKSPACE, Running, command, event, running

pytestmark = pytest.mark.usefixtures("either_database")

OPERATIONS = Path(__file__).parents[2] / "docs/operations.md"
ALL_WELL = {"database": True, "keys": True, "slack": True, "delivery": True}


@pytest.fixture
async def on_sockets(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path, socket=True) as started:
        yield started


async def ready(desk: Running) -> tuple[int, dict[str, Any]]:
    """Return what `/readyz` answers."""
    async with desk.http.get(f"{desk.bot.address}/readyz") as answer:
        return answer.status, await answer.json()


async def figures(desk: Running) -> dict[str, float]:
    """Return the figures as somebody who watches reads them, a second after the last look."""
    desk.clock.move(FRESH_FOR)
    async with desk.http.get(f"{desk.bot.address}/metrics") as answer:
        assert answer.status == 200
        page = await answer.text()
    found = re.findall(r"^(kasuhara_\S+) (\S+)$", page, re.MULTILINE)
    return {name: float(value) for name, value in found}


async def lose_database(desk: Running) -> None:
    """Take the tables away from which everything is read."""
    await desk.settle()
    async with desk.bot.database.connections.writing() as connection:
        for table in ("settings", "inbox", "messages"):
            await connection.exec_driver_sql(f"DROP TABLE {table}")


async def test_alive_and_ready(desk: Running) -> None:
    """Alive says so at once; ready looks at database, keys, Slack and delivery."""
    async with desk.http.get(f"{desk.bot.address}/healthz") as alive:
        assert alive.status == 200
    assert await ready(desk) == (200, ALL_WELL)


async def test_not_ready_without_slack(desk: Running) -> None:
    """Where Slack no longer takes the token the bot is alive but not ready."""
    desk.slack.workspace.revoke_tokens()
    await desk.settle()
    await desk.move(hours=1)
    status, said = await ready(desk)
    assert (status, said["slack"]) == (503, False)
    assert said["reasons"] == {"slack": "Slack does not accept the bot's token"}


async def test_not_ready_while_slack_is_away(desk: Running) -> None:
    """It says that Slack does not answer, and is ready again when it does."""
    desk.slack.faults.server_error("auth.test", times=100)
    await desk.move(hours=1)
    status, said = await ready(desk)
    assert (status, said["reasons"]) == (503, {"slack": "Slack does not answer"})
    desk.slack.faults.clear()
    assert await ready(desk) == (200, ALL_WELL)


async def test_not_ready_without_the_database(desk: Running) -> None:
    """It says so, and so it does of the keys, which cannot be checked; alive it still is."""
    await lose_database(desk)
    with capture_logs() as log:
        status, said = await ready(desk)
    assert status == 503
    assert said["reasons"] == {
        "database": "the database does not answer",
        "keys": "cannot be checked without the database",
    }
    assert [entry["event"] for entry in log] == ["database does not answer"]
    async with desk.http.get(f"{desk.bot.address}/healthz") as alive:
        assert alive.status == 200


async def test_not_ready_when_sending_stands_still(desk: Running) -> None:
    """A loop that can look for no work any more is named after half a minute, with for how long."""
    await lose_database(desk)
    looks = int(STILL_AFTER / LOOK_AGAIN) + 1
    for _ in range(looks):
        desk.clock.move(LOOK_AGAIN)
    _, said = await ready(desk)
    assert said["delivery"] is False
    assert (
        f"the sending of messages has not been able to look for work for {looks * 5} seconds"
        in said["reasons"]["delivery"]
    )


async def test_not_ready_when_a_loop_has_ended(desk: Running) -> None:
    """A loop that has stopped is named."""
    await desk.bot._delivery.loop.stop(1.0)
    status, said = await ready(desk)
    assert status == 503
    assert said["reasons"] == {"delivery": "the sending of messages does not run"}


async def test_what_waits_and_for_how_long(desk: Running) -> None:
    """Numbers and ages of what is due come from the database, and go back to nothing."""
    before = await figures(desk)
    assert before["kasuhara_messages_waiting"] == 0
    assert before["kasuhara_messages_oldest_seconds"] == 0
    desk.slack.faults.server_error("chat.postMessage", times=2)
    await desk.want(Wanted(Kind.HELP, Place.person(SATO), detail=str(uuid4())))
    assert (await figures(desk))["kasuhara_messages_waiting"] == 1
    desk.clock.move(timedelta(milliseconds=100))
    during = await figures(desk)
    assert during["kasuhara_messages_oldest_seconds"] == pytest.approx(2.1)
    assert during['kasuhara_shown_total{result="retry"}'] >= 1
    await desk.move(minutes=5)
    await desk.move(minutes=5)
    after = await figures(desk)
    assert after["kasuhara_messages_waiting"] == after["kasuhara_messages_oldest_seconds"] == 0
    assert after['kasuhara_shown_total{result="shown"}'] >= 1


async def test_deliveries_that_wait(desk: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """An open delivery is counted with its age, and one that was given up as that."""

    async def fail(_body: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(desk.bot._worker, "_dispatch", fail)
    await desk.post(event())
    await desk.settle()
    desk.clock.move(timedelta(milliseconds=100))
    during = await figures(desk)
    assert during["kasuhara_deliveries_waiting"] == 1
    assert during["kasuhara_deliveries_oldest_seconds"] == pytest.approx(1.1)
    for _ in range(8):
        await desk.move(minutes=3)
    after = await figures(desk)
    assert after["kasuhara_deliveries_waiting"] == 0
    assert after["kasuhara_deliveries_dead"] == 1


async def test_what_was_given_up(desk: Running) -> None:
    """Dead letters are counted as long as they are dead."""
    desk.slack.workspace.change_user(SATO, deleted=True)
    await desk.settle()
    await desk.want(Wanted(Kind.HELP, Place.person(SATO), detail=str(uuid4())))
    after = await figures(desk)
    assert after["kasuhara_messages_dead"] == 1
    assert after['kasuhara_shown_total{result="dead"}'] == 1


async def test_figures_without_the_database(desk: Running) -> None:
    """The page is there all the same; what cannot be read is no number."""
    await lose_database(desk)
    page = await figures(desk)
    assert str(page["kasuhara_messages_waiting"]) == "nan"
    assert str(page["kasuhara_deliveries_oldest_seconds"]) == "nan"


async def test_figures_are_read_once_a_second(
    desk: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks a hundred times a second does not keep the database busy."""
    asked = 0
    read = desk.bot.inbox.waiting

    async def count(now: Any) -> Waiting:
        nonlocal asked
        asked += 1
        return await read(now)

    monkeypatch.setattr(desk.bot.inbox, "waiting", count)
    await desk.bot.health.page()
    await desk.bot.health.page()
    assert asked == 1
    desk.clock.move(FRESH_FOR)
    await desk.bot.health.page()
    assert asked == 2


async def test_figures_name_nobody(desk: Running) -> None:
    """They count what came in and what was said, without anybody's id."""
    await desk.post(command(), FORM)
    await desk.post(command(), FORM)
    await desk.settle()
    page = (await desk.bot.health.page()).decode()
    assert 'kasuhara_deliveries_total{kind="command",result="kept"} 1.0' in page
    assert 'kasuhara_deliveries_total{kind="command",result="repeated"} 1.0' in page
    assert 'kasuhara_acknowledgement_seconds_count{kind="command"} 2.0' in page
    assert 'kasuhara_worked_total{result="done"} ' in page
    assert 'kasuhara_sends_total{method="chat.postMessage",result="ok"} ' in page
    assert SATO not in page
    assert WORKSPACE not in page


async def test_open_sockets(on_sockets: Running) -> None:
    """Over Socket Mode the figures and the readiness count the open connections."""
    desk = on_sockets
    assert (await figures(desk))["kasuhara_sockets"] == 2
    assert await ready(desk) == (200, {**ALL_WELL, "socket": True})


async def test_every_figure_is_written_down(desk: Running) -> None:
    """The operators' page names every figure there is, and no other."""
    page = (await desk.bot.health.page()).decode()
    there = set(re.findall(r"^# TYPE (kasuhara_\w+) ", page, re.MULTILINE))
    there = {name for name in there if not name.endswith("_created")}
    written = set(re.findall(r"`(kasuhara_\w+)`", OPERATIONS.read_text(encoding="utf-8")))
    assert written == there
