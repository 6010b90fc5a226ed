"""A copy brought back in a new place: the desk goes on with the cards that it has."""

import asyncio
import os
from pathlib import Path

import pytest
from pydantic import SecretStr

from storage.audit import verify
from storage.backup import backup
from storage.errors import KeyringError
from storage.key_file import key_file
from tests.databases import POSTGRES
from tests.postgres import binaries
from tests.scenarios.test_danger_now import in_danger
from tests.scenarios.test_report_reaches_desk import report_an_insulting_call
from tests.scenarios.world import DESK, EMMA, MORI, World, readable, started
from tests.storage.test_backup import restored


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the copy goes; PostgreSQL's own tool is the one that belongs to the server."""
    monkeypatch.setenv("PATH", f"{binaries()}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "elsewhere").mkdir()
    return tmp_path / "elsewhere" / "desk.db"


def bring_keys(world: World, copy: Path) -> None:
    """Put the key file beside the copy."""
    keys = key_file(world.environment.database)
    copy.with_suffix(".keys").write_bytes(keys.read_bytes())
    copy.with_suffix(".keys").chmod(0o600)


async def test_restored(
    world: World, kind: str, copy: Path, request: pytest.FixtureRequest
) -> None:
    """The copy alone opens nothing; with the keys records open, cards work, numbers go on."""
    mori = world.somebody(MORI)
    await report_an_insulting_call(world)
    before = await world.only_case()
    await backup(world.environment.database, copy)
    await world.bot.stop()
    url = await asyncio.to_thread(restored, kind, copy, request)
    without = {"database_url": SecretStr(url), "kasuhara_keys": None}
    missing = "KASUHARA_KEYS is not set" if kind == POSTGRES else "cannot be read without it"
    with pytest.raises(KeyringError, match=missing):
        await started(world.environment.model_copy(update=without), world.slack, world.clock)
    assert not list(copy.parent.glob("*.keys")), "it makes no key of its own"
    if kind != POSTGRES:
        bring_keys(world, copy)
    world.environment = world.environment.model_copy(update={"database_url": SecretStr(url)})
    world.bot = await started(world.environment, world.slack, world.clock)
    assert (await verify(world.bot.database)).ok
    assert await world.only_case() == before
    await mori.press("case.record")
    assert mori.modal is not None
    assert "K-2026-0001" in readable(mori.modal)
    await in_danger(world, EMMA)
    assert [case.number for case in await world.cases()] == ["K-2026-0001", "K-2026-0002"]
    assert len(mori.messages(DESK)) == 2, "nothing is said twice"
