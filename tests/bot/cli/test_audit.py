"""`kasuhara audit` at the shell."""

import sqlite3
from pathlib import Path

from tests.bot.cli.shell import Shell, document


def test_audit_names_the_entry(shell: Shell, story: Path) -> None:
    """One byte of one entry changed: exit 1, and the case and the entry are named."""
    assert shell("audit", "verify")[0] == 0
    with sqlite3.connect(story / "kasuhara.db") as connection:
        row, content = connection.execute(
            "SELECT rowid, content FROM timeline WHERE sequence = 3"
        ).fetchone()
        changed = bytes([*content[:-1], content[-1] ^ 1])
        connection.execute("UPDATE timeline SET content = ? WHERE rowid = ?", (changed, row))
    number = document(shell("cases", "list", "--json"))[0]["number"]
    code, _, err = shell("audit", "verify")
    assert code == 1
    assert f"{number}, entry 3" in err
    assert len(err.splitlines()) == 1
