"""The whole way of an application, by forms alone: what somebody without a script can do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from qrcodegen import QrCode

import app
from chalicelib import wiring
from chalicelib.decisions.forms.region import Most, Openings
from tests.adapters.a_case import release
from tests.adapters.office import ADDRESS, FOOD, NAME, PHONE, Office, Opened
from tests.pages.reading import Browser, read
from tests.pages.weighing import HEAVIEST, weight
from tests.routes.answers_of import is_for_programs
from tests.routes.damaged import damage

LANGUAGES = ("zh", "en")
PERSON = {"kind": "natural", "name": NAME, "phone": PHONE, "address": ADDRESS, "who": "self"}


def begin(browser: Browser, **more: str) -> Opened:
    """An application that was begun by the form; the browser stands at its papers."""
    form = read(browser.get(f"/apply/{FOOD}?courier=yes"))
    sent = browser.send(f"/apply/{FOOD}", {**form.fields, **PERSON, **more})
    page = browser.follow(sent)
    read(page)
    found = re.fullmatch(r"/cases/(\d{21})/materials", browser.at)
    assert found
    no = found[1]
    return Opened(no, wiring.ports().codes.query_code(no), {})


def drawn(page: bytes) -> set[tuple[int, int]]:
    """The dark modules of a page's QR code, from the corner of its white margin."""
    [path] = re.findall(rb'<svg class="qr".*?<path fill="#000" d="(.*?)"/>', page, re.DOTALL)
    return {(int(x), int(y)) for x, y in re.findall(rb"M(\d+) (\d+)h1v1h-1z", path)}


def dark(text: str) -> set[tuple[int, int]]:
    """Those that a text's code has, within the margin of four that the standard wants (ISO/IEC 18004)."""
    code = QrCode.encode_text(text, QrCode.Ecc.MEDIUM)
    every = range(code.get_size())
    return {(x + 4, y + 4) for x in every for y in every if code.get_module(x, y)}


def upload_all(office: Office, opened: Opened) -> None:
    for each in office.case(opened)["materials"]:
        if each["open"]:
            office.upload(opened, each["material"])


def submitted(office: Office, browser: Browser, **more: str) -> Opened:
    opened = begin(browser, **more)
    upload_all(office, opened)
    form = read(browser.get(f"/cases/{opened.no}/check"))
    read(browser.follow(browser.send(f"/cases/{opened.no}/submit", {**form.fields, "true": "yes"})))
    return opened


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_application_goes_from_the_form_to_its_receipt(office: Office, language: str) -> None:
    browser = Browser(office, {"lang": language})
    opened = begin(browser)
    assert office.case(opened)["submit"] == "explicit"
    upload_all(office, opened)
    papers = read(browser.get(f"/cases/{opened.no}/materials"))
    assert papers.text.count({"zh": "可以用", "en": "Good"}[language]) == 4
    form = read(browser.get(f"/cases/{opened.no}/check"))
    assert NAME in form.text
    receipt = browser.follow(browser.send(f"/cases/{opened.no}/submit", {**form.fields, "true": "yes"}))
    page = read(receipt)
    assert {"zh": "申请已收到", "en": "Your application has arrived"}[language] in page.text
    assert opened.code in page.text.replace(" ", "")
    assert drawn(receipt.body) == dark(f"{wiring.ports().track_url}?no={opened.no}")
    assert office.case(opened)["channel"] == "inspection_collection"
    tracker = read(browser.get(f"/cases/{opened.no}"))
    assert {"zh": "正在办：网上预审", "en": "Being done: Online pre-review"}[language] in tracker.text


def test_neither_name_nor_code_nor_telephone_stands_in_an_address(office: Office) -> None:
    browser = Browser(office)
    opened = submitted(office, browser)
    for path in ("receipt", "change", "materials", ""):
        answer = browser.get(f"/cases/{opened.no}/{path}".rstrip("/"))
        for secret in (opened.code, NAME, PHONE):
            assert not re.search(rf'(href|action)="[^"]*{secret}', answer.body.decode())


def test_what_is_wrong_is_told_at_the_top_and_beside_its_field_and_nothing_typed_is_lost(
    office: Office,
) -> None:
    browser = Browser(office)
    typed = {**PERSON, "phone": "1391234567", "name": "", "id_kind": "111", "id_number": "370213199001011230"}
    form = read(browser.get(f"/apply/{FOOD}"))
    page = read(browser.send(f"/apply/{FOOD}", {**form.fields, **typed}), 422)
    assert "请填写申请人的姓名或名称" in page.beside("name")
    assert page.told["#f-name"].strip() in page.beside("name"), "the same words"
    assert page.told["#f-courier"].strip() == page.text_of["e-courier"].strip()
    assert {"#f-name", "#f-courier"} <= set(page.links), "each line leads to its field"
    assert page.fields["phone"] == "1391234567"
    assert {"#f-phone", "#f-id_number"} <= set(page.links), "what is wrong is told with what is missing"
    assert page.told["#f-phone"].strip().startswith("联系电话：不是电话号码"), "away from its field"
    assert page.told["#f-phone"].strip() in page.beside("phone")
    assert "›" not in "".join(page.told.values()), "the path of a field in the request"
    assert "不是电话号码" not in page.beside("address")
    page = read(browser.send(f"/apply/{FOOD}", {**page.fields, "name": NAME, "courier": "yes"}), 422)
    assert {"#f-phone", "#f-id_number"} <= set(page.links), "all fields are filled in, and two are wrong"
    page = read(browser.send(f"/apply/{FOOD}", {**page.fields, "phone": PHONE}), 422)
    assert {"#f-id_number"} <= set(page.links)
    assert "#f-phone" not in page.links
    assert (page.fields["name"], page.fields["address"], page.fields["courier"]) == (NAME, ADDRESS, "yes")


def test_what_is_wrong_with_either_number_and_the_mandate_is_told_in_one_round(office: Office) -> None:
    browser = Browser(office)
    form = read(browser.get(f"/apply/{FOOD}?courier=yes")).fields
    agent = {"agent_name": "", "agent_phone": "13800001111", "agent_address": "李沧区示例路 2 号"}
    numbers = {"id_number": "370213199001011230", "agent_id_number": "370213199001011231"}
    dates = {"since": "2020-01-01", "until": "2019-12-31"}
    sent = {**form, **PERSON, "who": "agent", **agent, **numbers, **dates}
    page = read(browser.send(f"/apply/{FOOD}", sent), 422)
    wrong = ["#f-id_number", "#f-agent_name", "#f-agent_id_number", "#f-until"]
    assert [link for link in page.links if link in wrong] == wrong, "in the order of the page"
    assert "早于" in page.beside("until")
    page = read(browser.send(f"/apply/{FOOD}", {**page.fields, "agent_name": "李可"}), 422)
    assert [link for link in page.links if link in wrong] == [one for one in wrong if one != "#f-agent_name"]
    assert "cases" not in browser.cookies


def test_what_a_form_could_not_have_sent_is_told_in_the_words_of_the_form(office: Office) -> None:
    browser = Browser(office, {"lang": "en"})
    form = read(browser.get(f"/apply/{FOOD}?courier=yes")).fields
    forged = {"courier": "perhaps", "id_kind": "999", "id_number": "1"}
    page = read(browser.send(f"/apply/{FOOD}", {**form, **PERSON, **forged}), 422)
    assert "Please choose yes or no: " in page.text
    told = page.beside("id_number")
    assert "resident identity card" in told
    assert "111" not in told
    page = read(browser.send(f"/apply/{FOOD}", {**page.fields, "courier": "yes", "id_kind": "111"}), 422)
    assert "Number of the document: must have 18 characters; 1 was written" in page.beside("id_number")


def test_an_identity_number_of_signs_that_do_not_show_is_an_empty_one(office: Office) -> None:
    browser = Browser(office)
    form = read(browser.get(f"/apply/{FOOD}?courier=yes")).fields
    page = read(browser.send(f"/apply/{FOOD}", {**form, **PERSON, "id_number": "\u200b\u00ad"}), 422)
    assert "#f-id_number" in page.links
    assert page.fields["name"] == PERSON["name"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_opens_too_many_is_told_to_wait_and_loses_nothing(office: Office, language: str) -> None:
    openings = Openings(phone=Most(hour=1, day=9), source=Most(hour=9, day=9))
    region = release().region.model_copy(update={"openings": openings})
    browser = Browser(office, {"lang": language})
    with office.rules(release().model_copy(update={"region": region})):
        begin(browser)
        form = read(browser.get(f"/apply/{FOOD}?courier=yes")).fields | PERSON
        answer = browser.send(f"/apply/{FOOD}", form)
        page = read(answer, 429)
        told = {
            "zh": ("没有交上，您填的内容都还在", "此联系电话近来提交的申请太多", "每小时最多 1 件"),
            "en": ("what you typed is still here", "has opened too many cases", "1 an hour"),
        }[language]
        assert all(words in page.text for words in told), page.text
        assert 0 < int(answer.headers["Retry-After"]) <= 3_601
        kept = {"name": NAME, "phone": PHONE, "address": ADDRESS, "courier": "yes", "key": form["key"]}
        assert {name: page.fields[name] for name in kept} == kept
        with office.at(wiring.ports().clock.now() + timedelta(hours=1)):
            read(browser.follow(browser.send(f"/apply/{FOOD}", page.fields)))
    assert browser.at.endswith("/materials")


def test_a_double_click_opens_one_case_and_submits_once(office: Office) -> None:
    browser = Browser(office)
    form = read(browser.get(f"/apply/{FOOD}")).fields | PERSON | {"courier": "yes"}
    first, second = (browser.send(f"/apply/{FOOD}", form).headers["Location"] for _ in range(2))
    assert first == second
    no = first.split("/")[-2]
    opened = Opened(no, wiring.ports().codes.query_code(no), {})
    upload_all(office, opened)
    sent = {**read(browser.get(f"/cases/{opened.no}/check")).fields, "true": "yes"}
    for _ in range(2):
        assert browser.send(f"/cases/{opened.no}/submit", sent).status_code == 303
    assert office.case(opened)["submitted"] is True


def test_the_back_button_does_no_harm(office: Office) -> None:
    browser = Browser(office)
    opened = submitted(office, browser)
    for path in ("check", "materials"):
        answer = browser.get(f"/cases/{opened.no}/{path}")
        assert (answer.status_code, answer.headers["Location"]) == (303, f"../../cases/{opened.no}")


def test_an_application_is_not_sent_before_it_is_said_to_be_true_and_complete(office: Office) -> None:
    browser = Browser(office)
    opened = begin(browser)
    form = read(browser.get(f"/cases/{opened.no}/check"))
    page = read(browser.send(f"/cases/{opened.no}/submit", form.fields), 422)
    assert "#f-true" in page.links
    page = read(browser.send(f"/cases/{opened.no}/submit", {**page.fields, "true": "yes"}), 422)
    assert "经营场所平面布局图" in page.text
    sent = {**page.fields, "true": "yes", "incomplete": "yes"}
    assert browser.send(f"/cases/{opened.no}/submit", sent).status_code == 303
    assert office.case(opened)["submitted"] is True


def test_a_file_that_was_not_taken_says_why_and_can_be_removed(office: Office) -> None:
    browser = Browser(office)
    opened = begin(browser)
    office.upload(opened, "floor-plan", b"\x00\x00\x00\x20ftypheic" + bytes(100))
    page = read(browser.get(f"/cases/{opened.no}/materials"))
    assert "没有收下，要重传" in page.text
    [why] = [one for one in page.ids if one.startswith("why-")]
    assert "兼容性最佳" in page.text_of[why]
    [remove] = [form for form in page.forms if "/files/" in form]
    token = page.fields["csrf"]
    after = browser.follow(browser.send("/" + remove.removeprefix("../../"), {"csrf": token}))
    assert "没有收下" not in read(after).text


def test_what_was_not_taken_is_told_once_and_troubles_nobody_after_a_good_file(office: Office) -> None:
    browser = Browser(office)
    opened = begin(browser)
    office.upload(opened, "floor-plan", b"only words of a text file", name="说明.txt")
    refused = read(browser.get(f"/cases/{opened.no}/materials"))
    assert refused.text.count("没有收下，要重传") == 1
    assert "TEXT" not in refused.text
    assert "传的没有收下，要重传" in read(browser.get(f"/cases/{opened.no}/check")).text
    office.upload(opened, "floor-plan", name="平面图.pdf")
    after = read(browser.get(f"/cases/{opened.no}/materials"))
    assert "没有收下，要重传" not in after.text
    assert "后面传的已经收下，可以删掉它" in after.text


def test_the_way_without_a_script_is_a_form_to_the_store_that_leads_back(office: Office) -> None:
    browser = Browser(office)
    opened = begin(browser)
    answer = browser.get(f"/cases/{opened.no}/materials/floor-plan")
    page = read(answer)
    assert "可能带有拍摄地点" in page.text, "nothing turns it or takes anything out of it"
    store = page.forms[0]
    assert store.startswith("https://")
    assert f"form-action 'self' {store.split('/uploads')[0].rsplit('/', 1)[0]}" in str(
        answer.headers["Content-Security-Policy"]
    ) or "form-action 'self' https://" in str(answer.headers["Content-Security-Policy"])
    assert page.fields["key"].startswith(f"uploads/{opened.no}/floor-plan/place-")
    assert page.fields["success_action_redirect"].endswith(f"/cases/{opened.no}/materials")
    waiting = read(browser.get(f"/cases/{opened.no}/materials?key={page.fields['key']}"))
    assert "正在检查" in waiting.text
    office.upload(opened, "floor-plan", place={"key": page.fields["key"]})
    done = read(browser.get(f"/cases/{opened.no}/materials?key={page.fields['key']}"))
    assert "第 1 份" in done.text
    assert "正在检查" not in done.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_strangers_number_tells_nothing(office: Office, language: str) -> None:
    opened = office.open()
    stranger = Browser(office, {"lang": language})
    form = read(stranger.get("/track")).fields
    answers = [
        stranger.send("/track", {**form, "no": no, "code": "ABCDEFGHIJ"})
        for no in (opened.no, "370213202603020000019")
    ]
    pages = [read(answer, 404) for answer in answers]
    assert pages[0].text == pages[1].text
    assert "cases" not in stranger.cookies
    locked = read(stranger.get(f"/cases/{opened.no}"), 403)
    assert "food" not in locked.text.lower()
    assert "食品" not in locked.text


def test_a_draft_is_gone_on_with_from_another_device(office: Office) -> None:
    opened = begin(Browser(office))
    other = Browser(office)
    locked = read(other.get(f"/cases/{opened.no}/materials"), 403)
    spaced = f"{opened.no[:6]} {opened.no[6:14]} {opened.no[14:]}"
    sent = {**locked.fields, "no": spaced, "code": opened.code.lower()}
    page = read(other.follow(other.send("/track", sent)))
    assert other.at == f"/cases/{opened.no}/materials"
    assert "上传材料" in page.text


def test_a_session_that_is_over_loses_nothing_that_was_typed(office: Office) -> None:
    browser = Browser(office)
    opened = begin(browser)
    form = read(browser.get(f"/cases/{opened.no}/change")).fields
    browser.cookies.clear()
    path = f"/cases/{opened.no}/change/contact"
    locked = read(browser.send(path, {**form, "address": "青岛市李沧区新地址 9 号"}), 403)
    assert locked.fields["address"] == "青岛市李沧区新地址 9 号"
    after = browser.send(path, {**locked.fields, "code": opened.code})
    read(browser.follow(after))
    parties = wiring.ports().cases.parties(wiring.ports().cases.load(opened.no))  # type: ignore[arg-type]
    assert parties is not None
    assert parties.applicant.address == "青岛市李沧区新地址 9 号"


def test_another_site_can_send_no_form(office: Office) -> None:
    browser = Browser(office)
    opened = submitted(office, browser)
    form = read(browser.get(f"/cases/{opened.no}/change")).fields
    path = f"/cases/{opened.no}/change/withdrawal"
    read(browser.send(path, form, Sec_Fetch_Site="cross-site"), 403)
    read(browser.send(path, {**form, "csrf": "0" * 32}), 403)
    assert office.case(opened)["end"] is None


def corrected(office: Office, opened: Opened) -> None:
    lines = [{"material": "floor-plan", "problem": "看不清尺寸", "mend": "标明尺寸后重新拍照"}]
    answer = office.ask(
        "POST",
        f"/cases/{opened.no}/steps/pre-review",
        {"outcome": "correct", "lines": lines},
        **office.staff(),
    )
    assert answer.status_code == 200, answer.body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_correction_opens_what_must_change_with_the_offices_words_beside_it(
    office: Office, language: str
) -> None:
    browser = Browser(office, {"lang": language})
    opened = submitted(office, browser)
    corrected(office, opened)
    tracker = read(browser.get(f"/cases/{opened.no}"))
    assert f"../cases/{opened.no}/materials" in tracker.links
    assert {"zh": "您，最迟", "en": "You, by"}[language] in tracker.text, "whose turn it is"
    page = read(browser.get(f"/cases/{opened.no}/materials"))
    assert "看不清尺寸" in page.text
    assert "标明尺寸后重新拍照" in page.text
    assert [one for one in page.ids if one.startswith("m-")] == ["m-floor-plan"]
    again = read(browser.send(f"/cases/{opened.no}/submit", page.fields), 422)
    assert "#f-form" in again.links
    within = {one.removeprefix("#") for one in again.links if one.startswith("#")}
    assert within <= set(again.ids), "each leads to something on the page"
    assert {"zh": "还有 1 处要改", "en": "Please mend 1 place;"}[language] in again.text
    above = again.text_of["errors"]
    assert again.lines_of["errors"] == 1, above
    office.upload(opened, "floor-plan", name="新的.pdf")
    sent = read(browser.get(f"/cases/{opened.no}/materials")).fields
    read(browser.follow(browser.send(f"/cases/{opened.no}/submit", sent)))
    assert office.case(opened)["step"] == "pre-review"


def test_notices_are_opened_from_the_case_and_only_where_it_is_open(office: Office) -> None:
    browser = Browser(office)
    opened = submitted(office, browser)
    corrected(office, opened)
    [link] = [one for one in read(browser.get(f"/cases/{opened.no}")).links if "/notices/" in one]
    path = "/" + link.removeprefix("../")
    answer = browser.get(path)
    assert answer.status_code == 200
    assert "看不清尺寸" in answer.body.decode()
    assert f'<nav><a href="../../../cases/{opened.no}">← 回到办件' in answer.body.decode()
    read(Browser(office).get(path), 403)


def change(what: str, **fields: str) -> Callable[[Office, Browser, Opened], dict[str, Any]]:
    def do(office: Office, browser: Browser, opened: Opened) -> dict[str, Any]:
        form = read(browser.get(f"/cases/{opened.no}/change")).fields
        read(browser.follow(browser.send(f"/cases/{opened.no}/change/{what}", {**form, **fields})))
        return office.case(opened)

    return do


def test_consent_is_changed_each_way(office: Office) -> None:
    browser = Browser(office)
    opened = submitted(office, browser)
    assert change("courier", courier="no")(office, browser, opened)["visits"] == 1
    assert change("courier", courier="yes")(office, browser, opened)["visits"] == 0


def test_an_application_is_taken_back_and_rated_afterwards(office: Office) -> None:
    browser = Browser(office)
    opened = submitted(office, browser)
    case = change("withdrawal", note="不开店了")(office, browser, opened)
    assert (case["stage"], case["end"]["zh"]) == ("closed", "已撤回")
    receipt = read(browser.get(f"/cases/{opened.no}/receipt")).text
    assert "编号和查询码" in receipt
    assert "接下来" not in receipt, "nothing comes next"
    form = read(browser.get(f"/cases/{opened.no}/change")).fields
    nothing = read(browser.send(f"/cases/{opened.no}/change/rating", {**form, "score": ""}), 422)
    assert "请先选一个评价" in nothing.text
    assert change("rating", score="2")(office, browser, opened)["rating"] == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_wants_to_change_what_cannot_be_changed_is_told_beside_it(office: Office, language: str) -> None:
    browser = Browser(office, {"lang": language})
    opened = begin(browser)
    form = read(browser.get(f"/cases/{opened.no}/change")).fields
    page = read(browser.send(f"/cases/{opened.no}/change/contact", {**form, "phone": "12"}), 422)
    assert "#f-phone" in page.links
    assert page.fields["phone"] == "12"


def test_an_agent_applies_and_her_mandate_is_asked_for(office: Office) -> None:
    browser = Browser(office)
    form = read(browser.get(f"/apply/{FOOD}?courier=yes")).fields
    sent = {**form, **PERSON, "who": "agent"}
    page = read(browser.send(f"/apply/{FOOD}", sent), 422)
    told = [one for one in page.links if one in {"#f-agent_name", "#f-since", "#f-until"}]
    assert told == ["#f-agent_name", "#f-since", "#f-until"], "in the order of the page"
    agent = {"agent_name": "李可", "agent_phone": "13800001111", "agent_address": "李沧区示例路 2 号"}
    dates = {"since": "2020-01-01", "until": "2099-12-31"}
    browser.follow(browser.send(f"/apply/{FOOD}", {**page.fields, **agent, **dates}))
    no = browser.at.split("/")[2]
    check = read(browser.get(f"/cases/{no}/check"))
    assert "李可" in check.text
    assert check.choices["by"] == ["agent", "applicant"]


@pytest.mark.parametrize("how", [{"body": {"S": "{"}}, {"schema": {"N": "999"}}], ids=["altered", "newer"])
def test_a_case_that_cannot_be_read_is_told_on_the_way_to_others_and_hides_none(
    office: Office, how: dict[str, Any]
) -> None:
    browser = Browser(office)
    opened, other = begin(browser), begin(browser)
    damage(office, other.no, "HEAD", **how)
    page = read(browser.get("/track"))
    assert f"食品经营许可 办件编号 {opened.no[:6]}" in page.text
    assert f"这一件暂时显示不出来，请稍后再打开 办件编号 {other.no[:6]}" in page.text


def test_on_a_shared_computer_all_cases_are_closed_at_once(office: Office) -> None:
    browser = Browser(office)
    opened = begin(browser)
    other = begin(browser)
    page = read(browser.get("/track"))
    assert f"./cases/{opened.no}" in page.links
    assert f"食品经营许可 办件编号 {other.no[:6]}" in page.text, "what it is about"
    read(browser.follow(browser.send("/leave", {})))
    read(browser.get(f"/cases/{opened.no}"), 403)


def test_every_page_of_an_applicant_has_at_most_100_kb_with_all_that_it_loads(office: Office) -> None:
    browser = Browser(office)
    drafted, opened = begin(browser), submitted(office, browser)
    paths = [f"/apply/{FOOD}", "/track", "/lost-code"]
    paths += [f"/cases/{drafted.no}{path}" for path in ("", "/materials", "/materials/lease", "/check")]
    paths += [f"/cases/{opened.no}{path}" for path in ("", "/receipt", "/change")]
    weights = {path: weight(browser.get(path)) for path in paths}
    assert {path: size for path, size in weights.items() if size > HEAVIEST} == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"a=%ff%fe",
        b"&".join(b"k%d=1" % n for n in range(2_000)),
        b"name=" + b"x" * 100_000,
        b"csrf=%00&key=%00&code=%00&no=%00&phone=%00&score=999999999999&by=clerk&task=x",
    ],
)
def test_no_form_breaks_a_page(office: Office, body: bytes) -> None:
    browser = Browser(office)
    opened = begin(browser)
    kept = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    headers = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin", "Cookie": kept}
    headers |= {"Content-Type": "application/x-www-form-urlencoded"}
    for path, methods in app.app.routes.items():
        if "POST" in methods and not is_for_programs(methods["POST"]):
            names = {"no": opened.no, "code": FOOD, "material": "lease", "task": "pre-review-1"}
            named = path.format(**names, upload="0" * 16, what="contact")
            answer = office.ask("POST", named, body, **headers)
            assert answer.status_code < 500, (path, answer.body)


@pytest.mark.parametrize(
    "cookie", ["cases=x", "cases=~~~", "cases=370213202603020000019.", "lang=;;;=", "a" * 9_000]
)
def test_no_cookie_breaks_a_page(office: Office, cookie: str) -> None:
    for path in ("/", "/track", "/cases/370213202603020000019"):
        answer = office.ask("GET", path, None, Accept="text/html", Cookie=cookie)
        assert answer.status_code in (200, 403)
