"""`kasuhara keys`: a new key for everything, and the old one let go of."""

import os
import sqlite3
from pathlib import Path

import pytest

from bot.cli.keys import SETTLED_AFTER
from storage.file_lock import changing_keys_of, serving_from
from storage.key_file import key_file
from storage.keys import new_key
from tests.bot.cli.shell import Shell, document


def url_in(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'kasuhara.db'}"


def keys_in(folder: Path) -> list[str]:
    """Return the ids in the key file, in order."""
    return [line.partition(":")[0] for line in key_file(url_in(folder)).read_text().splitlines()]


def age(folder: Path) -> None:
    """Let the key file have been changed long enough ago."""
    file = key_file(url_in(folder))
    moment = file.stat().st_mtime - SETTLED_AFTER.total_seconds()
    os.utime(file, (moment, moment))


def test_rotation(shell: Shell, story: Path) -> None:
    """While a bot serves, everything comes under a new key; the old one is let go of by itself."""
    (old,) = keys_in(story)
    copy = key_file(url_in(story)).read_bytes()
    with serving_from(url_in(story)):
        rotated = document(shell("keys", "rotate", "--json"))
    assert keys_in(story) == [rotated["key"], old]
    assert rotated["no_longer_needed"] == [old]
    assert rotated["rows"] > 10
    assert key_file(url_in(story)).stat().st_mode & 0o777 == 0o600
    listed = document(shell("keys", "list", "--json"))
    assert [(row["key"], row["seals"], row["rows"] > 0) for row in listed] == [
        (rotated["key"], True, True),
        (old, False, False),
    ]
    assert shell("keys", "remove", old)[0] == 2, "a moment ago"
    age(story)
    code, out, _ = shell("keys", "remove", old)
    assert (code, keys_in(story)) == (0, [rotated["key"]])
    assert "for as long as copies of the database from before" in out
    assert shell("audit", "verify")[0] == 0
    number = document(shell("cases", "list", "--json"))[0]["number"]
    assert document(shell("cases", "show", number, "--json"))["answers"]
    key_file(url_in(story)).write_bytes(copy)
    assert shell("audit", "verify")[0] == 2, "the old key opens nothing any more"


def test_twice(shell: Shell, story: Path) -> None:
    """The next rotation makes another key, whether or not the old one was let go of.

    Without --json the same is said in words, and no key is shown.
    """
    secret = key_file(url_in(story)).read_text().partition(":")[2].strip()
    said = [shell("keys", "rotate")[1], shell("keys", "list")[1]]
    assert "Copies of the database made before now still need it." in said[0]
    assert said[1].splitlines()[0] == "key\tseals\trows"
    assert secret not in "".join(said)
    document(shell("keys", "rotate", "--json"))
    assert len(set(keys_in(story))) == 3
    assert shell("audit", "verify")[0] == 0


def test_forged(shell: Shell, story: Path) -> None:
    """A forged entry is named, exit 1; nothing is signed, and no key is made."""
    with sqlite3.connect(story / "kasuhara.db") as connection:
        connection.execute("UPDATE timeline SET actor = 'U0OTHER' WHERE sequence = 3")
    code, out, err = shell("keys", "rotate")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert ", entry 3 (" in err
    assert len(keys_in(story)) == 1
    code, out, _ = shell("keys", "rotate", "--json")
    assert code == 1
    assert '"ok": false' in out


def test_refused(shell: Shell, story: Path) -> None:
    """A key that seals, is needed or is not there stays, with a sentence; so do two at once.

    A rotation that was cut short goes on with the key it had made.
    """
    (old,) = keys_in(story)
    assert "is the key that seals" in shell("keys", "remove", old)[2]
    assert "there is no such key" in shell("keys", "remove", "k9")[2]
    file = key_file(url_in(story))
    file.write_text(f"{new_key()}\n{file.read_text()}")
    code, _, err = shell("keys", "remove", old)
    assert code == 2
    assert f"rows need {old}: run `kasuhara keys rotate` first" in err
    with changing_keys_of(url_in(story)):
        for command in (["keys", "rotate"], ["keys", "remove", old]):
            code, _, err = shell(*command)
            assert code == 2
            assert "are just being changed" in err
    first, *_ = keys_in(story)
    rotated = document(shell("keys", "rotate", "--json"))
    assert (rotated["key"], keys_in(story)) == (first, [first, old])


def test_environment(shell: Shell, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys given in the environment stay the operator's: the first one takes over everything."""
    only = key_file(url_in(story)).read_text().strip()
    monkeypatch.setenv("KASUHARA_KEYS", only)
    code, _, err = shell("keys", "rotate")
    assert code == 2
    assert "put a new one before it" in err
    code, fresh, _ = shell("keys", "new")
    assert code == 0
    monkeypatch.setenv("KASUHARA_KEYS", f"{fresh.strip()},{only}")
    rotated = document(shell("keys", "rotate", "--json"))
    assert rotated["key"] == fresh.partition(":")[0]
    old = only.partition(":")[0]
    assert document(shell("keys", "remove", old, "--json")) == {
        "ok": True,
        "key": old,
        "file": None,
    }
    monkeypatch.setenv("KASUHARA_KEYS", fresh.strip())
    assert shell("audit", "verify")[0] == 0
