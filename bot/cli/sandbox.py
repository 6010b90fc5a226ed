"""`kasuhara sandbox`: a local workspace with the bot in it; nothing leaves this machine."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from flows.errors import SettingsError

if TYPE_CHECKING:
    from bot.assembly import Assembly
    from bot.environment import Environment
    from bot.sandbox.server import SlackServer

DATABASE = "kasuhara.db"
SETTINGS = "settings.toml"


def sandbox(
    host: Annotated[str, typer.Option(help="Where the local workspace listens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 3000,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep the bot's database in this folder.")
    ] = None,
    no_browser: Annotated[  # noqa: ARG001 - the name is relied on; nothing is opened yet
        bool, typer.Option("--no-browser", help="Open no browser.")
    ] = False,
    exit_after: Annotated[
        bool, typer.Option("--exit", help="Stop once the story has been told.")
    ] = False,
) -> None:
    """Run a local workspace with the bot, play one report through it, and stay up."""
    with _folder(data) as folder:
        asyncio.run(_run(host, port, folder, stays=not exit_after))


async def _run(host: str, port: int, folder: Path, *, stays: bool) -> None:
    from bot.operator_log import set_up_log  # noqa: PLC0415
    from bot.sandbox.story import tell, what_each_saw  # noqa: PLC0415
    from bot.signals import asked_to_stop  # noqa: PLC0415

    set_up_log("WARNING", "console")
    stop = asked_to_stop()
    async with _company(host, port, folder) as (slack, bot):
        typer.echo(f"{slack.workspace.name}: {slack.base_url}")

        async def settle() -> None:
            await slack.settle()
            await bot.settled()
            await slack.settle()

        presses = await tell(slack, settle)
        for line in what_each_saw(slack):
            typer.echo(line)
        typer.echo(f"\n受付に届くまでに押した回数: {presses}")
        typer.echo(f"{slack.workspace.name}: {slack.base_url}")
        if stays:
            typer.echo("Ctrl-C で終了します。")
            await stop.wait()


@asynccontextmanager
async def _company(
    host: str, port: int, folder: Path
) -> AsyncIterator[tuple["SlackServer", "Assembly"]]:
    """Start the workspace and, over Socket Mode, the bot; stop both at the end."""
    from bot.assembly import Assembly  # noqa: PLC0415
    from bot.clock import MovableClock, SystemClock  # noqa: PLC0415
    from bot.sandbox.company import minato  # noqa: PLC0415
    from bot.sandbox.manifest import Manifest  # noqa: PLC0415
    from bot.sandbox.server import SlackServer  # noqa: PLC0415

    system = SystemClock()
    clock = MovableClock(system.now(), base=system)
    slack = SlackServer(minato(clock), Manifest.read(_manifest()), clock)
    try:
        await slack.start(host, port)
    except OSError as error:
        raise SettingsError(f"--host {host} --port {port}: {error.strerror}") from None
    try:
        bot = await Assembly.build(_environment(slack, folder), clock)
        try:
            await bot.start()
            yield slack, bot
        finally:
            await bot.stop()
    finally:
        await slack.stop()


def _environment(slack: "SlackServer", folder: Path) -> "Environment":
    """Return what the bot is started with; nothing of this machine's own environment."""
    from bot.environment import local_environment  # noqa: PLC0415
    from bot.sandbox.company import settings  # noqa: PLC0415

    file = folder / SETTINGS
    if not file.exists():
        file.write_text(settings(), encoding="utf-8")
    return local_environment(
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_api_url=slack.api_url,
        database_url=f"sqlite+aiosqlite:///{folder / DATABASE}",
        kasuhara_settings=file,
        port=0,
    )


def _manifest() -> Path:
    """Return the app's manifest, which the local workspace is as strict about as Slack."""
    file = Path(__file__).parents[2] / "app.yaml"
    if not file.exists():
        raise SettingsError(f"{file}: the local workspace needs a checkout of the project")
    return file


@contextmanager
def _folder(named: Path | None) -> Iterator[Path]:
    """Yield the folder for the database: the named one, or one that goes away again."""
    if named is None:
        with TemporaryDirectory(prefix="kasuhara-") as temporary:
            yield Path(temporary)
        return
    try:
        named.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"--data {named}: {error.strerror}") from None
    yield named
