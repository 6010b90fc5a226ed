"""What is wrong with a settings document, in one sentence that names the place."""

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

Known = Mapping[str, Sequence[str]]
"""The settings there are: section, "" for the document itself, to its keys."""

_BRANCHES = "branches"
_NEEDED = {
    "company": "this section is missing",
    _BRANCHES: "at least one branch is needed, in [[branches]]",
}


def complaint(error: ValidationError, document: object, known: Known) -> str:
    """Return the first thing that is wrong: the setting by its name, and what to do there."""
    first = _first(error.errors())
    if first["type"] == "value_error" and not first["loc"]:
        return _own_words(first, known)  # about several settings, which it names
    place = _place(first["loc"], document)
    saying = _SAYINGS.get(first["type"])
    if saying is None:
        return f"{place}: this cannot be used as it is written"
    return f"{place}: {saying(first, known)}"


def _first(errors: Sequence[ErrorDetails]) -> ErrorDetails:
    """Return what to say first: of a setting that is missing, how it was written instead."""
    first = errors[0]
    if first["type"] != "missing":
        return first
    *section, missing = first["loc"]
    written = {
        str(error["loc"][-1]): error
        for error in errors
        if error["type"] == "extra_forbidden" and list(error["loc"][:-1]) == section
    }
    close = get_close_matches(str(missing), written, 1)
    return written[close[0]] if close else first


def _place(loc: tuple[int | str, ...], document: object) -> str:
    """`company.managers, entry 2`; in a branch, `branches.hours of the branch 新宿店`."""
    keys = [part for part in loc if isinstance(part, str)]
    name = ".".join(keys) or "settings"
    counted = [part for part in loc if isinstance(part, int)]
    if keys[:1] == [_BRANCHES] and counted:
        name += f" of {_branch(document, counted.pop(0))}"
    return name + "".join(f", entry {n + 1}" for n in counted)


def _branch(document: Any, position: int) -> str:
    """A branch as its people call it, by its id, or counted from one."""
    section = document[_BRANCHES][position]
    written = section if isinstance(section, Mapping) else {}
    named = next((written[key] for key in ("name", "id") if isinstance(written.get(key), str)), "")
    shown = "".join(filter(str.isprintable, named)).strip()
    return f"the branch {shown}" if shown else f"branch {position + 1}"


def _missing(error: ErrorDetails, _known: Known) -> str:
    return _NEEDED.get(".".join(map(str, error["loc"])), "this has to be set")


def _unknown(error: ErrorDetails, known: Known) -> str:
    *section, key = (part for part in error["loc"] if isinstance(part, str))
    close = get_close_matches(key, known.get(".".join(section), ()), 1)
    meant = f"; {'.'.join([*section, *close])} may be meant" if close else ""
    return f"there is no such setting{meant}"


def _no_list(error: ErrorDetails, _known: Known) -> str:
    return f"this must be a list, in {'[[branches]]' if error['loc'] == (_BRANCHES,) else '[ ]'}"


def _no_section(error: ErrorDetails, _known: Known) -> str:
    if not error["loc"]:
        return "this is no table of settings"
    if error["loc"][0] == _BRANCHES:
        return "this must be a section of its own, [[branches]]"
    return f"this must be a section of its own, [{error['loc'][0]}]"


def _own_words(error: ErrorDetails, _known: Known) -> str:
    return str(error["ctx"]["error"])


_SAYINGS: Mapping[str, Callable[[ErrorDetails, Known], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "model_type": _no_section,
    "tuple_type": _no_list,
    "too_short": lambda *_: _NEEDED[_BRANCHES],
    "string_type": lambda *_: "this must be text, in quotes",
    "string_too_short": lambda *_: "this is empty",
    "string_too_long": lambda e, _: f"this is longer than {e['ctx']['max_length']} characters",
    "bool_type": lambda *_: "this must be true or false",
    "bool_parsing": lambda *_: "this must be true or false",
    "value_error": _own_words,
}
