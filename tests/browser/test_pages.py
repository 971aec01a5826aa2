"""Every page as people see it: on a phone and at a desk, in both languages, large and dark, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route, expect

import app
from chalicelib import wiring
from chalicelib.cases.numbers import case_number
from chalicelib.web.assets import by_address
from tests.adapters.office import FOOD, Office
from tests.browser.applicants import begin_by_keyboard, change_address, change_courier, fill, rate
from tests.browser.faults import faults
from tests.pages.reading import Browser as Visitor
from tests.pages.reading import read
from tests.pages.served import served
from tests.pages.situations import delivered, on_its_way, stood_still, turning
from tests.pages.test_journey import begin, corrected, submitted
from tests.pages.test_mine import apply, signed_on, through_agent

HEAVIEST = 100_000
"""Bytes of a page with its style and its script, as they are before they are compressed."""

NO_PAGES = (
    r"/desk.*|/supervision|/policy|/health|/items|/openapi.json|/releases.*|/settings|/sign-in|/signed-in|/static/.*"
    r"|/cases/{no}/notices"
)
"""What is asked for by GET and is no page of an applicant or an agent; the desk's are looked at beside it."""

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
            "figures": "figures",
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
            "notice": f"cases/{mend.no}/notices/correction.1",
            "no-such-item": "items/no-such-item",
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
    for path, methods in app.app.routes.items():
        as_asked = re.sub(r"\\{[a-z]+\\}", "[^/]+", re.escape(path))
        if "GET" in methods and not re.fullmatch(NO_PAGES, path):
            missed += [] if any(re.fullmatch(as_asked, one) for one in looked_at) else [path]
    assert missed == []


@pytest.mark.parametrize("script", [True, False])
def test_an_application_is_begun_by_keyboard_alone(chromium: Browser, site: Site, script: bool) -> None:
    with chromium.new_context(java_script_enabled=script) as browser:
        page = browser.new_page()
        if script:
            begin_by_keyboard(page, site.url)
            return
        page.goto(site.url)  # the driver asks pages by script: without one the way itself is tried
        page.get_by_label("事项名称、部门").press_sequentially("开饭馆")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="食品经营许可").press("Enter")
        page.get_by_role("button", name="开始办理").press("Enter")
        fill(page)
        page.get_by_role("button", name="下一步").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("上传材料")


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
        for answer, visits in (("不用快递", "您要跑 1 趟"), ("同意用快递", "您不用到大厅来")):
            change_courier(page, answer, visits)
        change_address(page, "青岛市李沧区新地址 9 号")
        page.get_by_role("link", name="撤回申请").click()
        page.get_by_label("原因").fill("不开店了")
        page.get_by_role("button", name="撤回这份申请").dblclick(no_wait_after=True)
        expect(page.get_by_role("status")).to_contain_text("申请已经撤回")
        rate(page, "满意")
    assert building.case(opened)["rating"] == 2


def test_an_agent_who_signed_on_moves_her_name_by_one_choice(chromium: Browser, site: Site) -> None:
    with context(chromium, site, "zh", "phone", session=site.session) as browser:
        page = browser.new_page()
        page.goto(f"{site.url}apply/{FOOD}")
        name, agent = page.locator("#f-name"), page.locator("#f-agent_name")
        expect(name).not_to_have_value("")
        hers = name.input_value()
        page.locator("#who-agent").check()
        expect(agent).to_be_visible()
        expect(agent).to_have_value(hers)
        expect(name).to_have_value("")
        page.locator("#who-self").check()
        expect(name).to_have_value(hers)


def test_who_chooses_an_agent_before_the_script_has_come_sees_the_fields_for_one(
    chromium: Browser, site: Site
) -> None:
    with context(chromium, site, "zh", "phone") as browser:
        page = browser.new_page()
        held: list[Route] = []
        page.route(re.compile("/static/site"), lambda route: held.append(route))
        page.goto(f"{site.url}apply/{FOOD}", wait_until="commit")
        page.locator("#who-agent").check()
        expect(page.locator("#f-agent_name")).not_to_be_visible()
        held[0].continue_()
        expect(page.locator("#f-agent_name")).to_be_visible()


def test_the_back_button_after_sending_shows_the_case_and_sends_nothing_again(
    chromium: Browser, building: Office, site: Site
) -> None:
    visitor = Visitor(building)
    opened = begin(visitor)
    for material in ("application-form", "floor-plan", "lease", "id-card"):
        building.upload(opened, material)
    with context(chromium, site, "zh", "phone", cases=visitor.cookies["cases"]) as browser:
        page = browser.new_page()
        page.goto(f"{site.url}cases/{opened.no}/materials")
        page.get_by_role("link", name="下一步：核对").click()
        page.get_by_label("以上内容和材料都是真实的").check()
        page.get_by_role("button", name="提交申请").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("申请已收到")
        events = len(building.case(opened)["milestones"])
        page.go_back()
        expect(page).to_have_url(f"{site.url}cases/{opened.no}")
        expect(page.get_by_text("正在办：网上预审")).to_be_visible()
        assert len(building.case(opened)["milestones"]) == events


def test_a_session_that_ran_out_asks_for_the_code_and_goes_on_with_what_was_typed(
    chromium: Browser, building: Office, site: Site
) -> None:
    visitor = Visitor(building)
    opened = submitted(building, visitor)
    with context(chromium, site, "zh", "phone", cases=visitor.cookies["cases"]) as browser:
        page = browser.new_page()
        page.goto(f"{site.url}cases/{opened.no}/change")
        page.get_by_label("新地址").fill("青岛市李沧区新地址 12 号")
        browser.clear_cookies(name="cases")
        page.locator("#contact").get_by_role("button").click()
        expect(page.get_by_role("alert")).to_contain_text("刚才填的内容还在")
        page.get_by_label("查询码").fill(opened.code.lower())
        page.get_by_role("button", name="继续提交").dblclick(no_wait_after=True)
        expect(page.get_by_role("status")).to_contain_text("电话和地址已经改好")
        page.goto(f"{site.url}cases/{opened.no}/check")
    parties = wiring.world().cases.parties(wiring.world().cases.load(opened.no))  # type: ignore[arg-type]
    assert parties is not None
    assert parties.applicant.address == "青岛市李沧区新地址 12 号"


def test_a_strangers_number_shows_the_same_page_as_one_that_nobody_has(
    chromium: Browser, building: Office, site: Site
) -> None:
    opened = submitted(building, Visitor(building))
    shown = []
    with context(chromium, site, "zh", "phone", cases="") as browser:
        page = browser.new_page()
        for no in (opened.no, case_number("370213", date(2020, 1, 1), 1)):
            page.goto(f"{site.url}cases/{no}")
            locked = page.locator("main").inner_text()
            page.goto(f"{site.url}track")
            page.get_by_label("办件编号").fill(no)
            page.get_by_label("查询码").fill("ABCDEFGHIJ")
            page.get_by_role("button", name="查进度").click()
            expect(page.locator("#errors")).to_be_focused()
            shown.append((locked, page.locator("main").inner_text()))
    assert shown[0] == shown[1]
    assert "对不上" in shown[0][1]
