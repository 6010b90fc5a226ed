"""A folder to work in, a story that was told once, and a shell."""

import asyncio
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from bot.cli import main
from bot.clock import SystemClock
from bot.sandbox.company import settings
from flows.case import Alarm, Care, Case, Customer
from storage.key_file import load_keyring
from storage.unit_of_work import Database, open_database
from tests.bot.cli.shell import FIRST, SECOND, Shell
from tests.bot.running import WORKSPACE


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the local workspace has told its story once."""
    folder = tmp_path_factory.mktemp("told")
    assert main(["sandbox", "--port", "0", "--data", str(folder), "--exit", "--no-browser"]) == 0
    return folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with an environment that names nothing else."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "KASUHARA_KEYS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'kasuhara.db'}")
    (tmp_path / "company.toml").write_text(settings(), encoding="utf-8")
    return tmp_path


@pytest.fixture
def story(told: Path, folder: Path) -> Path:
    """A copy of the story's database, with its key, in a folder of its own."""
    for file in told.glob("kasuhara.*"):
        target = folder / file.name
        target.write_bytes(file.read_bytes())
        target.chmod(stat.S_IMODE(file.stat().st_mode))
    return folder


@asynccontextmanager
async def opened_at(folder: Path) -> AsyncIterator[Database]:
    """Open the database of a folder, as a command does."""
    url = f"sqlite+aiosqlite:///{folder / 'kasuhara.db'}"
    database = await open_database(url, load_keyring(url, None), SystemClock())
    yield database
    await database.close()


async def cases_in(database: Database) -> tuple[Case, ...]:
    """Return the cases with a number, the newest first."""
    async with database.read(WORKSPACE) as work:
        return (await work.cases.listing()).cases


@pytest.fixture
def two(story: Path) -> Path:
    """The story's database with a second case in it, and something in every store."""

    async def add() -> None:
        async with opened_at(story) as database, database.write(WORKSPACE) as work:
            (case,) = (await work.cases.listing()).cases
            assert case.number is not None
            await work.cases.save(replace(case, number=FIRST))
            now = SystemClock().now()
            alarm = Alarm(raised_at=now, taken_by="U0MORI", taken_at=now)
            second = replace(case, id=UUID(int=1), number=SECOND, alarm=alarm)
            await work.cases.save(second)
            for one in (case.id, second.id):
                await work.customers.save(one, Customer(name="架空 太郎"))
                await work.care.save(one, Care(("fear_or_health",)))

    asyncio.run(add())
    return story


@pytest.fixture
def shell(folder: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Runs one command in the folder; returns exit code, output and errors."""
    assert folder == Path.cwd()

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(list(arguments))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
