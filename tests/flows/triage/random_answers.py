"""Random answers for the property tests."""

from typing import Any

from hypothesis import strategies as st

from flows.triage import Answers, parse_answers
from flows.triage.answers import MANY, NUMBERS, ONE

OUT_OF_SCOPE = ("colleague", "tenants_only")


def documents(**fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Answers documents with any ids left out; `fixed` overrides how an id is drawn."""
    values: dict[str, st.SearchStrategy[Any]] = {
        key: st.none() | st.sampled_from(options) for key, options in ONE.items()
    }
    for key, many in MANY.items():
        values[key] = st.none() | st.lists(st.sampled_from(many), unique=True, max_size=3)
    for key in NUMBERS:
        values[key] = st.none() | st.sampled_from([0, 1, 2, 3, 15, 30, 90])
    values["words"] = st.none() | st.just("ばかか")
    values["hearsay"] = st.sampled_from([None, None, None, "no", "yes"])
    return st.fixed_dictionaries(values | fixed).map(
        lambda drawn: {key: value for key, value in drawn.items() if value is not None}
    )


def answers(**fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Answers]:
    """Random answers."""
    return documents(**fixed).map(parse_answers)


def in_scope(**fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Answers]:
    """Random answers about a customer, not from hearsay."""
    actors = [actor for actor in ONE["actor"] if actor not in OUT_OF_SCOPE]
    return answers(
        **{
            "actor": st.none() | st.sampled_from(actors),
            "hearsay": st.sampled_from([None, "no"]),
            **fixed,
        }
    )
