"""Read one YAML file into its model; say in one sentence what is wrong and where."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from flows.triage.flow_error import FlowError

Model = TypeVar("Model", bound=BaseModel)

_SINGULAR = {
    "tables": "table",
    "rules": "rule",
    "questions": "question",
    "options": "option",
    "groups": "group",
    "fields": "field",
    "cards": "card",
    "studies": "study",
    "changes": "change",
    "sources": "source",
}


class Digest(Protocol):
    """Something that takes the bytes read, such as a SHA-256."""

    def update(self, data: bytes, /) -> None:
        """Take these bytes in."""


def read_yaml(path: Path, model: type[Model], digest: Digest | None = None) -> Model:
    """The file as `model`; `digest` takes in its name and bytes.

    Raises:
        FlowError: the file is missing, no YAML 1.2, or not in the model's format.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FlowError(f"{path.name}: the file cannot be read ({error.strerror})") from error
    if digest is not None:
        digest.update(path.name.encode() + b"\0" + sha256(data).digest())
    try:
        document = YAML(typ="safe").load(data.decode())
    except (YAMLError, UnicodeDecodeError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        place = "" if line is None else f" in line {line + 1}"
        raise FlowError(f"{path.name}: this is not valid YAML{place}") from error
    try:
        return model.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise FlowError(f"{path.name}: {_sentence(document, first['loc'], first)}") from error


def _sentence(document: object, loc: Sequence[int | str], problem: Mapping[str, object]) -> str:
    """The innermost thing with an id, the key in it, and what is wrong there."""
    names: list[str] = []
    keys: list[str] = []
    node, kind = document, ""
    for step in loc:
        if isinstance(step, int):
            node = node[step] if isinstance(node, list) and step < len(node) else None
            label = node.get("id") if isinstance(node, dict) else None
            if kind in _SINGULAR:
                names, keys = [*names, f"{_SINGULAR[kind]} {label or step + 1}"], []
        else:
            keys.append(step)
            kind = step
            node = node.get(step) if isinstance(node, dict) else None
    place = ": ".join([*names[-1:], ".".join(key for key in keys if key not in _SINGULAR)])
    wrong = {"missing": "is missing", "extra_forbidden": "is not a known key"}
    said = wrong.get(str(problem["type"]), f"is wrong ({problem['msg']})")
    return f"{place.removesuffix(': ')} {said}".lstrip(": ")
