"""The desk as clerks see it: at a desk and on a phone, in both languages, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from chalicelib import wiring
from tests.adapters.office import Office
from tests.browser.faults import faults
from tests.browser.test_pages import SIZES
from tests.pages.served import served
from tests.pages.test_desk import CLERK, COLLEAGUE, signed_on
from tests.pages.test_journey import corrected

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="640"><rect width="900" height="640" '
    'fill="#fff"/><path d="M60 80h780v480H60zM380 80v200M380 360v200" fill="none" stroke="#333" '
    'stroke-width="6"/></svg>'
)
PNG = b"\x89PNG\r\n\x1a\n"


ERROR = "desk/cases/370213202601010000010"
"""The address of no case: its page says so, and the browser that it was not found."""


class Desk(NamedTuple):
    url: str
    sessions: dict[str, str]
    pages: dict[str, dict[str, str]]
    open_case: str


@pytest.fixture(scope="module")
def desk(building: Office) -> Iterator[Desk]:
    first, second, mend, again = (building.running() for _ in range(4))
    for one in (mend, again):
        corrected(building, one)
    building.upload(again, "floor-plan")
    loaded = wiring.world().cases.load_with_files(again.no)
    assert loaded is not None
    plan = next(file for file in loaded.files.taken() if file.replaced)
    joint = building.running("private-kindergarten-licence")
    building.ask("POST", f"/cases/{joint.no}/tasks/pre-review-1", {"outcome": "pass"}, **building.staff("*"))
    hall = building.running("teacher-qualification")
    building.ask("POST", f"/cases/{hall.no}/tasks/pre-review-1", {"outcome": "pass"}, **building.staff("*"))
    day = f"{first.no[6:10]}-{first.no[10:12]}-{first.no[12:14]}"
    pages = {
        "desk": "desk",
        "desk-none": "desk?light=late",
        "desk-search": "desk/search",
        "desk-handover": f"desk/handover?cases={first.no}",
        "desk-found": f"desk/search?item=food-business-licence&day={day}",
        "desk-case": f"desk/cases/{first.no}",
        "desk-asked": f"desk/cases/{mend.no}",
        "desk-compared": f"desk/cases/{again.no}?file={plan.id}&earlier=yes",
        "desk-joint": f"desk/cases/{joint.no}",
        "desk-error": ERROR,
    }
    of_office = {"supervisor": {"supervision": "supervision"}, "author": {"policy": "policy"}}
    sessions = {
        name: signed_on(building, name).cookies["session"]
        for name in (CLERK, COLLEAGUE, "hall-1", *of_office)
    }
    with served(building) as url:
        yield Desk(url, sessions, {CLERK: pages} | of_office, second.no)


def context(
    chromium: Browser, desk: Desk, language: str, size: str, who: str = CLERK, **more: str
) -> BrowserContext:
    width, height = SIZES[size]
    scheme = "dark" if more.pop("scheme", "") == "dark" else "light"
    made = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    made.set_default_timeout(20_000)
    made.route("**/uploads/**", from_the_store)
    for name, value in {"lang": language, "session": desk.sessions[who], **more}.items():
        made.add_cookies([{"name": name, "value": value, "url": desk.url}])
    return made


def from_the_store(route: Route) -> None:
    """The store of this process has no address: what it would show stands in for it."""
    route.fulfill(content_type="text/html", body="<!doctype html><title>file</title><p>1</p>")


@pytest.mark.parametrize(
    ("language", "size", "more"),
    [
        ("zh", "desk", {}),
        ("en", "phone", {}),
        ("en", "desk", {"scheme": "dark"}),
        ("zh", "narrow", {"print": "large"}),
    ],
)
def test_no_page_of_the_desk_keeps_anybody_out(
    chromium: Browser,
    desk: Desk,
    axe: str,
    screens: Path,
    language: str,
    size: str,
    more: dict[str, str],
) -> None:
    found, said = {}, []
    with context(chromium, desk, language, size, **more) as browser:
        page = browser.new_page()
        page.on("console", lambda message: said.append((message.location["url"], message.text)))
        page.on("pageerror", lambda error: said.append(("", str(error))))
        for who, name, path in ((who, *one) for who, pages in desk.pages.items() for one in pages.items()):
            browser.add_cookies([{"name": "session", "value": desk.sessions[who], "url": desk.url}])
            page.goto(desk.url + path)
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            wrong = faults(page, axe)
            page.screenshot(path=screens / f"{name}.{language}.{size}.png", full_page=True)
            if wrong:
                found[name] = wrong
    assert found == {}
    assert [told for url, told in said if url != desk.url + ERROR] == []


@pytest.mark.parametrize("script", [True, False])
def test_a_clerk_claims_looks_through_the_files_and_asks_for_a_correction(
    chromium: Browser, desk: Desk, building: Office, script: bool
) -> None:
    opened = building.running()
    made = chromium.new_context(java_script_enabled=script)
    with made as browser:
        browser.set_default_timeout(20_000)
        browser.route("**/uploads/**", from_the_store)
        browser.add_cookies([{"name": "session", "value": desk.sessions[CLERK], "url": desk.url}])
        page = browser.new_page()
        page.goto(f"{desk.url}desk/cases/{opened.no}")
        page.get_by_role("button", name="认领").click()
        expect(page.get_by_role("button", name="退回，让别人也能办")).to_be_visible()
        page.get_by_text("需补正", exact=True).first.click()
        plan = page.get_by_role("group", name="经营场所平面布局图")
        plan.get_by_label("看不清，要重拍").check()
        expect(page.get_by_text("第 1 份，共 4 份")).to_be_visible()
        if script:
            page.locator("h1").click()
            page.keyboard.press("ArrowRight")
            expect(page.get_by_text("第 2 份，共 4 份")).to_be_visible()
            expect(plan.get_by_label("看不清，要重拍")).to_be_checked()
        page.get_by_role("button", name="需补正").click()
        done = page.get_by_role("status")
        expect(done).to_contain_text("已记录")
        expect(done).to_contain_text("出具《申请材料补正告知书》，通知申请人")
        expect(page.get_by_role("heading", level=1)).to_have_text("待办")


def test_keys_go_from_case_to_case_but_not_out_of_a_field(
    chromium: Browser, desk: Desk, building: Office
) -> None:
    first, second = building.running(), building.running()
    with context(chromium, desk, "zh", "desk") as browser:
        page = browser.new_page()
        page.goto(f"{desk.url}desk/cases/{second.no}")
        page.get_by_text("不予受理", exact=True).first.click()
        page.get_by_label("理由").first.press("Shift+ArrowLeft")
        page.locator("h1").click()
        expect(page).to_have_url(re.compile(second.no))
        page.keyboard.press("Shift+ArrowLeft")
        expect(page).to_have_url(re.compile(f"desk/cases/{first.no}$"))
        page.wait_for_load_state()
        page.keyboard.press("Shift+ArrowRight")
        expect(page).to_have_url(re.compile(f"desk/cases/{second.no}$"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_hand_over_list_is_ready_to_be_printed(
    chromium: Browser, desk: Desk, axe: str, screens: Path, language: str
) -> None:
    with context(chromium, desk, language, "desk", "hall-1") as browser:
        page = browser.new_page()
        page.goto(f"{desk.url}desk/handover")
        expect(page.locator("tbody tr")).not_to_have_count(0)
        assert faults(page, axe) == []
        page.emulate_media(media="print")
        expect(page.locator("form")).not_to_have_count(0)
        assert not any(form.is_visible() for form in page.locator("form").all())
        page.screenshot(path=screens / f"desk-handover-print.{language}.png", full_page=True)
