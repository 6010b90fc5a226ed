"""Who asks while a piece of work is under way shares the next one."""

import asyncio
from collections.abc import Sequence

import pytest

from storage.together import Together


class Doubling:
    """Work that doubles, remembers its lots, and waits at a gate."""

    def __init__(self) -> None:
        self.lots: list[list[int]] = []
        self.begun = asyncio.Event()
        self.gate = asyncio.Event()

    async def __call__(self, asked: Sequence[int]) -> Sequence[int]:
        """Double each; 13 cannot be doubled."""
        self.lots.append(list(asked))
        self.begun.set()
        await self.gate.wait()
        if 13 in asked:
            raise ArithmeticError("13")
        return [2 * number for number in asked]


async def test_lots() -> None:
    """The first goes alone; those who come meanwhile go together, so many at most."""
    work = Doubling()
    together = Together(work, 3)
    asking = [together.ask(1)]
    await work.begun.wait()
    asking += [together.ask(number) for number in range(2, 7)]
    await asyncio.wait(asking, timeout=0)
    work.gate.set()
    assert await asyncio.gather(*asking) == [2, 4, 6, 8, 10, 12]
    assert work.lots == [[1], [2, 3, 4], [5, 6]]


async def test_failure() -> None:
    """A failure reaches everybody of its lot and nobody of the next."""
    work = Doubling()
    work.gate.set()
    together = Together(work, 2)
    answers = await asyncio.gather(
        *(together.ask(number) for number in (13, 1, 2)), return_exceptions=True
    )
    assert [type(answer) for answer in answers] == [ArithmeticError, ArithmeticError, int]


async def test_close() -> None:
    """Closing waits for the answers; an asker who went away holds nothing up."""
    work = Doubling()
    together = Together(work, 2)
    await together.close()
    stays, goes = (together.ask(number) for number in (1, 2))
    await asyncio.wait([stays, goes], timeout=0)
    goes.cancel()
    work.gate.set()
    await together.close()
    assert await stays == 2
    with pytest.raises(asyncio.CancelledError):
        await goes
