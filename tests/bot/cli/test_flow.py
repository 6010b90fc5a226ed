"""`kasuhara flow`: the triage tables at the shell."""

import json
import shutil
from pathlib import Path

import pytest

from flows.triage import load_cards
from flows.triage.flow import SHIPPED
from tests.bot.cli.shell import Shell, document

ANSWERS = {
    "danger": "none",
    "reported_as": "self",
    "actor": "tenant",
    "scene": "phone",
    "acts": ["insult", "long_contact"],
}


def test_flow_decide(shell: Shell, folder: Path) -> None:
    """The determination of a file of answers is printed as JSON, with every key there is."""
    file = folder / "answers.json"
    file.write_text(json.dumps(ANSWERS), encoding="utf-8")
    decided = document(shell("flow", "decide", str(file)))
    assert decided["determination"] == "KASUHARA"
    assert set(decided) == {
        "determination",
        "urgent",
        "severity",
        "rules",
        "elements",
        "categories",
        "flow_version",
    }
    assert decided == document(shell("flow", "decide", str(file), "--json"))


def test_flow_decide_from_notepad(shell: Shell, folder: Path) -> None:
    """The mark that Windows Notepad puts in front is no part of the answers."""
    (folder / "answers.json").write_text(json.dumps(ANSWERS), encoding="utf-8-sig")
    assert document(shell("flow", "decide", "answers.json"))["determination"] == "KASUHARA"


@pytest.mark.parametrize(
    "text", ["{", "[]", "[" * 100_000, '{"actor": "alien"}', '{"colour": "red"}', "\ud800"]
)
def test_flow_decide_refuses(shell: Shell, folder: Path, text: str) -> None:
    """Answers that cannot be read are refused in one line."""
    (folder / "answers.json").write_text(text, encoding="utf-8", errors="surrogatepass")
    code, out, err = shell("flow", "decide", "answers.json")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


@pytest.fixture
def own(folder: Path) -> Path:
    """A copy of the shipped flow."""
    for file in SHIPPED.glob("*.yaml"):
        shutil.copy(file, folder)
    return folder


def test_flow_check(shell: Shell) -> None:
    """What was proved of the shipped tables is said in a few lines, and with the same figures."""
    code, out, _ = shell("flow", "check")
    proved = document(shell("flow", "check", "--json"))
    assert code == 0
    head, tables, rules, questions, cards = out.splitlines()
    assert f"{proved['flow_version']} ({proved['flow_hash'][:12]})" in head
    assert f"{proved['tables']} tables leave no gap" in tables
    assert f"{proved['regions']} regions" in tables
    assert f"{proved['rules']} rules" in rules
    assert f"{proved['questions']} questions" in questions
    assert f"{proved['cards']} cards" in cards


def test_flow_check_of_a_flow_of_ones_own(shell: Shell, own: Path) -> None:
    """What was edited in Windows Notepad is proved like any other, also without its own cards.

    A flow without cards of its own is checked with the shipped ones.
    """
    for table in own.glob("*.yaml"):
        saved = table.read_text(encoding="utf-8").replace("\n", "\r\n")
        table.write_bytes(saved.encode("utf-8-sig"))
    proved = document(shell("flow", "check", str(own / "flow.yaml"), "--json"))
    (own / "cards.yaml").unlink()
    assert document(shell("flow", "check", "flow.yaml", "--json")) == proved
    assert (proved["ok"], proved["cards"]) == (True, len(load_cards()))


def test_flow_check_finds(shell: Shell, folder: Path) -> None:
    """A flow that cannot be used: exit 1, and the file is named."""
    (folder / "flow.yaml").write_text("version: [", encoding="utf-8")
    code, _, err = shell("flow", "check", "flow.yaml")
    assert code == 1
    assert "flow.yaml" in err


@pytest.mark.parametrize("name", sorted(file.name for file in SHIPPED.glob("*.yaml")))
def test_flow_check_reads_every_file(shell: Shell, own: Path, name: str) -> None:
    """Whichever of the flow's files cannot be read is named; whole, the copy is proved above."""
    (own / name).write_text("version: [", encoding="utf-8")
    code, out, err = shell("flow", "check", "flow.yaml")
    assert (code, out) == (1, "")
    assert err.startswith(f"kasuhara: {name}: ")


@pytest.mark.parametrize(("lang", "said"), [("ja", "重大な行為"), ("en", "grave act")])
def test_flow_graph(shell: Shell, folder: Path, lang: str, said: str) -> None:
    """The decision is printed, or written to a file, as Mermaid in the language asked for."""
    code, out, _ = shell("flow", "graph", "--lang", lang)
    assert code == 0
    assert out.startswith("flowchart TB\n")
    assert said in out
    assert shell("flow", "graph", "--lang", lang, "--out", "graph.mmd") == (0, "", "")
    assert (folder / "graph.mmd").read_text(encoding="utf-8") == out


@pytest.mark.parametrize("wrong", [("--lang", "fr"), ("--out", "nowhere/graph.mmd")])
def test_flow_graph_refuses(shell: Shell, wrong: tuple[str, str]) -> None:
    """Another language, or a place that is not there, is refused in one line."""
    code, out, err = shell("flow", "graph", *wrong)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
