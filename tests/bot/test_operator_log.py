import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.files import read_text
from bot.operator_log import error_id, set_up_log, where
from flows.errors import SettingsError


def _fail() -> None:
    raise ValueError("山田 太郎")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    set_up_log("INFO", "json", stream)
    yield stream
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def test_names_are_dropped(log: io.StringIO) -> None:
    """A value under a key that is not on the list never reaches the log; ids do."""
    structlog.get_logger("bot.test").info("case taken", case="c-1", customer="山田 太郎")
    entry = json.loads(log.getvalue())
    assert entry["case"] == "c-1"
    assert entry["event"] == "case taken"
    assert entry["dropped_keys"] == 1
    assert "山田" not in log.getvalue()


def test_libraries_are_reduced(log: io.StringIO) -> None:
    """Of what a library logs only its place and gravity are kept, never its sentence."""
    try:
        _fail()
    except ValueError:
        logging.getLogger("slack_bolt.AsyncApp").exception("body: %s", {"text": "山田 太郎"})
    entry = json.loads(log.getvalue())
    assert entry["logger"] == "slack_bolt.AsyncApp"
    assert entry["error"] == "ValueError"
    assert entry["level"] == "error"
    assert "山田" not in log.getvalue()


def test_own_exception_without_its_sentence(log: io.StringIO) -> None:
    """Our own entry about an exception holds no traceback text, which could quote a person."""
    try:
        _fail()
    except ValueError as error:
        structlog.get_logger("bot.test").exception("failed", error=type(error).__name__)
    assert "山田" not in log.getvalue()
    assert json.loads(log.getvalue())["error"] == "ValueError"


def test_library_chatter_is_left_out(log: io.StringIO) -> None:
    """Libraries are heard from a warning on, ourselves from the level that was set."""
    logging.getLogger("aiohttp.access").info("GET /slack/events")
    structlog.get_logger("bot.test").debug("not this")
    structlog.get_logger("bot.test").info("this")
    assert [json.loads(line)["event"] for line in log.getvalue().splitlines()] == ["this"]


def test_console_form() -> None:
    """The console form is for people: the sentence and the ids on one line."""
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    set_up_log("INFO", "console", stream)
    structlog.get_logger("bot.test").info("ready", address="http://127.0.0.1:3000")
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()
    assert "ready" in stream.getvalue()
    assert "http://127.0.0.1:3000" in stream.getvalue()
    assert len(stream.getvalue().splitlines()) == 1


def test_error_ids_can_be_told_on_the_phone() -> None:
    """An error's id is short, and no two are the same."""
    ids = {error_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(len(one) == 8 for one in ids)


def test_where_names_lines_of_ours_only(tmp_path: Path) -> None:
    """The place of an error is told by file and line of our own code, no library's."""
    with pytest.raises(SettingsError) as refused:
        read_text(tmp_path / "nowhere.toml")
    places = where(refused.value)
    assert {place.split(":")[0] for place in places} == {"bot/files.py"}
