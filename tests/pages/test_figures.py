"""The figures that are public, the page of supervisors and that of policy staff."""

from __future__ import annotations

import pytest

from chalicelib.decisions.forms.model import Release
from tests.adapters.a_case import release
from tests.adapters.office import FOOD, Office
from tests.fakes import whole_licang
from tests.pages.reading import Browser, read
from tests.pages.situations import Journey, time_comes, turning
from tests.pages.test_desk import CLERK, signed_on
from tests.pages.weighing import HEAVIEST, weight

LANGUAGES = ("zh", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_public_figures_are_those_that_were_published_and_lead_to_each_department(
    office: Office, language: str
) -> None:
    browser = Browser(office, {"lang": language})
    assert "./figures" in read(browser.get("/")).links
    answer = browser.get("/figures")
    page = read(answer)
    assert weight(answer) <= HEAVIEST
    told = {
        "zh": (
            "178 项许可，176 项一趟也不用跑",
            "演示数据",
            "现在 74，公布时 74",
            "合计178176",
            "青岛新闻网 2018-06-28 报道，",
        ),
        "en": (
            "176 of 178 licence items need no visit",
            "Demonstration data",
            "Now 74, as published 74",
            "Qingdao News, report of 28",
        ),
    }[language]
    text = page.text.replace("\n", "")
    assert [one for one in (*told, "98.9%") if one not in text] == []
    assert answer.body.count(b'<svg class="plot bars"') == len(release().region.published.channels)
    assert "./?unit=market-supervision" in page.links


def watched() -> Release:
    """Licang's rules with a unit that supervises one item: in the demonstration none has any."""
    whole = whole_licang()
    item = whole.items[FOOD]
    units = item.units.model_copy(update={"supervises": "justice"})
    return whole.model_copy(update={"items": {**whole.items, FOOD: item.model_copy(update={"units": units})}})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_supervisor_sees_cards_and_which_units_are_late(office: Office, language: str) -> None:
    supervisor = signed_on(office, "supervisor", language)
    none, card, unit = {
        "zh": ("现在没有到期或亮牌的时限", "红牌", "市场监督管理局"),
        "en": ("No limit has run out or has a card now", "Red card", "Market Supervision Bureau"),
    }[language]
    assert none in read(supervisor.get("/supervision")).text
    assert "./supervision" in read(supervisor.get("/desk")).links
    with office.rules(watched()), turning(office) as at:
        journey = Journey(at, FOOD).until(lambda case: case["accepted_on"])
        for _ in range(30):
            at.clock.pass_by(days=1)
            time_comes(at)
        page = read(signed_on(office, "supervisor", language).get("/supervision"))
    assert [one for one in (card, unit) if one not in page.text] == []
    assert f"./desk/cases/{journey.no}" in page.links
    assert "./desk?unit=market-supervision" in page.links


def test_supervision_is_for_supervisors_and_leads_others_back(office: Office) -> None:
    page = read(signed_on(office, CLERK).get("/supervision"), 403)
    assert "./desk" in page.links


@pytest.mark.parametrize("language", LANGUAGES)
def test_policy_staff_are_told_where_their_tools_are_and_what_is_in_force(
    office: Office, language: str
) -> None:
    answer = signed_on(office, "author", language).get("/policy")
    page = read(answer)
    assert weight(answer) <= HEAVIEST
    assert "rules check" in page.text
    assert {"zh": "202 个事项，今天可以申请", "en": "202 items ("}[language] in page.text
    assert release().digest in page.text
    assert {"zh": "启用", "en": "put in force"}[language] in page.text
    assert "./policy" in page.links
