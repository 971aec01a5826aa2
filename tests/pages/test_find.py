"""The first page and the pages of items, without a browser."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest

from chalicelib import wiring
from chalicelib.adapters.clock import Clock
from chalicelib.decisions.forms.form import Condition, Text
from chalicelib.decisions.forms.material import Material, Shared
from chalicelib.web.assets import by_address
from tests.adapters.a_case import release
from tests.adapters.office import FOOD, Office
from tests.pages.reading import Browser, read
from tests.pages.weighing import FIRST, HEAVIEST, weight

LANGUAGES = ("zh", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_says_how_many_items_need_no_visit(office: Office, language: str) -> None:
    page = read(Browser(office, {"lang": language}).get("/"))
    assert page.language == {"zh": "zh-CN", "en": "en"}[language]
    told = {
        "zh": "178 项行政许可中，176 项一趟也不用跑",
        "en": "Of 178 licence items, 176 need no visit at all",
    }
    assert told[language] in page.text
    assert f"./items/{FOOD}" in page.links
    hall = {
        "zh": "李沧区行政审批服务大厅收件组，山东省",
        "en": "Licang service hall, receiving desk, Licang District",
    }
    assert hall[language] in page.text
    assert {"zh": "（演示地址）", "en": "(a demonstration address)"}[language] in page.text


@pytest.mark.parametrize(
    ("asked", "chosen", "shown"),
    [
        ("en-GB,en;q=0.9,zh-CN;q=0.8", "", "en"),
        ("fr-FR,fr;q=0.9,en;q=0.5", "", "en"),
        ("zh-TW;q=0.1,en;q=0.5,zh;q=0.9", "", "zh-CN"),
        ("en-US,en;q=0.9", "zh", "zh-CN"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "", "zh-CN"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "en", "en"),
        ("fr-FR,fr;q=0.9", "", "zh-CN"),
        ("*", "", "zh-CN"),
        ("en;q=0", "", "zh-CN"),
        ("en;q=9,;;,=" + "," * 5_000, "", "zh-CN"),
        ("", "", "zh-CN"),
    ],
)
def test_a_page_is_in_the_language_that_was_chosen_else_in_the_one_that_the_browser_asks_for(
    office: Office, asked: str, chosen: str, shown: str
) -> None:
    browser = Browser(office, {"lang": chosen} if chosen else {})
    answer = browser.get("/figures", **({"Accept_Language": asked} if asked else {}))
    assert read(answer).language == answer.headers["Content-Language"] == shown
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize(("language", "back"), [("zh", "回到首页"), ("en", "Back to the first page")])
def test_an_address_that_there_is_not_has_a_page_that_leads_back(
    office: Office, language: str, back: str
) -> None:
    answer = Browser(office, {"lang": language}).get("/no-such-page")
    page = read(answer, 404)
    assert back in page.text
    assert "./" in page.links
    told = office.ask("GET", "/no-such-page")
    assert (told.status_code, told.json_body["code"]) == (404, "no_such_address")


@pytest.mark.parametrize("rate", [1, 3600])
def test_a_page_says_that_days_in_the_office_go_by_faster_where_they_do(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rate: int
) -> None:
    now, file = wiring.ports().clock.now().timestamp(), tmp_path / "clock.json"
    file.write_text(json.dumps({"start": now, "origin": now, "rate": rate}))
    monkeypatch.setitem(vars(wiring.ports()), "clock", Clock(str(file)))
    assert ("演示时钟走得快" in read(Browser(office).get("/")).text) is (rate > 1)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("食品经营许可", FOOD),
        ("食品经营許可证", FOOD),
        ("我想开一家饭馆", FOOD),
        ("换护士证", "nurse-practice-registration"),
        ("护土执业", "nurse-practice-registration"),
        ("养狗", "dog-licence"),
        ("理发店", "public-venue-hygiene-licence"),
        ("food licence", FOOD),
        ("restaurnt", FOOD),
        ("Kindergarden", "private-kindergarten-licence"),
        ("市场监督管理局", FOOD),
    ],
)
def test_an_item_is_found_by_what_people_type(office: Office, typed: str, meant: str) -> None:
    page = read(Browser(office).get(f"/?q={quote(typed)}"))
    assert f"./items/{meant}" in page.links


def test_a_hit_says_at_once_how_often_one_has_to_come_how_and_how_long(office: Office) -> None:
    page = read(Browser(office).get(f"/?q={quote('食品经营许可')}"))
    assert "0 次跑腿 · 7 个工作日网上预审+现场勘查收取材料+出件快递" in page.text


@pytest.mark.parametrize("typed", ["完全没有的东西", "<script>alert(1)</script>", "%00", "x" * 500, "'\""])
def test_what_finds_nothing_is_told_what_to_do_and_runs_nothing(office: Office, typed: str) -> None:
    answer = Browser(office).get(f"/?q={quote(typed)}")
    assert "没有找到" in read(answer).text
    assert b"<script>alert" not in answer.body


@pytest.mark.parametrize("asked", ["?event=shop", "?unit=market-supervision"])
def test_items_are_found_by_event_and_by_department(office: Office, asked: str) -> None:
    assert f"./items/{FOOD}" in read(Browser(office).get(f"/{asked}")).links


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_has_a_sound_page_of_at_most_100_kb(office: Office, language: str) -> None:
    browser = Browser(office, {"lang": language})
    for code in sorted(release().items)[::8]:
        assert weight(browser.get(f"/items/{code}")) <= HEAVIEST


def test_an_item_says_what_to_prepare_how_it_goes_and_that_it_is_demonstration_data(office: Office) -> None:
    page = read(Browser(office).get(f"/items/{FOOD}"))
    for told in (
        "您不用到大厅来",
        "勘验人员上门，顺路把纸质材料带走",
        "经营场所平面布局图",
        "演示数据",
        "每次都自己到大厅",
    ):
        assert told in page.text
    assert page.fields["courier"] == "yes"
    assert page.choices == {"courier": ["yes", "no"]}, "only what matters for this item is asked"


@pytest.mark.parametrize(
    ("item", "asked"), [(FOOD, set()), ("public-venue-hygiene-licence", {"by_agent", "commitment"})]
)
def test_only_the_questions_that_matter_for_an_item_are_asked(
    office: Office, item: str, asked: set[str]
) -> None:
    browser = Browser(office)
    assert read(browser.get(f"/items/{item}")).choices.keys() == {"courier", *asked}
    form = read(browser.get(f"/apply/{item}")).choices.keys()
    assert form == {"courier", "kind", "who", *asked} - {"by_agent"}, "who applies says whether an agent does"


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("zh", "所以勘验人员上门时把纸质材料一并带走，您不用送。"),
        ("en", "So the inspectors take the papers along when they come, and you bring nothing."),
    ],
)
def test_why_it_goes_this_way_is_told_in_sentences(office: Office, language: str, reason: str) -> None:
    page = read(Browser(office, {"lang": language}).get(f"/items/{FOOD}"))
    told = page.text.partition({"zh": "为什么这样办", "en": "Why it goes this way"}[language])[2]
    assert reason in told
    assert ("；" in told.partition("《")[0], ": yes" in told) == (False, False), "no list of facts"


def test_who_takes_no_courier_is_told_of_the_visit(office: Office) -> None:
    page = read(Browser(office).get(f"/items/{FOOD}?courier=no"))
    assert "要到大厅来 1 趟" in page.text
    assert "渠道名称如此；您不用快递，结果要自己来取，一共跑 1 趟" in page.text, (
        "the channel names a courier all the same"
    )
    assert page.fields["courier"] == "no"
    twice = read(Browser(office, {"lang": "en"}).get("/items/nurse-practice-registration?courier=no"))
    assert "2 visits" in twice.text
    told = "so the channel is called; without couriers you come for the result yourself, 2 times in all"
    assert f"At most one visit{told}" in twice.text


def test_programs_still_get_data_at_the_address_of_a_page(office: Office) -> None:
    answer = office.ask("GET", f"/items/{FOOD}", None, Accept="application/json")
    assert answer.json_body["code"] == FOOD
    assert answer.headers["Vary"] == "Accept"


def test_an_item_that_is_over_says_so_and_cannot_be_started(office: Office) -> None:
    page = read(Browser(office).get("/items/seal-engraving-licence"))
    assert "已停止办理" in page.text
    assert "最后一天是 2021 年 6 月 30 日" in page.text
    assert "seal-engraving-filing" not in page.text, "codes are for programs"
    assert not any("seal-engraving-licence" in form for form in page.forms)
    for promised in ("网上申请", "要准备什么", "法律规定最长"):
        assert promised not in page.text, "what is over asks for nothing and promises nothing"


def test_an_item_that_is_over_leads_to_the_one_in_its_place(office: Office) -> None:
    page = read(Browser(office, {"lang": "en"}).get("/items/additional-child-approval"))
    assert any(link.endswith("items/birth-registration") for link in page.links)
    assert page.text.count("Birth registration") == 1, "as the link"


def test_an_item_that_is_not_there_is_told_of_in_words(office: Office) -> None:
    page = read(Browser(office).get("/items/no-such-item"), 404)
    assert "从首页查找" in page.text


@pytest.mark.parametrize(
    ("to", "location"),
    [
        ("items/x%3Fcourier%3Dno", "./items/x?courier=no"),
        ("//evil.example", "./"),
        ("https://evil.example", "./"),
        ("/evil", "./"),
        ("x%0d%0aSet-Cookie: a=b", "./"),
    ],
)
def test_a_choice_of_language_leads_back_and_never_out(office: Office, to: str, location: str) -> None:
    browser = Browser(office)
    answer = browser.get(f"/settings?lang=en&print=large&to={to}")
    assert (answer.status_code, answer.headers["Location"]) == (303, location)
    assert browser.cookies == {"lang": "en", "print": "large"}
    assert b'data-size="large"' in browser.get("/").body


def test_static_files_are_kept_for_a_year_under_the_name_of_their_content(office: Office) -> None:
    for name, asset in by_address().items():
        answer = office.ask("GET", f"/static/{name}")
        assert (answer.status_code, answer.body.decode()) == (200, asset.content)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert office.ask("GET", "/static/style.css").status_code == 404


def test_the_first_page_has_at_most_60_kb_with_style_and_script(office: Office) -> None:
    for language in LANGUAGES:
        assert weight(Browser(office, {"lang": language}).get("/")) <= FIRST


def test_before_rules_are_in_force_people_are_told_so_in_both_languages(office: Office) -> None:
    with office.without_rules():
        answer = Browser(office).get("/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
    assert answer.headers["Retry-After"] == "15"
    assert "办事规则尚未启用" in answer.body.decode()
    assert "The rules of this region are not yet in force" in answer.body.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_item_that_streets_and_communities_take_says_so(office: Office, language: str) -> None:
    browser = Browser(office, {"lang": language})
    told = {
        "zh": "网上；也可以到大厅、街道、社区",
        "en": "Online; also at the hall, your street office, your community office",
    }
    assert told[language] in read(browser.get(f"/items/{FOOD}")).text
    online = next(item for item in release().items.values() if not item.units.open_to)
    heading = {"zh": "在哪里申请", "en": "Where to apply"}[language]
    assert heading not in read(browser.get(f"/items/{online.item}")).text


FORETOLD = {
    "zh": (
        "2031 年 1 月 1 日起申请的，材料有变化",
        "还要：新材料（急需办结：是）",
        "不再要：经营场所平面布局图",
        "要求有变：经营场所使用证明",
    ),
    "en": (
        "From 1 January 2031 on",
        "Also: New paper (the matter is urgent: yes)",
        "No longer: Floor plan of the premises",
        "Otherwise than now: Right to use the premises",
    ),
}


@pytest.mark.parametrize("language", FORETOLD)
def test_an_item_foretells_what_has_to_be_prepared_from_a_day_to_come(office: Office, language: str) -> None:
    item, first, last = release().items[FOOD], date(2031, 1, 1), date(2030, 12, 31)
    known = {one.material: one for one in item.materials}
    lease = known["lease"]
    urgent = (Condition(fact="application.urgent", any_of=(True,)),)
    new = lease.model_copy(
        update={"material": "new", "name": Text(zh="新材料", en="New paper"), "from_": first, "when": urgent}
    )
    known["floor-plan"] = known["floor-plan"].model_copy(update={"until": last})
    known["lease"] = lease.model_copy(update={"until": last})
    later = lease.model_copy(update={"from_": first, "copies": 7})
    changed = item.model_copy(update={"materials": (*known.values(), later, new)})
    other = release().model_copy(update={"items": {**release().items, FOOD: changed}})
    browser = Browser(office, {"lang": language})
    with office.rules(other):
        page = read(browser.get(f"/items/{FOOD}")).text
    assert [told for told in FORETOLD[language] if told not in page] == []
    before = read(browser.get(f"/items/{FOOD}")).text
    assert [told for told in FORETOLD[language] if told in before] == []


GIVEN = {
    "zh": ("还要：经营场所使用证明", "不再要：经营场所使用证明"),
    "en": ("Also: Right", "No longer: Right"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_that_becomes_shared_is_asked_for_no_longer_and_again_once_it_is_not(
    office: Office, language: str
) -> None:
    first, last, browser = date(2031, 1, 1), date(2030, 12, 31), Browser(office, {"lang": language})
    item = release().items[FOOD]
    paper = next(one for one in item.materials if one.material == "lease")
    shared = paper.model_copy(update={"shared": Shared.model_validate({"from": "market-supervision"})})
    also, no_longer = GIVEN[language]

    def foretold(*lease: Material) -> str:
        others = tuple(one for one in item.materials if one.material != "lease")
        changed = item.model_copy(update={"materials": (*others, *lease)})
        with office.rules(release().model_copy(update={"items": {**release().items, FOOD: changed}})):
            return read(browser.get(f"/items/{FOOD}")).text

    def turning(before: Material, after: Material) -> str:
        return foretold(before.model_copy(update={"until": last}), after.model_copy(update={"from_": first}))

    assert [told in turning(paper, shared) for told in (also, no_longer)] == [False, True]
    assert [told in turning(shared, paper) for told in (also, no_longer)] == [True, False]
    for alike in ((shared, shared.model_copy(update={"copies": 7})), (paper, paper)):
        assert "2031" not in turning(*alike), "nobody is asked for anything else"
