"""The page's own parts: texts in both languages, small modules, no text set as markup."""

import json
import re
from pathlib import Path

import pytest

from bot.sandbox.company import minato
from bot.sandbox.page.stories import all_stories
from tests.workspace import standing_clock

STATIC = Path(__file__).parents[3] / "bot" / "sandbox" / "page" / "static"
SCRIPTS = sorted(STATIC.glob("js/**/*.js"))
JA, EN = (json.loads((STATIC / "texts" / f"{one}.json").read_text("utf-8")) for one in ("ja", "en"))


def test_both_languages_say_the_same() -> None:
    """Japanese and English have the same texts with the same variables, none empty."""
    assert JA.keys() == EN.keys()
    for key in JA:
        assert JA[key].strip(), key
        assert EN[key].strip(), key
        assert set(re.findall(r"\{\w+\}", JA[key])) == set(re.findall(r"\{\w+\}", EN[key])), key


def test_every_text_is_used_and_there() -> None:
    """Each text a script names is there; each text there is named, or put together by name."""
    source = "\n".join(script.read_text("utf-8") for script in SCRIPTS)
    named = set(re.findall(r"""\bt\(\s*"([a-z0-9-]+)\"""", source))
    assert named <= JA.keys()
    spoken = {key for key in JA if not key.startswith(("said: ", "fault-", "filter-"))}
    assert {
        key
        for key in spoken - named
        if f'"{key}"' not in source and key.removesuffix("-one") not in named
    } <= {
        "home-tab",
        "messages-tab",
    }


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda one: one.name)
def test_a_script_is_small_and_sets_no_markup(script: Path) -> None:
    """A module has under 300 lines, and no way to turn data into markup or code."""
    text = script.read_text("utf-8")
    assert len(text.splitlines()) < 300
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way not in text


def test_nothing_names_another_server() -> None:
    """No part of the page holds the address of another server."""
    spaces = {"http://www.w3.org/2000/svg"}
    for part in STATIC.glob("**/*"):
        if part.suffix in {".js", ".css", ".html"}:
            found = set(re.findall(r"https?://[\w.-]+\.\w+[^\s\"'`)]*", part.read_text("utf-8")))
            assert found <= spaces, part


def test_the_fonts_come_with_their_licence() -> None:
    """The licence of the fonts lies beside them."""
    assert "SIL OPEN FONT LICENSE Version 1.1" in (STATIC / "fonts" / "OFL.txt").read_text("utf-8")
    assert len(list((STATIC / "fonts").glob("*.woff2"))) == 4


def test_the_stories_are_of_this_company() -> None:
    """Whoever acts in a story reads its language, and is a member of where it is done."""
    workspace = minato(standing_clock())
    for story in all_stories():
        for step in story.steps:
            for language, user in step.who.model_dump().items():
                assert workspace.users[user].locale.startswith(language)
                if step.where != "direct":
                    assert user in workspace.channels[step.where].members


def test_what_a_story_says_to_press_stands_on_a_button() -> None:
    """Its quotations are the app's own texts, in the language it is read in."""
    root = STATIC.parents[3]
    questions = (root / "flows" / "triage" / "questions.yaml").read_text("utf-8")
    for language, quoted in (("ja", r"「([^」]+)」"), ("en", r"“([^”]+)”")):
        files = sorted((root / "handlers" / "locales" / language).glob("*.ftl"))
        shown = questions + "".join(file.read_text("utf-8") for file in files)
        for story in all_stories():
            for step in story.steps:
                for words in re.findall(quoted, getattr(step.text, language)):
                    assert words in shown, words
