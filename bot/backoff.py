"""How long to wait before the next try."""

from datetime import timedelta
from random import Random

FIRST = timedelta(seconds=1)
LONGEST = timedelta(minutes=5)
_ENOUGH_DOUBLINGS = 20  # far past the longest wait


def wait_before_retry(attempt: int, chance: Random, longest: timedelta = LONGEST) -> timedelta:
    """Return the wait after that many failed attempts: doubled each time, spread by half.

    Spread, so that what failed together does not come back together.
    """
    doublings = min(max(attempt - 1, 0), _ENOUGH_DOUBLINGS)
    whole = min(FIRST * (1 << doublings), longest)
    return whole * chance.uniform(0.5, 1.0)
