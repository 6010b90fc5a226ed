"""What every command has in common: usage, help, the environment."""

import pytest

from tests.bot.cli.shell import Shell


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nope"],
        ["settings"],
        ["settings", "check"],
        ["settings", "check", "nowhere.toml"],
        ["settings", "import", "company.toml"],
        ["settings", "export"],
        ["cases", "list"],
        ["cases", "list", "--limit", "0"],
        ["cases", "show"],
        ["cases", "show", "K-2026-0001"],
        ["audit", "verify"],
        ["flow", "decide"],
        ["flow", "decide", "nowhere.json"],
        ["flow", "check", "nowhere.yaml"],
        ["db", "backup", "copy.db"],
        ["serve"],
        ["serve", "--port", "1"],
        ["sandbox", "--port", "70000"],
        ["sandbox", "--port", "0", "--data", "company.toml"],
    ],
)
def test_wrong_usage(shell: Shell, arguments: list[str]) -> None:
    """Wrong usage or settings: exit 2, one line on standard error, nothing printed."""
    code, out, err = shell(*arguments)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert err.startswith("kasuhara: ")


def test_help(shell: Shell) -> None:
    """The help names every command there is."""
    code, out, _ = shell("--help")
    assert code == 0
    for command in ("serve", "sandbox", "settings", "flow", "cases", "audit", "db"):
        assert command in out


def test_wrong_variable(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong variable is named in one line, without its value."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "a-secret-in-the-wrong-place")
    code, _, err = shell("serve")
    assert code == 2
    assert "SLACK_BOT_TOKEN" in err
    assert "a-secret" not in err
