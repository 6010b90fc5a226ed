"""`kasuhara sandbox`: a local workspace with the bot in it; nothing leaves this machine."""

import asyncio
import os
import sys
import webbrowser
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from flows.errors import SettingsError

if TYPE_CHECKING:
    from bot.sandbox.local_company import LocalCompany


def sandbox(
    host: Annotated[str, typer.Option(help="Where the local workspace listens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 3000,
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Keep the bot's database in this folder. The next run with it goes on: the bot "
            "shows its messages again in a new workspace; what people wrote is in the records.",
        ),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser.")] = False,
    exit_after: Annotated[
        bool, typer.Option("--exit", help="Stop once the story has been told.")
    ] = False,
) -> None:
    """Play one report through a local workspace with the bot, then stay up.

    What is kept in a folder without any report begins with it; otherwise it is played aside,
    unless this ends with it.
    """
    with _folder(data) as folder:
        is_kept, stays, opens = data is not None, not exit_after, not no_browser
        asyncio.run(_run(host, port, folder, is_kept=is_kept, stays=stays, opens=opens))


async def _run(
    host: str, port: int, folder: Path, *, is_kept: bool, stays: bool, opens: bool
) -> None:
    from bot.operator_log import set_up_log  # noqa: PLC0415
    from bot.signals import asked_to_stop  # noqa: PLC0415

    set_up_log("WARNING", "console")
    stop = asked_to_stop()
    async with _company(host, port, folder) as company:
        if not stays or (is_kept and await company.is_new()):
            await _tell(company)
        else:
            with TemporaryDirectory(prefix="kasuhara-") as aside:
                async with _company(host, 0, Path(aside)) as another:
                    await _tell(another)
            if is_kept:
                typer.echo(f"ここまでは、別に再現した例です。{folder} の記録はそのままです。")
        if not stays:
            return
        address = f"{company.slack.base_url}/"
        typer.echo(f"{company.slack.workspace.name}: {address}")
        typer.echo("Ctrl-C で終了します。")
        if opens:
            await asyncio.to_thread(_open_browser, address)
        await company.serve(stop)


async def _tell(company: "LocalCompany") -> None:
    """Play one report, and print what each person saw."""
    from bot.sandbox.story import tell, what_each_saw  # noqa: PLC0415

    presses = await tell(company.slack, company.settled)
    for line in what_each_saw(company.slack):
        typer.echo(line)
    typer.echo(f"\n受付に届くまでに押した回数: {presses}")


@asynccontextmanager
async def _company(host: str, port: int, folder: Path) -> AsyncIterator["LocalCompany"]:
    """Start the workspace with the bot in it; stop both at the end."""
    from bot.sandbox.local_company import LocalCompany  # noqa: PLC0415

    company = LocalCompany(host, port, folder, _manifest())
    await company.open()
    try:
        yield company
    finally:
        await company.close()


def _open_browser(address: str) -> None:
    """Show the page; a machine without a browser has the address to read."""
    # Without a screen only a browser in this very terminal could open, over what stands there.
    is_screenless = not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if sys.platform.startswith("linux") and is_screenless:
        return
    # A browser that cannot be started raises what its platform raises.
    with suppress(Exception):
        webbrowser.open(address)


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
