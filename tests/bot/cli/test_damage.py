"""What was changed behind the program's back is named in one line, and hides nothing else."""

import sqlite3
from pathlib import Path

import pytest

from tests.bot.cli.shell import FIRST, SECOND, Shell, document


def change(folder: Path, statement: str) -> None:
    """Change something of the first case without the key."""
    with sqlite3.connect(folder / "kasuhara.db") as connection:
        assert connection.execute(statement).rowcount > 0


def cut(table: str, column: str = "facts", case: str = "case_id") -> str:
    """Return a statement that takes the last byte off a sealed column of the first case."""
    of_first = f"{case} = (SELECT id FROM cases WHERE number = '{FIRST}')"  # noqa: S608
    changed = f"CAST(substr({column}, 1, length({column}) - 1) AS BLOB)"
    return f"UPDATE {table} SET {column} = {changed} WHERE {of_first}"  # noqa: S608 - constants


def test_list_goes_on(shell: Shell, two: Path) -> None:
    """A record that was changed is named; the others are listed all the same; exit 1."""
    assert {case["number"] for case in document(shell("cases", "list", "--json"))} == {
        FIRST,
        SECOND,
    }
    change(two, cut("cases", case="id"))
    code, out, err = shell("cases", "list")
    assert code == 1
    assert SECOND in out
    assert FIRST not in out
    assert FIRST in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (cut("cases", case="id"), "the case's record"),
        (
            f"UPDATE cases SET facts = x'01026b6b00' WHERE number = '{FIRST}'",  # noqa: S608
            "the case's record",
        ),
        (cut("customers"), "what is kept of the customer"),
        (cut("timeline", "content"), "an entry of the timeline"),
    ],
)
def test_show_says_what(shell: Shell, two: Path, statement: str, what: str) -> None:
    """Of a case that was changed the command says what was, in one line; exit 1."""
    change(two, statement)
    code, out, err = shell("cases", "show", FIRST)
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert f"{FIRST}: {what} was changed" in err
    assert document(shell("cases", "show", SECOND, "--json"))["number"] == SECOND


def test_settings(shell: Shell, two: Path) -> None:
    """Settings that were changed are named; exit 1."""
    change(two, "UPDATE settings SET document = CAST(document || x'00' AS BLOB)")
    code, out, err = shell("settings", "export")
    assert (code, out) == (1, "")
    assert "the settings" in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("arguments", [("cases", "list"), ("cases", "show", FIRST)])
def test_unreadable(shell: Shell, two: Path, arguments: tuple[str, ...]) -> None:
    """A column in clear that cannot even be read ends in one line too."""
    change(two, "UPDATE cases SET workspace = CAST(x'ff00fe' AS TEXT)")
    code, out, err = shell(*arguments)
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert "audit verify" in err
