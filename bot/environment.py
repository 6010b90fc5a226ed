"""The environment the bot runs in: tokens, database, address, log, checked once."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from flows.errors import SettingsError

DEFAULT_DATABASE = "sqlite+aiosqlite:///kasuhara.db"
SLACK_API = "https://slack.com/api/"

_ONLY_AS: Mapping[str | int, str] = {"port": "is not a whole number from 0 to 65535"}


def _starts_with(prefix: str) -> AfterValidator:
    def check(value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(prefix):
            raise ValueError(f"does not start with {prefix}")
        return value

    return AfterValidator(check)


def _base_url(url: str) -> str:
    if not url.startswith(("https://", "http://")) or not url.endswith("/"):
        raise ValueError("is not an http or https address that ends in /")
    return url


def _database_address(database: SecretStr) -> SecretStr:
    if "://" not in database.get_secret_value():
        raise ValueError("is not a database address such as " + DEFAULT_DATABASE)
    return database


class Environment(BaseSettings):
    """What the process was started with. Secrets are sealed values: printing shows stars."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    slack_bot_token: Annotated[SecretStr | None, _starts_with("xoxb-")] = None
    slack_app_token: Annotated[SecretStr | None, _starts_with("xapp-")] = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: Annotated[str, AfterValidator(_base_url)] = SLACK_API
    database_url: Annotated[SecretStr, AfterValidator(_database_address)] = SecretStr(
        DEFAULT_DATABASE
    )
    kasuhara_keys: SecretStr | None = None
    kasuhara_settings: Path | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 3000
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"

    @property
    def database(self) -> str:
        """The database's address, its password included: never printed."""
        return self.database_url.get_secret_value()

    @property
    def keys(self) -> str | None:
        """The encryption keys as given, or None."""
        return self.kasuhara_keys.get_secret_value() if self.kasuhara_keys else None


_build: Callable[..., Environment] = Environment
"""The library takes more than the fields, such as the file to read."""


class _Given(Environment):
    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the library's signature
        init_settings: PydanticBaseSettingsSource,
        *_others: Any,
        **_named: Any,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


def read_environment(env_file: Path | None = Path(".env")) -> Environment:
    """Read the process's environment and the `.env` file.

    Raises:
        SettingsError: one sentence naming the variable; never its value.
    """
    try:
        return _build(_env_file=env_file)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = "_".join(str(part) for part in first["loc"][:1]).upper()
        raise SettingsError(f"{name}: {_said(first)}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{env_file}: {type(error).__name__}; it cannot be read") from None


def _said(error: ErrorDetails) -> str:
    """Return what is wrong with a variable: in our own words where the check is ours."""
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    if error["type"] == "literal_error":
        return f"is none of {error['ctx']['expected'].replace(' or ', ', ')}".replace("'", "")
    return _ONLY_AS.get(error["loc"][0], "cannot be used")


def local_environment(**values: Any) -> Environment:
    """Return an environment of these values alone: no variable and no file is read."""
    return _Given(**values)


def bot_token(environment: Environment) -> str:
    """Return the bot's token; raise SettingsError when there is none."""
    if environment.slack_bot_token is None:
        raise SettingsError("SLACK_BOT_TOKEN is not set: the bot cannot speak to Slack without it")
    return environment.slack_bot_token.get_secret_value()


def app_token(environment: Environment) -> str | None:
    """Return the app-level token that asks for Socket Mode, or None for HTTP."""
    if environment.slack_app_token is None:
        return None
    return environment.slack_app_token.get_secret_value()


def signing_secret(environment: Environment) -> str:
    """Return the secret that Slack signs with; raise SettingsError when there is none."""
    if environment.slack_signing_secret is None:
        raise SettingsError(
            "SLACK_SIGNING_SECRET is not set: over HTTP nothing can be trusted without it; "
            "set it, or SLACK_APP_TOKEN for Socket Mode"
        )
    return environment.slack_signing_secret.get_secret_value()
