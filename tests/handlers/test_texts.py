import ast
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor
from structlog.testing import capture_logs

import handlers
from flows.errors import Reason
from handlers.texts import LANGUAGES, LOCALES, MissingTextError, Texts

CODE = Path(handlers.__file__).parent
AT = datetime(2026, 11, 21, 5, 5, tzinfo=UTC)


class Variables(Visitor):
    """Collects the variables of one text."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def generic_visit(self, node: ftl.BaseNode) -> None:
        """Take note of a variable; look into everything else."""
        if isinstance(node, ftl.VariableReference):
            self.found.add(node.id.name)
        super().generic_visit(node)


def parsed(file: Path) -> ftl.Resource:
    return FluentParser(with_spans=False).parse(file.read_text(encoding="utf-8"))


def texts_of(language: str) -> dict[str, set[str]]:
    """Return every text id of a language with its variables."""
    texts: dict[str, set[str]] = {}
    for file in (LOCALES / language).glob("*.ftl"):
        for entry in parsed(file).body:
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in texts, f"{entry.id.name} stands twice"
                variables = Variables()
                variables.visit(entry)
                texts[entry.id.name] = variables.found
    return texts


def code() -> Iterator[ast.AST]:
    for file in CODE.rglob("*.py"):
        yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def called_ids() -> set[str]:
    """Return the ids written out in a call of `t`."""
    return {
        argument.value
        for node in code()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t"
        for argument in [*_branches(node.args[0])]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def _branches(argument: ast.expr) -> Iterator[ast.expr]:
    if isinstance(argument, ast.IfExp):
        yield from (*_branches(argument.body), *_branches(argument.orelse))
    else:
        yield argument


def mentioned() -> set[str]:
    """Return every string in the code, and the ids that are made from a reason."""
    written = {
        node.value
        for node in code()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return written | {f"notice-{reason.value}" for reason in Reason}


def test_both_languages_have_the_same_texts_with_the_same_variables() -> None:
    """Nothing can be said in one language only, or with other values."""
    assert texts_of("ja") == texts_of("en")


def test_both_languages_have_the_same_files() -> None:
    """A translator finds each surface in a file of the same name."""
    ja, en = ({file.name for file in (LOCALES / language).iterdir()} for language in LANGUAGES)
    assert ja == en


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_can_be_read_whole(language: str) -> None:
    """No line of a language file is passed over as unreadable."""
    for file in (LOCALES / language).glob("*.ftl"):
        assert not [entry for entry in parsed(file).body if isinstance(entry, ftl.Junk)]


def test_every_text_is_used() -> None:
    """No text lies about that nobody shows."""
    assert set(texts_of("ja")) - mentioned() == set()


def test_every_text_that_is_used_exists() -> None:
    """The code names no text that the language files lack."""
    assert called_ids() - set(texts_of("ja")) == set()


def test_every_reason_has_its_sentence() -> None:
    """Whoever is refused is told why."""
    assert {f"notice-{reason.value}" for reason in Reason} <= set(texts_of("ja"))


def test_a_missing_text_stops_a_test() -> None:
    """In tests, a text that does not exist is an error."""
    with pytest.raises(MissingTextError, match="no-such-text"):
        Texts.load(strict=True).in_("ja")("no-such-text")


def test_a_missing_value_stops_a_test() -> None:
    """In tests, a text that lacks a value is an error."""
    with pytest.raises(MissingTextError, match="who"):
        Texts.load(strict=True).in_("en")("taken-by")


def test_a_missing_text_never_costs_the_message(tmp_path: Path) -> None:
    """In production a gap in English is filled in Japanese, and the log says which."""
    for language, text in (("ja", "hello = こんにちは\n"), ("en", "other = x\n")):
        (tmp_path / language).mkdir()
        (tmp_path / language / "a.ftl").write_text(text, encoding="utf-8")
    with capture_logs() as logs:
        assert Texts.load(tmp_path).in_("en")("hello") == "こんにちは"
    assert [(line["language"], line["text_id"]) for line in logs] == [("en", "hello")]


def test_a_text_missing_everywhere_is_shown_by_its_id() -> None:
    """Where no language has a text, its id stands there instead of a crash."""
    with capture_logs() as logs:
        assert Texts.load().in_("en")("no-such-text") == "no-such-text"
    assert len(logs) == 2


def test_a_missing_value_never_costs_the_message_nor_reaches_the_log() -> None:
    """A text that lacks a value falls back too, and no value given is logged."""
    with capture_logs() as logs:
        shown = Texts.load().in_("ja")("card-taken", who="山田太郎")
    assert shown == "card-taken"
    assert "山田太郎" not in str(logs)


def test_an_unknown_language_reads_japanese() -> None:
    """Somebody whose Slack speaks neither language gets Japanese; en-GB gets English."""
    texts = Texts.load(strict=True)
    assert texts.in_("fr").language == "ja"
    assert texts.in_("en-GB").language == "en"


def test_no_invisible_marks_stand_around_values() -> None:
    """Values are set in as they are, without direction marks around them."""
    t = Texts.load(strict=True).in_("ja")
    assert t("told-branch", branch="新宿店") == "新宿店の受付"


@pytest.mark.parametrize(
    ("language", "shown"), [("ja", "11月21日(土) 14:05"), ("en", "Sat 21 Nov, 14:05")]
)
def test_a_moment_is_told_in_the_zone_of_the_company(language: str, shown: str) -> None:
    """Five past five in UTC is five past two in the afternoon in Tokyo."""
    assert Texts.load().in_(language).moment(AT, "Asia/Tokyo") == shown


def test_a_moment_without_a_zone_keeps_its_own() -> None:
    """What was answered as a local time is shown as that local time."""
    local = AT.astimezone(timezone(timedelta(hours=9)))
    assert Texts.load().in_("ja").moment(local) == "11月21日(土) 14:05"


@pytest.mark.parametrize(("count", "shown"), [(1, "1 note"), (2, "2 notes")])
def test_english_counts_agree(count: int, shown: str) -> None:
    """One note, two notes."""
    assert Texts.load(strict=True).in_("en")("words-kept-words", count=count) == shown


JAPANESE_WORDS_TO_AVOID = ("あなた", "案件", "出禁", "ブラックリスト", "加害者", "被害者")


def test_the_house_words_are_kept() -> None:
    """The Japanese screens use the house's words for people and cases."""
    said = "".join(file.read_text(encoding="utf-8") for file in (LOCALES / "ja").glob("*.ftl"))
    assert [word for word in JAPANESE_WORDS_TO_AVOID if word in said] == []


def test_what_may_lie_long_ago_is_told_with_its_year() -> None:
    """What the record keeps for years, and what somebody typed, says in which year it was."""
    texts = Texts.load()
    assert texts.in_("ja").moment(AT, "Asia/Tokyo", dated=True) == "2026年11月21日(土) 14:05"
    assert texts.in_("en").moment(AT, "Asia/Tokyo", dated=True) == "Sat 21 Nov 2026, 14:05"
