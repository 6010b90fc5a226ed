"""Signed checkpoints of where the chains end, so that a deleted tail shows.

A checkpoint holds the heads that moved since the one before it and signs that one too. It is
made once in so many entries, not with each of them: cases stay independent of each other.
"""

from sqlalchemy import insert, select, update

from storage.chain import FIRST, Head, checkpoint_message, write_heads
from storage.scope import Scope
from storage.tables import HEAD_MOVED, checkpoints, timeline_heads

EVERY = 100
"""Entries of one workspace after which a checkpoint is made."""


async def make_checkpoint(scope: Scope) -> None:
    """Sign the ends of the chains that grew since the last checkpoint, if any did."""
    moved = (timeline_heads.c.workspace == scope.workspace, HEAD_MOVED)
    result = await scope.connection.execute(
        select(timeline_heads.c.case_id, timeline_heads.c.sequence, timeline_heads.c.mac)
        .where(*moved)
        .order_by(timeline_heads.c.case_id)
        .with_for_update()
    )
    heads = [Head(*row) for row in result]
    if not heads:
        return
    last = (
        await scope.connection.execute(
            select(checkpoints.c.number, checkpoints.c.mac)
            .where(checkpoints.c.workspace == scope.workspace)
            .order_by(checkpoints.c.number.desc())
            .limit(1)
        )
    ).first()
    number, previous = (last.number + 1, last.mac) if last is not None else (1, FIRST)
    written = write_heads(heads)
    message = checkpoint_message(scope.workspace, number, previous, written)
    await scope.connection.execute(
        insert(checkpoints).values(
            workspace=scope.workspace,
            number=number,
            heads=written,
            mac=scope.keyring.mac(message),
        )
    )
    await scope.connection.execute(update(timeline_heads).where(*moved).values(checkpointed=True))
