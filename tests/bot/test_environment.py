from pathlib import Path

import pytest

from bot.environment import (
    app_token,
    bot_token,
    local_environment,
    read_environment,
    signing_secret,
)
from flows.errors import SettingsError

NAMES = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_API_URL",
    "DATABASE_URL",
    "KASUHARA_KEYS",
    "KASUHARA_SETTINGS",
    "HOST",
    "PORT",
    "LOG_LEVEL",
    "LOG_FORMAT",
)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_defaults() -> None:
    """Without anything set the bot keeps to this machine and to a file in this folder."""
    environment = read_environment(None)
    assert environment.host == "127.0.0.1"
    assert environment.port == 3000
    assert environment.database == "sqlite+aiosqlite:///kasuhara.db"
    assert environment.slack_api_url == "https://slack.com/api/"
    assert environment.keys is None
    assert app_token(environment) is None


def test_env_file(tmp_path: Path) -> None:
    """A .env file is read, and an empty value in it counts as not set."""
    file = tmp_path / ".env"
    file.write_text("SLACK_BOT_TOKEN=xoxb-from-file\nSLACK_APP_TOKEN=\nPORT=0\n")
    environment = read_environment(file)
    assert bot_token(environment) == "xoxb-from-file"
    assert app_token(environment) is None
    assert environment.port == 0


def test_env_file_from_notepad(tmp_path: Path) -> None:
    """The mark that Windows Notepad puts in front is no part of the first variable's name."""
    file = tmp_path / ".env"
    file.write_bytes("SLACK_BOT_TOKEN=xoxb-from-file\r\nPORT=0\r\n".encode("utf-8-sig"))
    environment = read_environment(file)
    assert bot_token(environment) == "xoxb-from-file"
    assert environment.port == 0


def test_process_before_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the process was given goes before what the .env file says."""
    file = tmp_path / ".env"
    file.write_text("SLACK_BOT_TOKEN=xoxb-from-file\n")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-from-process")
    assert bot_token(read_environment(file)) == "xoxb-from-process"


def test_broken_env_file(tmp_path: Path) -> None:
    """A .env file that is no text is refused by its name."""
    file = tmp_path / ".env"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"\.env"):
        read_environment(file)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xapp-swapped-secret"),
        ("SLACK_APP_TOKEN", "xoxb-swapped-secret"),
        ("SLACK_API_URL", "https://slack.example/api"),
        ("SLACK_API_URL", "slack.example/api/"),
        ("DATABASE_URL", "kasuhara-secret.db"),
        ("PORT", "port-secret"),
        ("PORT", "65536"),
        ("LOG_LEVEL", "CHATTY"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_wrong_value(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong value is refused in one line that names the variable and never the value."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        read_environment(None)
    sentence = str(refused.value)
    assert sentence.startswith(f"{name}: ")
    assert value not in sentence
    assert "\n" not in sentence
    assert sentence.removeprefix(f"{name}: ").startswith(("is ", "does not "))


def test_secrets_are_not_printed() -> None:
    """Printing the environment shows no token, no key and no database password."""
    environment = local_environment(
        slack_bot_token="xoxb-visible",
        slack_app_token="xapp-visible",
        slack_signing_secret="visible",
        kasuhara_keys="k:visible",
        database_url="postgresql+asyncpg://desk:visible@localhost/desk",
    )
    assert "visible" not in repr(environment)
    assert "visible" not in str(environment)


def test_missing_tokens() -> None:
    """What is needed and missing is asked for by its name."""
    environment = read_environment(None)
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN"):
        bot_token(environment)
    with pytest.raises(SettingsError, match="SLACK_SIGNING_SECRET"):
        signing_secret(environment)
