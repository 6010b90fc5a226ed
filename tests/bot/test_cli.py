import asyncio
import json
import signal
import sqlite3
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.sandbox.company import settings
from bot.sandbox.story import ACTS, WORDS
from storage.keys import key_file
from tests.bot.running import WORKSPACE

PROJECT = Path(__file__).parents[2]
Shell = Callable[..., tuple[int, str, str]]

ANSWERS = {
    "danger": "none",
    "reported_as": "self",
    "actor": "tenant",
    "scene": "phone",
    "acts": ["insult", "long_contact"],
}


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


def document(answer: tuple[int, str, str]) -> Any:
    """Return the JSON a command printed."""
    code, out, err = answer
    assert (code, err) == (0, "")
    return json.loads(out)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nope"],
        ["settings"],
        ["settings", "check"],
        ["settings", "check", "nowhere.toml"],
        ["settings", "import", "company.toml"],
        ["settings", "export"],
        ["cases", "list"],
        ["cases", "list", "--limit", "0"],
        ["cases", "show"],
        ["cases", "show", "K-2026-0001"],
        ["audit", "verify"],
        ["flow", "decide"],
        ["flow", "decide", "nowhere.json"],
        ["flow", "check", "nowhere.yaml"],
        ["db", "backup", "copy.db"],
        ["serve"],
        ["serve", "--port", "1"],
        ["sandbox", "--port", "70000"],
        ["sandbox", "--port", "0", "--data", "company.toml"],
    ],
)
def test_wrong_usage(shell: Shell, arguments: list[str]) -> None:
    """Wrong usage or settings: exit 2, one line on standard error, nothing printed."""
    code, out, err = shell(*arguments)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert err.startswith("kasuhara: ")


def test_help(shell: Shell) -> None:
    """The help names every command there is."""
    code, out, _ = shell("--help")
    assert code == 0
    for command in ("serve", "sandbox", "settings", "flow", "cases", "audit", "db"):
        assert command in out


def test_wrong_variable(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong variable is named in one line, without its value."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "a-secret-in-the-wrong-place")
    code, _, err = shell("serve")
    assert code == 2
    assert "SLACK_BOT_TOKEN" in err
    assert "a-secret" not in err


def test_flow_decide(shell: Shell, folder: Path) -> None:
    """The determination of a file of answers is printed as JSON, with every key there is."""
    file = folder / "answers.json"
    file.write_text(json.dumps(ANSWERS), encoding="utf-8")
    decided = document(shell("flow", "decide", str(file)))
    assert decided["determination"] == "KASUHARA"
    assert set(decided) == {
        "determination",
        "urgent",
        "severity",
        "rules",
        "elements",
        "categories",
        "flow_version",
    }
    assert decided == document(shell("flow", "decide", str(file), "--json"))


@pytest.mark.parametrize(
    "text", ["{", "[]", "[" * 100_000, '{"actor": "alien"}', '{"colour": "red"}', "\ud800"]
)
def test_flow_decide_refuses(shell: Shell, folder: Path, text: str) -> None:
    """Answers that cannot be read are refused in one line."""
    (folder / "answers.json").write_text(text, encoding="utf-8", errors="surrogatepass")
    code, out, err = shell("flow", "decide", "answers.json")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_flow_check(shell: Shell) -> None:
    """The shipped tables are proved to leave no gap."""
    assert document(shell("flow", "check", "--json"))["ok"] is True
    code, out, _ = shell("flow", "check")
    assert code == 0
    assert "no gap" in out


def test_flow_check_finds(shell: Shell, folder: Path) -> None:
    """A flow that cannot be used: exit 1, and the file is named."""
    (folder / "flow.yaml").write_text("version: [", encoding="utf-8")
    code, _, err = shell("flow", "check", "flow.yaml")
    assert code == 1
    assert "flow.yaml" in err


def test_settings_check(shell: Shell, folder: Path) -> None:
    """A settings file is checked: 0 where it can be used, 1 with the sentence where not."""
    assert document(shell("settings", "check", "company.toml", "--json"))["ok"] is True
    (folder / "bad.toml").write_text('[company]\nname = "x"\n', encoding="utf-8")
    code, _, err = shell("settings", "check", "bad.toml")
    assert code == 1
    assert "branches" in err
    (folder / "worse.toml").write_text("[company", encoding="utf-8")
    assert shell("settings", "check", "worse.toml")[0] == 1


def test_settings_round_trip(shell: Shell, folder: Path) -> None:
    """What was imported is exported, and the export imports to the same."""
    assert shell("settings", "import", "company.toml", "--workspace", WORKSPACE)[0] == 0
    exported = shell("settings", "export")[1]
    (folder / "exported.toml").write_text(exported, encoding="utf-8")
    assert shell("settings", "import", "exported.toml", "--workspace", WORKSPACE)[0] == 0
    assert shell("settings", "export")[1] == exported
    assert document(shell("settings", "export", "--json"))["company"]["name"] == "みなと不動産"


def test_several_companies(shell: Shell) -> None:
    """With several companies, one has to be named, and it must be one of them."""
    for workspace in ("T0ONE", "T0TWO"):
        assert shell("settings", "import", "company.toml", "--workspace", workspace)[0] == 0
    code, _, err = shell("cases", "list")
    assert code == 2
    assert "T0ONE, T0TWO" in err
    assert document(shell("cases", "list", "--workspace", "T0ONE", "--json")) == []
    assert shell("cases", "list", "--workspace", "T0THREE")[0] == 2


def test_database(shell: Shell) -> None:
    """The tables are missing, then made, then as they should be."""
    assert shell("db", "check")[0] == 1
    assert shell("db", "upgrade")[0] == 0
    assert shell("db", "check")[0] == 0
    assert document(shell("db", "check", "--json")) == {"ok": True, "problem": None}


def test_backup(shell: Shell, story: Path) -> None:
    """A copy opens with the same keys, and never replaces a file."""
    assert shell("db", "backup", "copy.db")[0] == 0
    assert shell("db", "backup", "copy.db")[0] == 2
    (story / "copy.db").replace(story / "kasuhara.db")
    assert shell("audit", "verify")[0] == 0


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


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\nb"])
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


def test_the_story(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The local workspace plays one report and prints what each person saw."""
    assert main(["sandbox", "--port", "0", "--exit"]) == 0
    out = capsys.readouterr().out
    for part in (
        "佐藤 みのり",
        "田中 誠",
        "#desk-shinjuku",
        "K-2026-0001",
        "［記録を見る］",
        "110番",
    ):
        assert part in out
    assert list(folder.iterdir()) == [folder / "company.toml"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_stays_until_asked_to_stop(number: signal.Signals) -> None:
    """The local workspace stays up, prints its address, and stops cleanly when asked to."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.cli", "sandbox", "--port", "0", "--no-browser"),
        cwd=PROJECT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    lines: list[str] = []
    async with asyncio.timeout(60):
        while not lines or "Ctrl-C" not in lines[-1]:
            line = await process.stdout.readline()
            assert line, "the local workspace ended by itself"
            lines.append(line.decode())
        process.send_signal(number)
        _, errors = await process.communicate()
    assert process.returncode == 0
    assert errors == b""
    assert any("http://127.0.0.1:" in line for line in lines)
