"""`kasuhara sandbox`: the local workspace at the shell."""

import asyncio
import json
import signal
import socket
import sys
from pathlib import Path
from shutil import copytree

import pytest

from bot.cli import main

PROJECT = Path(__file__).parents[3]


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
        "切ります",
    ):
        assert part in out
    assert list(folder.iterdir()) == [folder / "company.toml"]


def test_port_taken(capsys: pytest.CaptureFixture[str]) -> None:
    """An address that somebody else has is said in one sentence, and nothing else."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code = main(["sandbox", "--port", str(port), "--exit"])
    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert said.err == (
        f"kasuhara: 127.0.0.1:{port} is taken by another program: "
        "choose another with --host or --port\n"
    )


async def stays_until(number: signal.Signals, *options: str) -> str:
    """Run the local workspace until its story is told, and ask it to stop; return what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.cli", "sandbox", "--port", "0", "--no-browser", *options),
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
    return "".join(lines)


def test_stays_until_asked_to_stop(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The local workspace stays up, prints its address, and stops cleanly when asked to.

    In a folder where nothing was reported, the report that was played is in the records; the
    next time it is played aside, and that is said.
    """
    kept = folder / "kept"
    kept.mkdir()
    (kept / "left-by-a-run-that-was-killed").touch()

    aside = "別に再現した例です"
    assert aside not in asyncio.run(stays_until(signal.SIGINT, "--data", str(kept)))
    assert aside in asyncio.run(stays_until(signal.SIGTERM, "--data", str(kept)))
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{folder}/kept/kasuhara.db")
    assert main(["cases", "show", "K-2026-0001", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["answers"]["acts"] == ["insult", "long_contact"]


def test_again_on_the_same_data(
    told: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second run goes on with the data of the first, and tells its story once more."""
    kept = copytree(told, folder / "kept")
    capsys.readouterr()
    assert main(["sandbox", "--port", "0", "--exit", "--no-browser", "--data", str(kept)]) == 0
    out = capsys.readouterr().out
    assert "K-2026-0001" in out
    assert "K-2026-0002" in out
