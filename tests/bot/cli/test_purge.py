"""`kasuhara purge`: what would go, and what went, in figures and numbers alone."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from bot.clock import SystemClock
from flows.case import Customer, State
from storage.key_file import load_keyring
from storage.unit_of_work import open_database
from tests.bot.cli.shell import FIRST, SECOND, Shell, document
from tests.bot.running import WORKSPACE


@pytest.fixture
def aged(two: Path) -> Path:
    """The two cases, of which the first ended four years ago; and one left lying for a month."""
    url = f"sqlite+aiosqlite:///{two / 'kasuhara.db'}"
    clock = SystemClock()
    long_ago = clock.now() - timedelta(days=4 * 366)

    async def change() -> None:
        database = await open_database(url, load_keyring(url, None), clock)
        async with database.write(WORKSPACE) as work:
            case = await work.cases.by_number(FIRST)
            assert case is not None
            ended = replace(case, state=State.CLOSED, ended_at=long_ago, touched_at=long_ago)
            await work.cases.save(ended)
            lying = replace(case, id=uuid4(), number=None, told_at=None, touched_at=long_ago)
            await work.cases.save(replace(lying, state=State.INTAKE))
            await work.customers.save(lying.id, Customer(name="架空 太郎"))
        await database.close()

    asyncio.run(change())
    return two


def test_dry_run(shell: Shell, aged: Path) -> None:
    """What would go is counted and named by number and reason; nothing is changed, nobody named."""
    before = (aged / "kasuhara.db").read_bytes()
    said = document(shell("purge", "--dry-run", "--json"))
    assert (said["dry_run"], said["counts"]) == (True, {"harassment": 1, "unfinished": 1})
    assert {row["number"] for row in said["records"]} == {FIRST, None}
    code, out, err = shell("purge", "--dry-run")
    assert code == 0
    assert f"{FIRST}\tharassment\t" in out
    assert "2 records would go" in err
    assert "架空" not in f"{said}{out}{err}"
    assert (aged / "kasuhara.db").read_bytes() == before


def test_purge(shell: Shell, aged: Path) -> None:
    """What goes is gone, and its timeline says who removed it; the rest verifies and stays."""
    said = document(shell("purge", "--as", "tanaka", "--json"))
    assert said["counts"] == {"harassment": 1, "unfinished": 1}
    shown = document(shell("cases", "show", FIRST, "--json"))
    assert (shown["customer"]["name"], shown["reporter"], shown["words"]) == (None, "", [])
    (purged,) = [entry for entry in shown["timeline"] if entry["kind"] == "purged"]
    assert purged["actor"] == "operator:tanaka"
    assert shown["purged_at"] is not None
    assert document(shell("cases", "show", SECOND, "--json"))["customer"]["name"] == "●●●"
    assert shell("audit", "verify")[0] == 0
    assert document(shell("purge", "--json"))["records"] == []
    assert aged.exists()


def test_where_there_is_no_such_company(shell: Shell, aged: Path) -> None:
    """A company that is not there is refused."""
    assert shell("purge", "--workspace", "T0NOBODY")[0] == 2
    assert aged.exists()
