"""One browser for all of them, one company for each."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect
from ruamel.yaml import YAML

from bot.operator_log import set_up_log
from bot.sandbox.local_company import LocalCompany
from tests.browser.stage import PATIENCE, Stage
from tests.workspace import MANIFEST

_NAMES = ("chromium", "chromium-browser", "google-chrome")
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run them in one event loop, the browser's; say why where there is no browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no chromium here; .ci/run installs one"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, without anything it would ask the network for by itself."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        await running.close()


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
async def stage(tmp_path: Path, browser: Browser, manifest: Path) -> AsyncIterator[Stage]:
    """The company in front of the browser; nothing may have been asked of any other server."""
    set_up_log("ERROR", "console")
    company = LocalCompany("127.0.0.1", 0, tmp_path, manifest)
    await company.open()
    here = Stage(company, browser)
    try:
        yield here
        assert here.foreign == []
        assert here.broken == []
        assert [str(one) for one in company.slack.violations] == []
    finally:
        await here.close()
        await company.close()
