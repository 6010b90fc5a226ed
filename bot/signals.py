"""Being asked to stop: by Ctrl-C, or by whatever runs the process."""

import asyncio
import signal


def asked_to_stop() -> asyncio.Event:
    """Return what is set when the process is asked to stop, from now on."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop
