"""People and the members of channels, as last reconciled."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    insert,
    select,
)

from flows.people import Person, Standing
from storage.portable import among, given, insert_into, upsert
from storage.prepared import Prepared
from storage.scope import Scope
from storage.sealing import Seal
from storage.tables import member_lists, members
from storage.tables import people as people_table

_LIST = Prepared(insert(members))


class SqlDirectory:
    """The directory of one workspace. What was read stays read for the transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._met: dict[str, Person | None] = {}
        self._lists: dict[str, frozenset[str] | None] = {}
        self._seal = Seal(scope.keyring, people_table, "name")

    async def person(self, user: str) -> Person | None:
        """Return the person, or None when never seen."""
        return (await self.people([user])).get(user)

    async def people(self, users: Collection[str]) -> Mapping[str, Person]:
        """Return those of them who were ever seen."""
        unmet = [user for user in users if user not in self._met]
        if unmet:
            self._met |= dict.fromkeys(unmet)
            self._met |= await self._read(unmet)
        return {user: person for user in users if (person := self._met[user]) is not None}

    async def _read(self, users: Collection[str]) -> Mapping[str, Person]:
        workspace = self._scope.workspace
        return await self._scope.connection.run_sync(read_people, self._seal, workspace, users)

    async def keep_people(self, people: Collection[Person]) -> None:
        """Keep or replace what is known of these people."""
        if not people:
            return
        workspace = self._scope.workspace
        values = [
            {
                "workspace": workspace,
                "user": person.user,
                "name": self._seal.text(person.name, workspace, person.user),
                "language": person.language,
                "standing": person.standing.value,
            }
            for person in people
        ]
        self._met.update({person.user: person for person in people})
        await upsert(self._scope.connection, people_table, ("workspace", "user"), *values)

    async def members(self, channel: str) -> frozenset[str] | None:
        """Return a channel's members, or None when it has not been reconciled."""
        if channel not in self._lists:
            self._lists[channel] = await self._members(channel)
        return self._lists[channel]

    async def _members(self, channel: str) -> frozenset[str] | None:
        listed = {"workspace": self._scope.workspace, "channel": channel}
        users = frozenset(row.user for row in await self._scope.rows(_members_of(), listed))
        if users or await self._reconciled(channel):
            return users
        return None

    async def channels_of(self, user: str) -> frozenset[str]:
        """Return the reconciled channels that somebody is in."""
        them = {"workspace": self._scope.workspace, "user": user}
        return frozenset(row.channel for row in await self._scope.rows(_channels_of(), them))

    async def keep_members(self, channel: str, users: frozenset[str], at: datetime) -> None:
        """Replace the members of a channel or user group: it is now reconciled."""
        workspace = self._scope.workspace
        await self._begin_anew(channel, at, is_public=False)
        if users:
            listed = (
                {"workspace": workspace, "channel": channel, "user": user} for user in sorted(users)
            )
            await self._scope.run(_LIST, *listed)

    async def keep_public(self, channel: str, at: datetime) -> None:
        """Everybody can read the channel: that somebody is in it is not known and gives nothing."""
        await self._begin_anew(channel, at, is_public=True)

    async def is_public(self, channel: str) -> bool:
        """Whether everybody can read the channel, as far as that was asked."""
        read = {"workspace": self._scope.workspace, "channel": channel}
        return await self._scope.row(_public(), read) is not None

    async def add_member(self, channel: str, user: str) -> None:
        """Somebody joined; nothing happens to a channel that was never reconciled."""
        self._lists.pop(channel, None)
        # Locked: the whole list may be replaced by another process at this moment.
        listed = self._listed(channel).with_for_update(key_share=True)
        if (await self._scope.connection.execute(listed)).first() is None:
            return
        await self._scope.connection.execute(
            insert_into(self._scope.connection.dialect.name, members)
            .values(workspace=self._scope.workspace, channel=channel, user=user)
            .on_conflict_do_nothing()
        )

    async def remove_member(self, channel: str, user: str) -> None:
        """Somebody left."""
        self._lists.pop(channel, None)
        await self._scope.connection.execute(
            delete(members).where(
                members.c.workspace == self._scope.workspace,
                members.c.channel == channel,
                members.c.user == user,
            )
        )

    async def forget_members(self, channel: str) -> None:
        """The channel is no longer reconciled: what it gave is denied."""
        self._lists.pop(channel, None)
        await self._scope.connection.execute(
            delete(member_lists).where(
                member_lists.c.workspace == self._scope.workspace,
                member_lists.c.channel == channel,
            )
        )

    async def _begin_anew(self, channel: str, at: datetime, *, is_public: bool) -> None:
        """Note that the channel was read, with nobody in it."""
        self._lists.pop(channel, None)
        workspace = self._scope.workspace
        await upsert(
            self._scope.connection,
            member_lists,
            ("workspace", "channel"),
            {
                "workspace": workspace,
                "channel": channel,
                "reconciled_at": at,
                "is_public": is_public,
            },
        )
        await self._scope.run(_without_members(), {"workspace": workspace, "channel": channel})

    async def _reconciled(self, channel: str) -> bool:
        result = await self._scope.connection.execute(self._listed(channel))
        return result.first() is not None

    def _listed(self, channel: str) -> Select[Any]:
        return select(member_lists.c.channel).where(
            member_lists.c.workspace == self._scope.workspace,
            member_lists.c.channel == channel,
            ~member_lists.c.is_public,
        )


def read_people(
    connection: Connection, seal: Seal, workspace: str, users: Collection[str]
) -> Mapping[str, Person]:
    """Read those of them who were ever seen.

    Raises:
        KeyringError, TamperedError: the name of one cannot be opened.
    """
    one = len(users) == 1
    wanted = {"workspace": workspace, "users": given(users, one=one)}
    rows = _people(one=one).rows(connection, wanted)
    return {row.user: _person(seal, row) for row in rows}


def _person(seal: Seal, row: Row[Any]) -> Person:
    return Person(
        user=row.user,
        name=seal.open_text(row.name, row.workspace, row.user),
        language=row.language,
        standing=Standing(row.standing),
    )


@cache  # building a statement costs more than executing it
def _people(*, one: bool) -> Prepared:
    return Prepared(
        select(people_table).where(
            people_table.c.workspace == bindparam("workspace"),
            among(people_table.c.user, "users", one=one),
        )
    )


@cache
def _members_of() -> Prepared:
    return Prepared(select(members.c.user).where(*_of_channel()))


@cache
def _channels_of() -> Prepared:
    return Prepared(
        select(members.c.channel).where(
            members.c.workspace == bindparam("workspace"), members.c.user == bindparam("user")
        )
    )


@cache
def _without_members() -> Prepared:
    return Prepared(delete(members).where(*_of_channel()))


def _of_channel() -> tuple[ColumnElement[bool], ...]:
    return (
        members.c.workspace == bindparam("workspace"),
        members.c.channel == bindparam("channel"),
    )


@cache
def _public() -> Prepared:
    return Prepared(
        select(member_lists.c.channel).where(
            member_lists.c.workspace == bindparam("workspace"),
            member_lists.c.channel == bindparam("channel"),
            member_lists.c.is_public,
        )
    )
