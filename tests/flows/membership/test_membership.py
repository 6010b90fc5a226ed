"""Who is where: kept from events, read anew, and denied while it is not known."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from flows.errors import SettingsError
from flows.membership.follow_events import (
    change_person,
    join_channel,
    leave_channel,
    lose_channel,
    replace_group,
)
from flows.membership.reconcile import UnknownChannelError, reconcile
from flows.membership.roles import company_of, managers, roles_of
from flows.messages import Kind
from flows.people import Person, Roles, Standing
from tests.flows.office import (
    CHIEF,
    COLLEAGUE,
    EAST_CHIEF,
    EAST_DESK,
    GUEST,
    HQ,
    HQ_DESK,
    HR,
    LEGAL,
    MANAGER,
    MEMBERS,
    NOBODY,
    ON_CALL,
    SECOND,
    SHOP,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
    settings,
)

GROUP = "S0MANAGERS"


async def roles(firm: Firm, user: str) -> Roles:
    """Return what somebody is today."""
    async with firm.office.store.read(WORKSPACE) as work:
        return await roles_of(work, await company_of(work), user)


@dataclass
class Workspace:
    """What the workspace would say, from lists."""

    channels: dict[str, frozenset[str]]
    groups: dict[str, frozenset[str]] = field(default_factory=dict)
    public: frozenset[str] = frozenset()
    asked: list[str] = field(default_factory=list)
    gone: frozenset[str] = frozenset()

    async def members(self, channel: str) -> frozenset[str]:
        """Return a channel's members."""
        if channel not in self.channels:
            raise UnknownChannelError(channel)
        return self.channels[channel]

    async def is_public(self, channel: str) -> bool:
        """Whether everybody can read it."""
        return channel in self.public

    async def group(self, group: str) -> frozenset[str]:
        """Return a group's members."""
        if group not in self.groups:
            raise UnknownChannelError(group)
        return self.groups[group]

    async def people(self, users: Sequence[str]) -> Sequence[Person]:
        """Return the accounts of some who work here, or did."""
        self.asked += users
        return [Person(user, user, "ja", self._standing(user)) for user in users]

    def _standing(self, user: str) -> Standing:
        return Standing.DEACTIVATED if user in self.gone else Standing.ACTIVE


async def test_everybody_is_what_their_channels_make_of_them(firm: Firm) -> None:
    """Desk, HQ, HR, legal, manager, staff; guests, shops and strangers are nothing."""
    assert await roles(firm, CHIEF) == Roles(CHIEF, active=True, desks=frozenset({"west"}))
    assert (await roles(firm, HQ)).hq
    assert (await roles(firm, HR)).hr
    assert (await roles(firm, LEGAL)).legal
    assert (await roles(firm, MANAGER)).manager
    assert await roles(firm, STAFF) == Roles(STAFF, active=True)
    assert await roles(firm, SHOP) == Roles(SHOP, shared=True)
    for user in (GUEST, NOBODY):
        assert await roles(firm, user) == Roles(user)


async def test_leaving_or_joining_a_channel_counts_at_once(firm: Firm) -> None:
    """A right ends with the event that ends it."""
    await leave_channel(firm.office, WORKSPACE, WEST_DESK, CHIEF)
    await join_channel(firm.office, WORKSPACE, WEST_DESK, COLLEAGUE)
    assert not (await roles(firm, CHIEF)).desks
    assert (await roles(firm, COLLEAGUE)).desks == {"west"}


async def test_a_channel_the_bot_was_taken_out_of_gives_nothing(firm: Firm) -> None:
    """What is not reconciled is denied, and joining it changes nothing."""
    await lose_channel(firm.office, WORKSPACE, WEST_DESK)
    await join_channel(firm.office, WORKSPACE, WEST_DESK, COLLEAGUE)
    for user in (CHIEF, COLLEAGUE):
        assert not (await roles(firm, user)).desks


async def test_a_deactivated_account_is_nothing(firm: Firm) -> None:
    """Although the channel still lists it."""
    gone = Person(CHIEF, "架空 店長", "ja", Standing.DEACTIVATED)
    await change_person(firm.office, WORKSPACE, gone)
    assert await roles(firm, CHIEF) == Roles(CHIEF)


async def test_a_group_of_managers_follows_its_changes(firm: Firm) -> None:
    """One that was never reconciled stays without members."""
    await firm.change_settings(settings(managers=[MANAGER, GROUP]))
    office = firm.office
    await replace_group(office, WORKSPACE, GROUP, frozenset({HQ}), frozenset())
    assert not (await roles(firm, HQ)).manager
    async with office.store.write(WORKSPACE) as work:
        await work.directory.keep_members(GROUP, frozenset({HQ}), firm.clock.now())
    await replace_group(office, WORKSPACE, GROUP, frozenset({HR}), frozenset({HQ}))
    async with office.store.read(WORKSPACE) as work:
        assert await managers(work, await company_of(work)) == {MANAGER, HR}


async def test_reconciling_replaces_what_was_known(firm: Firm) -> None:
    """Channels, groups, people on call and managers, each asked about once."""
    await firm.change_settings(settings(managers=[GROUP]))
    lists = dict(MEMBERS) | {WEST_DESK: frozenset({SECOND, COLLEAGUE})}
    workspace = Workspace(lists, {GROUP: frozenset({HQ})})
    await reconcile(firm.office, WORKSPACE, workspace)
    assert not (await roles(firm, CHIEF)).desks
    assert (await roles(firm, COLLEAGUE)).desks == {"west"}
    assert (await roles(firm, HQ)).manager
    assert ON_CALL in workspace.asked
    assert len(workspace.asked) == len(set(workspace.asked))


@pytest.mark.parametrize("managers_in", [[MANAGER], [GROUP]])
async def test_a_channel_or_group_that_cannot_be_read_is_named(
    firm: Firm, managers_in: list[str]
) -> None:
    """The operator reads which one, and what to do."""
    await firm.change_settings(settings(managers=managers_in))
    lists = {c: m for c, m in MEMBERS.items() if c != EAST_DESK or managers_in == [GROUP]}
    missing = EAST_DESK if managers_in == [MANAGER] else GROUP
    with pytest.raises(SettingsError, match=rf"{missing}.*invite the bot"):
        await reconcile(firm.office, WORKSPACE, Workspace(lists))


@pytest.mark.parametrize(("managers_in", "told"), [([MANAGER], MANAGER), ([], HQ_DESK)])
async def test_a_public_desk_is_refused_and_gives_no_right(
    firm: Firm, managers_in: list[str], told: str
) -> None:
    """The other desks keep theirs; the managers are told, or HQ where there are none."""
    await firm.change_settings(settings(managers=managers_in))
    workspace = Workspace(dict(MEMBERS), public=frozenset({WEST_DESK}))
    with pytest.raises(SettingsError, match=rf"{WEST_DESK} is a public channel.*west"):
        await reconcile(firm.office, WORKSPACE, workspace)
    assert not (await roles(firm, CHIEF)).desks
    assert (await roles(firm, EAST_CHIEF)).desks == {"east"}
    await firm.deliver()
    assert firm.reached(Kind.PUBLIC_CHANNEL) == {told}
    await reconcile(firm.office, WORKSPACE, Workspace(dict(MEMBERS)))
    assert (await roles(firm, CHIEF)).desks == {"west"}


async def test_a_public_hq_without_managers_is_told_to_nobody(firm: Firm) -> None:
    """There is nobody to tell in Slack; whoever runs the app reads it in the log."""
    await firm.change_settings(settings(managers=[]))
    with pytest.raises(SettingsError, match=HQ_DESK):
        await reconcile(
            firm.office, WORKSPACE, Workspace(dict(MEMBERS), public=frozenset({HQ_DESK}))
        )
    await firm.deliver()
    assert firm.reached(Kind.PUBLIC_CHANNEL) == set()


async def test_a_desk_of_one_is_refused_without_hq_but_rights_follow_at_once(
    without_hq: Firm,
) -> None:
    """Whoever left the desk has no access, although the settings are refused for it."""
    lists = dict(MEMBERS) | {WEST_DESK: frozenset({SECOND})}
    with pytest.raises(SettingsError, match=r"west.*1 who can decide"):
        await reconcile(without_hq.office, WORKSPACE, Workspace(lists))
    assert not (await roles(without_hq, CHIEF)).desks


async def test_a_desk_of_one_is_told_together_with_hq(firm: Firm) -> None:
    """Nobody decides alone."""
    await leave_channel(firm.office, WORKSPACE, WEST_DESK, SECOND)
    await reconcile(
        firm.office, WORKSPACE, Workspace(dict(MEMBERS) | {WEST_DESK: frozenset({CHIEF})})
    )
    await firm.report()
    await firm.deliver()
    assert firm.card(WEST_DESK).number == firm.card(HQ_DESK).number
