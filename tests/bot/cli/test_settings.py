"""`kasuhara settings`: checked, taken in, given out."""

from pathlib import Path

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


def test_settings_round_trip(shell: Shell, folder: Path) -> None:
    """What was imported is exported, and the export imports to the same."""
    assert shell("settings", "import", "company.toml", "--workspace", WORKSPACE)[0] == 0
    exported = shell("settings", "export")[1]
    (folder / "exported.toml").write_text(exported, encoding="utf-8")
    assert shell("settings", "import", "exported.toml", "--workspace", WORKSPACE)[0] == 0
    assert shell("settings", "export")[1] == exported
    assert document(shell("settings", "export", "--json"))["company"]["name"] == "みなと不動産"
