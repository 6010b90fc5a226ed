"""Many askers, one piece of work: who asks while one is under way shares the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Together(Generic[Asked, Answer]):
    """Answers at most `most` askers at a time, one lot after another.

    `work` is given what was asked and returns as many answers in the same order. When it
    raises, everybody of that lot gets the exception.
    """

    def __init__(
        self, work: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]], most: int
    ) -> None:
        self._work = work
        self._most = most
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._under_way: asyncio.Task[None] | None = None

    def ask(self, asked: Asked) -> asyncio.Future[Answer]:
        """Return what will hold the answer. Who cancels it does not disturb the others."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, answer))
        if self._under_way is None:
            self._under_way = asyncio.create_task(self._work_off())
        return answer

    async def close(self) -> None:
        """Return once everybody who asked has an answer."""
        if self._under_way is not None:
            await self._under_way

    async def _work_off(self) -> None:
        try:
            while self._waiting:
                lot = self._waiting[: self._most]
                del self._waiting[: self._most]
                await self._answer(lot)
        finally:
            self._under_way = None

    async def _answer(self, lot: list[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._work([asked for asked, _ in lot])
        except BaseException as problem:
            for _, answer in lot:
                if not answer.done():
                    answer.set_exception(problem)
            if not isinstance(problem, Exception):
                raise
            return
        for (_, answer), given in zip(lot, answers, strict=True):
            if not answer.done():
                answer.set_result(given)
