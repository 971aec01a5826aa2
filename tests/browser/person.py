"""Somebody before a page, in a language and on a device of her own: what she reads, and what she presses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Request, Route, expect

from chalicelib.rendering.words import Language
from tests.waiting import until

SIZES = {"phone": (390, 844), "desk": (1280, 800), "narrow": (320, 640)}

WAYS: tuple[tuple[Language, str], ...] = (("zh", "phone"), ("en", "desk"))
OTHER_WAYS: tuple[tuple[Language, str], ...] = (("zh", "desk"), ("en", "phone"))
"""Both languages and both devices in two runs of a test."""
ALL_WAYS = WAYS + OTHER_WAYS

WAIT = 120_000
"""Milliseconds: a function of the embedded cloud may have to be started first, on a busy machine."""


asked_for: list[tuple[str, str]] = []
"""What browsers asked for in the test that runs: its path, and the path of the page that led there."""


def note(request: Request) -> None:
    if request.resource_type in ("document", "xhr", "fetch"):
        led = urlsplit(request.headers.get("referer", "")).path
        asked_for.append((urlsplit(request.url).path, led))


def hold_the_first(page: Page, asked: str) -> list[Route]:
    """Leave the first request of this kind without an answer, as a slow line does; those after it go on."""
    held: list[Route] = []

    def by_turn(route: Route) -> None:
        held.append(route)
        if len(held) > 1:
            route.continue_()

    page.route(asked, by_turn)
    return held


class Person(NamedTuple):
    """Whoever has a page open. What is on it is named as templates write it: Chinese, then English."""

    page: Page
    site: str
    language: Language

    def t(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def go(self, path: str = "") -> None:
        self.page.goto(self.site + path)

    def link(self, zh: str, en: str) -> Locator:
        return self.page.get_by_role("link", name=self.t(zh, en))

    def button(self, zh: str, en: str) -> Locator:
        return self.page.get_by_role("button", name=self.t(zh, en), exact=True)

    def field(self, zh: str, en: str) -> Locator:
        """The field with just this label."""
        return self.page.get_by_label(self.t(zh, en), exact=True)

    def choice(self, zh: str, en: str) -> Locator:
        """What can be ticked or chosen whose label has these words."""
        return self.page.get_by_label(self.t(zh, en))

    def text(self, zh: str, en: str) -> Locator:
        return self.page.get_by_text(self.t(zh, en))

    def sees(self, what: Locator) -> None:
        """Wait until it is seen on a page that is there whole: its script hears what is done next."""
        expect(what).to_be_visible()
        self.page.wait_for_load_state()

    def reads(self, zh: str, en: str) -> None:
        self.sees(self.text(zh, en).first)

    def is_told(self, zh: str, en: str) -> None:
        """What a form that was sent is answered with."""
        self.sees(self.page.get_by_role("status").filter(has_text=self.t(zh, en)))

    def click(self, what: Locator) -> None:
        """
        Click once the pointer is seen over it.

        Beside a PDF a click that follows a scroll within milliseconds can reach the PDF's frame, where that
        stood before: the browser learns of the new places with the next picture only. Nobody is as quick.
        """

        def under_the_pointer() -> bool:
            what.hover()
            return bool(what.evaluate("one => one.matches(':hover')"))

        until(under_the_pointer, bool)
        what.click()

    def stands_on(self, zh: str, en: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.t(zh, en))
        self.page.wait_for_load_state()


@contextmanager
def somebody(
    chromium: Browser,
    site: str,
    language: Language = "zh",
    size: str = "desk",
    *,
    script: bool = True,
    **cookies: str,
) -> Iterator[Person]:
    """A browser of her own, which nobody has used; ``cookies`` are what she has from before."""
    width, height = SIZES[size]
    address = site.rstrip("/") + "/"
    with chromium.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=script
    ) as browser:
        browser.set_default_timeout(WAIT)
        for name, value in {"lang": language, **cookies}.items():
            browser.add_cookies([{"name": name, "value": value, "url": address}])
        browser.on("request", note)
        yield Person(browser.new_page(), address, language)
