"""The page that walks a newcomer through one case, in a browser."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from infra.local.portal.portal import Portal
from infra.local.walk.answers import beside_api
from infra.local.walk.clock import WalkClock
from infra.local.walk.page import PATH
from infra.local.walk.plan import plan_walk
from tests.fakes import licang
from tests.infra.test_walk import OfficeClock


@pytest.mark.parametrize(("device", "width"), [("phone", 390), ("desktop", 1280)])
def test_a_newcomer_reads_the_walk_on_any_screen(
    chromium: Browser, screens: Path, axe: str, device: str, width: int
) -> None:
    walk, clock = plan_walk(licang(), date(2026, 11, 28)), WalkClock(OfficeClock(), licang(), None)
    clock.replayed()
    with (
        Portal(0) as portal,
        chromium.new_context(viewport={"width": width, "height": 844}, bypass_csp=True) as browser,
    ):
        portal.answer_beside(beside_api(walk, clock))
        page = browser.new_page()
        page.goto(f"{portal.url}{PATH}")
        page.screenshot(path=screens / f"walk-through-{device}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.get_by_role("listitem").filter(has_text="证照编号").count() == 1
        page.add_script_tag(content=axe)
        found = page.evaluate("axe.run()")
        assert [each["id"] for each in found["violations"] if each["impact"] in ("serious", "critical")] == []
