"""Every page as people see it: on a phone and at a desk, in both languages, large and dark, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

import app
from chalicelib.cases.numbers import case_number
from chalicelib.web.assets import by_address
from tests.adapters.office import FOOD, Office
from tests.browser.faults import faults
from tests.browser.person import SIZES, WAIT
from tests.fakes import whole_licang
from tests.pages.reading import Browser as Visitor
from tests.pages.reading import read
from tests.pages.served import served
from tests.pages.situations import delivered, on_its_way, stood_still, turning
from tests.pages.test_journey import begin, corrected, submitted
from tests.pages.test_mine import apply, signed_on, through_agent
from tests.pages.test_offers import offered, say

OVER = "vehicle-repair-licence"
"""An item that cannot be applied for any more."""

HEAVIEST = 100_000
"""Bytes of a page with its style and its script, as they are before they are compressed."""

NO_PAGES = (
    r"/desk.*|/supervision|/policy|/health|/items|/openapi.json|/releases.*|/settings|/sign-in|/signed-in|/static/.*"
    r"|/cases/{no}/notices"
)
"""What is asked for by GET and is no page of an applicant or an agent; the desk's are looked at beside it."""


class Site(NamedTuple):
    """
    An address, the cookies of somebody whose cases are in every state and of an agent who signed on, and
    pages by name: ``signed`` are the agent's.
    """

    url: str
    cases: str
    session: str
    pages: dict[str, str]
    signed: dict[str, str]


@pytest.fixture(scope="module")
def site(building: Office) -> Iterator[Site]:
    with turning(building) as at:
        journeys = {"parcel": on_its_way(at), "delivered": delivered(at), "paused": stood_still(at)}
        visitor, agent = Visitor(building), signed_on(building, "agent")
        for journey in journeys.values():
            form = read(visitor.get("/track")).fields
            visitor.send("/track", {**form, "no": journey.no, "code": journey.code})
        draft = begin(visitor)
        building.upload(draft, "floor-plan")
        building.upload(draft, "lease", b"\x00\x00\x00\x20ftypheic" + bytes(100))
        sent, mend = submitted(building, visitor), submitted(building, visitor)
        corrected(building, mend)
        with building.rules(whole_licang()):  # which offer something
            offers = {name: offered(building) for name in ("offered", "offer-taken")}
            for one in offers.values():
                visitor.send("/track", {**form, "no": one.no, "code": one.code})
            say(visitor, offers["offer-taken"], "yes")
        hers = apply(agent, through_agent())
        pages = {
            "first": "",
            "found": "?q=%E9%A5%AD%E9%A6%86",
            "nothing": "?q=zzzz",
            "figures": "figures",
            "item": f"items/{FOOD}",
            "item-over": f"items/{OVER}",
            "apply": f"apply/{FOOD}?courier=yes",
            "papers": f"cases/{draft.no}/materials",
            "upload": f"cases/{draft.no}/materials/lease",
            "check": f"cases/{draft.no}/check",
            "receipt": f"cases/{sent.no}/receipt",
            "case": f"cases/{sent.no}",
            "asked": f"cases/{mend.no}",
            "mend": f"cases/{mend.no}/materials",
            "change": f"cases/{sent.no}/change",
            "change-closed": f"cases/{journeys['delivered'].no}/change",
            "notice": f"cases/{mend.no}/notices/correction.1",
            "no-such-item": "items/no-such-item",
            "nowhere": "no-such-page",
            "track": "track",
            "lost-code": "lost-code",
            "locked": f"cases/{case_number('370213', date(2020, 1, 1), 1)}",
            **{name: f"cases/{journey.no}" for name, journey in journeys.items()},
            **{name: f"cases/{one.no}" for name, one in offers.items()},
        }
        signed = {
            "mine": "mine",
            "signed-apply": f"apply/{FOOD}?courier=yes",
            "signed-receipt": f"cases/{hers}/receipt",
            "signed-papers": f"cases/{hers}/materials",
        }
        with served(building) as url:
            yield Site(url, visitor.cookies["cases"], agent.cookies["session"], pages, signed)


def context(chromium: Browser, site: Site, language: str, size: str, **more: str) -> BrowserContext:
    width, height = SIZES[size]
    made = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if more.pop("scheme", "") == "dark" else "light",
    )
    made.set_default_timeout(WAIT)
    for name, value in {"lang": language, "cases": site.cases, **more}.items():
        made.add_cookies([{"name": name, "value": value, "url": site.url}])
    return made


@pytest.mark.parametrize(
    ("language", "size", "more"),
    [
        ("zh", "phone", {}),
        ("en", "phone", {}),
        ("zh", "desk", {}),
        ("en", "desk", {}),
        ("zh", "narrow", {"print": "large", "scheme": "dark"}),
    ],
)
def test_no_page_keeps_anybody_out(
    chromium: Browser,
    site: Site,
    axe: str,
    screens: Path,
    language: str,
    size: str,
    more: dict[str, str],
) -> None:
    found, said, weights = {}, [], dict.fromkeys(site.pages | site.signed, 0)
    with context(chromium, site, language, size, **more) as browser:
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for name, path in (site.pages | site.signed).items():
            if name == next(iter(site.signed)):
                browser.add_cookies([{"name": "session", "value": site.session, "url": site.url}])
            answer = page.goto(site.url + path)
            assert answer is not None
            weights[name] = weight(page, answer)
            wrong = faults(page, axe)
            page.screenshot(path=screens / f"{name}.{language}.{size}.png", full_page=True)
            if wrong:
                found[name] = wrong
    assert found == {}
    assert {name: bytes for name, bytes in weights.items() if not 1_000 < bytes <= HEAVIEST} == {}
    assert [line for line in said if "404" not in line and "403" not in line] == []


def weight(page: Page, answer: Response) -> int:
    """Bytes of a page and of the files of ours that it names."""
    named = page.locator("link[href*='static/'], script[src*='static/']").evaluate_all(
        "all => all.map((each) => (each.href || each.src).split('/').pop())"
    )
    return len(answer.body()) + sum(len(by_address()[name].content.encode()) for name in named)


def test_every_page_of_an_applicant_and_an_agent_is_looked_at(site: Site) -> None:
    looked_at = ["/" + path.partition("?")[0] for path in (site.pages | site.signed).values()]
    missed = []
    for route, methods in app.app.routes.items():
        path = route.replace("{address+}", "no-such-page")
        as_asked = re.sub(r"\\{[a-z]+\\}", "[^/]+", re.escape(path))
        if "GET" in methods and not re.fullmatch(NO_PAGES, path):
            missed += [] if any(re.fullmatch(as_asked, one) for one in looked_at) else [path]
    assert missed == []
