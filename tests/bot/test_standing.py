"""What a start makes is out of the garbage collector's way, and nothing else is."""

import gc
from collections.abc import Iterator

import pytest

from bot.standing import standing


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Give what these tests take away from the collector back to it."""
    yield
    gc.unfreeze()
    gc.enable()


def test_made_in_a_start() -> None:
    """The collector rests meanwhile, and never looks at what was made; then it works again."""
    before = gc.get_freeze_count()
    with standing():
        assert not gc.isenabled()
        made: list[object] = [[] for _ in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() - before > len(made)


def test_a_start_that_fails() -> None:
    """The collector works again all the same."""
    with pytest.raises(OSError, match="taken"), standing():
        raise OSError("taken")
    assert gc.isenabled()
