"""Reading, writing and changing answers."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.triage import Answers, AnswersError, parse_answers
from tests.flows.triage.random_answers import answers


@pytest.mark.no_cover
@given(answers(occurred_at=st.none() | st.just("2026-11-20T18:30:00+09:00")))
def test_round_trip(given_answers: Answers) -> None:
    """What is written reads back to the same answers."""
    assert parse_answers(given_answers.to_document()) == given_answers


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ([], "The answers are a JSON object of ids and values."),
        ({"mood": "bad"}, "There is no question with the id 'mood'."),
        ({"danger": "maybe"}, "danger cannot be 'maybe'; it is one of now, past, none, unknown."),
        ({"danger": 1}, "danger cannot be 1; it is one of now, past, none, unknown."),
        ({"acts": "insult"}, "acts is a list of values."),
        ({"acts": 3}, "acts is a list of values."),
        ({"evidence": ["rumour"]}, "evidence cannot be 'rumour'"),
        ({"repeats": -1}, "repeats cannot be -1; it is a whole number from 0 on."),
        ({"repeats": True}, "repeats cannot be True; it is a whole number from 0 on."),
        ({"repeats": "3"}, "repeats cannot be '3'; it is a whole number from 0 on."),
        ({"words": 3}, "words is a text."),
        ({"occurred_at": "yesterday"}, "occurred_at cannot be 'yesterday'; it is an ISO 8601"),
        ({"occurred_at": 5}, "occurred_at cannot be 5; it is an ISO 8601 time."),
        ({"occurred_at": "2026-11-20T10:00"}, "occurred_at needs its time zone"),
    ],
)
def test_refused_documents(document: object, sentence: str) -> None:
    """A document that cannot be read is refused with one sentence naming the id and value."""
    with pytest.raises(AnswersError) as caught:
        parse_answers(document)
    assert str(caught.value).startswith(sentence)


def test_illness_is_kept_as_a_request() -> None:
    """What was said about illness or disability is kept as the request for accommodation."""
    read = parse_answers({"circumstances": ["disability", "illness", "age"]})
    assert read.circumstances == ("accommodation_requested", "age")


@pytest.mark.parametrize("nothing", [" \n", "\u200b", "\ufe0f\u3164", "\x00"])
def test_blank_words_are_no_words(nothing: str) -> None:
    """Words that cannot be seen, and an explicit null, count as not asked."""
    assert parse_answers({"words": nothing, "demand": None}) == Answers()


def test_one_answer_more() -> None:
    """Answers are added and taken back one by one, and the original stays as it was."""
    first = Answers(danger="none")
    second = first.with_answer("acts", ["insult", "insult"])
    third = second.with_answer("occurred_at", datetime(2026, 11, 20, tzinfo=UTC))
    assert first == Answers(danger="none")
    assert second.acts == ("insult",)
    assert third.to_document()["occurred_at"] == "2026-11-20T00:00:00+00:00"
    assert third.without("occurred_at", "acts") == first


def test_unknown_ids_are_refused() -> None:
    """Neither adding nor dropping works for an id that does not exist."""
    with pytest.raises(AnswersError, match="'mood'"):
        Answers().with_answer("mood", "bad")
    with pytest.raises(AnswersError, match="'mood'"):
        Answers().without("mood")
