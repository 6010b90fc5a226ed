"""A case as one JSON document, and back.

What is not in an older document takes its default; what a newer program no longer knows is
left out. So a case stays readable for as long as it has to be kept.
"""

from typing import Any

from pydantic import TypeAdapter

from flows.case import Case

_CASE = TypeAdapter(Case)


def document_of(case: Case) -> dict[str, Any]:
    """Return everything known of a case, in JSON types."""
    document: dict[str, Any] = _CASE.dump_python(case, mode="json")
    return document


def case_from(document: dict[str, Any]) -> Case:
    """Rebuild the case that `document_of` wrote."""
    return _CASE.validate_python(document, strict=False)
