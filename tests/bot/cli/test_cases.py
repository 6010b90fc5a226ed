"""`kasuhara cases`: the records at the shell."""

import pytest

from bot.sandbox.story import ACTS, WORDS
from tests.bot.cli.shell import FIRST, SECOND, Shell, document


def test_several_companies(shell: Shell) -> None:
    """With several companies, one has to be named, and it must be one of them."""
    for workspace in ("T0ONE", "T0TWO"):
        assert shell("settings", "import", "company.toml", "--workspace", workspace)[0] == 0
    code, _, err = shell("cases", "list")
    assert code == 2
    assert "T0ONE, T0TWO" in err
    assert document(shell("cases", "list", "--workspace", "T0ONE", "--json")) == []
    assert shell("cases", "list", "--workspace", "T0THREE")[0] == 2


@pytest.mark.usefixtures("story")
def test_cases_list(shell: Shell) -> None:
    """The case of the story is listed with its number and branch."""
    (case,) = document(shell("cases", "list", "--json"))
    assert case["branch"] == "shinjuku"
    assert case["determination"] == "KASUHARA"
    assert case["number"] in shell("cases", "list")[1]


@pytest.mark.usefixtures("story")
def test_cases_show(shell: Shell) -> None:
    """The record holds every answer of the story, the words, the reasons and the timeline."""
    number = document(shell("cases", "list", "--json"))[0]["number"]
    case = document(shell("cases", "show", number, "--as", "tanaka", "--json"))
    answers = case["answers"]
    assert {key: answers[key] for key in ("danger", "actor", "scene")} == {
        "danger": "none",
        "actor": "tenant",
        "scene": "phone",
    }
    assert answers["acts"] == list(ACTS)
    assert [said["text"] for said in case["words"]] == [WORDS]
    assert case["proposal"]["rules"]
    assert case["flow"]["hash"]
    assert case["taken_by"] == "U0TANAKA"
    assert case["timeline"][-1]["kind"] == "looked"
    assert case["timeline"][-1]["actor"] == "operator:tanaka"
    assert WORDS in shell("cases", "show", number.lower())[1]


@pytest.mark.usefixtures("story")
def test_looking_is_recorded(shell: Shell) -> None:
    """Whoever looks leaves an entry, and the chain still verifies."""
    number = document(shell("cases", "list", "--json"))[0]["number"]
    for name in ("tanaka", "mori"):
        shell("cases", "show", number, "--as", name)
    case = document(shell("cases", "show", number, "--json"))
    actors = [entry["actor"] for entry in case["timeline"] if entry["kind"] == "looked"]
    assert actors[:2] == ["operator:tanaka", "operator:mori"]
    assert len(actors) == 3
    assert document(shell("audit", "verify", "--json"))["ok"] is True


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\nb"])
@pytest.mark.usefixtures("story")
def test_nameless_operator(shell: Shell, name: str) -> None:
    """An operator has a name that can be printed."""
    assert shell("cases", "show", "K-2026-0001", "--as", name)[0] == 2


@pytest.mark.usefixtures("story")
def test_unknown_number(shell: Shell) -> None:
    """A number that no case has is refused."""
    code, _, err = shell("cases", "show", "K-1999-0001")
    assert code == 2
    assert "K-1999-0001" in err


@pytest.mark.usefixtures("two")
def test_care_is_asked_for(shell: Shell) -> None:
    """How the employee is stays masked unless it is asked for, and asking is in the timeline."""
    code, out, _ = shell("cases", "show", FIRST)
    assert code == 0
    assert "fear_or_health" not in out
    shown = document(shell("cases", "show", FIRST, "--json"))
    assert shown["care"] == {"impact": "●●●"}
    assert "impact" not in shown["answers"]
    assert "saw" not in shown["timeline"][-1]
    asked = document(shell("cases", "show", FIRST, "--care", "--as", "tanaka", "--json"))
    assert asked["care"] == {"impact": ["fear_or_health"]}
    assert asked["timeline"][-1]["actor"] == "operator:tanaka"
    assert asked["timeline"][-1]["saw"] == "care"


@pytest.mark.usefixtures("two")
def test_who_came(shell: Shell) -> None:
    """The record of an alarm says who took it, and when."""
    alarm = document(shell("cases", "show", SECOND, "--json"))["alarm"]
    assert alarm["taken_by"] == "U0MORI"
    assert alarm["taken_at"] == alarm["raised_at"]
