"""`kasuhara flow`: the triage tables at the shell."""

import json
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    "text", ["{", "[]", "[" * 100_000, '{"actor": "alien"}', '{"colour": "red"}', "\ud800"]
)
def test_flow_decide_refuses(shell: Shell, folder: Path, text: str) -> None:
    """Answers that cannot be read are refused in one line."""
    (folder / "answers.json").write_text(text, encoding="utf-8", errors="surrogatepass")
    code, out, err = shell("flow", "decide", "answers.json")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_flow_check(shell: Shell) -> None:
    """The shipped tables are proved to leave no gap."""
    assert document(shell("flow", "check", "--json"))["ok"] is True
    code, out, _ = shell("flow", "check")
    assert code == 0
    assert "no gap" in out


def test_flow_check_finds(shell: Shell, folder: Path) -> None:
    """A flow that cannot be used: exit 1, and the file is named."""
    (folder / "flow.yaml").write_text("version: [", encoding="utf-8")
    code, _, err = shell("flow", "check", "flow.yaml")
    assert code == 1
    assert "flow.yaml" in err
