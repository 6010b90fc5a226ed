"""`kasuhara serve`: the bot against Slack."""

import asyncio

from bot.event_loop import run
from bot.standing import standing


def serve() -> None:
    """Run the bot: over Socket Mode when SLACK_APP_TOKEN is set, else over HTTP."""
    run(_serve())


async def _serve() -> None:
    with standing():
        from bot.assembly import Assembly  # noqa: PLC0415
        from bot.clock import SystemClock  # noqa: PLC0415
        from bot.environment import read_environment  # noqa: PLC0415
        from bot.operator_log import set_up_log  # noqa: PLC0415
        from bot.signals import asked_to_stop  # noqa: PLC0415

        environment = read_environment()
        set_up_log(environment.log_level, environment.log_format)
        stop = asked_to_stop()
        assembly = await Assembly.build(environment, SystemClock())
    starting = asyncio.create_task(assembly.start())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            await stopping
    finally:
        for task in (starting, stopping):
            task.cancel()
        await asyncio.gather(starting, stopping, return_exceptions=True)
        await assembly.stop()
