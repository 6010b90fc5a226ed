"""However a delivery is written as JSON, only talk in a known team's channel is passed over."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pydantic_core
from hypothesis import given
from hypothesis import strategies as st

from bot.http_entrance import read_body
from handlers.identity import UnreadablePayloadError
from handlers.passing import passes_by

TEAMS = {"C0TEAM", "C0OTHERTEAM"}
KEYS = ("type", "event", "channel", "text", "message", "previous_message", "subtype", "item")
TEXTS = ("event_callback", "message", "C0TEAM", "C0DESK", "D0SATO", "C0NEW", "/kasuhara", "", "昼")


@dataclass(frozen=True, slots=True)
class Object:
    """An object as it is written: its keys in their order, each as often as it stands there."""

    pairs: tuple[tuple[str, object], ...]


def objects(values: st.SearchStrategy[object]) -> st.SearchStrategy[Object]:
    """Return objects of keys that mean something to us, some of them twice."""
    pairs = st.lists(st.tuples(st.sampled_from(KEYS), values), max_size=3)
    return pairs.map(lambda found: Object(tuple(found)))


VALUES: st.SearchStrategy[object] = st.recursive(
    st.sampled_from((*TEXTS, None, 1, True)),
    lambda inner: st.lists(inner, max_size=2) | objects(inner),
    max_leaves=4,
)


@st.composite
def disturbed(draw: st.DrawFn, *pairs: tuple[str, object]) -> Object:
    """Return an object of these pairs with others put in anywhere, and any of them left out."""
    kept = [pair for pair in pairs if draw(st.integers(0, 9))]
    for pair in draw(objects(VALUES)).pairs:
        kept.insert(draw(st.integers(0, len(kept))), pair)
    return Object(tuple(kept))


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """Return a message event as JSON, with what an attacker would do to it."""
    event = draw(
        disturbed(
            ("type", "message"),
            ("channel", draw(st.sampled_from(("C0TEAM", "C0OTHERTEAM", "C0DESK", "D0SATO")))),
            ("text", draw(st.sampled_from(TEXTS))),
        )
    )
    whole = draw(disturbed(("type", "event_callback"), ("event", event)))
    chance = draw(st.randoms(use_true_random=True))
    return _written(whole, lambda: chance.random() < 1 / 4).encode()


def _written(value: object, escapes: Callable[[], bool]) -> str:
    if isinstance(value, Object):
        pairs = (f"{_text(key, escapes)}: {_written(of, escapes)}" for key, of in value.pairs)
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_written(one, escapes) for one in value) + "]"
    return _text(value, escapes) if isinstance(value, str) else json.dumps(value)


def _text(text: str, escapes: Callable[[], bool]) -> str:
    return '"' + "".join(f"\\u{ord(c):04x}" if escapes() else c for c in text) + '"'


def is_team_talk(document: object) -> bool:
    """Whether it is a message in a team's channel, as somebody else reads JSON."""
    match document:
        case {"type": "event_callback", "event": {"type": "message", "channel": str(channel)}}:
            return channel in TEAMS
        case _:
            return False


@given(bodies())
def test_team_talk_alone_passes(raw: bytes) -> None:
    """Keys twice, escaped letters and channels further inside make nothing else pass."""
    document = pydantic_core.from_json(raw)
    is_talk = is_team_talk(document) and document["event"].get("text") != "/kasuhara"
    assert passes_by(read_body(raw, "application/json"), TEAMS) == is_talk, raw


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_no_json_passes_nothing(raw: bytes) -> None:
    """What is no JSON, or no object, is refused before anybody asks what it is."""
    try:
        body = read_body(raw, "application/json")
    except UnreadablePayloadError:
        return
    assert not passes_by(body, TEAMS)
