"""Words that several views share."""

from handlers.texts import Texts
from handlers.views.wording import joined

TEXTS = Texts.load(strict=True)


def test_a_list_in_a_sentence() -> None:
    """Each language joins the last of several in its own way."""
    en, ja = TEXTS.in_("en"), TEXTS.in_("ja")
    who = ("the desk", "headquarters", "<@U0MORI>")
    assert joined(who, en) == "the desk, headquarters, and <@U0MORI>"
    assert joined(who[:2], en) == "the desk and headquarters"
    assert joined(who[:1], en) == "the desk"
    assert joined(("新宿店の窓口", "本社", "森"), ja) == "新宿店の窓口、本社、森"
