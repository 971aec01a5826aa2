"""Whoever opens a list in which nothing stands is told so, and what to do."""

from __future__ import annotations

import pytest

from tests.adapters.office import FOOD, Office
from tests.pages.reading import read
from tests.pages.test_desk import CLERK, signed_on

NO_TASK = ("现在没有待办。有新的件到了您的单位，会出现在这里。", "What comes to your units appears here.")
NARROWED = ("按现在的筛选，这一页没有待办。 看全部", "what you narrowed the list down to. Show all")
NO_CASE = ("从找事项开始", "Start with finding an item")
NO_HIT = ("没有找到您单位办过的件。请核对后再找", "Nothing was found that your units have had to do with.")
NO_PAPERS = ("现在没有要交接的纸质材料。", "No papers are to be handed over now.")
NO_PARCEL = ("在下面扫描或填写要交给快递员的办件编号", "Scan or write the numbers of the cases")
NO_LIMIT = ("有了会出现在这里", "what they come out with appears here")
NO_LATE = ("没有超期的，两个工作日内也没有到期的。", "Nothing is late, and nothing is due within two")
OF_NO_DAY = f"/desk/search?item={FOOD}&day=2020-01-01"

LISTS = [
    *(("applicant", "/mine", (NO_CASE,)), ("agent", "/mine", (NO_CASE,))),
    *((who, "/desk", (NO_TASK,)) for who in (CLERK, "hall-1", "supervisor")),
    *((CLERK, f"/desk?{how}", (NARROWED,)) for how in ("hands=me", "light=late", f"item={FOOD}")),
    (CLERK, OF_NO_DAY, (NO_HIT,)),
    (CLERK, "/desk/handover", (NO_PAPERS,)),
    (CLERK, "/desk/handover?kind=parcels", (NO_PARCEL,)),
    ("supervisor", "/supervision", (NO_LIMIT, NO_LATE)),
]


@pytest.mark.parametrize(("language", "spoken"), [("zh", 0), ("en", 1)])
def test_who_has_nothing_on_a_list_is_told_so_with_what_to_do(
    office: Office, language: str, spoken: int
) -> None:
    people = {who: signed_on(office, who, language) for who in {who for who, _, _ in LISTS}}
    for who, path, hints in LISTS:
        told = read(people[who].get(path)).text.replace("\n", " ")
        assert [hint[spoken] for hint in hints if hint[spoken] not in told] == [], f"{who} on {path}"
