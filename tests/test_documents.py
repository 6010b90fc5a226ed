"""What the documents say is so: links, commands, settings, the picture of the architecture."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel, SecretStr
from typer.core import TyperGroup
from typer.main import get_command

from bot.cli.commands import app
from bot.environment import Environment, read_environment
from flows.company_file import _SettingsFile, company_from_document
from tests.postgres import GIVEN_SERVER

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
PAIRS = [
    (ROOT / "README.md", ROOT / "README.ja.md"),
    (ROOT / "docs/connecting-slack.md", ROOT / "docs/connecting-slack.ja.md"),
    (ROOT / "docs/records.md", ROOT / "docs/records.ja.md"),
]
SETTINGS = ROOT / "docs/settings.md"
ARCHITECTURE = ROOT / "docs/architecture.md"

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_COMMAND = re.compile(r"(?<![\w/./])kasuhara((?: [^\s|)]+)+)")

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
every_pair = pytest.mark.parametrize(("english", "japanese"), PAIRS, ids=lambda d: d.name)


def fences(document: Path, language: str) -> list[str]:
    """Return the document's code blocks of one language."""
    found = _FENCE.findall(document.read_text(encoding="utf-8"))
    return [body for named, body in found if named == language]


def codes(document: Path) -> list[str]:
    """Return everything set as code: the lines of shell blocks, then words in running text."""
    prose = _FENCE.sub("", document.read_text(encoding="utf-8"))
    lines = [line for block in fences(document, "sh") for line in block.splitlines()]
    return [*lines, *_CODE.findall(prose)]


def commands(document: Path) -> list[list[str]]:
    """Return the words after each `kasuhara` that is a command at a shell."""
    return [found.split() for code in codes(document) for found in _COMMAND.findall(code)]


def leaf(words: list[str]) -> tuple[str, ...]:
    """Return the command that the words name; fail where there is none, or not that option."""
    command, path = get_command(app), []
    left = list(words)
    while isinstance(command, TyperGroup):
        assert left, f"kasuhara {' '.join(words)}: which command?"
        assert left[0] in command.commands, f"kasuhara {' '.join(words)}: no such command"
        path.append(left[0])
        command = command.commands[left.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts}
    unknown = {word for word in left if word.startswith("--")} - known
    assert not unknown, f"kasuhara {' '.join(words)}: no such option"
    return tuple(path)


def leaves(command: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Return every command there is."""
    if not isinstance(command, TyperGroup):
        yield path
        return
    for name, below in command.commands.items():
        yield from leaves(below, (*path, name))


def rows(document: Path) -> dict[str, str]:
    """Return the second cell of every table row that begins with a word set as code."""
    found = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", document.read_text(), re.MULTILINE)
    return {key: cell.strip() for key, cell in found}


@every_document
def test_links(document: Path) -> None:
    """Every link to a file of the project leads to one."""
    targets = re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8"))
    local = [t.partition("#")[0] for t in targets if not re.match(r"https?://|#", t)]
    missing = [t for t in local if not (document.parent / t).exists()]
    assert not missing


@every_document
def test_paths(document: Path) -> None:
    """Every path named in the text, and every part of the picture, is there."""
    words = re.findall(
        r"(?<![\w./-])((?:bot|handlers|flows|storage|tests|docs)/[\w./*{},-]*)",
        document.read_text(encoding="utf-8"),
    )
    missing = [w for w in words if not list(ROOT.glob(w.rstrip("./")))]
    assert not missing


@every_document
def test_commands_exist(document: Path) -> None:
    """Every command and option written down is one the command line has."""
    for words in commands(document):
        leaf(words)


@every_document
def test_make_targets_exist(document: Path) -> None:
    """Every make target written down is in the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {t for code in codes(document) for t in re.findall(r"^make ([a-z]+)", code)}
    missing = {t for t in targets if not re.search(rf"^{t}:", makefile, re.MULTILINE)}
    assert not missing


def test_every_command_is_written_down() -> None:
    """No command of the command line is left for people to find by themselves."""
    named = {leaf(words) for document in DOCUMENTS for words in commands(document)}
    assert set(leaves(get_command(app))) - {("sandbox",)} == named, "`make run` is `sandbox`"


@every_pair
def test_same_sections(english: Path, japanese: Path) -> None:
    """Both languages have the same sections, lists and tables in the same order."""
    shapes = [
        re.findall(r"^(#+|- |\d+\. |\|)", _FENCE.sub("```", d.read_text()), re.MULTILINE)
        for d in (english, japanese)
    ]
    assert shapes[0] == shapes[1]


@every_pair
def test_same_commands(english: Path, japanese: Path) -> None:
    """Both languages give the same commands, examples and links."""
    for language in ("sh", "toml", "ini"):
        assert fences(english, language) == fences(japanese, language)
    assert sorted(map(tuple, commands(english))) == sorted(map(tuple, commands(japanese)))
    links = [
        sorted(
            t.replace(".ja.md", ".md").replace("-ja.png", "-en.png")
            for t in re.findall(r"\]\(([^)]+)\)", d.read_text())
        )
        for d in (english, japanese)
    ]
    assert links[0] == links[1]


def test_environment_variables() -> None:
    """Every variable the bot reads is in the table with its default, and no other."""
    table = {key: cell for key, cell in rows(SETTINGS).items() if key.isupper()}
    expected = {}
    for name, field in Environment.model_fields.items():
        default = field.default
        plain = default.get_secret_value() if isinstance(default, SecretStr) else default
        expected[name.upper()] = "–" if plain is None else f"`{plain}`"
    assert table == expected


@every_document
def test_no_invented_variable(document: Path) -> None:
    """What looks like an environment variable is one."""
    words = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", document.read_text(encoding="utf-8")))
    assert words <= {name.upper() for name in Environment.model_fields} | {GIVEN_SERVER}


def test_settings_keys() -> None:
    """Every key of the settings file is in the table with its default, and no other."""
    table = {key: cell for key, cell in rows(SETTINGS).items() if re.match(r"[a-z]+\.", key)}
    assert table == dict(documented_keys())


def documented_keys() -> Iterator[tuple[str, str]]:
    """Return each key of the settings file with its default as the table writes it."""
    for section, of in _SettingsFile.model_fields.items():
        model = of.annotation
        if get_args(model):
            model = get_args(model)[0]  # a tuple of branches
        assert isinstance(model, type)
        assert issubclass(model, BaseModel)
        for name, field in model.model_fields.items():
            if field.is_required():
                yield f"{section}.{name}", "required / 必須"
            elif field.default is None:
                yield f"{section}.{name}", "–"
            else:
                yield f"{section}.{name}", f"`{json.dumps(field.default)}`"


@pytest.mark.parametrize("document", PAIRS[1], ids=lambda d: d.name)
def test_examples_can_be_used(document: Path, tmp_path: Path) -> None:
    """The settings and the `.env` file that are shown are accepted as they stand."""
    (settings,) = fences(document, "toml")
    assert len(company_from_document(tomllib.loads(settings)).branches) == 2
    (given,) = fences(document, "ini")
    file = tmp_path / ".env"
    file.write_text(given, encoding="utf-8")
    assert read_environment(file).slack_app_token is not None


def test_the_picture() -> None:
    """Each thin arrow is an import, and both ends of a dotted one are put together."""
    (picture,) = fences(ARCHITECTURE, "mermaid")
    labels = re.findall(r'^ +(\w+)\["(.+)"\]$', picture, re.MULTILINE)
    boxes = {name: label.split("<br/>") for name, label in labels}
    for one, other in re.findall(r"^ +(\w+) --> (\w+)$", picture, re.MULTILINE):
        found = any(is_within(module, boxes[other]) for module in imported(boxes[one]))
        assert found, f"{one} does not import {other}"
    built = imported(["bot/assembly.py"])
    for pair in re.findall(r"^ +(\w+) -\.-> (\w+)$", picture, re.MULTILINE):
        for name in pair:
            assert any(is_within(module, boxes[name]) for module in built), name


def imported(paths: list[str]) -> set[str]:
    """Return the dotted names that these files and folders import."""
    names = set()
    for path in paths:
        named = ROOT / path
        for file in [named] if named.suffix else named.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module:
                    names |= {f"{node.module}.{alias.name}" for alias in node.names}
                elif isinstance(node, ast.Import):
                    names |= {alias.name for alias in node.names}
    return names


def is_within(module: str, paths: list[str]) -> bool:
    """Whether a dotted name is one of these files or in one of these folders."""
    dotted = [path.removesuffix(".py").replace("/", ".") for path in paths]
    return any(f"{module}.".startswith(f"{name}.") for name in dotted)
