"""Cutting every connection to a PostgreSQL database, as its restart would."""

import asyncpg

from storage.address import address_for_tools, parse_url
from tests.chaos.misfortune import CutOff

_CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def cut_off(url: str) -> CutOff:
    """Return what ends every connection to that database but its own."""

    async def cut() -> None:
        connection = await asyncpg.connect(address_for_tools(parse_url(url)))
        try:
            await connection.execute(_CUT)
        finally:
            await connection.close()

    return cut
