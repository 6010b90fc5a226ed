"""Signed checkpoints of where the chains end, so that a deleted tail shows.

A checkpoint holds the ends that moved since the one before it and signs that one too; the heads
it read then sign its number, so that a removed checkpoint shows as well. It is made once in so
many entries, not with each of them: cases stay independent of each other.
"""

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.chain import (
    FIRST,
    Head,
    checkpoint_digest,
    checkpoint_message,
    head_message,
    write_ends,
)
from storage.connections import Connections
from storage.keys import Keyring
from storage.tables import HEAD_MOVED, checkpoints, timeline_heads

EVERY = 100
"""Entries of one workspace after which a checkpoint is made."""

_SIGN_HEAD = (
    update(timeline_heads)
    .where(
        timeline_heads.c.workspace == bindparam("of_workspace"),
        timeline_heads.c.case_id == bindparam("of_case"),
    )
    .values(checkpoint=bindparam("checkpoint"), head_mac=bindparam("head_mac"))
)


def make_checkpoint(
    keyring: Keyring, connections: Connections, workspace: str, connection: Connection
) -> None:
    """Sign the ends of the chains that grew since the last checkpoint, if any did.

    A chain that another process lengthens at this moment is left to the next checkpoint: waiting
    for it, two that each make a checkpoint could wait for each other.
    """
    connections.hold(connection, f"checkpoint in {workspace}")
    heads = _moved(keyring, workspace, connection)
    if not heads:
        return
    last = connection.execute(
        select(checkpoints.c.number, checkpoints.c.digest)
        .where(checkpoints.c.workspace == workspace)
        .order_by(checkpoints.c.number.desc())
        .limit(1)
    ).first()
    number, previous = (last.number + 1, last.digest) if last is not None else (1, FIRST)
    ends = write_ends([head.end for head in heads])
    digest = checkpoint_digest(workspace, number, previous, ends)
    connection.execute(
        insert(checkpoints).values(
            workspace=workspace,
            number=number,
            ends=ends,
            digest=digest,
            mac=keyring.mac(checkpoint_message(digest)),
        )
    )
    signed = [
        {
            "of_workspace": workspace,
            "of_case": head.case,
            "checkpoint": number,
            "head_mac": keyring.mac(head_message(workspace, head._replace(checkpoint=number))),
        }
        for head in heads
    ]
    connection.execute(_SIGN_HEAD, signed)


def _moved(keyring: Keyring, workspace: str, connection: Connection) -> list[Head]:
    """Return the heads that moved. One that was changed behind our back is not vouched for."""
    result = connection.execute(
        select(timeline_heads)
        .where(
            timeline_heads.c.workspace == workspace,
            HEAD_MOVED,
            timeline_heads.c.sequence > 0,
        )
        .order_by(timeline_heads.c.case_id)
        .with_for_update(skip_locked=True)
    )
    heads = []
    for row in result:
        head = Head(row.case_id, row.sequence, row.digest, row.records, row.checkpoint)
        if keyring.vouches_for(head_message(workspace, head), row.head_mac):
            heads.append(head)
    return heads
