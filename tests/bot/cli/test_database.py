"""`kasuhara db`, and what the file gives away without its key."""

import stat
from pathlib import Path

import pytest

from bot.sandbox.story import WORDS
from storage.file_lock import serving_from
from storage.key_file import key_file
from tests.bot.cli.shell import Shell, document


def test_database(shell: Shell) -> None:
    """The tables are missing, then made, then as they should be."""
    assert shell("db", "check")[0] == 1
    assert document(shell("db", "upgrade", "--json")) == {"ok": True}
    assert shell("db", "check")[0] == 0
    assert document(shell("db", "check", "--json")) == {"ok": True, "problem": None}


def test_backup(shell: Shell, story: Path) -> None:
    """A copy opens with the same keys, and never replaces a file."""
    assert document(shell("db", "backup", "copy.db", "--json")) == {"ok": True, "file": "copy.db"}
    assert shell("db", "backup", "copy.db")[0] == 2
    (story / "copy.db").replace(story / "kasuhara.db")
    assert shell("audit", "verify")[0] == 0


def test_beside_a_bot(shell: Shell, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a bot serves from the file, another is refused; records are read, and copied."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    with serving_from(f"sqlite+aiosqlite:///{story / 'kasuhara.db'}"):
        code, _, err = shell("serve")
        assert code == 2
        assert "another bot is serving from" in err
        assert len(err.splitlines()) == 1
        number = document(shell("cases", "list", "--json"))[0]["number"]
        for reading in (
            ["cases", "show", number],
            ["audit", "verify"],
            ["db", "check"],
            ["db", "backup", "copy.db"],
        ):
            assert shell(*reading)[0] == 0


@pytest.mark.usefixtures("story")
def test_wrong_key(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the keys it was sealed with, the database is refused, and no key is printed."""
    monkeypatch.setenv("KASUHARA_KEYS", "other:" + "A" * 43 + "=")
    code, _, err = shell("cases", "list")
    assert code == 2
    assert "AAAA" not in err


def test_stolen_file(told: Path) -> None:
    """Without the key, the database file shows no word that was said and no name."""
    files = [file for file in told.glob("kasuhara.db*") if file.is_file()]
    everything = b"".join(file.read_bytes() for file in files)
    for part in (WORDS[:8], "佐藤", "田中"):
        assert part.encode() not in everything
    keys = key_file(f"sqlite+aiosqlite:///{told / 'kasuhara.db'}")
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
