"""Who signed on finds her cases and her people without any code, from whichever device."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib import wiring
from infra.local.issuer.people import CITIZENS
from tests.adapters.office import ADDRESS, FOOD, ORIGIN, PHONE, Office, Opened
from tests.pages.reading import Browser, Page, read
from tests.routes.browser import Browser as SigningOn
from tests.routes.damaged import damage

APPLICANT, ELDER, AGENT = CITIZENS[:3]


def signed_on(office: Office, who: str, language: str = "zh") -> Browser:
    """A browser in which this demonstration person signed on."""
    browser = SigningOn(office)
    browser.sign_in(who)
    return Browser(office, {"lang": language, **browser.cookies})


def fields_of(person: Any, **more: str) -> dict[str, str]:
    return {
        "kind": "natural",
        "name": person.name,
        "id_kind": "111",
        "id_number": str(person.claims["identity_number"]),
        "phone": PHONE,
        "address": ADDRESS,
        "who": "self",
        "courier": "yes",
        **more,
    }


def through_agent() -> dict[str, str]:
    """What the agent fills in for the elderly owner."""
    return fields_of(
        ELDER,
        who="agent",
        agent_name=AGENT.name,
        agent_phone="13800001111",
        agent_address="青岛市李沧区示例路2号",
        agent_id_kind="111",
        agent_id_number=str(AGENT.claims["identity_number"]),
        since="2020-01-01",
        until="2099-12-31",
    )


def apply(browser: Browser, fields: dict[str, str]) -> str:
    form = read(browser.get(f"/apply/{FOOD}")).fields
    read(browser.follow(browser.send(f"/apply/{FOOD}", {**form, **fields})))
    return browser.at.split("/")[2]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_signed_on_applies_without_a_code_and_finds_her_draft_on_another_device(
    office: Office, language: str
) -> None:
    browser = signed_on(office, "applicant", language)
    form = read(browser.get(f"/apply/{FOOD}"))
    assert form.fields["name"] == APPLICANT.name
    no = apply(browser, fields_of(APPLICANT))
    assert "cases" not in browser.cookies
    [event, *_more] = wiring.ports().cases.events(no)
    assert (event.by.role, event.by.id) == ("applicant", "sign-on")
    other = signed_on(office, "applicant", language)
    page = read(other.get("/mine"))
    assert f"./cases/{no}/materials" in page.links
    assert {"zh": "还没有提交", "en": "Not submitted yet"}[language] in page.text
    read(other.get(f"/cases/{no}/materials"))
    assert wiring.ports().codes.query_code(no) in read(other.get(f"/cases/{no}/receipt")).text.replace(
        " ", ""
    )
    for path in ("", "/check", "/change"):
        read(other.get(f"/cases/{no}{path}"))
    empty = read(signed_on(office, "elder", language).get("/mine"))
    assert no not in "".join(empty.links)
    assert {"zh": "还没有您的办件", "en": "No case of yours yet"}[language] in empty.text


def test_who_signed_on_applies_as_herself_or_not_at_all(office: Office) -> None:
    browser = signed_on(office, "applicant")
    form = read(browser.get(f"/apply/{FOOD}")).fields | fields_of(APPLICANT)
    without = read(browser.send(f"/apply/{FOOD}", {**form, "id_number": ""}), 422)
    assert "#f-id_number" in without.links
    another = read(browser.send(f"/apply/{FOOD}", {**form, "id_number": "11010519491231002X"}), 422)
    assert "和您登录的身份不一致" in another.text
    assert another.fields["id_number"] == "11010519491231002X"


def test_the_name_that_a_form_knows_is_the_agents_where_an_agent_applies(office: Office) -> None:
    agent = signed_on(office, "agent")
    form = read(agent.get(f"/apply/{FOOD}"))
    assert form.fields["name"] == AGENT.name
    page = read(agent.send(f"/apply/{FOOD}", {**form.fields, "who": "agent", "courier": "yes"}), 422)
    assert (page.fields["name"], page.fields["agent_name"]) == ("", AGENT.name)
    assert "#f-name" in page.links
    assert "#f-agent_name" not in page.links
    kept = {"who": "agent", "agent_name": AGENT.name, "courier": "yes"}
    page = read(agent.send(f"/apply/{FOOD}", {**form.fields, **kept}), 422)
    assert (page.fields["name"], page.fields["agent_name"]) == ("", AGENT.name), "hers was left in both"
    namesake = {**kept, "id_number": "11010519491231002X", "agent_id_number": "110105194912310039"}
    page = read(agent.send(f"/apply/{FOOD}", {**form.fields, **namesake}), 422)
    assert page.fields["name"] == AGENT.name, "another of the same name"
    [other] = [link for link in read(agent.get(f"/apply/{FOOD}?courier=no")).links if "by_agent" in link]
    through = read(agent.get(f"/apply/{FOOD}{other.partition(FOOD)[2]}"))
    assert through.fields["courier"] == "no"
    assert (through.fields["name"], through.fields["agent_name"], through.fields["who"]) == (
        "",
        AGENT.name,
        "agent",
    )


def test_an_item_that_asks_for_an_agents_papers_says_so_before_and_asks_for_them(office: Office) -> None:
    agent, item = signed_on(office, "agent"), "public-venue-hygiene-licence"
    form = read(agent.get(f"/apply/{item}"))
    assert "要多交：授权委托书、经办人身份证" in form.text
    assert "不用上传委托书" in read(agent.get(f"/apply/{FOOD}")).text
    asked = {name: values[0] for name, values in form.choices.items() if name not in ("who", "kind")}
    sent = {**form.fields, **asked, **through_agent()}
    read(agent.follow(agent.send(f"/apply/{item}", sent)))
    no = agent.at.split("/")[2]
    papers = read(agent.get(f"/cases/{no}/materials"))
    assert {"m-authorisation", "m-agent-id-card"} <= set(papers.ids)


def test_an_agent_sees_her_people_their_mandates_and_whose_notice_went_where(office: Office) -> None:
    agent = signed_on(office, "agent")
    no = apply(agent, through_agent())
    opened = Opened(no, wiring.ports().codes.query_code(no), {})
    for each in office.case(opened)["materials"]:
        if each["open"]:
            office.upload(opened, each["material"])
    form = read(agent.get(f"/cases/{no}/check"))
    agent.send(f"/cases/{no}/submit", {**form.fields, "true": "yes"})
    lines = [{"material": "floor-plan", "problem": "看不清尺寸", "mend": "重新拍照"}]
    office.ask(
        "POST", f"/cases/{no}/steps/pre-review", {"outcome": "correct", "lines": lines}, **office.staff()
    )
    page = read(agent.get("/mine"))
    for told in (
        "我替别人办的",
        ELDER.name,
        "2020 年 1 月 1 日",
        "只办这一件",
        "轮到您（或申请人本人）",
        "给申请人：还没有打开",
        "给代理人：还没有打开",
    ):
        assert told in page.text, told
    owner = read(signed_on(office, "elder").get("/mine"))
    assert AGENT.name in owner.text
    assert "查询码" not in read(agent.get(f"/cases/{no}/receipt")).text.split("我的办件")[0]
    office.ask("POST", f"/cases/{no}/mandate", {"revoke": True}, **opened.headers)
    assert "已撤销" in read(agent.get("/mine")).text


def test_a_form_whose_sign_on_has_changed_loses_nothing(office: Office) -> None:
    browser = signed_on(office, "applicant")
    no = apply(browser, fields_of(APPLICANT))
    typed = {**read(browser.get(f"/cases/{no}/change")).fields, "address": "青岛市李沧区新地址 9 号"}
    again = signed_on(office, "applicant")
    page: Page = read(again.send(f"/cases/{no}/change/contact", typed), 403)
    assert "青岛市李沧区新地址 9 号" in page.text
    read(again.follow(again.send(f"/cases/{no}/change/contact", page.fields)))
    form = {**read(browser.get(f"/apply/{FOOD}")).fields, **fields_of(APPLICANT)}
    shown = read(again.send(f"/apply/{FOOD}", form), 422)
    assert shown.fields["address"] == ADDRESS
    gone = Browser(office)
    over = read(gone.send(f"/apply/{FOOD}", form), 422)
    assert "登录已经到期" in over.text
    assert over.fields["address"] == ADDRESS
    locked = read(gone.send(f"/cases/{no}/change/contact", typed), 403)
    assert locked.fields["address"] == "青岛市李沧区新地址 9 号"


def test_cases_in_a_browser_are_kept_by_an_opaque_cookie_that_ends_when_they_are_closed(
    office: Office,
) -> None:
    browser = Browser(office)
    first, second = office.open(), office.open("dog-licence")
    for opened in (first, second):
        form = read(browser.get("/track")).fields
        browser.follow(browser.send("/track", {**form, "no": opened.no, "code": opened.code}))
    cookie = browser.cookies["cases"]
    assert len(cookie) == 43
    assert not any(part in cookie for part in (first.no, first.code, second.code))
    copied = replace(browser, cookies=dict(browser.cookies))
    for opened in (first, second):
        read(copied.get(f"/cases/{opened.no}"))
    browser.send("/leave", {})
    read(copied.get(f"/cases/{first.no}"), 403)


def test_the_list_is_for_who_signed_on_to_apply(office: Office) -> None:
    asked = Browser(office).get("/mine")
    assert (asked.status_code, asked.headers["Location"]) == (303, f"{ORIGIN}/sign-in?next=%2Fmine")
    read(signed_on(office, "market-supervision-1").get("/mine"), 403)


@pytest.mark.parametrize("how", [{"body": {"S": "{"}}, {"schema": {"N": "999"}}], ids=["altered", "newer"])
def test_a_case_that_cannot_be_read_hides_none_of_her_others_and_she_is_told_of_it(
    office: Office, how: dict[str, Any]
) -> None:
    browser = signed_on(office, "applicant")
    kept, other = (apply(browser, fields_of(APPLICANT)) for _ in range(2))
    damage(office, other, "HEAD", **how)
    page = read(browser.get("/mine"))
    assert "另有 1 件暂时显示不出来" in page.text
    assert f"./cases/{kept}" in page.links
    assert not [link for link in page.links if other in link]
