"""`kasuhara cases`: the records at the shell."""

import asyncio
import sqlite3
import stat
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.sandbox.story import ACTS, WORDS
from flows.evidence import DroppedFile, Fetched, FileState, Why
from flows.report.drop_files import drop_files, note_fetched
from storage.evidence import PIECE_BYTES
from storage.fetches import Fetches
from tests.bot.cli.conftest import cases_in, opened_at
from tests.bot.cli.shell import FIRST, SECOND, Shell, document
from tests.bot.running import NOON, WORKSPACE


def test_several_companies(shell: Shell) -> None:
    """With several companies, one has to be named, and it must be one of them."""
    for workspace in ("T0ONE", "T0TWO"):
        assert shell("settings", "import", "company.toml", "--workspace", workspace)[0] == 0
    code, _, err = shell("cases", "list")
    assert code == 2
    assert "T0ONE, T0TWO" in err
    assert document(shell("cases", "list", "--workspace", "T0ONE", "--json")) == []
    assert shell("cases", "list", "--workspace", "T0THREE")[0] == 2


@pytest.mark.usefixtures("story")
def test_cases_list(shell: Shell) -> None:
    """The case of the story is listed with its number and branch."""
    (case,) = document(shell("cases", "list", "--json"))
    assert case["branch"] == "shinjuku"
    assert case["determination"] == "KASUHARA"
    assert case["number"] in shell("cases", "list")[1]


@pytest.mark.usefixtures("story")
def test_cases_show(shell: Shell) -> None:
    """The record holds every answer of the story, the words, the reasons and the timeline."""
    number = document(shell("cases", "list", "--json"))[0]["number"]
    case = document(shell("cases", "show", number, "--as", "tanaka", "--json"))
    answers = case["answers"]
    assert {key: answers[key] for key in ("danger", "actor", "scene")} == {
        "danger": "none",
        "actor": "tenant",
        "scene": "phone",
    }
    assert answers["acts"] == list(ACTS)
    assert [said["text"] for said in case["words"]] == [WORDS]
    assert case["proposal"]["rules"]
    assert case["flow"]["hash"]
    assert case["taken_by"] == "U0TANAKA"
    assert case["timeline"][-1]["kind"] == "looked"
    assert case["timeline"][-1]["actor"] == "operator:tanaka"
    assert WORDS in shell("cases", "show", number.lower())[1]


@pytest.mark.usefixtures("story")
def test_looking_is_recorded(shell: Shell) -> None:
    """Whoever looks leaves an entry, and the chain still verifies."""
    number = document(shell("cases", "list", "--json"))[0]["number"]
    for name in ("tanaka", "mori"):
        shell("cases", "show", number, "--as", name)
    case = document(shell("cases", "show", number, "--json"))
    actors = [entry["actor"] for entry in case["timeline"] if entry["kind"] == "looked"]
    assert actors[:2] == ["operator:tanaka", "operator:mori"]
    assert len(actors) == 3
    assert document(shell("audit", "verify", "--json"))["ok"] is True


@pytest.mark.parametrize("name", ["", "  ", "\u3164", "x" * 61, "a\nb"])
@pytest.mark.usefixtures("story")
def test_nameless_operator(shell: Shell, name: str) -> None:
    """An operator has a name that can be printed."""
    assert shell("cases", "show", "K-2026-0001", "--as", name)[0] == 2


@pytest.mark.usefixtures("story")
def test_unknown_number(shell: Shell) -> None:
    """A number that no case has is refused."""
    code, _, err = shell("cases", "show", "K-1999-0001")
    assert code == 2
    assert "K-1999-0001" in err


@pytest.mark.usefixtures("two")
def test_care_is_asked_for(shell: Shell) -> None:
    """How the employee is stays masked unless it is asked for, and asking is in the timeline."""
    code, out, _ = shell("cases", "show", FIRST)
    assert code == 0
    assert "fear_or_health" not in out
    shown = document(shell("cases", "show", FIRST, "--json"))
    assert shown["care"] == {"impact": "●●●"}
    assert "impact" not in shown["answers"]
    assert "saw" not in shown["timeline"][-1]
    asked = document(shell("cases", "show", FIRST, "--care", "--as", "tanaka", "--json"))
    assert asked["care"] == {"impact": ["fear_or_health"]}
    assert asked["timeline"][-1]["actor"] == "operator:tanaka"
    assert asked["timeline"][-1]["saw"] == "care"


@pytest.mark.usefixtures("two")
def test_who_came(shell: Shell) -> None:
    """The record of an alarm says who took it, and when."""
    alarm = document(shell("cases", "show", SECOND, "--json"))["alarm"]
    assert alarm["taken_by"] == "U0MORI"
    assert alarm["taken_at"] == alarm["raised_at"]


PHOTO = bytes(range(256)) * 2000


@pytest.fixture
def with_files(story: Path) -> Path:
    """The story's database with two files in it: one kept, one that was not to be had."""

    async def add() -> None:
        async with opened_at(story) as database:
            (case,) = await cases_in(database)
            fetches = Fetches(database)
            async with database.write(WORKSPACE) as work:
                names = ("写真1.jpg", "写真2\x1b[31m\n\u202egpj.exe")
                files = [
                    DroppedFile(f"F{n}", name, "image/jpeg", 9, "")
                    for n, name in enumerate(names, 1)
                ]
                await work.cases.save(await drop_files(work, case, files, NOON))
            claimed = await fetches.claim(SystemClock().now(), 2)
            first, second = sorted(claimed, key=lambda fetch: fetch.file)
            for position in range(2):
                start = position * PIECE_BYTES
                await fetches.add(first, position, PHOTO[start : start + PIECE_BYTES])
            had = Fetched(FileState.KEPT, len(PHOTO), sha256(PHOTO).hexdigest())
            gone = Fetched(FileState.UNAVAILABLE, why=Why.DELETED)
            for fetch, fetched in ((first, had), (second, gone)):
                async with fetches.finishing(fetch, fetched.state) as work:
                    assert work is not None
                    await note_fetched(work, case.id, fetch.id, fetched, NOON)

    asyncio.run(add())
    return story


def number_of(shell: Shell) -> str:
    """Return the number of the story's case."""
    return str(document(shell("cases", "list", "--json"))[0]["number"])


@pytest.mark.usefixtures("with_files")
def test_files_are_shown_with_what_became_of_them(shell: Shell) -> None:
    """The record says which file is kept, with its hash, and which is not, with the reason."""
    kept, gone = document(shell("cases", "show", number_of(shell), "--json"))["files"]
    assert (kept["number"], kept["name"], kept["state"]) == (1, "写真1.jpg", "kept")
    assert (kept["size"], kept["sha256"]) == (len(PHOTO), sha256(PHOTO).hexdigest())
    assert (gone["state"], gone["why"], gone["sha256"]) == ("unavailable", "deleted", None)
    # Where its name is shown to a person, it moves no cursor and begins no line of its own.
    shown = shell("cases", "show", number_of(shell))[1]
    assert "写真2 [31m  gpj.exe" in shown
    assert not any(char in shown for char in "\x1b\u202e")


def test_a_file_is_taken_out_and_that_is_noted(with_files: Path, shell: Shell) -> None:
    """Byte for byte, for its owner only; the timeline says who, and the audit holds."""
    number, out = number_of(shell), with_files / "photo.jpg"
    taken = ("cases", "file", number, "1", "--out", str(out), "--as", "tanaka", "--json")
    done = document(shell(*taken))
    assert (done["size"], done["sha256"]) == (len(PHOTO), sha256(PHOTO).hexdigest())
    assert out.read_bytes() == PHOTO
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    entry = document(shell("cases", "show", number, "--json"))["timeline"][-2]
    assert (entry["kind"], entry["actor"]) == ("exported", "operator:tanaka")
    assert document(shell("audit", "verify", "--json"))["files"] == 1
    code, _, err = shell(*taken)
    assert (code, "exists already" in err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("2", "--as", "tanaka"), "of file 2 no copy is kept"),
        (("3", "--as", "tanaka"), "it has 2 files"),
        (("1",), "--as"),
    ],
)
def test_a_file_that_cannot_be_taken_out(
    with_files: Path, shell: Shell, arguments: tuple[str, ...], said: str
) -> None:
    """One that is not kept or not there, or nobody named: one line, and no file is left."""
    out = with_files / "photo.jpg"
    code, _, err = shell("cases", "file", number_of(shell), *arguments, "--out", str(out))
    assert (code, said in err) == (2, True)
    assert not out.exists()


def test_a_file_that_was_changed_is_not_given_out(with_files: Path, shell: Shell) -> None:
    """A piece that was removed is noticed: it says so, and leaves nothing."""
    with closing(sqlite3.connect(with_files / "kasuhara.db")) as connection, connection:
        connection.execute("DELETE FROM evidence_chunks WHERE position = 1")
    out = with_files / "photo.jpg"
    taken = ("cases", "file", number_of(shell), "1", "--out", str(out), "--as", "tanaka")
    code, _, err = shell(*taken)
    assert (code, "file 1 was changed" in err) == (1, True)
    assert not out.exists()
    assert shell("audit", "verify")[0] == 1
