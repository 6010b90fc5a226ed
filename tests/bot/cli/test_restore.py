"""A copy, the keys, and an empty folder: what an operator has after a machine was lost."""

from pathlib import Path

import pytest

from tests.bot.cli.shell import FIRST, SECOND, Shell, document


@pytest.fixture
def elsewhere(shell: Shell, two: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new folder with the copy in it; what was there before is gone."""
    folder = two / "elsewhere"
    folder.mkdir()
    assert shell("db", "backup", str(folder / "kasuhara.db"))[0] == 0
    (two / "kasuhara.db").unlink()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DATABASE_URL", "sqlite+aiosqlite:///kasuhara.db")
    return folder


def test_with_the_keys(shell: Shell, two: Path, elsewhere: Path) -> None:
    """Records are listed, shown and verified as they were, and copied and rotated again."""
    (two / "kasuhara.keys").rename(elsewhere / "kasuhara.keys")
    assert shell("db", "check")[0] == 0
    assert shell("audit", "verify")[0] == 0
    numbers = {case["number"] for case in document(shell("cases", "list", "--json"))}
    assert numbers == {FIRST, SECOND}
    shown = document(shell("cases", "show", FIRST, "--care", "--json"))
    assert shown["words"]
    assert shown["care"] == {"impact": ["fear_or_health"]}
    assert "みなと不動産" in shell("settings", "export")[1]
    assert shell("keys", "rotate")[0] == 0
    assert shell("db", "backup", "again.db")[0] == 0
    assert shell("audit", "verify")[0] == 0


@pytest.mark.parametrize("command", [("cases", "list"), ("cases", "show", FIRST), ("keys", "list")])
def test_without_the_keys(shell: Shell, elsewhere: Path, command: tuple[str, ...]) -> None:
    """The copy alone opens nothing: one line says what is missing, and no new key is made."""
    code, out, err = shell(*command)
    assert (code, out) == (2, "")
    assert "kasuhara.keys is missing" in err
    assert len(err.splitlines()) == 1
    assert not list(elsewhere.glob("*.keys"))


def test_from_before_a_rotation(shell: Shell, two: Path, elsewhere: Path) -> None:
    """A copy from before a rotation opens with the old key, and says so without it."""
    keys = two / "kasuhara.keys"
    keys.rename(elsewhere / "kasuhara.keys")
    old = (elsewhere / "kasuhara.keys").read_text()
    assert shell("db", "backup", "before.db")[0] == 0
    assert shell("keys", "rotate")[0] == 0
    (elsewhere / "kasuhara.db").unlink()
    (elsewhere / "before.db").rename(elsewhere / "kasuhara.db")
    assert shell("audit", "verify")[0] == 0, "the key file still has both"
    both = (elsewhere / "kasuhara.keys").read_text()
    (elsewhere / "kasuhara.keys").write_text(both.removesuffix(old))
    code, _, err = shell("audit", "verify")
    assert code == 2
    assert f"sealed with the key {old.partition(':')[0]!r}, which is not given" in err
