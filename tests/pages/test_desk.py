"""The desk by forms alone: find the most urgent, look, end it, and be told what that caused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import boto3
import pytest
from chalice.test import HTTPResponse
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType

from chalicelib import wiring
from chalicelib.cases.numbers import case_number
from chalicelib.ports.people.identity import Staff
from chalicelib.routes import files
from chalicelib.routes.views.desk.handover import parcels_to_hand_over
from chalicelib.services.errors import RetryableError
from chalicelib.services.facts_in_force import rules_of
from infra.local.samples import ofd
from tests.adapters.a_case import release
from tests.adapters.moto_cloud import REGION, all_rows
from tests.adapters.office import FOOD, NAME, ONLINE, PHONE, Office, Opened
from tests.pages.reading import Browser, Page, read
from tests.pages.situations import Journey, turning
from tests.pages.test_journey import corrected
from tests.pages.weighing import HEAVIEST, weight
from tests.routes.browser import Browser as Visitor
from tests.services.scene import ITEMS, Scene

LANGUAGES = ("zh", "en")
CLERK, COLLEAGUE, ELSEWHERE = "market-supervision-1", "market-supervision-2", "health-1"


def signed_on(office: Office, person: str, language: str = "zh") -> Browser:
    """A clerk's browser, which runs no script."""
    visitor = Visitor(office)
    visitor.sign_in(person, "/desk")
    return Browser(office, {**visitor.cookies, "lang": language})


def case_page(browser: Browser, opened: Opened) -> Page:
    return read(browser.get(f"/desk/cases/{opened.no}"))


def end(browser: Browser, opened: Opened, task: str, **fields: str) -> Page:
    """Send the form of an outcome and read the page that this leads to, be it the same."""
    page = case_page(browser, opened)
    common = {name: page.fields[name] for name in ("csrf", "key", "version", "files")}
    answer = browser.send(f"/desk/cases/{opened.no}/tasks/{task}", {**common, **fields})
    return read(browser.follow(answer)) if answer.status_code == 303 else read(answer, answer.status_code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clerk_finds_looks_ends_and_is_told_what_that_caused(office: Office, language: str) -> None:
    opened = office.running()
    browser = signed_on(office, CLERK, language)
    page = read(browser.get("/desk"))
    assert {"zh": "剩 5 个工作日", "en": "5 working days left"}[language] in page.text
    assert f"./desk/cases/{opened.no}" in page.links
    case = case_page(browser, opened)
    before = {
        "zh": ("出具《行政许可受理通知书》，通知申请人。", "下一步“现场勘验”，由市场监督管理局办"),
        "en": ('Issues "Notice of Acceptance" to the applicant.', "Next: Inspection, at Market Supervision"),
    }[language]
    assert all(told in case.text for told in before), case.text
    assert NAME in case.text
    after = end(browser, opened, "pre-review-1", outcome="pass")
    assert all(told in after.text for told in before)
    assert office.case(opened)["step"] == "inspection"


def test_what_is_said_beforehand_is_what_happens(office: Office) -> None:
    """The page of a case says what an outcome will cause; its answer says the same of what it has caused."""
    browser = signed_on(office, "commerce-1")
    opened = office.running("outbound-investment-filing")
    told = sentences(case_page(browser, opened))
    assert told
    done = end(browser, opened, "pre-review-1", outcome="pass")
    assert [one for one in told if one in done.text] == told


def sentences(page: Page) -> list[str]:
    """What stands between the words that begin the list of the first outcome, and its button."""
    found = re.search(r"点“通过”以后：(.*?)通过\s", page.text, re.DOTALL)
    assert found
    return [line.strip() for line in found[1].split("\n") if line.strip()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_correction_is_ticked_and_written_and_the_applicant_reads_it(office: Office, language: str) -> None:
    opened, browser = office.running(), signed_on(office, CLERK, language)
    empty = end(browser, opened, "pre-review-1", outcome="correct")
    assert empty.status == 422
    assert "#w-lines" in empty.links
    half = end(browser, opened, "pre-review-1", outcome="correct", **{"problem-lease": "租期已过"})
    assert half.status == 422
    assert "租期已过" in half.text
    assert "#w-mend-lease" in half.links, "the half that is missing is named"
    ticked = {"tick-floor-plan-unclear": "yes", "problem-lease": "租期已过", "mend-lease": "请交续租合同"}
    end(browser, opened, "pre-review-1", outcome="correct", **ticked)
    lines = [(line["material"], line["problem"]) for line in office.case(opened)["correction"]]
    assert lines == [("floor-plan", "文件看不清，文字或数字认不出来"), ("lease", "租期已过")]


def test_a_refusal_wants_its_reason_and_says_before_that_it_closes_the_case(office: Office) -> None:
    opened, browser = office.running(), signed_on(office, CLERK)
    assert "这一件就此办结：不予受理。" in case_page(browser, opened).text
    empty = end(browser, opened, "pre-review-1", outcome="refuse")
    assert empty.told["#w-reason"].strip() == empty.beside("reason") != ""
    end(browser, opened, "pre-review-1", outcome="refuse", reason="不属于本机关职权范围")
    assert office.case(opened)["refusal"]["reason"] == "不属于本机关职权范围"


@pytest.mark.parametrize("claimed", [False, True])
def test_who_is_overtaken_keeps_what_she_wrote(office: Office, claimed: bool) -> None:
    opened, browser = office.running(), signed_on(office, CLERK)
    page = case_page(browser, opened)
    stale = {name: page.fields[name] for name in ("csrf", "key", "version", "files")}
    if claimed:
        csrf = {"csrf": case_page(other := signed_on(office, COLLEAGUE), opened).fields["csrf"]}
        other.send(f"/desk/cases/{opened.no}/tasks/pre-review-1/claim", csrf)
    else:
        end(signed_on(office, COLLEAGUE), opened, "pre-review-1", outcome="pass")
    sent = {**stale, "outcome": "refuse", "reason": "我写的理由"}
    late = read(browser.send(f"/desk/cases/{opened.no}/tasks/pre-review-1", sent), 409)
    assert "没有记录，您写的都还在" in late.text
    assert "我写的理由" in late.text
    assert "#w-form" not in late.links, "its form is gone"
    assert "刷新" not in late.text, "this page is fresh"


def test_who_is_signed_out_while_she_writes_reads_it_again_and_sends_it_after_signing_on(
    office: Office,
) -> None:
    opened, browser = office.running(), signed_on(office, CLERK)
    form = case_page(browser, opened).fields
    common = {name: form[name] for name in ("csrf", "key", "version", "files")}
    path, reason = f"/desk/cases/{opened.no}/tasks/pre-review-1", "不属于本机关职权范围"
    del browser.cookies["session"]
    over = read(browser.send(path, {**common, "outcome": "refuse", "reason": reason}), 401)
    assert "您的登录已经到期" in over.text
    assert reason in over.text
    assert [link for link in over.links if link.endswith("/sign-in")]
    assert office.case(opened)["refusal"] is None, "nothing was recorded yet"
    again = signed_on(office, CLERK)
    looked_over = read(again.send(path_of(over), over.fields), 403)
    assert reason in looked_over.text
    done = read(again.follow(again.send(path_of(looked_over), looked_over.fields)))
    assert "已记录" in done.text
    assert office.case(opened)["refusal"]["reason"] == reason


def test_who_is_signed_out_while_she_writes_a_correction_reads_each_line_of_it_again(office: Office) -> None:
    opened, browser = office.running(), signed_on(office, CLERK)
    form = case_page(browser, opened).fields
    common = {name: form[name] for name in ("csrf", "key", "version", "files")}
    lines = {"problem-lease": "租期已过", "mend-lease": "请交续租合同"}
    path = f"/desk/cases/{opened.no}/tasks/pre-review-1"
    del browser.cookies["session"]
    over = read(browser.send(path, {**common, "outcome": "correct", **lines}), 401)
    assert "有什么问题租期已过" in over.text
    assert "怎么改请交续租合同" in over.text
    assert {name: over.fields[name] for name in lines} == lines


def path_of(page: Page) -> str:
    """Where the one form of a page that is about a case is sent to."""
    [action] = [one for one in page.forms if "/cases/" in one]
    return "/" + action.replace("../", "")


def test_an_outcome_that_is_sent_twice_is_recorded_once(office: Office) -> None:
    opened, browser = office.running(), signed_on(office, CLERK)
    form = case_page(browser, opened).fields
    sent = {name: form[name] for name in ("csrf", "key", "version", "files")} | {"outcome": "pass"}
    path = f"/desk/cases/{opened.no}/tasks/pre-review-1"
    first, second = (browser.send(path, sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    events = wiring.ports().cases.events(opened.no)
    assert len([one for one in events if getattr(one, "task", None) == "pre-review-1"]) == 1, events


def test_the_most_urgent_is_claimed_and_only_she_may_end_it(office: Office) -> None:
    opened, browser = office.running(), signed_on(office, CLERK)
    other = signed_on(office, COLLEAGUE)
    claimed = browser.follow(browser.send("/desk/claim", {"csrf": read(browser.get("/desk")).fields["csrf"]}))
    assert "退回，让别人也能办" in read(claimed).text
    assert browser.at == f"/desk/cases/{opened.no}"
    assert "工号market-supervision-1认领" in case_page(other, opened).text
    none = other.follow(other.send("/desk/claim", {"csrf": read(other.get("/desk")).fields["csrf"]}))
    assert "没有还没人认领的件" in read(none).text
    csrf = {"csrf": case_page(browser, opened).fields["csrf"]}
    read(browser.follow(browser.send(f"/desk/cases/{opened.no}/tasks/pre-review-1/release", csrf)))
    assert "没人认领" in case_page(other, opened).text


def test_a_claim_is_hers_however_another_program_writes_her_staff_number(office: Office) -> None:
    opened, browser = office.running(), signed_on(office, CLERK)
    written = office.token(Staff(CLERK.upper(), ("market-supervision",)))
    claim = office.ask("POST", f"/cases/{opened.no}/tasks/pre-review-1/claim", {}, **written)
    assert claim.status_code == 200, claim.body
    mine = read(browser.get("/desk?hands=me"))
    assert f"./desk/cases/{opened.no}" in mine.links
    assert "继续" in mine.text
    text = case_page(browser, opened).text
    assert "谁在办：我" in text
    assert "由别人认领" not in text
    elsewhere = read(signed_on(office, COLLEAGUE).get("/desk?hands=me")).links
    assert f"./desk/cases/{opened.no}" not in elsewhere


def test_a_list_stays_narrowed_down_as_it_was(office: Office) -> None:
    opened, browser = office.running(), signed_on(office, CLERK)
    assert f"./desk/cases/{opened.no}" in read(browser.get(f"/desk?item={FOOD}&light=fine")).links
    assert f"../../desk?item={FOOD}&light=fine" in case_page(browser, opened).links
    for query in ("light=late", "hands=me", "step=inspection", "item=dog-licence"):
        assert "这一页没有待办" in read(browser.get(f"/desk?{query}")).text
    assert f"./desk/cases/{opened.no}" in read(browser.get("/desk?light=%00&hands=<b>&item=../x")).links


def test_a_case_of_others_tells_nothing(office: Office) -> None:
    opened, browser = office.running(), signed_on(office, ELSEWHERE)
    page = read(browser.get(f"/desk/cases/{opened.no}"), 404)
    assert NAME not in page.text
    assert "现在没有待办" in read(browser.get("/desk")).text
    csrf = {"csrf": read(browser.get("/desk")).fields["csrf"]}
    read(browser.send(f"/desk/cases/{opened.no}/tasks/pre-review-1", {**csrf, "outcome": "pass"}), 404)


def test_a_form_that_no_page_of_hers_has_sent_does_nothing(office: Office) -> None:
    opened, browser = office.running(), signed_on(office, CLERK)
    sent = {"outcome": "pass", "csrf": "0" * 64}
    read(browser.send(f"/desk/cases/{opened.no}/tasks/pre-review-1", sent), 403)
    assert office.case(opened)["step"] == "pre-review"


@pytest.mark.parametrize(("item", "person"), [(FOOD, CLERK), (FOOD, "supervisor"), (ONLINE, "supervisor")])
def test_every_page_of_the_desk_has_at_most_100_kb_with_all_that_it_loads(
    office: Office, item: str, person: str
) -> None:
    opened, browser = office.running(item), signed_on(office, person)
    case = f"/desk/cases/{opened.no}"
    day = f"{opened.no[6:10]}-{opened.no[10:12]}-{opened.no[12:14]}"
    paths = ["/desk", case, "/desk/search", f"/desk/search?item={item}&day={day}"]
    paths += ["/desk/handover", f"/desk/handover?cases={opened.no}", "/desk/handover?kind=parcels"]
    paths += [f"{case}/query-code"] if person == CLERK else ["/supervision"]
    weights = {path: weight(browser.get(path)) for path in paths}
    assert {path: size for path, size in weights.items() if size > HEAVIEST} == {}


def test_a_case_after_six_corrections_has_at_most_100_kb_with_all_that_it_loads(office: Office) -> None:
    opened, browser = office.running(), signed_on(office, CLERK)
    for n in range(6):
        corrected(office, opened)
        office.upload(opened, "floor-plan", name=f"mended-{n}")
        mended = office.ask("POST", f"/cases/{opened.no}/submission", {}, **opened.headers)
        assert mended.status_code == 200, mended.body
    answer = browser.get(f"/desk/cases/{opened.no}")
    assert read(answer).text.count("网上预审：需补正。") == 6
    assert weight(answer) <= HEAVIEST


HOSTILE: tuple[dict[str, str], ...] = (
    {},
    {"outcome": "\x00", "version": "9" * 30, "day": "0000-99-99", "files": "x", "way": "<b>"},
    {f"problem-{n}": "x" for n in range(200)} | {"outcome": "correct", "problem-lease": "\u202e" * 600},
    {"outcome": "pass", "channel": "../..", "officers": "，，、" + "y" * 300, "with-": "1", "lack-x": "1"},
    {"outcome": "correct", "tick-lease-unclear": "1", "mend-lease": "😀", "reason": "\x07"},
)


@pytest.mark.parametrize("sent", HOSTILE)
def test_no_form_breaks_the_desk(office: Office, sent: dict[str, str]) -> None:
    opened, browser = office.running(), signed_on(office, CLERK)
    csrf = {"csrf": case_page(browser, opened).fields["csrf"]}
    for path in ("tasks/pre-review-1", "tasks/none-7", "tasks/%00", "tasks/pre-review-1/claim"):
        answer = browser.send(f"/desk/cases/{opened.no}/{path}", {**sent, **csrf})
        assert answer.status_code < 500, answer.body
    assert browser.send("/desk/claim", {**sent, **csrf}).status_code < 500
    assert office.case(opened)["step"] == "pre-review"


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_on_one_case_see_each_other_and_what_the_other_did(office: Office, language: str) -> None:
    opened, browser = office.running(), signed_on(office, CLERK, language)
    other = signed_on(office, COLLEAGUE, language)
    alone = case_page(browser, opened)
    assert COLLEAGUE not in alone.text
    assert CLERK in case_page(other, opened).text
    asked = f"/desk/cases/{opened.no}/viewers?version={alone.fields['version']}"
    there = read_part(browser.get(asked))
    assert COLLEAGUE in there
    changed = {"zh": "这一件刚有变动", "en": "This case has just changed"}[language]
    assert changed not in there
    end(other, opened, "pre-review-1", outcome="pass")
    after = read_part(browser.get(asked))
    assert changed in after
    assert {"zh": "网上预审：通过。", "en": "Online pre-review: passed."}[language] in after


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", "第 1 份，共 4 份，这里只列最早交的 2 份"),
        ("en", "File 1 of 4; only the oldest 2 are listed here"),
    ],
)
def test_of_many_files_the_page_says_how_many_there_are_and_which_are_not_listed(
    office: Office, monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    opened, browser = office.running(), signed_on(office, CLERK, language)
    whole = case_page(browser, opened).text
    monkeypatch.setattr(files, "MOST_SHOWN", 2)
    page = case_page(browser, opened).text
    assert (told in whole, told in page) == (False, True)
    unlisted = {"zh": "（这里没有列出）", "en": "(not listed here)"}[language]
    assert (whole.count(unlisted), page.count(unlisted)) == (0, 2), "nor is any called not sent"
    unclear = {"zh": "看不清", "en": "annot be read"}[language]
    assert page.count(unclear) >= whole.count(unclear) > 0, "nor can its faults not be ticked"


def read_part(answer: HTTPResponse) -> str:
    """The text of a part of a page."""
    page = Page(status=answer.status_code)
    page.feed(answer.body.decode())
    assert answer.status_code == 200
    assert not page.unsound, page.unsound
    return page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_history_says_who_did_what_with_their_words(office: Office, language: str) -> None:
    opened, browser = office.running(), signed_on(office, CLERK, language)
    ticked = {"problem-lease": "租期已过", "mend-lease": "请交续租合同"}
    end(browser, opened, "pre-review-1", outcome="correct", **ticked)
    page = case_page(browser, opened)
    told = {
        "zh": ("建立申请。", "提交申请，4 个文件。", "工号 market-supervision-1", "网上预审：需补正。"),
        "en": ("Submitted, with 4 files.", "staff number market-supervision-1", "Online pre-review: to be"),
    }[language]
    for one in (*told, "租期已过。请交续租合同"):
        assert one in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_is_found_by_whoever_applied_and_nothing_of_her_stands_in_an_address(
    office: Office, language: str
) -> None:
    opened, browser = office.running(), signed_on(office, CLERK, language)
    form = read(browser.get("/desk/search"))
    link = f"../desk/cases/{opened.no}"
    for typed in (NAME, PHONE, opened.no, f"{opened.no[:6]} {opened.no[6:14]} {opened.no[14:]}"):
        found = read(browser.send("/desk/search", {"csrf": form.fields["csrf"], "q": typed}))
        assert link in found.links, typed
        assert not [each for each in (*found.links, *found.forms) if NAME in each or PHONE in each]
    nobody = read(browser.send("/desk/search", {"csrf": form.fields["csrf"], "q": "查无此人"}))
    assert link not in nobody.links
    for wrong in ("", "138"):
        again = read(browser.send("/desk/search", {"csrf": form.fields["csrf"], "q": wrong}), 422)
        assert again.fields["q"] == wrong
    elsewhere = signed_on(office, ELSEWHERE)
    other = read(elsewhere.get("/desk/search")).fields["csrf"]
    assert link not in read(elsewhere.send("/desk/search", {"csrf": other, "q": NAME})).links


def test_cases_are_found_by_item_and_day(office: Office) -> None:
    opened, browser = office.running(), signed_on(office, CLERK)
    on = f"{opened.no[6:10]}-{opened.no[10:12]}-{opened.no[12:14]}"
    link = f"../desk/cases/{opened.no}"
    assert link in read(browser.get(f"/desk/search?item={FOOD}&day={on}")).links
    assert link not in read(browser.get(f"/desk/search?item={FOOD}&day=2026-01-01")).links
    assert "请选一天" in read(browser.get(f"/desk/search?item={FOOD}&day=x"), 422).text
    assert read(browser.get(f"/desk/search?item=%00&day={on}"), 422).beside("item") == "请选一个事项"


def test_a_list_of_what_was_found_is_made_of_the_same_requests_however_long_it_is(office: Office) -> None:
    first, browser = office.running(), signed_on(office, CLERK)
    on = f"{first.no[6:10]}-{first.no[10:12]}-{first.no[12:14]}"
    path = f"/desk/search?item={FOOD}&day={on}"
    alone = requests_of(browser, path)
    others = [office.running().no for _ in range(3)]
    assert requests_of(browser, path) == alone
    assert "BatchGetItem" in alone
    found = read(browser.get(path)).links
    assert {f"../desk/cases/{no}" for no in (first.no, *others)} <= set(found)


def test_papers_that_change_hands_are_listed_to_be_counted_and_signed(office: Office) -> None:
    opened = office.running("teacher-qualification")
    outcome = {"outcome": "pass"}
    office.ask("POST", f"/cases/{opened.no}/tasks/pre-review-1", outcome, **office.staff("*"))
    hall = signed_on(office, "hall-1")
    for query in ("", f"?cases={opened.no}"):
        page = read(hall.get(f"/desk/handover{query}"))
        assert f"../desk/cases/{opened.no}" in page.links
        assert "申请人 → 政务服务大厅综合窗口" in page.text
        assert re.search(r"20\d\d 年 \d+ 月 \d+ 日（周.），.+，演示数据", page.text), "signed paper is dated"
    other = read(signed_on(office, ELSEWHERE).get(f"/desk/handover?cases={opened.no}"))
    assert "没有这一件，或您的单位没有办理过" in other.text
    assert "扫描或填写" in read(hall.get("/desk/handover?kind=parcels")).text
    assert "没有要交给快递员的包裹" in read(hall.get(f"/desk/handover?kind=parcels&cases={opened.no}")).text


def test_papers_that_any_of_several_units_takes_are_one_line_of_a_list(office: Office) -> None:
    opened = office.running("private-kindergarten-licence")
    outcome = {"outcome": "pass"}
    office.ask("POST", f"/cases/{opened.no}/tasks/pre-review-1", outcome, **office.staff("*"))
    page = read(signed_on(office, "supervisor").get(f"/desk/handover?cases={opened.no}"))
    assert page.links.count(f"../desk/cases/{opened.no}") == 1
    assert "或" in page.text.partition("申请人 → ")[2].partition("份")[0]


def test_what_a_clerk_has_nothing_to_do_with_is_told_in_words_of_the_desk(office: Office) -> None:
    opened, elsewhere = office.running(), signed_on(office, ELSEWHERE)
    page = read(elsewhere.get(f"/desk/cases/{opened.no}"), 404)
    assert "没有这个办件，或您的单位没有办理过" in page.text
    assert "首页" not in page.text
    assert "../../desk" in page.links
    assert "已记录" not in read(elsewhere.get(f"/desk?done={opened.no}")).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_limit_that_is_over_is_late_before_anybody_has_written_it_down(
    office: Office, language: str
) -> None:
    opened = office.running()
    with office.at(wiring.ports().clock.now() + timedelta(days=40)):
        page = case_page(signed_on(office, CLERK, language), opened)
    limits = page.text.partition({"zh": "时限", "en": "Clocks"}[language])[2]
    assert {"zh": "已超期", "en": "overdue"}[language] in limits
    assert {"zh": "还剩", "en": " left, the last"}[language] not in limits


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_look_shows_what_has_come_since_the_correction(office: Office, language: str) -> None:
    opened, browser = office.running(), signed_on(office, CLERK, language)
    ticked = {"tick-floor-plan-unclear": "yes", "tick-lease-pages": "yes"}
    end(browser, opened, "pre-review-1", outcome="correct", **ticked)
    office.upload(opened, "floor-plan", name="another")
    page = case_page(browser, opened)
    plan, lease = {
        "zh": ("经营场所平面布局图 已重交", "经营场所使用证明 还没有重交"),
        "en": ("Floor plan of the premises sent again", "Right to use the premises not sent again yet"),
    }[language]
    text = " ".join(page.text.split())
    assert [one for one in (plan, lease) if one not in text] == []
    assert text.count({"zh": "（补正后新交）", "en": "(new since the correction)"}[language]) == 1


@pytest.mark.parametrize("query", ["?cases=%00", "?cases=" + "1,".join("9" * 400), "?kind=%3Cb%3E&cases=x"])
def test_no_address_breaks_a_hand_over_list(office: Office, query: str) -> None:
    read(signed_on(office, CLERK).get(f"/desk/handover{query}"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_clocks_are_paused_and_more_time_is_asked_for_on_the_page(office: Office, language: str) -> None:
    opened, browser = office.running(), signed_on(office, CLERK, language)
    assert not [form for form in case_page(browser, opened).forms if form.endswith("/pauses")]
    end(browser, opened, "pre-review-1", outcome="pass")
    path = f"/desk/cases/{opened.no}"
    form = case_page(browser, opened).fields
    sent = {
        "csrf": form["csrf"],
        "key": form["key"],
        "why": "须经专家评审",
        "law": "中华人民共和国行政许可法",
    }
    half = read(browser.send(f"{path}/pauses", {**sent, "days": "十天"}), 422)
    assert "#w-days" in half.links
    assert "须经专家评审" in half.text
    page = read(browser.follow(browser.send(f"{path}/pauses", {**sent, "days": "10"})))
    assert {"zh": "计时中止", "en": "Clocks stand still"}[language] in page.text
    assert "须经专家评审" in page.text
    more = {**sent, "key": "2", "clock": "statutory", "days": "5"}
    page = read(browser.follow(browser.send(f"{path}/extensions", more)))
    assert {"zh": "延长时限待批准", "en": "Extension to be answered"}[language] in page.text
    too_much = read(browser.send(f"{path}/extensions", {**more, "key": "3", "days": "300"}), 409)
    assert "#w-form" in too_much.links


def test_a_desk_with_20_000_waiting_opens_with_the_same_requests_as_one_with_20(office: Office) -> None:
    """Its tabs, and whatever it is narrowed down to, take one query more at most."""
    office.running()
    browser = signed_on(office, CLERK)
    with waiting_too(office, 19):
        short, tab = requests_of(browser, "/desk"), requests_of(browser, "/desk?light=open")
        assert "全部 20" in read(browser.get("/desk")).text
    with waiting_too(office, 19_999):
        assert requests_of(browser, "/desk") == short
        assert "Query" in short
        for path in (f"/desk?item={ONLINE}", "/desk?hands=me&light=late"):
            assert len(requests_of(browser, path)) <= len(tab) + 1
        page = read(browser.get("/desk"))
    assert "全部 500+" in page.text
    assert "只数了最急的 500 项" in page.text


@contextmanager
def waiting_too(office: Office, lines: int) -> Iterator[None]:
    """
    Copies of the one line that waits, under the numbers of cases that are not there. moto's table is filled
    by hand: so many calls, and as many to take the lines away, would take minutes.
    """
    table = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables[office.variables["TABLE"]]
    rows = all_rows(boto3.client("dynamodb"), table.name)
    [row] = [row for row in rows if row["sk"]["S"].startswith("TASK#")]
    numbers = [f"CASE#37021320200101{n:06d}0" for n in range(lines)]
    for number in numbers:
        table.put_item({**row, "pk": {"S": number}})
    try:
        yield
    finally:
        for number in numbers:
            del table.items[DynamoType({"S": number})]


def test_a_list_says_how_much_there_is_of_what_can_be_chosen(office: Office) -> None:
    office.running()
    office.running("veterinary-drug-licence")
    page = read(signed_on(office, CLERK).get("/desk"))
    assert "全部 1" in page.text
    assert "超期 0" in page.text
    steps = page.text.partition("全部环节")[2].partition("事项")[0]
    assert "网上预审 (1)" in steps
    assert "(0)" not in steps
    assert "现场勘验" not in steps, "nothing of that step waits"
    chosen = read(signed_on(office, CLERK).get("/desk?step=inspection")).text
    assert "现场勘验 (0)" in chosen, "what she chose stays to be seen"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_clerk_cannot_have_leads_back_to_her_list(office: Office, language: str) -> None:
    office.running()
    browser = signed_on(office, CLERK, language)
    read(browser.get("/desk?light=fine"))
    strange = read(browser.get(f"/desk/cases/{case_number('370213', date(2020, 1, 1), 1)}"), 404)
    assert "../../desk?light=fine" in strange.links
    assert {"zh": "回到待办", "en": "Back to what there is to do"}[language] in strange.text
    assert {"zh": "查找", "en": "Find"}[language] in strange.text, "the head of the desk"


def test_what_only_failed_just_now_can_be_tried_again(office: Office, monkeypatch: Any) -> None:
    opened = office.running()
    browser = signed_on(office, CLERK)

    def busy(*_: object) -> None:
        raise RetryableError

    monkeypatch.setattr(type(wiring.ports().cases), "latest_events", busy)
    page = read(browser.get(f"/desk/cases/{opened.no}?file=x"), 503)
    assert f"../../desk/cases/{opened.no}?file=x" in page.links
    assert "再试一次" in page.text


def test_a_case_is_shown_although_nobody_can_say_who_else_has_it_open(
    office: Office, monkeypatch: Any
) -> None:
    opened = office.running()
    browser = signed_on(office, CLERK)

    def busy(*_: object) -> None:
        raise RetryableError

    monkeypatch.setattr(type(wiring.ports().viewers), "of", busy)
    assert "现在看不到还有谁打开了这一件" in case_page(browser, opened).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clerk_goes_from_case_to_case_of_her_list(office: Office, language: str) -> None:
    first, second = office.running(), office.running()
    browser = signed_on(office, CLERK, language)
    read(browser.get(f"/desk?item={FOOD}"))
    links = case_page(browser, first).links
    assert f"../../desk/cases/{first.no}/next" in links
    read(browser.follow(browser.get(f"/desk/cases/{first.no}/next")))
    assert browser.at == f"/desk/cases/{second.no}"
    read(browser.follow(browser.get(f"/desk/cases/{second.no}/previous")))
    assert browser.at == f"/desk/cases/{first.no}"
    end = read(browser.follow(browser.get(f"/desk/cases/{second.no}/next")))
    assert {"zh": "已经是这张单子的最后一件", "en": "That was the last of this list"}[language] in end.text
    assert browser.at.startswith(f"/desk?item={FOOD}")


def requests_of(browser: Browser, path: str) -> list[str]:
    """
    What the table is asked while a page is made, by a process that has just made it; but for what is asked by
    the clock: who was called back, which rules are in force, what colleagues are called.
    """
    read(browser.get(path))
    asked: list[str] = []
    events: Any = wiring.ports()._dynamodb.meta.events

    def hear(params: object, model: Any, **_: object) -> None:
        if not re.search("REVOKED#|RELEASE#|NAMED#", str(params)):
            asked.append(model.name)

    events.register("provide-client-params.dynamodb", hear, unique_id="meter")
    try:
        read(browser.get(path))
    finally:
        events.unregister("provide-client-params.dynamodb", unique_id="meter")
    return asked


def test_a_parcel_for_the_courier_is_listed_with_its_number_and_what_is_in_it() -> None:
    scene = Scene(ITEMS["outbound_courier"])
    scene.upload_all()
    scene.findings("pre-review pass", "review pass", "decision grant", "licence made")
    release = rules_of(scene.world, scene.case.release)
    [line] = parcels_to_hand_over(release, scene.case)
    assert (line["no"], line["papers"][0]["zh"]) == (scene.no, "营业执照")
    assert line["carrier"] is not None


def test_the_parcels_of_a_list_are_counted_and_signed_by_the_courier(office: Office) -> None:
    with turning(office) as at:
        journey = Journey(at, "animal-clinic-licence")
        journey.stations = ()
        case = journey.until(lambda case: any(one["number"] for one in outbound(case))).look()
        page = read(signed_on(office, "hall-1").get(f"/desk/handover?kind=parcels&cases={journey.no}"))
    [parcel] = outbound(case)
    assert f"../desk/cases/{journey.no}" in page.links
    line = page.text.partition("快递公司和单号")[2].partition("移交人（签字）")[0]
    for told in (
        "动物诊疗许可证",
        "执业兽医资格证书",
        parcel["carrier_name"]["zh"],
        parcel["number"],
        "2 份",
    ):
        assert told in line, told
    assert "设备清单" not in line, "what stays on file is in no parcel"
    assert "快递员（签字）" in page.text
    assert "没有要交给快递员的包裹" not in page.text


def outbound(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The parcels that go to the applicant."""
    return [one for one in case["shipments"] if one["direction"] == "outbound"]


def test_the_text_of_an_ofd_stands_beside_what_is_decided(office: Office) -> None:
    opened = office.open()
    for each in opened.answer["materials"]:
        if each["open"]:
            content = ofd("租赁合同", "月租 3000 元") if each["material"] == "lease" else None
            office.upload(opened, each["material"], content)
    browser = signed_on(office, CLERK)
    page = read(browser.get("/" + lease(browser, opened).removeprefix("../../")))
    assert "租赁合同\n月租 3000 元" in page.text


def lease(browser: Browser, opened: Opened) -> str:
    """Where the first file of the lease is looked at."""
    answer = browser.get(f"/desk/cases/{opened.no}").body.decode()
    found = re.search(r'href="([^"]+file=[^"]+)"', answer.partition("经营场所使用证明：")[2])
    assert found
    return found[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_clerks_take_a_food_licence_from_its_review_to_the_courier_by_forms_alone(
    office: Office, language: str
) -> None:
    opened = office.running()
    first, second, hall = (signed_on(office, who, language) for who in (CLERK, COLLEAGUE, "hall-1"))
    end(first, opened, "pre-review-1", outcome="pass")
    inspection = next(task["id"] for task in office.case(opened)["tasks"])
    alone = end(first, opened, inspection, outcome="pass")
    assert alone.status == 409
    assert alone.told["#w-officers"].strip() == alone.beside("officers") != ""
    end(first, opened, inspection, outcome="pass", officers=COLLEAGUE)
    while office.case(opened)["step"] not in ("review", None):
        task = next(task["id"] for task in office.case(opened)["tasks"])
        end(hall, opened, task, outcome="received")
    end(first, opened, "review-1", outcome="pass")
    mine = case_page(first, opened)
    assert {"zh": "须由另一人办理", "en": "another has to follow"}[language] in mine.text
    end(second, opened, "decision-1", outcome="grant")
    unnumbered = end(hall, opened, "licence-1", outcome="made")
    assert unnumbered.told["#w-number"].strip() == unnumbered.beside("number") != ""
    done = end(hall, opened, "licence-1", outcome="made", number="JY13702130000001")
    assert {"zh": "马上约快递送给申请人", "en": "A courier is ordered to bring it"}[language] in done.text
    notices = [one for one in case_page(hall, opened).links if "/notices/" in one]
    answer = hall.get("/" + notices[0].removeprefix("../../"))
    assert answer.status_code == 200
    assert b"@page" in answer.body, "a page to print"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_rules_leave_open_a_person_settles_and_sees_what_each_channel_brings(
    office: Office, language: str
) -> None:
    with office.rules(release().model_copy(update={"rules": ()})):
        opened = office.running()
    assert office.case(opened)["channel"] == "undetermined"
    browser = signed_on(office, CLERK, language)
    page = case_page(browser, opened)
    assert {"zh": "最多跑一次", "en": "one visit"}[language] in page.text.lower()
    settled = {"outcome": "settled", "channel": "one_visit"}
    assert "#w-note" in end(browser, opened, "channel-1", **settled).links
    end(browser, opened, "channel-1", **settled, note="材料涉及第三方")
    assert office.case(opened)["channel"] == "one_visit"


def test_files_are_gone_through_in_the_order_of_the_items_papers_and_pages_of_one_as_they_came(
    office: Office,
) -> None:
    opened = office.open()
    papers = [each["material"] for each in opened.answer["materials"] if each["open"]]
    for number, material in enumerate([*reversed(papers), *papers]):
        office.upload(opened, material, name=str(number))
    loaded = wiring.ports().cases.load_with_files(opened.no)
    assert loaded is not None
    wanted = [(paper, file.id) for paper in papers for file in loaded.files.taken() if file.material == paper]
    browser, seen, path = signed_on(office, CLERK), [], f"/desk/cases/{opened.no}"
    while path:
        page = browser.get(path).body.decode()
        seen += re.findall(r'file=([^"&]+)"[^>]*aria-current="true"', page)
        path = "".join(re.findall(r'data-key="ArrowRight" href="\.\./\.\.([^"]+)"', page))
    assert seen == [id for _, id in wanted]
    assert len(seen) == 2 * len(papers) > 2
