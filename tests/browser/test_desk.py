"""The desk as clerks see it: at a desk and on a phone, in both languages, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Route, expect

from chalicelib import wiring
from chalicelib.rendering.words import Language
from chalicelib.web.wording import case_number
from tests.adapters.office import FOOD, NAME, Office
from tests.browser.applicants import press, reach
from tests.browser.clerks import PLAN, UNREADABLE, ask_to_correct, claim, tick_what_is_wrong
from tests.browser.faults import faults
from tests.browser.person import ALL_WAYS, OTHER_WAYS, SIZES, WAIT, WAYS, Person, hold_the_first, somebody
from tests.pages.reading import Browser as Visitor
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
    loaded = wiring.ports().cases.load_with_files(again.no)
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
    made.set_default_timeout(WAIT)
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
        ("zh", "phone", {}),
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


TOPS = """() => [...document.querySelectorAll("main :is(h1, h2, button, summary)")]
    .map((one) => one.getBoundingClientRect().top)"""
"""Where things stand on the screen."""


@contextmanager
def clerk(
    chromium: Browser, desk: Desk, way: tuple[Language, str], who: str = CLERK, *, script: bool = True
) -> Iterator[Person]:
    """A clerk at her page, in her language and on her device."""
    with somebody(chromium, desk.url, *way, script=script, session=desk.sessions[who]) as me:
        me.page.context.route("**/uploads/**", from_the_store)
        yield me


@pytest.mark.parametrize(
    ("language", "size", "script"),
    [("zh", "desk", True), ("en", "phone", True), ("zh", "desk", False)],
)
def test_a_clerk_claims_looks_through_the_files_and_asks_for_a_correction(
    chromium: Browser, desk: Desk, building: Office, language: Language, size: str, script: bool
) -> None:
    opened = building.running()
    Visitor(building, {"session": desk.sessions[COLLEAGUE]}).get(f"/desk/cases/{opened.no}")
    with clerk(chromium, desk, (language, size), script=script) as me:
        me.go(f"desk/cases/{opened.no}")
        me.reads("也在看这一件", "opened this case, too")
        claim(me)
        tick_what_is_wrong(me)
        me.reads("第 1 份，共 4 份", "file 1 of 4")
        if script:
            if size == "desk":
                me.page.locator("h1").click()
                me.page.keyboard.press("ArrowRight")
            else:
                me.page.locator("#viewer").get_by_role("link", name="Next").click()
            me.reads("第 2 份，共 4 份", "file 2 of 4")
            plan = me.page.get_by_role("group", name=me.t(*PLAN))
            expect(plan.get_by_label(me.t(*UNREADABLE))).to_be_checked()
        ask_to_correct(me)


@pytest.mark.parametrize(("language", "size"), OTHER_WAYS)
def test_who_has_a_case_open_sees_a_colleague_come_and_what_she_did_without_asking(
    chromium: Browser, desk: Desk, building: Office, language: Language, size: str
) -> None:
    opened = building.running()
    other = Visitor(building, {"session": desk.sessions[COLLEAGUE]})
    with clerk(chromium, desk, (language, size)) as me:
        me.page.clock.install()
        me.go(f"desk/cases/{opened.no}")
        me.reads("第 1 份，共 4 份", "file 1 of 4")
        seen = me.page.locator("#viewers-told")
        expect(seen).not_to_contain_text(COLLEAGUE)
        other.get(f"/desk/cases/{opened.no}")
        me.page.evaluate("window.scrollTo(0, 300)")
        before = me.page.evaluate(TOPS)
        me.page.clock.fast_forward("00:31")
        expect(seen).to_contain_text(COLLEAGUE)
        expect(seen).to_be_in_viewport(ratio=1)
        assert me.page.evaluate(TOPS) == before, "nothing moves under her hands"
        passed = building.ask(
            "POST", f"/cases/{opened.no}/tasks/pre-review-1", {"outcome": "pass"}, **building.staff("*")
        )
        assert passed.status_code == 200, passed.body
        me.page.clock.fast_forward("00:31")
        expect(seen).to_contain_text(me.t("这一件刚有变动", "This case has just changed"))


@pytest.mark.parametrize("height", [400, 640])
def test_that_her_sign_on_is_over_covers_little_and_moves_nothing_while_she_writes(
    chromium: Browser, desk: Desk, building: Office, height: int
) -> None:
    opened = building.running()
    with clerk(chromium, desk, ("en", "narrow")) as me:
        me.page.set_viewport_size({"width": 320, "height": height})
        me.page.clock.install()
        me.go(f"desk/cases/{opened.no}")
        me.page.evaluate("window.scrollTo(0, 300)")
        before = me.page.evaluate(TOPS)
        me.page.context.clear_cookies(name="session")
        me.page.clock.fast_forward("00:31")
        expect(me.page.locator("#viewers [data-no-answer=over]")).to_be_visible()
        assert me.page.evaluate(TOPS) == before, "nothing moves under her hands"
        told = me.page.locator("#viewers").bounding_box()
        assert told is not None
        assert height < 480 or told["height"] <= 6 * 16, "6rem"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_clerk_ends_a_step_by_keyboard_alone(
    chromium: Browser, desk: Desk, building: Office, language: Language
) -> None:
    opened = building.running()
    with clerk(chromium, desk, (language, "desk")) as me:
        me.go(f"desk?item={FOOD}&hands=nobody")
        reach(me, case_number(opened.no), at_most=300)
        me.page.keyboard.press("Enter")
        me.page.wait_for_url(f"**/desk/cases/{opened.no}")
        reach(me, me.t("下一件", "Next case"))  # beyond the menu, which names claims, too
        press(me, "认领", "Claim", "Space")
        me.sees(me.button("退回，让别人也能办", "Give it back for anybody to do"))
        for key, shown in (
            ("ArrowRight", ("第 2 份，共 4 份", "file 2 of 4")),
            ("ArrowRight", ("第 3 份，共 4 份", "file 3 of 4")),
            ("ArrowLeft", ("第 2 份，共 4 份", "file 2 of 4")),
        ):
            me.page.keyboard.press(key)
            me.reads(*shown)
        assert "file=" not in me.page.url  # the file was changed on the page, no page was loaded
        reach(me, me.t("给同事留一句话", "A note for colleagues"))  # is named after its outcome, too
        press(me, "通过", "Passed")
        me.is_told("已记录", "Recorded")
    assert building.case(opened)["step"] == "inspection"


def test_a_key_pressed_the_moment_the_next_file_is_there_is_heard(
    chromium: Browser, desk: Desk, building: Office
) -> None:
    opened = building.running()
    with clerk(chromium, desk, ("zh", "desk")) as me:
        me.go(f"desk/cases/{opened.no}")
        me.reads("第 1 份，共 4 份", "file 1 of 4")
        me.page.evaluate(
            """() => new MutationObserver((_, watching) => {
                watching.disconnect();
                const pressed = new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true });
                document.body.dispatchEvent(pressed);
            }).observe(document.getElementById("viewer").parentNode, { childList: true })"""
        )
        me.page.keyboard.press("ArrowRight")
        me.reads("第 3 份，共 4 份", "file 3 of 4")
        assert "file=" not in me.page.url


def test_a_key_pressed_the_moment_the_page_is_there_is_heard(
    chromium: Browser, desk: Desk, building: Office
) -> None:
    opened = building.running()
    with clerk(chromium, desk, ("zh", "desk")) as me:
        me.page.add_init_script(
            """addEventListener("DOMContentLoaded", () => {
                const pressed = new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true });
                document.body.dispatchEvent(pressed);
            })"""
        )
        me.go(f"desk/cases/{opened.no}")
        me.reads("第 2 份，共 4 份", "file 2 of 4")
        assert "file=" not in me.page.url


def test_keys_pressed_while_a_file_is_on_its_way_count_from_that_file_on(
    chromium: Browser, desk: Desk, building: Office
) -> None:
    opened = building.running()
    with clerk(chromium, desk, ("zh", "desk")) as me:
        me.go(f"desk/cases/{opened.no}")
        me.reads("第 1 份，共 4 份", "file 1 of 4")
        held = hold_the_first(me.page, "**/desk/cases/*?file=*")
        with me.page.expect_request("**/desk/cases/*?file=*"):
            me.page.keyboard.press("ArrowRight")
        me.page.keyboard.press("ArrowRight")
        me.page.keyboard.press("ArrowRight")
        held[0].continue_()
        me.reads("第 4 份，共 4 份", "file 4 of 4")
        assert "file=" not in me.page.url


def test_the_file_that_was_asked_for_last_is_shown_while_the_one_before_is_still_on_its_way(
    chromium: Browser, desk: Desk, building: Office
) -> None:
    opened = building.running()
    with clerk(chromium, desk, ("zh", "desk")) as me:
        me.go(f"desk/cases/{opened.no}")
        me.reads("第 1 份，共 4 份", "file 1 of 4")
        held = hold_the_first(me.page, "**/desk/cases/*?file=*")
        files = me.page.locator("#viewer .filelist a")
        with me.page.expect_request("**/desk/cases/*?file=*"):
            files.nth(1).click()
        with me.page.expect_event("requestfailed", lambda one: one == held[0].request):
            files.nth(3).click()
        me.reads("第 4 份，共 4 份", "file 4 of 4")
        me.page.keyboard.press("ArrowLeft")
        me.reads("第 3 份，共 4 份", "file 3 of 4")


@pytest.mark.parametrize(("language", "size"), ALL_WAYS)
def test_a_clerk_whose_sign_on_is_over_reads_so_at_the_file_signs_on_beside_it_and_goes_on(
    chromium: Browser, desk: Desk, building: Office, language: Language, size: str
) -> None:
    opened = building.running()
    with clerk(chromium, desk, (language, size)) as me:
        me.go(f"desk/cases/{opened.no}")
        me.page.locator("summary", has_text=me.t("给同事留一句话", "A note for colleagues")).first.click()
        note = me.page.locator("textarea").first
        note.fill("面积待核")
        me.page.context.clear_cookies(name="session")
        forward = me.page.locator("#viewer").get_by_role("link", name=me.t("下一份", "Next"))
        me.click(forward)
        over = me.page.locator("#viewer").get_by_role("status")
        expect(over).to_contain_text(me.t("您的登录已经到期", "You are no longer signed in"))
        again = over.get_by_role("link", name=me.t("请在新窗口登录", "sign in in a new window"))
        expect(again).to_be_in_viewport()
        expect(again).to_have_attribute("target", "_blank")
        assert f"sign-in?next=/desk/cases/{opened.no}" in (again.get_attribute("href") or "")
        me.page.context.add_cookies(  # as the other window does
            [{"name": "session", "value": desk.sessions[CLERK], "url": desk.url}]
        )
        me.click(forward)
        me.reads("第 2 份，共 4 份", "file 2 of 4")
        expect(again).to_be_hidden()
        expect(note).to_have_value("面积待核")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_clerk_whose_line_is_cut_reads_so_at_the_file_and_presses_once_more(
    chromium: Browser, desk: Desk, building: Office, language: Language
) -> None:
    opened = building.running()
    with clerk(chromium, desk, (language, "desk")) as me:
        me.go(f"desk/cases/{opened.no}")
        me.page.context.set_offline(True)
        me.page.keyboard.press("ArrowRight")
        told = me.page.locator("#viewer").get_by_text(me.t("没有连上", "No answer came"))
        expect(told).to_be_visible()
        me.page.context.set_offline(False)
        me.page.keyboard.press("ArrowRight")
        me.reads("第 2 份，共 4 份", "file 2 of 4")
        expect(told).not_to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_clerk_asks_for_a_correction_by_keyboard_alone(
    chromium: Browser, desk: Desk, building: Office, language: Language
) -> None:
    opened = building.running()
    with clerk(chromium, desk, (language, "desk")) as me:
        me.go(f"desk/cases/{opened.no}")
        come_to(me, me.page.locator("summary", has_text=me.t("需补正", "To be corrected")).first)
        me.page.keyboard.press("Enter")
        plan = me.page.get_by_role("group", name=me.t(*PLAN))
        come_to(me, plan.get_by_label(me.t(*UNREADABLE)))
        me.page.keyboard.press("Space")
        come_to(me, me.button("需补正", "To be corrected"))
        me.page.keyboard.press("Enter")
        me.is_told("已记录", "Recorded")
    [line] = building.case(opened)["correction"]
    assert line["material"] == "floor-plan"


def come_to(me: Person, what: Locator, at_most: int = 200) -> None:
    """Press Tab until it has the focus."""
    for _ in range(at_most):
        me.page.keyboard.press("Tab")
        if what.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {what}")


@pytest.mark.parametrize(("language", "size"), WAYS)
def test_a_list_is_narrowed_down_and_its_most_urgent_case_claimed_and_given_back(
    chromium: Browser, desk: Desk, building: Office, language: Language, size: str
) -> None:
    building.running()
    with clerk(chromium, desk, (language, size)) as me:
        me.go("desk")
        me.page.locator("#f-hands").select_option("nobody")
        me.button("筛选", "Narrow down").click()
        me.page.wait_for_url("**hands=nobody")
        waiting = me.page.locator("tbody tr")
        many = waiting.count()
        me.button("认领最急的一件", "Claim the most urgent").click()
        back = me.button("退回，让别人也能办", "Give it back for anybody to do")
        expect(back).to_be_visible()
        case = me.page.url
        me.link("我认领的", "My claims").click()
        expect(me.page.locator(f"a[href$='{case[-21:]}']").first).to_be_visible()
        me.page.goto(case)
        back.click()
        expect(me.button("认领", "Claim")).to_be_visible()
        me.link("下一件", "Next case").click()
        me.page.goto(f"{desk.url}desk?hands=nobody")
        expect(waiting).to_have_count(many)
        me.page.get_by_role("navigation", name=me.t("按期限看", "By deadline")).get_by_role(
            "link", name=me.t("超期", "Late")
        ).click()
        me.reads("这一页没有待办", "Nothing on this page is what you narrowed the list down to")


@pytest.mark.parametrize(("language", "size"), OTHER_WAYS)
def test_a_case_is_found_and_changed_for_an_applicant_who_called(
    chromium: Browser, desk: Desk, building: Office, language: Language, size: str
) -> None:
    """Found by name and by item and day; a new address, a new code, and taken back in the end."""
    opened = building.running()
    with clerk(chromium, desk, (language, size)) as me:
        me.go("desk/search")
        me.choice("办件编号、姓名", "Case number, name").fill(NAME)
        me.button("查找", "Find").first.click()
        expect(me.page.locator(f"a[href$='{opened.no}']")).to_be_visible()
        me.field("事项", "Item").select_option(FOOD)
        me.field("哪天申请的", "Begun on").fill(f"{opened.no[6:10]}-{opened.no[10:12]}-{opened.no[12:14]}")
        me.button("查找", "Find").last.click()
        me.page.wait_for_url("**day=*")
        me.page.locator(f"a[href$='{opened.no}']").click()
        form = asked_for(me, "改电话或地址", "Change telephone or address")
        form.get_by_label(me.t("新地址", "New address")).fill("青岛市李沧区新地址 15 号")
        me.click(form.get_by_role("button"))
        expect(me.page.get_by_text("青岛市李沧区新地址 15 号").first).to_be_visible()
        case = me.page.url
        me.link("补发查询码", "a new query code").click()
        me.choice("是申请人本人提出的", "The applicant asks for it").check()
        me.button("补发新的查询码", "Issue a new code").click()
        code = me.page.locator("#code").inner_text().replace(" ", "")
        assert building.ask("GET", f"/cases/{opened.no}", X_Query_Code=opened.code).status_code == 404
        assert building.ask("GET", f"/cases/{opened.no}", X_Query_Code=code).status_code == 200
        me.page.goto(case)
        form = asked_for(me, "撤回申请", "Withdraw the application")
        form.get_by_label(me.t("申请人怎样提出的", "How the applicant asked")).fill("来电")
        me.click(form.get_by_role("button"))
        me.reads("撤回", "Withdrawn")
    assert building.ask("GET", f"/cases/{opened.no}", X_Query_Code=code).json_body["stage"] == "closed"


def asked_for(me: Person, zh: str, en: str) -> Locator:
    """The form of something that an applicant asked for, opened."""
    form = me.page.locator("details", has_text=me.t(f"替申请人{zh}", f"For the applicant: {en}")).last
    me.click(form.locator("summary"))
    return form


@pytest.mark.parametrize(("language", "size"), WAYS)
def test_a_clerk_stops_the_clocks_and_another_keeps_out(
    chromium: Browser, desk: Desk, building: Office, language: Language, size: str
) -> None:
    opened = building.running()
    building.ask("POST", f"/cases/{opened.no}/tasks/pre-review-1", {"outcome": "pass"}, **building.staff("*"))
    with clerk(chromium, desk, (language, size)) as me:
        me.go(f"desk/cases/{opened.no}")
        pause = me.page.locator("form[action$='/pauses']")
        me.click(me.page.locator("details", has=pause).last.locator("summary"))
        pause.locator("[name=why]").fill("须经专家评审")
        pause.locator("[name=law]").fill("中华人民共和国行政许可法")
        pause.locator("[name=days]").fill("10")
        me.click(pause.get_by_role("button"))
        me.reads("计时中止", "Clocks stand still")
    with clerk(chromium, desk, (language, size), COLLEAGUE) as me:
        me.go(f"desk/cases/{opened.no}")
        me.click(me.page.locator("summary", has_text=me.t("我要回避", "I must keep out of this case")))
        me.choice("哪种情形", "Why").select_option(index=1)
        me.click(me.button("回避", "Keep out of it"))
        me.reads("您在这一件中回避", "You keep out of this case")


@pytest.mark.parametrize(("language", "size"), ALL_WAYS)
def test_a_supervisor_sees_what_is_late_and_looks_into_it(
    chromium: Browser,
    desk: Desk,
    building: Office,
    axe: str,
    screens: Path,
    language: Language,
    size: str,
) -> None:
    building.running()
    with building.at(wiring.ports().clock.now() + timedelta(days=40)):
        session = signed_on(building, "supervisor").cookies["session"]
        with somebody(chromium, desk.url, language, size, session=session) as me:
            me.go("desk")
            me.link("效能监督", "Supervision").click()
            me.reads("哪些单位有超期和快到期的办件", "Units with cases that are late, or soon will be")
            me.page.screenshot(path=screens / f"supervision-late.{language}.{size}.png", full_page=True)
            assert faults(me.page, axe) == []
            me.link("市场监督管理局", "Market Supervision Bureau").last.click()
            late = me.page.locator("tbody tr").filter(has_text=me.t("超期", "late")).first
            late.get_by_role("link").last.click()
            me.reads("已超期", "overdue")


@pytest.mark.parametrize(("language", "size"), WAYS)
def test_policy_staff_read_how_rules_are_changed_and_which_are_in_force(
    chromium: Browser, desk: Desk, language: Language, size: str
) -> None:
    with clerk(chromium, desk, (language, size), "author") as me:
        me.go("policy")
        me.stands_on("规则工具在命令行", "Rule tools are commands")
        me.reads("由第二人看过差异后启用", "A second person looks at the difference and puts it in force")
        me.reads("202 个事项", "202 items")
        me.link("公开数据", "Public figures").click()
        me.reads("98.9%", "98.9%")


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


@pytest.mark.parametrize(("language", "size"), OTHER_WAYS)
def test_a_hand_over_list_is_ready_to_be_printed(
    chromium: Browser, desk: Desk, axe: str, screens: Path, language: Language, size: str
) -> None:
    with clerk(chromium, desk, (language, size), "hall-1") as me:
        page = me.page
        me.go("desk")
        me.link("交接单", "Hand-over").click()
        me.stands_on("材料交接单", "Papers handed over")
        listed = page.locator("tbody tr")
        expect(listed).not_to_have_count(0)
        assert faults(page, axe) == []
        no = str(re.findall("[0-9]{21}", listed.first.get_by_role("link").get_attribute("href") or "")[0])
        me.choice("办件编号", "Case numbers").fill(no)
        me.button("列出来", "List them").click()
        expect(listed).to_have_count(1)
        me.link("配送交接单", "Parcels").click()
        me.reads("扫描或填写", "Scan or write the numbers")
        page.go_back()
        page.emulate_media(media="print")
        expect(page.locator("form")).not_to_have_count(0)
        assert not any(form.is_visible() for form in page.locator("form").all())
        me.reads("移交人（签字）", "Given by (signature)")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "no line is cut off"
        page.screenshot(path=screens / f"desk-handover-print.{language}.png", full_page=True)
