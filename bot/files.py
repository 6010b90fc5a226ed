"""Reading a file that an operator named."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flows.company_file import normal_document
from flows.errors import SettingsError


def read_text(file: Path) -> str:
    """Return a file's text; raise SettingsError when it cannot be read.

    The mark with which Windows Notepad begins a file is no part of it.
    """
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(f"{file}: it is not UTF-8 text") from None
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from None


def toml_document(text: str) -> dict[str, Any]:
    """Return what a TOML text says; raise SettingsError when it is none."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"it is not TOML: {error}") from None


def read_settings(file: Path) -> Mapping[str, object]:
    """Return a settings file as it is kept; raise SettingsError when it describes no company."""
    text = read_text(file)
    try:
        return normal_document(toml_document(text))
    except SettingsError as error:
        raise SettingsError(f"{file}: {error}") from None


def read_json(file: Path) -> Any:
    """Return a JSON document; raise SettingsError when there is none."""
    try:
        return json.loads(read_text(file))
    except ValueError as error:
        raise SettingsError(f"{file}: it is not JSON: {error}") from None
    except RecursionError:
        raise SettingsError(f"{file}: it is nested too deeply") from None
