"""`kasuhara settings`: checked, taken in, given out."""

import tomllib
from pathlib import Path

import pytest

from bot.sandbox.company import settings
from tests.bot.cli.shell import Shell, document
from tests.bot.running import WORKSPACE


def test_settings_check(shell: Shell, folder: Path) -> None:
    """A settings file is checked: 0 where it can be used, 1 with the sentence where not."""
    assert document(shell("settings", "check", "company.toml", "--json"))["ok"] is True
    (folder / "bad.toml").write_text('[company]\nname = "x"\n', encoding="utf-8")
    code, _, err = shell("settings", "check", "bad.toml")
    assert code == 1
    assert "branches" in err
    (folder / "worse.toml").write_text("[company", encoding="utf-8")
    assert shell("settings", "check", "worse.toml")[0] == 1


WRITTEN = """
[company]
name = "架空不動産"
language = "ja"

[calendar]
closed = ["2026-12-29/2027-01-03"]

[[branches]]
name = "東店"
desk_channel = "C0EAST"
hours = "10:00-18:30"
closed = ["wed", "tue"]

[policy]
two_person_suspension = true
"""


@pytest.mark.parametrize("text", [settings(), WRITTEN])
def test_settings_round_trip(shell: Shell, folder: Path, text: str) -> None:
    """What was imported is exported, no more and no less, and the export imports to the same."""
    (folder / "given.toml").write_text(text, encoding="utf-8")
    assert shell("settings", "import", "given.toml", "--workspace", WORKSPACE)[0] == 0
    exported = shell("settings", "export")[1]
    assert tomllib.loads(exported) == tomllib.loads(text)
    (folder / "exported.toml").write_text(exported, encoding="utf-8")
    assert shell("settings", "import", "exported.toml", "--workspace", WORKSPACE)[0] == 0
    assert shell("settings", "export")[1] == exported
    assert document(shell("settings", "export", "--json")) == tomllib.loads(text)


def test_settings_from_notepad(shell: Shell, folder: Path) -> None:
    """What Windows Notepad saves begins with a mark and ends its lines in two characters."""
    saved = WRITTEN.replace("\n", "\r\n")
    (folder / "notepad.toml").write_bytes(saved.encode("utf-8-sig"))
    assert shell("settings", "check", "notepad.toml")[0] == 0
    assert shell("settings", "import", "notepad.toml", "--workspace", WORKSPACE)[0] == 0
    assert tomllib.loads(shell("settings", "export")[1]) == tomllib.loads(WRITTEN)


def test_import_says_for_whom(shell: Shell) -> None:
    """As JSON, an import says which company and workspace it was for."""
    done = document(shell("settings", "import", "company.toml", "--workspace", WORKSPACE, "--json"))
    assert done == {"ok": True, "company": "みなと不動産", "branches": 2, "workspace": WORKSPACE}


def test_import_without_a_token(shell: Shell) -> None:
    """Where nobody can say which company it is, the variable is named, and the other way."""
    code, _, err = shell("settings", "import", "company.toml")
    assert code == 2
    assert "SLACK_BOT_TOKEN" in err
    assert "--workspace" in err
    assert len(err.splitlines()) == 1


def test_settings_check_names_the_place(shell: Shell, folder: Path) -> None:
    """What is wrong is said with the file, the setting, and the branch by its name."""
    wrong = WRITTEN.replace('"C0EAST"', '"#east"')
    (folder / "wrong.toml").write_text(wrong, encoding="utf-8")
    assert shell("settings", "check", "wrong.toml")[2] == (
        'kasuhara: wrong.toml: branches.desk_channel of the branch 東店: "#east" is not the id of '
        "a channel, such as C0DESKSHINJUKU\n"
    )
    code, out, err = shell("settings", "import", "wrong.toml", "--workspace", WORKSPACE)
    assert (code, out) == (2, "")
    assert err.startswith("kasuhara: wrong.toml: branches.desk_channel of the branch 東店")
