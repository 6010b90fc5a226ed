"""The bot as it is really run, in a process of its own that can be killed."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from subprocess import check_output

_ROOT = Path(__file__).parents[2]
_READY_SECONDS = 60.0


class BotEndedError(AssertionError):
    """The bot ended although nobody killed it; the message holds the end of its log."""


class BotProcess:
    """`kasuhara serve`, again and again, with the same surroundings."""

    def __init__(self, surroundings: Mapping[str, str]) -> None:
        self.address = ""
        self.exit_code: int | None = None
        self.unexpected: deque[str] = deque(maxlen=50)
        self._surroundings = {**os.environ, **surroundings, "LOG_FORMAT": "json", "PORT": "0"}
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._tail: deque[str] = deque(maxlen=20)

    async def start(self) -> None:
        """Start it, and return once it is ready."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.cli", "serve"),
            stdout=PIPE,
            stderr=STDOUT,
            cwd=_ROOT,
            env=self._surroundings,
        )
        ready = asyncio.Event()
        self._reading = asyncio.create_task(self._read(self._process, ready))
        waits = [asyncio.ensure_future(ready.wait()), self._reading]
        done, _ = await asyncio.wait(
            waits, timeout=_READY_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        waits[0].cancel()
        if not ready.is_set():
            why = "it ended" if done else "it was never ready"
            raise BotEndedError("\n".join([why, *self._tail]))

    async def kill(self) -> None:
        """Kill it, as the kernel does when memory is short."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Ask it to stop."""
        await self._end(signal.SIGTERM)

    def megabytes(self) -> float:
        """Return how much memory it has in hand."""
        if self._process is None:
            raise BotEndedError("the bot does not run")
        command = ["ps", "-o", "rss=", "-p", str(self._process.pid)]
        return int(check_output(command)) / 1024  # noqa: S603 - our own words

    async def _end(self, how: signal.Signals) -> None:
        if self._process is None or self._reading is None:
            return
        if self._process.returncode is not None:
            raise BotEndedError("\n".join(self._tail))
        self._process.send_signal(how)
        self.exit_code = await self._process.wait()
        await self._reading
        self._process = None

    async def _read(self, process: asyncio.subprocess.Process, ready: asyncio.Event) -> None:
        if process.stdout is None:
            raise BotEndedError("the bot cannot be heard")
        async for line in process.stdout:
            self._tail.append(line.decode().rstrip())
            said = _entry(line)
            if said.get("event") == "ready":
                self.address = said["address"]
                ready.set()
            elif said.get("level") in {"error", "critical"}:
                self.unexpected.append(self._tail[-1])


def _entry(line: bytes) -> dict[str, str]:
    try:
        entry = json.loads(line)
    except ValueError:
        return {"level": "error"}  # a traceback, or something that is no log line
    return entry if isinstance(entry, dict) else {}
