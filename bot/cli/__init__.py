"""The command line `kasuhara`: one file per group of commands.

Exit codes: 0 done; 1 a problem was found that the command was asked to look for; 2 wrong
usage or settings, with one line on standard error.
"""

import sys
from collections.abc import Sequence

from bot.standing import standing


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    with standing():
        from bot.cli.commands import run  # noqa: PLC0415 - kept out of the way of `import bot.cli`

    return run(list(sys.argv[1:] if arguments is None else arguments))
