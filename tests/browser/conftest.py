"""Debian's Chromium, driven by Playwright; axe-core; and where pictures of pages go."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from infra.package import ROOT
from tests.browser.person import WAIT, asked_for

SCREENS = ROOT / "build" / "screens"
AXE = ROOT / ".venv" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_CHINESE = "--accept-lang=zh-CN,zh"
"""What a browser of the district asks for: pages are Chinese until English is chosen."""
MISSING = "no Chromium here: apt-get install chromium fonts-noto-cjk (make test does so as root)"

expect.set_options(timeout=WAIT)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; where CI runs it has to be there."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        assert not os.environ.get("CI"), MISSING
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*FLAGS, _CHINESE])
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script that finds what keeps people out."""
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def screens() -> Path:
    SCREENS.mkdir(parents=True, exist_ok=True)
    return SCREENS


@pytest.fixture(autouse=True)
def acted_on_the_pages_that_the_table_names(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that stands for a page in the table of all pages asks for it, and goes on from it."""
    from tests.browser.test_every_page import not_acted_on

    asked_for.clear()
    yield
    assert not_acted_on(request.function, asked_for) == []
