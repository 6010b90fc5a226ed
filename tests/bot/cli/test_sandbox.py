"""`kasuhara sandbox`: the local workspace at the shell."""

import asyncio
import json
import os
import signal
import socket
import sys
from pathlib import Path

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


async def test_port_taken() -> None:
    """An address that somebody else has is said in one sentence, and nothing else."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot.cli", "sandbox", "--port", str(port), "--exit"),
            cwd=PROJECT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, errors = await process.communicate()
    assert (process.returncode, out) == (2, b"")
    assert errors.decode() == (
        f"kasuhara: 127.0.0.1:{port} is taken by another program: "
        "choose another with --host or --port\n"
    )


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


async def test_what_was_played_is_kept(tmp_path: Path) -> None:
    """Staying up on a new folder, the report that was played is in the records there."""
    kept = tmp_path / "kept"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.cli", "sandbox", "--port", "0", "--no-browser", "--data", str(kept)),
        cwd=PROJECT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(60):
        while "Ctrl-C" not in (line := (await process.stdout.readline()).decode()):
            assert line, "the local workspace ended by itself"
        process.send_signal(signal.SIGTERM)
        await process.communicate()
    shown = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.cli", "cases", "show", "K-2026-0001", "--json"),
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": f"sqlite+aiosqlite:///{kept}/kasuhara.db"},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await shown.communicate()
    assert shown.returncode == 0
    assert json.loads(out)["answers"]["acts"] == ["insult", "long_contact"]


def test_again_on_the_same_data(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second run goes on with the data of the first, and tells its story once more."""
    command = ["sandbox", "--port", "0", "--exit", "--no-browser", "--data", str(folder / "kept")]
    assert main(command) == 0
    capsys.readouterr()
    assert main(command) == 0
    out = capsys.readouterr().out
    assert "K-2026-0001" in out
    assert "K-2026-0002" in out
