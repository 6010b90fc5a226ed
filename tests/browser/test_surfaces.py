"""On every surface axe finds nothing, nothing is wider than the page, and a picture is kept."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from tests.browser.stage import Stage, overflowing
from tests.browser.surfaces import PAIRS, SCENES, Look, Scene

ONLY_FAULTS = {"resultTypes": ["violations"]}


async def faults(page: Page) -> list[str]:
    """Return what axe finds."""
    await page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    results: Any = await Axe().run(page, options=ONLY_FAULTS)
    return [
        f"{one['id']} {node['html'][:160]} {node['failureSummary'][:300]}"
        for one in results.response["violations"]
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("manifest", ["home"], indirect=True, ids=[""])
@pytest.mark.parametrize("look", PAIRS, ids=str)
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
async def test_a_surface_is_in_order(stage: Stage, scene: Scene, look: Look) -> None:
    """Whatever stands there can be read, reached and seen by everybody."""
    found: list[str] = []
    async for name, page in scene(stage, look):
        await stage.picture(page, f"{look}/{name}")
        found += [f"{name}: {one}" for one in (*await faults(page), *await overflowing(page))]
    assert found == []
    await stage.settled()
