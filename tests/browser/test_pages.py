"""Every page as people see it: on a phone and at a desk, in both languages, large and dark, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from chalicelib.cases.numbers import case_number
from tests.adapters.office import ADDRESS, FOOD, NAME, PHONE, Office
from tests.browser.faults import faults
from tests.pages.reading import Browser as Visitor
from tests.pages.reading import read
from tests.pages.served import served
from tests.pages.situations import delivered, on_its_way, stood_still, turning
from tests.pages.test_journey import begin, corrected, submitted
from tests.pages.test_mine import apply, signed_on, through_agent

SIZES = {"phone": (390, 844), "desk": (1280, 800), "narrow": (320, 640)}


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
        hers = apply(agent, through_agent())
        pages = {
            "first": "",
            "found": "?q=%E9%A5%AD%E9%A6%86",
            "nothing": "?q=zzzz",
            "item": f"items/{FOOD}",
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
            "track": "track",
            "lost-code": "lost-code",
            "locked": f"cases/{case_number('370213', date(2020, 1, 1), 1)}",
            **{name: f"cases/{journey.no}" for name, journey in journeys.items()},
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
    made.set_default_timeout(20_000)
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
    found, said = {}, []
    with context(chromium, site, language, size, **more) as browser:
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for name, path in (site.pages | site.signed).items():
            if name == next(iter(site.signed)):
                browser.add_cookies([{"name": "session", "value": site.session, "url": site.url}])
            page.goto(site.url + path)
            wrong = faults(page, axe)
            page.screenshot(path=screens / f"{name}.{language}.{size}.png", full_page=True)
            if wrong:
                found[name] = wrong
    assert found == {}
    assert [line for line in said if "404" not in line and "403" not in line] == []


def reach(page: Page, name: str) -> None:
    """Press Tab until something of this name has the focus, and see that its ring shows."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const at = document.activeElement; const label = at.labels && at.labels[0];"
            " return (label || at).textContent.trim() + ' ' + (at.getAttribute('aria-label') || ''); }"
        )
        if name in focused:
            ring = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
            assert ring != "none", f"{name} shows no ring"
            return
    raise AssertionError(f"Tab never comes to {name}")


@pytest.mark.parametrize("script", [True, False])
def test_an_application_is_begun_by_keyboard_alone(chromium: Browser, site: Site, script: bool) -> None:
    with chromium.new_context(java_script_enabled=script) as browser:
        page = browser.new_page()
        page.goto(site.url)
        if not script:  # the driver asks pages by script: without one the way itself is tried
            page.get_by_label("事项名称、部门").press_sequentially("开饭馆")
            page.keyboard.press("Enter")
            page.get_by_role("link", name="食品经营许可").press("Enter")
            page.get_by_role("button", name="开始办理").press("Enter")
            fill(page)
            page.get_by_role("button", name="下一步").press("Enter")
        else:
            reach(page, "事项名称")
            page.keyboard.type("开饭馆")
            expect(page.get_by_role("heading", name="开饭馆")).to_be_visible()
            reach(page, "食品经营许可")
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", level=1)).to_have_text("食品经营许可")
            reach(page, "开始办理")
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", level=1)).to_have_text("填写申请")
            for name, typed in (("姓名或单位名称", NAME), ("联系电话", PHONE), ("收件地址", ADDRESS)):
                reach(page, name)
                page.keyboard.type(typed)
            reach(page, "下一步")
            page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("上传材料")


def fill(page: Page) -> None:
    for name, typed in (("姓名或单位名称", NAME), ("联系电话", PHONE), ("收件地址", ADDRESS)):
        page.get_by_label(name, exact=True).press_sequentially(typed)


def test_a_question_changes_the_answer_without_a_new_page(chromium: Browser, site: Site) -> None:
    with context(chromium, site, "en", "phone") as browser:
        page = browser.new_page()
        page.goto(f"{site.url}items/{FOOD}")
        page.get_by_label("The applicant does not agree to couriers").check()
        expect(page.get_by_text("You come to the hall once")).to_be_visible()
        assert page.url == f"{site.url}items/{FOOD}"


def test_what_is_wrong_has_the_focus_and_leads_to_its_field(chromium: Browser, site: Site) -> None:
    with context(chromium, site, "zh", "phone") as browser:
        page = browser.new_page()
        page.goto(f"{site.url}apply/{FOOD}?courier=yes")
        page.get_by_label("联系电话").fill("139")
        page.get_by_role("button", name="下一步").click()
        expect(page.locator("#errors")).to_be_focused()
        page.get_by_role("link", name="请填写申请人的姓名或名称").click()
        expect(page.get_by_label("姓名或单位名称")).to_be_focused()
        expect(page.get_by_label("联系电话")).to_have_value("139")


def test_an_applicant_changes_her_mind_each_way_and_rates_what_she_took_back(
    chromium: Browser, building: Office, site: Site
) -> None:
    visitor = Visitor(building)
    opened = submitted(building, visitor)
    with context(chromium, site, "zh", "phone", cases=visitor.cookies["cases"]) as browser:
        page = browser.new_page()
        page.goto(f"{site.url}cases/{opened.no}")
        for answer, visits in (("不用快递", "您要跑 1 趟"), ("同意用快递", "您要跑 0 趟")):
            page.get_by_role("link", name="改用或不用快递").click()
            page.get_by_label(answer).check()
            page.locator("#courier").get_by_role("button").click()
            expect(page.get_by_role("status")).to_contain_text("您对快递的选择已经改好")
            expect(page.get_by_text(visits)).to_be_visible()
        page.get_by_role("link", name="改电话或地址").click()
        page.get_by_label("新地址").fill("青岛市李沧区新地址 9 号")
        page.locator("#contact").get_by_role("button").click()
        expect(page.get_by_role("status")).to_contain_text("电话和地址已经改好")
        page.get_by_role("link", name="撤回申请").click()
        page.get_by_label("原因").fill("不开店了")
        page.get_by_role("button", name="撤回这份申请").dblclick(no_wait_after=True)
        expect(page.get_by_role("status")).to_contain_text("申请已经撤回")
        page.get_by_role("link", name="给这次办理打个分").click()
        page.get_by_label("满意", exact=True).check()
        page.get_by_role("button", name="提交评价").click()
        expect(page.get_by_role("status")).to_contain_text("您的评价已经收到")
    assert building.case(opened)["rating"] == 2
