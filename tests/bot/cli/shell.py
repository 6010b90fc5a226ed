"""Running one command as at a shell, and reading what it printed."""

import json
from collections.abc import Callable
from typing import Any

FIRST, SECOND = "K-2026-0001", "K-2026-0002"

Shell = Callable[..., tuple[int, str, str]]
"""Runs one command; returns exit code, output and errors."""


def document(answer: tuple[int, str, str]) -> Any:
    """Return the JSON a command printed."""
    code, out, err = answer
    assert (code, err) == (0, "")
    return json.loads(out)
