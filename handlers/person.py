"""An account as Slack describes it, as a person of ours."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from flows.people import Person, Standing


class _Profile(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    display_name: str = ""
    real_name: str = ""


class _User(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    id: str
    team_id: str | None = None
    name: str = ""
    deleted: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    locale: str = "ja-JP"
    profile: _Profile = _Profile()


def person_from_user(user: Any, workspace: str) -> Person:
    """Return the person a `user` object of Slack's stands for.

    A workspace that sends no locale is taken to be Japanese, as the product is.
    """
    parsed = _User.model_validate(user)
    name = parsed.profile.display_name or parsed.profile.real_name or parsed.name or parsed.id
    language = "en" if parsed.locale.startswith("en") else "ja"
    return Person(parsed.id, name, language, _standing(parsed, workspace))


def _standing(user: _User, workspace: str) -> Standing:
    if user.deleted:
        return Standing.DEACTIVATED
    if user.is_bot:
        return Standing.BOT
    if user.is_stranger or (user.team_id is not None and user.team_id != workspace):
        return Standing.STRANGER
    if user.is_restricted or user.is_ultra_restricted:
        return Standing.GUEST
    return Standing.ACTIVE
