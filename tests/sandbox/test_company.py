"""The fictional company: its settings and its workspace agree."""

import tomllib

from bot.sandbox.company import BOT, minato, settings
from tests.workspace import standing_clock


def test_settings_name_what_is_there() -> None:
    """Every channel and person of the settings is in the workspace, and the bot where it must."""
    company, workspace = tomllib.loads(settings()), minato(standing_clock())
    named = [value for key, value in company["company"].items() if key.endswith("_channel")]
    named += [b[key] for b in company["branches"] for key in ("desk_channel", "team_channel")]
    assert all(BOT in workspace.channels[channel].members for channel in named)
    people = [*company["company"]["managers"], *company["company"]["shared_accounts"]]
    people += [user for branch in company["branches"] for user in branch["on_call"]]
    assert set(people) <= workspace.users.keys()


def test_every_branch_can_decide() -> None:
    """Each branch's desk is private, has two people or more, and they are of its team."""
    company, workspace = tomllib.loads(settings()), minato(standing_clock())
    for branch in company["branches"]:
        desk = workspace.channels[branch["desk_channel"]]
        team = workspace.channels[branch["team_channel"]]
        assert desk.is_private
        assert len(set(desk.members) - {BOT}) >= 2
        assert set(desk.members) <= set(team.members)


def test_two_workspaces_share_nothing() -> None:
    """A second workspace of the company knows nothing of what happened in the first."""
    clock = standing_clock()
    first = minato(clock)
    first.remove_member("C0LUNCH", "U0SATO")
    first.change_user("U0SATO", locale="en-US")
    second = minato(clock)
    assert "U0SATO" in second.channels["C0LUNCH"].members
    assert second.users["U0SATO"].locale == "ja-JP"
