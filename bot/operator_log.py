"""The operator's log: constant sentences and ids, nothing a person said or is called.

An entry's sentence is a constant in our code. Its values pass an allow-list of keys, so that
a name that slips into a log call is dropped here. What libraries log is reduced to where and
how grave: their sentences may hold a payload.
"""

import logging
import secrets
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

from storage.trouble import trouble_of

ALLOWED = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "logger",
        "workspace",
        "case",
        "number",
        "delivery",
        "conversation",
        "message",
        "kind",
        "method",
        "place_kind",
        "status",
        "attempt",
        "error",
        "error_id",
        "where",
        "line",
        "seconds",
        "count",
        "mode",
        "address",
        "branch",
        "language",
        "text_id",
        "why",
        "reason",
        "version",
        "job",
        "occurrence",
        "late",
    }
)
_DROPPED = "dropped_keys"
_OWN = ("bot", "handlers", "flows", "storage")
_ROOT = Path(__file__).resolve().parents[1]
_DEEPEST = 5
_log = structlog.get_logger(__name__)


def keep_ids_only(_logger: WrappedLogger, _method: str, entry: EventDict) -> EventDict:
    """Drop every value whose key is not allowed, and say how many were dropped."""
    kept = {key: value for key, value in entry.items() if key in ALLOWED or key.startswith("_")}
    if missing := len(entry) - len(kept):
        kept[_DROPPED] = missing
    return kept


def reduce_foreign(_logger: WrappedLogger, _method: str, entry: EventDict) -> EventDict:
    """Keep of a library's entry which line logged it, not what it said."""
    record: logging.LogRecord = entry["_record"]
    if record.name.split(".")[0] not in _OWN:
        entry["event"] = "library message"
        entry["line"] = record.lineno
        if record.exc_info and record.exc_info[0]:
            entry["error"] = record.exc_info[0].__name__
    for unsaid in ("exc_info", "stack_info"):
        entry.pop(unsaid, None)
    return entry


def set_up_log(level: str, log_format: str, stream: TextIO | None = None) -> None:
    """Send every log entry of the process to one stream, standard error unless another."""
    stream = stream or sys.stderr
    shared: list[Callable[[WrappedLogger, str, EventDict], EventDict]] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    renderer = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=stream.isatty(), sort_keys=False)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, reduce_foreign],
        processors=[
            keep_ids_only,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            renderer,
        ],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in _OWN:
        logging.getLogger(name).setLevel(level)


def say_failed(log: structlog.typing.FilteringBoundLogger, sentence: str, error: Exception) -> None:
    """Report an error, unless it is the database's trouble: that is said once, as it begins."""
    if trouble_of(error) is None:
        log.error(sentence, error=type(error).__name__, error_id=error_id(), where=where(error))


def say_trouble(why: str | None) -> None:
    """Report that the database keeps nothing from now on, or everything again."""
    if why is None:
        _log.info("database keeps things again")
    else:
        _log.error("database cannot keep anything", reason=why)


def error_id() -> str:
    """Return a short id that a person can read out on the phone: 8 hex digits."""
    return secrets.token_hex(4)


def where(error: BaseException) -> list[str]:
    """Return the lines of our own code an error passed through, without any value."""
    frames = ((Path(f.filename), f) for f in traceback.extract_tb(error.__traceback__))
    ours = [
        f"{file.relative_to(_ROOT).as_posix()}:{frame.lineno}"
        for file, frame in frames
        if any(file.is_relative_to(_ROOT / floor) for floor in _OWN)
    ]
    return ours[-_DEEPEST:]
