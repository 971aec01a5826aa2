"""Supervision: which limits have a card and by which rule, and how many cases of a unit are late."""

from __future__ import annotations

import re

import pytest

from tests.adapters.office import Office
from tests.fakes import whole_licang
from tests.pages.reading import read
from tests.pages.situations import time_comes, turning
from tests.pages.test_desk import CLERK, signed_on

TOLD = {
    "zh": ("红牌：超期五日以上", "依据：《李沧区效能监督办法（演示）》", "办件 1 件", "没有答复"),
    "en": (
        "Red card: Overdue by five days",
        "Legal basis: Licang Measures on Performance Supervision",
        "cases: 1;",
        "Nobody answered by",
    ),
}
SILENCE = {"zh": r"逾期未答复[（，]视为受理）?", "en": r"Accepted by silence"}
LATE = {"zh": r"市场监督管理局\s*1\s*0", "en": r"Market Supervision Bureau\s*1\s*0"}


@pytest.mark.parametrize("language", TOLD)
def test_a_late_case_counts_once_and_its_cards_say_by_which_rule_and_law(
    office: Office, language: str
) -> None:
    with office.rules(whole_licang()), turning(office) as at:
        opened = office.running()
        for _ in range(18):
            at.clock.pass_by(days=1)
            time_comes(at)
        browser = signed_on(office, "supervisor", language)
        page = read(browser.get("/supervision")).text
        case = read(browser.get(f"/desk/cases/{opened.no}")).text
        listed = read(signed_on(office, CLERK, language).get("/desk?step=silence")).text
    card, basis, counted, silent = TOLD[language]
    assert page.count(card) == 1
    assert basis in page
    assert counted in page
    assert re.search(LATE[language], page)
    assert card in case
    assert basis in case
    assert silent in case
    assert re.search(SILENCE[language], listed)
    assert not re.search(SILENCE[language] + r"\s*" + SILENCE[language], listed, re.IGNORECASE), "told twice"
