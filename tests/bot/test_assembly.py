import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

import bot.slack_clients
from bot.assembly import Assembly
from bot.clock import MovableClock
from bot.sandbox.company import settings
from flows.errors import SettingsError
from storage.audit import verify
from storage.errors import DatabaseInUseError
from tests.bot.running import NOON, Running, built, running
from tests.databases import only_sqlite
from tests.workspace import local_slack

pytestmark = pytest.mark.usefixtures("either_database")


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have calls that read give up soon: between their tries real time passes."""
    monkeypatch.setattr(bot.slack_clients, "READ_RETRIES", 1)


async def refusal(folder: Path, text: str = "", **values: object) -> str:
    """Return the sentence with which the bot refuses to start."""
    clock = MovableClock(NOON)
    (folder / "settings.toml").write_text(text or settings(), encoding="utf-8")
    async with local_slack(clock) as slack, built(slack, folder, clock, **values) as bot:
        with pytest.raises(SettingsError) as refused:
            await bot.start()
    return str(refused.value)


async def test_unknown_channel(tmp_path: Path) -> None:
    """A channel that the workspace does not have is refused at start, by its name."""
    assert "C0NOWHERE" in await refusal(tmp_path, settings().replace("C0DESKYOKOHAMA", "C0NOWHERE"))


async def test_lonely_desk(tmp_path: Path) -> None:
    """A branch with one decider and no HQ behind it is refused with the reason."""
    clock = MovableClock(NOON)
    without_hq = settings().replace('hq_channel = "C0HQ"\n', "")
    (tmp_path / "settings.toml").write_text(without_hq, encoding="utf-8")
    async with local_slack(clock) as slack, built(slack, tmp_path, clock) as bot:
        for user in ("U0MORI", "U0GRACE"):
            slack.workspace.remove_member("C0DESKSHINJUKU", user)
        with pytest.raises(SettingsError, match="shinjuku"):
            await bot.start()


PRIVATE = {
    "C0DESKYOKOHAMA": "desk_channel of the branch yokohama (横浜店)",
    "C0HQ": "company.hq_channel",
    "C0HR": "company.hr_channel",
    "C0LEGAL": "company.legal_channel",
}


async def test_channels_that_will_not_do(tmp_path: Path) -> None:
    """A desk in a public channel is refused at start, by its setting, and with the reason.

    So is a private channel that the bot was not invited to, by its name.
    """
    clock = MovableClock(NOON)
    async with local_slack(clock) as slack, built(slack, tmp_path, clock) as bot:
        for channel, setting in PRIVATE.items():
            slack.workspace.channels[channel].is_private = False
            with pytest.raises(SettingsError) as refused:
                await bot.start()
            said = str(refused.value)
            assert said.startswith(f"{channel} is a public channel"), channel
            assert setting in said, channel
            assert "everybody could read" in said, channel
            slack.workspace.channels[channel].is_private = True
        slack.workspace.remove_member("C0HQ", "U0KASUHARA")
        with pytest.raises(SettingsError, match="C0HQ"):
            await bot.start()


async def test_wrong_token(tmp_path: Path) -> None:
    """A token that Slack refuses is named, and not printed."""
    said = await refusal(tmp_path, slack_bot_token="xoxb-of-somebody-else")
    assert said.startswith("SLACK_BOT_TOKEN")
    assert "somebody" not in said


@pytest.mark.usefixtures("hasty")
async def test_slack_out_of_reach(tmp_path: Path) -> None:
    """While Slack cannot be asked the bot waits, says so, and starts as soon as it can."""
    clock = MovableClock(NOON)
    async with local_slack(clock) as slack, built(slack, tmp_path, clock) as bot:
        slack.faults.server_error("auth.test", times=2)
        slack.faults.drop("conversations.members", times=4)
        with capture_logs() as log:
            starting = asyncio.create_task(bot.start())
            while not starting.done():
                clock.move(timedelta(seconds=10))
                await asyncio.wait({starting}, timeout=0.05)
        await starting
    said = [entry for entry in log if entry["event"].startswith("slack cannot be reached")]
    assert len(said) > 1
    assert said[0]["address"] == slack.api_url


async def test_no_settings(tmp_path: Path) -> None:
    """Without settings the bot says how to bring them."""
    said = await refusal(tmp_path, kasuhara_settings=None)
    assert "kasuhara settings import" in said


async def test_settings_file_missing(tmp_path: Path) -> None:
    """A settings file that is not there is named."""
    said = await refusal(tmp_path, kasuhara_settings=tmp_path / "nowhere.toml")
    assert "nowhere.toml" in said


async def test_port_taken(tmp_path: Path) -> None:
    """A port that somebody else has is refused by its number."""
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    async with running(tmp_path / "first") as first:
        port = int(first.bot.address.rsplit(":", 1)[1])
        assert str(port) in await refusal(tmp_path / "second", port=port)


@only_sqlite
async def test_second_bot(tmp_path: Path) -> None:
    """A second bot on the same file is refused in one sentence, and the first goes on."""
    async with running(tmp_path) as first:
        with pytest.raises(DatabaseInUseError, match="another bot is serving from"):
            await Assembly.build(first.bot.environment, first.clock)
        await first.slack.person("U0SATO").command("C0TEAMSHINJUKU", "/kasuhara", "report")
        await first.settle()
        assert not await first.bot.health.problems()


async def test_the_next_start(tmp_path: Path) -> None:
    """A file brings the first settings only: later ones are imported on purpose.

    What was written before a restart is signed at the start, however little it was.
    """
    async with running(tmp_path) as before:
        sato = before.slack.person("U0SATO")
        await sato.say(sato.dm, "報告")
        await before.settle()
    file = tmp_path / "settings.toml"
    file.write_text(settings().replace("みなと不動産", "べつの不動産"), encoding="utf-8")
    async with running(tmp_path) as again:
        async with again.bot.database.read(again.bot.workspace) as work:
            company = await work.settings.company()
        assert company is not None
        assert company.name == "みなと不動産"
        assert (await verify(again.bot.database)).checkpoints == 1


async def test_daily_round(desk: Running) -> None:
    """Once a day memberships are read anew, done deliveries forgotten, timelines' ends signed."""
    sato = desk.slack.person("U0SATO")
    await sato.say(sato.dm, "報告")
    await desk.settle()
    assert await desk.stored() > 0
    assert (await verify(desk.bot.database)).checkpoints == 0
    read = len(desk.slack.log.calls_of("conversations.members"))
    await desk.move(days=2)
    await desk.slack.until(lambda: len(desk.slack.log.calls_of("conversations.members")) > read)
    await desk.settle()
    assert await desk.stored() == 0
    assert (await verify(desk.bot.database)).checkpoints == 1


@pytest.mark.usefixtures("hasty")
async def test_daily_reading_fails_for_a_while(desk: Running) -> None:
    """While Slack cannot say who is where, it is asked again until it does, not a day later."""
    desk.slack.faults.server_error("conversations.members", times=1000)
    with capture_logs() as log:
        await desk.move(days=1)
        await desk.move(minutes=5)
    assert {entry["job"] for entry in log if entry["log_level"] == "warning"} == {"reconcile"}
    desk.slack.faults.clear()
    with capture_logs() as log:
        await desk.move(minutes=5)
        await desk.move(hours=12)
    assert [entry["job"] for entry in log if entry["event"] == "job done"] == ["reconcile"]


async def test_down_for_nights(tmp_path: Path) -> None:
    """Nights during which nothing ran are made good at the next start: once, and late."""
    async with running(tmp_path) as before:
        sato = before.slack.person("U0SATO")
        await sato.say(sato.dm, "報告")
        await before.settle()
    with capture_logs() as log:
        async with running(tmp_path, start=NOON + timedelta(days=3)) as after:
            await after.settle()
            assert await after.stored() == 0
            await after.move(hours=12)
    done = [(e["job"], e["late"], e["occurrence"]) for e in log if e["event"] == "job done"]
    jobs = ("purge", "reconcile", "tidy")
    assert sorted(done) == [(job, True, "2026-11-24") for job in jobs]
