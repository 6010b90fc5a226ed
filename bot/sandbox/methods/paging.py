"""Cursors as Slack hands them out: a word and a place, in Base64."""

import base64
import binascii

from bot.sandbox.methods.method import RefusedError


def cursor_to(word: str, place: int) -> str:
    """Return the cursor of a place in a list."""
    return base64.b64encode(f"{word}:{place}".encode()).decode()


def place_of(word: str, cursor: str) -> int:
    """Return the place a cursor stands for, the beginning for none."""
    if not cursor:
        return 0
    try:
        given, _, place = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as broken:
        raise RefusedError("invalid_cursor") from broken
    if given != word or not place.isdecimal():
        raise RefusedError("invalid_cursor")
    return int(place)
