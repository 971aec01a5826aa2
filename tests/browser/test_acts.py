"""What applicants and agents come to do on each page, in both languages, on a phone and at a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from playwright.sync_api import Browser, Dialog, FilePayload, Route, expect

from chalicelib import wiring
from chalicelib.cases.numbers import case_number
from chalicelib.rendering.words import Language
from infra.local.issuer.people import CITIZENS
from infra.local.samples import pdf
from tests.adapters.office import FOOD, NAME, PHONE, Office
from tests.browser.applicants import (
    ITEM,
    NO_VISIT,
    PAPERS,
    begin_by_keyboard,
    change_address,
    change_courier,
    fill,
    number_of,
    press,
    rate,
    reach,
    start,
    track,
    withdraw,
)
from tests.browser.person import ALL_WAYS, OTHER_WAYS, WAYS, Person, hold_the_first, somebody
from tests.pages.reading import Browser as Visitor
from tests.pages.served import served
from tests.pages.test_agents_code import through_agent
from tests.pages.test_journey import begin, corrected, submitted
from tests.pages.test_mine import signed_on
from tests.waiting import until

either = pytest.mark.parametrize(("language", "size"), WAYS)
or_else = pytest.mark.parametrize(("language", "size"), OTHER_WAYS)


@pytest.fixture(scope="module")
def site(building: Office) -> Iterator[str]:
    with served(building) as url:
        yield url


@either
def test_an_item_is_found_by_ones_own_words_an_event_or_a_department(
    chromium: Browser, site: str, language: Language, size: str
) -> None:
    """And it is told at once how often one has to come."""
    with somebody(chromium, site, language, size) as me:
        me.go()
        me.choice("事项名称、部门", "Name of the item, department").fill(me.t("饭馆", "restaurant"))
        found = me.page.locator("#found li").filter(has=me.link(*ITEM))
        expect(found).to_contain_text(me.t("0 次跑腿", "0 visits"))
        expect(found).to_contain_text(me.t("7 个工作日", "7 working days"))
        me.page.locator("ul.events a").first.click()
        me.page.locator("#found a").first.click()
        me.reads("要准备什么", "What to prepare")
        me.go()
        me.page.locator("summary").click()
        me.link("市场监督管理局", "Market Supervision").click()
        me.page.locator("#found").get_by_role("link", name=me.t(*ITEM)).first.click()
        me.stands_on(*ITEM)


@or_else
def test_the_public_figures_are_read_and_lead_to_the_items_of_a_department(
    chromium: Browser, site: str, language: Language, size: str
) -> None:
    with somebody(chromium, site, language, size) as me:
        me.go()
        me.link("看公开数据", "See the figures").click()
        me.stands_on("178 项许可，176 项一趟也不用跑", "176 of 178 licence items need no visit")
        me.reads("98.9%", "98.9%")
        me.reads("演示数据", "Demonstration data")
        me.link("市场监督管理局", "Market Supervision").click()
        expect(me.page.locator("#found").get_by_role("link", name=me.t(*ITEM)).first).to_be_visible()


@pytest.mark.parametrize(("language", "size", "script"), [("zh", "desk", True), ("en", "phone", False)])
def test_an_application_is_begun_by_keyboard_alone(
    chromium: Browser, site: str, language: Language, size: str, script: bool
) -> None:
    with somebody(chromium, site, language, size, script=script) as me:
        if script:
            begin_by_keyboard(me)
            return
        me.go()  # the driver asks pages by script: without one the way itself is tried
        me.choice("事项名称、部门", "Name of the item, department").press_sequentially("restaurant")
        me.page.keyboard.press("Enter")
        me.link(*ITEM).first.press("Enter")
        me.button("开始办理", "Start").press("Enter")
        fill(me)
        me.button("下一步：传材料", "Next: papers").press("Enter")
        me.stands_on("上传材料", "Your papers")


@either
def test_a_question_changes_the_answer_without_a_new_page(
    chromium: Browser, site: str, language: Language, size: str
) -> None:
    with somebody(chromium, site, language, size) as me:
        me.go(f"items/{FOOD}")
        me.choice("申请人不同意", "The applicant does not agree to couriers").check()
        me.reads("要到大厅来 1 趟", "You come to the hall once")
        assert me.page.url == f"{site}items/{FOOD}"


def test_the_last_choice_counts_while_the_one_before_has_no_answer_yet_and_nobody_starts_with_the_old_one(
    chromium: Browser, site: str
) -> None:
    with somebody(chromium, site, "zh", "desk") as me:
        me.go(f"items/{FOOD}")
        hold_the_first(me.page, f"**/items/{FOOD}?*")
        me.choice("申请人不同意", "The applicant does not agree to couriers").check()
        expect(me.button("开始办理", "Start")).to_be_disabled()
        me.choice("申请人同意", "The applicant agrees to couriers").check()
        me.button("开始办理", "Start").click()
        me.page.wait_for_url(re.compile("/apply/.*=yes"))


def test_what_was_chosen_and_typed_before_the_script_has_come_is_answered_once_it_is_there(
    chromium: Browser, site: str
) -> None:
    with somebody(chromium, site, "zh", "phone") as me:
        held: list[Route] = []
        me.page.route(re.compile("/static/htmx"), lambda route: held.append(route))

        def script_comes() -> None:
            until(lambda: [me.page.title(), *held][1:])  # what a page asks for is heard while it is spoken to
            held.pop().continue_()

        me.page.goto(f"{site}items/{FOOD}", wait_until="commit")
        me.choice("申请人不同意", "The applicant does not agree to couriers").check()
        script_comes()
        me.reads("要到大厅来 1 趟", "You come to the hall once")
        me.page.goto(site, wait_until="commit")
        me.page.locator("#q").fill("饭馆")
        script_comes()
        expect(me.page.locator("#found h2")).to_contain_text("饭馆")


def test_what_was_typed_last_is_found_while_what_was_typed_before_has_no_answer_yet(
    chromium: Browser, site: str
) -> None:
    with somebody(chromium, site, "zh", "desk") as me:
        me.go()
        hold_the_first(me.page, "**/?q=*")
        for typed in ("幼", "幼儿", "幼儿园"):
            with me.page.expect_request("**/?q=*"):
                me.page.locator("#q").fill(typed)
        expect(me.page.locator("#found h2")).to_contain_text("幼儿园")


def test_what_is_shown_stays_when_the_office_is_crowded_and_the_next_choice_is_answered(
    chromium: Browser, site: str
) -> None:
    with somebody(chromium, site, "zh", "desk") as me:
        for path, asked in ((f"items/{FOOD}", "#answer"), ("?q=饭馆", "#found")):
            me.go(path)
            before = [line for line in me.page.locator(asked).inner_text().split("\n") if line]
            me.page.route(
                re.compile(r"\?"), lambda route: route.fulfill(status=503, body="<h1>忙</h1>"), times=1
            )
            with me.page.expect_event("requestfinished"):
                if asked == "#answer":
                    me.choice("申请人不同意", "The applicant does not agree to couriers").click()
                else:
                    me.page.locator("#q").fill("幼儿园")
            expect(me.page.locator(".htmx-request")).to_have_count(0)
            after = me.page.locator(asked).inner_text().split("\n")
            assert sum("过一会儿" in line for line in after) == 1
            assert [line for line in after if line and "过一会儿" not in line] == before
        me.page.locator("#q").fill("护士")
        expect(me.page.locator("#found h2")).to_contain_text("护士")
        expect(me.page.locator("#found [data-no-answer]:visible")).to_have_count(0)


@pytest.mark.parametrize(("language", "size"), ALL_WAYS)
def test_a_choice_that_gets_no_answer_is_put_back_and_said_so_and_the_next_is_answered(
    chromium: Browser, site: str, language: Language, size: str
) -> None:
    with somebody(chromium, site, language, size) as me:
        me.go(f"items/{FOOD}")
        agreed = me.choice("申请人同意", "The applicant agrees to couriers")
        refused = me.choice("申请人不同意", "The applicant does not agree to couriers")
        expect(agreed).to_be_checked()
        asked = me.page.locator("#answer form[hx-get]")  # as of an item that asks for a number, too
        asked.evaluate("form => form.insertAdjacentHTML('afterbegin', '<input name=area value=80>')")
        area = asked.locator("[name=area]")
        me.page.context.set_offline(True)
        area.fill("90")
        refused.click()
        said = me.page.locator("#answer").get_by_role("status")
        expect(said).to_contain_text(me.t("没有连上", "No answer came"))
        expect(said).to_be_in_viewport()
        expect(agreed).to_be_checked()
        expect(area).to_have_value("80")
        me.reads("您不用到大厅来", "you need not come to the hall")
        me.page.context.set_offline(False)
        refused.click()
        me.reads("要到大厅来 1 趟", "You come to the hall once")
        expect(said.locator("[data-no-answer]:visible")).to_have_count(0)


@pytest.mark.parametrize(("language", "size"), ALL_WAYS)
def test_who_leaves_while_files_are_not_sent_yet_is_asked_and_nobody_is_once_they_are(
    chromium: Browser, building: Office, site: str, language: Language, size: str
) -> None:
    visitor = Visitor(building)
    opened = begin(visitor)
    with somebody(chromium, site, language, size, cases=visitor.cookies["cases"]) as me:
        asked: list[str] = []
        held: list[Route] = []

        def stay(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.dismiss()

        def many(found: Sequence[object]) -> bool:
            return len(found) == sent + 2

        me.page.on("dialog", stay)
        me.page.route("**/uploads/**", lambda route: held.append(route))
        me.go(f"cases/{opened.no}/materials")
        papers, onward = me.page.url, me.link("下一步：核对", "Next: check")
        two = [FilePayload(name=f"{n}.pdf", mimeType="application/pdf", buffer=pdf(str(n))) for n in (1, 2)]
        me.page.locator("#m-lease input[type=file]").set_input_files(two)
        for sent in range(2):
            until(lambda: [me.page.title(), *held], many)
            onward.click(no_wait_after=True)
            until(lambda: [me.page.title(), *asked], many)
            assert (asked[-1], me.page.url) == ("beforeunload", papers)
            key = re.findall("uploads/[^?]+", held[sent].request.url)[0]
            building.upload(opened, "lease", held[sent].request.post_data_buffer, place={"key": key})
            held[sent].fulfill(headers={"Access-Control-Allow-Origin": "*"})
        expect(me.page.locator("#m-lease .files li")).to_have_count(2)
        expect(me.page.locator(".sending")).to_have_count(0)
        onward.click()
        me.stands_on("请核对您填的内容", "Check what you have given")
        assert len(asked) == 2


@or_else
def test_what_is_wrong_has_the_focus_and_leads_to_its_field(
    chromium: Browser, site: str, language: Language, size: str
) -> None:
    with somebody(chromium, site, language, size) as me:
        me.go(f"items/{FOOD}")
        start(me)
        me.field("联系电话", "Telephone").fill("139")
        me.button("下一步：传材料", "Next: papers").click()
        expect(me.page.locator("#errors")).to_be_focused()
        me.link("请填写申请人的姓名或名称", "Enter the name of the applicant").click()
        expect(me.field("姓名或单位名称", "Name of the person or organisation")).to_be_focused()
        expect(me.field("联系电话", "Telephone")).to_have_value("139")


@either
def test_a_draft_is_put_away_and_gone_on_with_from_another_device(
    chromium: Browser, building: Office, site: str, language: Language, size: str
) -> None:
    """By number and code of the receipt; a file that is no good is told of, and removed."""
    visitor = Visitor(building)
    opened = begin(visitor)
    building.upload(opened, "floor-plan")
    building.upload(opened, "lease", b"\x00\x00\x00\x20ftypheic" + bytes(100))
    with somebody(chromium, site, language, size, cases=visitor.cookies["cases"]) as me:
        me.go(f"cases/{opened.no}/materials")
        me.link("看编号和查询码", "See number and code").click()
        me.stands_on("申请已存好，还没有提交", "Saved, not submitted yet")
        no, code = (me.page.locator(each).inner_text() for each in ("#number", "#code"))
    with somebody(chromium, site, language, size) as again:
        track(again, no, code)
        again.reads("还没有提交", "Not submitted yet")
        again.link("接着传材料", "Go on with your papers").click()
        lease = again.page.locator("#m-lease")
        expect(lease).to_contain_text(again.t("没有收下，要重传", "Not taken; please send it again"))
        advice = re.compile(again.t("兼容性最佳", "Most Compatible"))
        expect(lease.locator("input[type=file]")).to_have_accessible_description(advice)
        remove = lease.get_by_role("button", name=again.t("删掉", "Remove"))
        expect(remove).to_have_accessible_description(advice)
        remove.click()
        expect(again.page.locator("#m-lease")).to_contain_text(again.t("还没有传", "Nothing sent yet"))
        again.link("下一步：核对", "Next: check").click()
        again.reads("还缺 3 份材料", "3 papers are still lacking")
        expect(again.page.get_by_text(NAME)).to_be_visible()


@or_else
def test_a_lost_code_is_got_again_by_what_the_applicant_alone_knows(
    chromium: Browser, building: Office, site: str, language: Language, size: str
) -> None:
    lost = submitted(building, Visitor(building), id_kind="111", id_number=number_of(CITIZENS[0]))
    with somebody(chromium, site, language, size) as me:
        me.go("track")
        me.link("查询码丢了", "I have lost my code").click()
        me.field("申请人的证件号码", "Number of the applicant's document").fill(number_of(CITIZENS[0]))
        me.field("申请时留的电话", "Telephone given with the application").fill("13700000009")
        me.field("办件编号", "Case number").fill(lost.no)
        me.button("补查询码", "Get a new code").click()
        me.reads("和办件对不上", "What you gave fits no case")
        me.field("申请时留的电话", "Telephone given with the application").fill(PHONE)
        me.button("补查询码", "Get a new code").click()
        code = me.page.locator("#code").inner_text()
        assert code.replace(" ", "") != lost.code
        me.link("查看进度", "See where it stands").click()
        me.link("补发查询码告知书", "Notice that a Query Code Was Replaced").click()
        me.reads("原查询码同时作废", "the code of before opens it no more")
    with somebody(chromium, site, language, size) as other:
        track(other, lost.no, lost.code)
        expect(other.page.locator("#errors")).to_contain_text(other.t("对不上", "do not go together"))


@either
def test_a_correction_is_read_in_its_notice_and_beside_what_must_change(
    chromium: Browser, building: Office, site: str, language: Language, size: str
) -> None:
    visitor = Visitor(building)
    opened = submitted(building, visitor)
    corrected(building, opened)
    with somebody(chromium, site, language, size, cases=visitor.cookies["cases"]) as me:
        me.go(f"cases/{opened.no}")
        me.reads("要改 1 处", "1 place to mend")
        title = "申请材料补正告知书", "Notice of Corrections Needed"
        me.link(*title).click()
        head = me.page.get_by_role("heading", name=me.t(*title))
        notice = me.page.get_by_role("article").filter(has=head)
        expect(notice).to_contain_text("看不清尺寸")
        me.page.go_back()
        me.link("去改", "Mend it").click()
        me.stands_on("补正材料", "Mend your papers")
        me.button("都改好了，提交", "All is mended: submit").click()
        expect(me.page.locator("#errors")).to_contain_text(me.t("没有新的文件", "No new file"))
        me.choice("我知道还有没改的", "I know that not all is mended").check()
        me.button("都改好了，提交", "All is mended: submit").click()
        me.reads("正在办：网上预审", "Being done: Online pre-review")


@or_else
def test_an_applicant_changes_her_mind_each_way_and_rates_what_she_took_back(
    chromium: Browser, building: Office, site: str, language: Language, size: str
) -> None:
    visitor = Visitor(building)
    opened = submitted(building, visitor)
    with somebody(chromium, site, language, size, cases=visitor.cookies["cases"]) as me:
        me.go(f"cases/{opened.no}")
        me.reads(*NO_VISIT)
        change_courier(me, agree=False)
        change_courier(me, agree=True)
        change_address(me, "青岛市李沧区新地址 9 号")
        withdraw(me, "不开店了")
        rate(me, "满意", "Satisfied")
    assert building.case(opened)["rating"] == 2


@or_else
def test_a_notice_a_change_and_a_rating_go_without_any_script(
    chromium: Browser, building: Office, site: str, language: Language, size: str
) -> None:
    visitor = Visitor(building)
    opened = submitted(building, visitor)
    corrected(building, opened)
    cases = visitor.cookies["cases"]
    with somebody(chromium, site, language, size, script=False, cases=cases) as me:
        me.go(f"cases/{opened.no}")
        me.link("申请材料补正告知书", "Notice of Corrections Needed").click()
        me.reads("看不清尺寸", "看不清尺寸")
        me.page.go_back()
        change_address(me, "青岛市李沧区新地址 17 号")
        withdraw(me, "不开店了")
        rate(me, "满意", "Satisfied")
    assert building.case(opened)["rating"] == 2


@either
def test_a_notice_a_change_and_a_rating_go_by_keyboard_alone(
    chromium: Browser, building: Office, site: str, language: Language, size: str
) -> None:
    visitor = Visitor(building)
    opened = submitted(building, visitor)
    corrected(building, opened)
    with somebody(chromium, site, language, size, cases=visitor.cookies["cases"]) as me:
        me.go(f"cases/{opened.no}")
        press(me, "申请材料补正告知书", "Notice of Corrections Needed")
        me.reads("看不清尺寸", "看不清尺寸")
        me.page.wait_for_url("**/notices/*")
        me.page.go_back()
        me.page.wait_for_url(f"**/cases/{opened.no}")
        press(me, "改电话或地址", "change telephone or address")
        me.stands_on("更改", "Changes")
        reach(me, me.t("新地址", "New address"))
        me.page.keyboard.type("青岛市李沧区新地址 16 号")
        press(me, "保存更改", "Save")
        me.is_told("电话和地址已经改好", "Telephone and address are changed")
        press(me, "撤回申请", "take the application back")
        me.stands_on("更改", "Changes")
        press(me, "撤回这份申请", "Take this application back")
        me.is_told("申请已经撤回", "The application is taken back")
        press(me, "给这次办理打个分", "Rate how it went")
        me.stands_on("更改", "Changes")
        press(me, "非常满意", "Very satisfied", "Space")
        press(me, "提交评价", "Send the rating")
        me.is_told("您的评价已经收到", "your rating has arrived")
    assert building.case(opened)["rating"] == 1


@either
def test_an_owner_ends_the_mandate_and_the_agents_code_opens_nothing(
    chromium: Browser, building: Office, site: str, language: Language, size: str
) -> None:
    opened = through_agent(building)
    with somebody(chromium, site, language, size) as me:
        track(me, opened.no, opened.code)
        me.link("撤销委托", "end the mandate").click()
        me.page.locator("#mandate select").select_option("applicant")
        me.button("撤销委托", "End the mandate").click()
        me.is_told("代理人不能再办", "The agent can do nothing any more")
        track(me, opened.no, opened.code)
        me.reads("代理人的委托已经结束", "The agent's mandate is over")


@or_else
def test_who_signed_on_finds_her_draft_and_leaves_no_case_open_behind_her(
    chromium: Browser, building: Office, site: str, language: Language, size: str
) -> None:
    visitor = signed_on(building, "applicant")
    mine = begin(visitor, id_kind="111", id_number=number_of(CITIZENS[0]))
    other = submitted(building, Visitor(building))
    with somebody(chromium, site, language, size, session=visitor.cookies["session"]) as me:
        track(me, other.no, other.code)
        me.link("我的办件", "My cases").first.click()
        card = me.page.locator(f"#case-{mine.no}")
        expect(card).to_contain_text(me.t("还没有提交", "Not submitted yet"))
        card.get_by_role("link", name=me.t("接着传材料", "Go on with the papers")).click()
        me.stands_on("上传材料", "Your papers")
        me.link("查进度", "Track a case").first.click()
        me.button("在公用电脑上：全部关上", "On a shared computer: close them all").click()
        me.go(f"cases/{other.no}")
        me.stands_on("请输入查询码", "Enter your query code")


@either
def test_anybody_changes_language_and_print_where_she_stands(
    chromium: Browser, site: str, language: Language, size: str
) -> None:
    with somebody(chromium, site, language, size) as me:
        me.go(f"items/{FOOD}")
        me.link("English", "中文").click()
        other = Person(me.page, site, "en" if language == "zh" else "zh")
        other.stands_on(*ITEM)
        letters = "() => parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
        normal = me.page.evaluate(letters)
        other.link("大字版", "Large print").click()
        expect(me.page.locator("html")).to_have_attribute("data-size", "large")
        other.stands_on(*ITEM)  # the page is there whole, in its style
        assert me.page.evaluate(letters) >= 1.25 * normal
        other.reads("您不用到大厅来", "you need not come to the hall")
        other.link("English", "中文").click()
        me.stands_on(*ITEM)


def test_an_agent_who_signed_on_moves_her_name_by_one_choice(
    chromium: Browser, building: Office, site: str
) -> None:
    session = signed_on(building, "agent").cookies["session"]
    with somebody(chromium, site, "zh", "phone", session=session) as me:
        me.go(f"apply/{FOOD}")
        name, agent = me.page.locator("#f-name"), me.page.locator("#f-agent_name")
        expect(name).not_to_have_value("")
        hers = name.input_value()
        me.page.locator("#who-agent").check()
        expect(agent).to_be_visible()
        expect(agent).to_have_value(hers)
        expect(name).to_have_value("")
        me.page.locator("#who-self").check()
        expect(name).to_have_value(hers)


def test_who_chooses_an_agent_before_the_script_has_come_sees_the_fields_for_one_with_her_name(
    chromium: Browser, building: Office, site: str
) -> None:
    session = signed_on(building, "agent").cookies["session"]
    with somebody(chromium, site, "zh", "phone", session=session) as me:
        held: list[Route] = []
        me.page.route(re.compile("/static/site"), lambda route: held.append(route))
        me.page.goto(f"{site}apply/{FOOD}", wait_until="commit")
        me.page.locator("#who-agent").check()
        expect(me.page.locator("#f-agent_name")).not_to_be_visible()
        until(lambda: [me.page.title(), *held][1:])  # what a page asks for is heard while it is spoken to
        held[0].continue_()
        expect(me.page.locator("#f-agent_name")).to_be_visible()
        expect(me.page.locator("#f-agent_name")).not_to_have_value("")
        expect(me.page.locator("#f-name")).to_have_value("")


@either
def test_the_back_button_after_sending_shows_the_case_and_sends_nothing_again(
    chromium: Browser, building: Office, site: str, language: Language, size: str
) -> None:
    visitor = Visitor(building)
    opened = begin(visitor)
    for material in PAPERS:
        building.upload(opened, material)
    with somebody(chromium, site, language, size, cases=visitor.cookies["cases"]) as me:
        me.go(f"cases/{opened.no}/materials")
        me.link("下一步：核对", "Next: check").click()
        me.choice("以上内容和材料都是真实的", "All of this is true").check()
        me.button("提交申请", "Submit the application").click()
        me.stands_on("申请已收到", "Your application has arrived")
        events = len(building.case(opened)["milestones"])
        me.page.go_back()
        expect(me.page).to_have_url(f"{site}cases/{opened.no}")
        me.reads("正在办：网上预审", "Being done: Online pre-review")
        assert len(building.case(opened)["milestones"]) == events


@or_else
def test_a_session_that_ran_out_asks_for_the_code_and_goes_on_with_what_was_typed(
    chromium: Browser, building: Office, site: str, language: Language, size: str
) -> None:
    visitor = Visitor(building)
    opened = submitted(building, visitor)
    with somebody(chromium, site, language, size, cases=visitor.cookies["cases"]) as me:
        me.go(f"cases/{opened.no}/change")
        me.field("新地址", "New address").fill("青岛市李沧区新地址 12 号")
        me.page.context.clear_cookies(name="cases")
        me.page.locator("#contact").get_by_role("button").click()
        expect(me.page.get_by_role("alert")).to_contain_text(
            me.t("刚才填的内容还在", "What you typed is still here")
        )
        me.choice("查询码", "Query code").fill(opened.code.lower())
        me.button("继续提交", "Send it").dblclick(no_wait_after=True)
        me.is_told("电话和地址已经改好", "Telephone and address are changed")
        me.go(f"cases/{opened.no}/check")
    parties = wiring.ports().cases.parties(wiring.ports().cases.load(opened.no))  # type: ignore[arg-type]
    assert parties is not None
    assert parties.applicant.address == "青岛市李沧区新地址 12 号"


@either
def test_a_strangers_number_shows_the_same_page_as_one_that_nobody_has(
    chromium: Browser, building: Office, site: str, language: Language, size: str
) -> None:
    opened = submitted(building, Visitor(building))
    shown = []
    with somebody(chromium, site, language, size) as me:
        for no in (opened.no, case_number("370213", date(2020, 1, 1), 1)):
            me.go(f"cases/{no}")
            locked = me.page.locator("main").inner_text()
            track(me, no, "ABCDEFGHIJ")
            expect(me.page.locator("#errors")).to_be_focused()
            shown.append((locked, me.page.locator("main").inner_text()))
        assert me.t("对不上", "do not go together") in shown[0][1]
    assert shown[0] == shown[1]
