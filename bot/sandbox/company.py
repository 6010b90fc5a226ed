"""みなと不動産: the fictional rental company of the local workspace and of the tests."""

from dataclasses import replace
from importlib.resources import files
from typing import Final

from bot.clock import Clock
from bot.sandbox.records import Channel, User, UserGroup
from bot.sandbox.workspace import Workspace

BOT: Final = "U0KASUHARA"
ENGLISH: Final = "en-US"

_PEOPLE: Final = (
    User("U0SATO", "sato", "佐藤 みのり"),
    User("U0EMMA", "emma", "Emma Clark", locale=ENGLISH),
    User("U0TANAKA", "tanaka", "田中 誠"),
    User("U0MORI", "mori", "森 ゆかり"),
    User("U0GRACE", "grace", "Grace Bell", locale=ENGLISH),
    User("U0SHINJUKUSHOP", "shinjuku-shop", "新宿店 共用"),
    User("U0KATO", "kato", "加藤 蓮"),
    User("U0NGUYEN", "nguyen", "Nguyen An", locale=ENGLISH),
    User("U0OGAWA", "ogawa", "小川 直樹"),
    User("U0NISHI", "nishi", "西 さくら"),
    User("U0MANAGER", "manager", "大野 健"),
    User("U0HQONE", "hq-one", "本部 あおい"),
    User("U0HQTWO", "hq-two", "Hana Lindqvist", locale=ENGLISH),
    User("U0HRONE", "hr-one", "人見 涼"),
    User("U0HRTWO", "hr-two", "人見 薫"),
    User("U0LEGAL", "legal", "法田 翠"),
)
_SHINJUKU: Final = ("U0SATO", "U0EMMA", "U0TANAKA", "U0MORI", "U0GRACE", "U0SHINJUKUSHOP")
_YOKOHAMA: Final = ("U0KATO", "U0NGUYEN", "U0OGAWA", "U0NISHI")
_CHANNELS: Final = (
    ("C0TEAMSHINJUKU", "team-shinjuku", False, _SHINJUKU),
    ("C0TEAMYOKOHAMA", "team-yokohama", False, _YOKOHAMA),
    ("C0DESKSHINJUKU", "desk-shinjuku", True, ("U0TANAKA", "U0MORI", "U0GRACE")),
    ("C0DESKYOKOHAMA", "desk-yokohama", True, ("U0OGAWA", "U0NISHI")),
    ("C0HQ", "hq-desk", True, ("U0HQONE", "U0HQTWO", "U0MANAGER")),
    ("C0HR", "hr-desk", True, ("U0HRONE", "U0HRTWO")),
    ("C0LEGAL", "legal-desk", True, ("U0LEGAL", "U0HRONE")),
    ("C0MANAGERS", "managers", True, ("U0MANAGER", "U0HQONE")),
)


def minato(clock: Clock) -> Workspace:
    """Return the company's workspace, with the bot in every channel but `lunch`."""
    workspace = Workspace(
        clock=clock,
        team="T0MINATO",
        domain="minato-fudosan",
        name="みなと不動産",
        app="A0KASUHARA",
        bot_user=User(BOT, "kasuhara", "カスハラ受付", is_bot=True),
        bot_id="B0KASUHARA",
        app_name="Kasuhara Desk",
    )
    for person in _PEOPLE:
        workspace.add_user(replace(person))
    for channel_id, name, is_private, members in _CHANNELS:
        workspace.add_channel(Channel(channel_id, name, is_private, [*members, BOT]))
    lunch = Channel("C0LUNCH", "lunch", members=[*_SHINJUKU, *_YOKOHAMA])
    workspace.add_channel(lunch)
    group = UserGroup("S0MANAGERS", "managers", "管理者", ["U0MANAGER", "U0HQONE"])
    workspace.groups[group.id] = group
    return workspace


def settings() -> str:
    """Return the company's settings as TOML."""
    return (files("bot.sandbox") / "company.toml").read_text(encoding="utf-8")
