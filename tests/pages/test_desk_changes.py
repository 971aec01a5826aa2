"""What a clerk does in a case beside ending tasks: for its applicant, for colleagues, with earlier files."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import wiring
from chalicelib.cases.events import ClockStarted, TaskStarted
from chalicelib.routes.views.desk.consequences import TOLD, Scene
from chalicelib.services.facts_in_force import rules_of
from tests.adapters.office import PHONE, Office, Opened, application
from tests.pages.reading import Browser, Page, read
from tests.pages.situations import Journey, delivered, time_comes, turning
from tests.pages.test_desk import CLERK, COLLEAGUE, ELSEWHERE, LANGUAGES, case_page, end, signed_on
from tests.pages.test_journey import corrected


def change(browser: Browser, opened: Opened, what: str, **fields: str) -> Page:
    form = case_page(browser, opened).fields
    sent = {"csrf": form["csrf"], "key": form["key"], **fields}
    answer = browser.send(f"/desk/cases/{opened.no}/{what}", sent)
    return read(browser.follow(answer)) if answer.status_code == 303 else read(answer, answer.status_code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clerk_changes_for_an_applicant_who_called_where_she_is_found(
    office: Office, language: str
) -> None:
    opened, browser = office.running(), signed_on(office, CLERK, language)
    assert "#w-form" in change(browser, opened, "contact").links
    wrong = change(browser, opened, "contact", phone="139", address="青岛市李沧区新路1号")
    assert wrong.status == 422
    assert "#w-phone" in wrong.links
    assert wrong.fields["address"] == "青岛市李沧区新路1号"
    page = change(browser, opened, "contact", phone="13700001111")
    assert "13700001111" in page.text
    assert PHONE not in page.text
    assert {"zh": "改了联系方式", "en": "Gave another telephone or address"}[language] in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clerk_withdraws_for_an_applicant_and_says_how_she_asked(office: Office, language: str) -> None:
    opened, browser = office.running(), signed_on(office, CLERK, language)
    assert "#w-note" in change(browser, opened, "withdrawal").links
    page = change(browser, opened, "withdrawal", note="来电要求撤回，已核对身份")
    assert "来电要求撤回" in page.text
    assert office.case(opened)["end"] is not None
    assert not [form for form in page.forms if form.endswith("/withdrawal")]


def test_who_has_nothing_to_do_with_a_case_changes_nothing_in_it(office: Office) -> None:
    opened = office.running()
    csrf = {"csrf": read(signed_on(office, ELSEWHERE).get("/desk")).fields["csrf"]}
    browser = signed_on(office, ELSEWHERE)
    csrf = {"csrf": read(browser.get("/desk")).fields["csrf"]}
    for what in ("contact", "mandate", "withdrawal"):
        read(
            browser.send(f"/desk/cases/{opened.no}/{what}", {**csrf, "note": "x", "phone": "13700001111"}),
            404,
        )
    assert PHONE in case_page(signed_on(office, CLERK), opened).text


def test_a_note_reaches_colleagues_and_not_the_applicant(office: Office) -> None:
    opened, browser = office.running(), signed_on(office, CLERK)
    end(browser, opened, "pre-review-1", outcome="pass", note="门牌与图纸请现场核对")
    assert "门牌与图纸请现场核对" in case_page(signed_on(office, COLLEAGUE), opened).text
    told = office.ask("GET", f"/track?no={opened.no}", **opened.headers)
    assert told.status_code == 200
    assert "门牌与图纸请现场核对" not in told.body.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_how_the_channel_was_decided_on_what_facts_and_basis(
    office: Office, language: str
) -> None:
    page = case_page(signed_on(office, CLERK, language), office.running())
    told = {
        "zh": ("由规则自动判断", "依据《中华人民共和国行政许可法》第三十四条", "现场勘验\n需要"),
        "en": (
            "decided by the rules",
            "Legal basis: Administrative Licensing Law, article 34",
            "On-site inspection\nRequired",
        ),
    }[language]
    for one in told:
        assert one.replace("\n", "") in page.text.replace("\n", ""), one


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_was_mended_stands_beside_what_was_asked_and_the_one_before(
    office: Office, language: str
) -> None:
    opened, browser = office.running(), signed_on(office, CLERK, language)
    corrected(office, opened)
    office.upload(opened, "floor-plan")
    loaded = wiring.ports().cases.load_with_files(opened.no)
    assert loaded is not None
    plan = next(file for file in loaded.files.taken() if file.material == "floor-plan")
    assert plan.replaced is not None
    at = f"/desk/cases/{opened.no}?file={plan.id}"
    page = read(browser.get(at))
    assert "看不清尺寸" in page.text
    assert f"../../desk/cases/{opened.no}?file={plan.id}&earlier=yes" in page.links
    both = browser.get(f"{at}&earlier=yes").body.decode()
    assert both.count("<iframe") == 2
    assert plan.version in both
    assert plan.replaced.version in both
    office.ask("POST", f"/cases/{opened.no}/submission", {}, **opened.headers)
    again = browser.get(f"/desk/cases/{opened.no}").body.decode()
    assert plan.version in again, "at the second look the file that is new is the first one seen"


def test_a_day_that_is_over_is_not_promised(office: Office) -> None:
    loaded = wiring.ports().cases.load(office.running().no)
    assert loaded is not None
    release, happened = rules_of(wiring.ports(), loaded.release), wiring.ports().cases.events(loaded.no)
    clock = next(event for event in happened if isinstance(event, ClockStarted))
    task = next(event for event in happened if isinstance(event, TaskStarted))
    before = Scene(release, loaded, clock.run.due.year, clock.run.due)
    after = before._replace(today=clock.run.due + timedelta(days=1))
    for event in (clock, task):
        for text in (told := TOLD[type(event)](after, event)).zh, told.en:
            assert "过" in text or "over" in text, text
        told = TOLD[type(event)](before, event)
        assert "过" not in told.zh
        assert "over" not in told.en


def test_a_case_is_found_on_the_page_by_the_whole_identity_number_alone(office: Office) -> None:
    number, body = "370213198802140009", application()
    body["applicant"]["identity"] = {"kind": "111", "number": number}
    made = office.ask("POST", "/cases", body).json_body
    opened = Opened(made["no"], made["query_code"], made)
    for each in made["materials"]:
        if each["open"]:
            office.upload(opened, each["material"])
    browser, link = signed_on(office, CLERK), f"../desk/cases/{opened.no}"
    csrf = read(browser.get("/desk/search")).fields["csrf"]
    for typed, found in ((number, True), (number[:-1], False), ("370213198802140017", False)):
        page = read_any(browser, csrf, typed)
        assert (link in page.links) is found, typed
        assert not [one for one in (*page.links, *page.forms) if number in one]


def read_any(browser: Browser, csrf: str, typed: str) -> Page:
    answer = browser.send("/desk/search", {"csrf": csrf, "q": typed})
    return read(answer, answer.status_code)


def test_units_that_inspect_together_are_told_apart_and_each_lists_its_own_papers(office: Office) -> None:
    opened = office.running("private-kindergarten-licence")
    office.ask("POST", f"/cases/{opened.no}/tasks/pre-review-1", {"outcome": "pass"}, **office.staff("*"))
    browser = signed_on(office, CLERK)
    page = read(browser.get(f"/desk/cases/{opened.no}"))
    for unit in ("教育和体育局", "市场监督管理局", "卫生健康局", "消防救援大队"):
        assert f"现场勘验（{unit}）" in page.text
    listed = read(browser.get("/desk/handover")).text
    assert "申请人 → 市场监督管理局" in listed
    assert "卫生健康局" not in listed


def test_a_step_offers_no_way_out_that_its_case_can_never_take(office: Office) -> None:
    with turning(office) as at:
        journey = Journey(at, "animal-clinic-licence").until(lambda case: case["step"] == "licence")
        page = read(signed_on(office, "hall-1").get(f"/desk/cases/{journey.no}"))
    assert "已制证" in page.text
    assert "容缺" not in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_come_back_is_promised_no_more_and_the_courier_is_named(
    office: Office, language: str
) -> None:
    with turning(office) as at:
        journey = delivered(at)
        page = read(signed_on(office, "hall-1", language).get(f"/desk/cases/{journey.no}"))
    assert {"zh": "由快递员交给申请人", "en": "from the courier to the applicant"}[language] in page.text
    assert {"zh": "办完退还", "en": "to be given back"}[language] not in page.text
    assert not [link for link in page.links if "kind=parcels&" in link]


def test_who_was_accepted_by_silence_is_not_said_to_give_up_when_she_mends_nothing(office: Office) -> None:
    with turning(office) as at:
        opened = office.running()
        at.clock.pass_by(days=12)
        time_comes(at)
        page = case_page(signed_on(office, CLERK), opened)
    assert "请申请人办：补正" in page.text
    assert "到期没有办的，记为“受理后逾期未补正”" in page.text
    assert "视为放弃" not in page.text
