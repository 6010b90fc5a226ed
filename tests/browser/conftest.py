"""One browser for all of them, and at one address a company for each."""

import shutil
from collections.abc import AsyncIterator
from functools import cache
from inspect import iscoroutinefunction
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright, expect
from ruamel.yaml import YAML

from bot.operator_log import set_up_log
from bot.sandbox.local_company import LocalCompany
from flows.errors import SettingsError
from flows.triage import load_cards
from handlers.texts import Texts
from tests.browser.stage import PATIENCE, Stage
from tests.browser.windows import Windows
from tests.workspace import MANIFEST

# The shell alone is quicker, and all that is needed.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in _NAMES if (found := shutil.which(name))), None)
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
]
expect.set_options(timeout=PATIENCE)

_cards, _texts = cache(load_cards), cache(Texts.load)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run them in one event loop, the browser's; say why where there is no browser."""
    here = Path(__file__).parent
    for item in items:
        is_in_browser = isinstance(item, pytest.Function) and iscoroutinefunction(item.function)
        if here in item.path.parents and is_in_browser:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no chromium here; .ci/run installs one"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def windows() -> AsyncIterator[Windows]:
    """Chromium, without anything it would ask the network for by itself."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield Windows(browser, PATIENCE)
        await browser.close()


@pytest.fixture(scope="session")
def address() -> list[int]:
    """The port of the last company, for the next: at the same address a browser keeps its cache."""
    return [0]


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the advice and the texts, which no test changes, read by one bot for all."""
    monkeypatch.setattr("bot.assembly.load_cards", _cards)
    monkeypatch.setattr("bot.assembly.Texts.load", _texts)


@pytest.fixture
def manifest(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The app's manifest; with the Home tab switched on where a test asks for `home`."""
    if getattr(request, "param", None) != "home":
        return MANIFEST
    document = YAML(typ="safe", pure=True).load(MANIFEST.read_text(encoding="utf-8"))
    document["features"]["app_home"]["home_tab_enabled"] = True
    file = tmp_path / "app.yaml"
    with file.open("w", encoding="utf-8") as out:
        YAML(typ="safe", pure=True).dump(document, out)
    return file


@pytest_asyncio.fixture(loop_scope="session")
async def stage(
    tmp_path: Path, windows: Windows, manifest: Path, address: list[int]
) -> AsyncIterator[Stage]:
    """The company in front of the browser; nothing may have been asked of any other server."""
    set_up_log("ERROR", "console")
    company = await _open_company(address, tmp_path, manifest)
    here = Stage(company, windows)
    try:
        yield here
        assert here.foreign == []
        assert here.broken == []
        assert [str(one) for one in company.slack.violations] == []
    finally:
        await here.close()
        await company.close()


async def _open_company(address: list[int], folder: Path, manifest: Path) -> LocalCompany:
    """Open it where the last one was, or elsewhere where that has been taken since."""
    company = LocalCompany("127.0.0.1", address[0], folder, manifest)
    try:
        await company.open()
    except SettingsError:
        company = LocalCompany("127.0.0.1", 0, folder, manifest)
        await company.open()
    address[0] = urlsplit(company.slack.base_url).port or 0
    return company
