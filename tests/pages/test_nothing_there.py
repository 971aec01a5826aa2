"""Whoever opens a list in which nothing stands is told so, and what to do."""

from __future__ import annotations

import pytest

from tests.adapters.office import FOOD, Office
from tests.pages.reading import Browser, read
from tests.pages.test_desk import CLERK, signed_on
from tests.routes.answers_of import problem

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


@pytest.mark.parametrize(("language", "spoken"), [("zh", 0), ("en", 1)])
@pytest.mark.parametrize(
    ("path", "whose"),
    [("/policy", ("政策编制人员", "policy authors")), ("/supervision", ("效能监督人员", "supervisors"))],
)
def test_a_clerk_on_a_page_for_others_is_told_whose_it_is_and_led_back_to_her_list(
    office: Office, path: str, whose: tuple[str, str], language: str, spoken: int
) -> None:
    told = read(signed_on(office, CLERK, language).get(path), 403)
    assert whose[spoken] in told.text
    assert ("您现在登录的身份看不了", "as you are signed in you may not see it")[spoken] in told.text
    assert ("回到待办", "Back to what there is to do")[spoken] in told.told["./desk"]


def test_an_address_to_which_forms_are_only_sent_is_told_in_words_to_a_browser_and_as_data_to_programs(
    office: Office,
) -> None:
    for path, root in (("/desk/claim", "../"), ("/cases/123/submit", "../../"), ("/leave", "./")):
        for browser in (signed_on(office, CLERK), Browser(office)):
            answer = browser.get(path)
            told = read(answer, 405)
            assert "没有可以打开的页面" in told.text
            assert {root, f"{root}desk"} & set(told.links), "a way back"
            assert answer.headers["Allow"] == "POST"
    problem(office.ask("GET", "/desk/claim"), 405, "no_such_method")


def test_a_page_of_a_list_that_is_none_is_shown_from_its_start_and_says_so_without_a_field_s_name(
    office: Office,
) -> None:
    opened, browser = office.running(), signed_on(office, CLERK)
    told = read(browser.get("/desk?next=zzz"))
    assert "这个地址里的页码读不出来，下面从头列起。" in told.text
    assert opened.no in "".join(told.links)
    assert "next" not in told.text.lower()
    assert "从头列起" not in read(browser.get("/desk")).text
    assert opened.no in "".join(read(browser.get(f"/desk/cases/{opened.no}?events_before=x")).links)
    assert read(browser.get(f"/desk/search?item={FOOD}&day=2020-01-01&next=zzz")).status == 200


def test_numbers_that_are_none_of_hers_are_told_once_and_tied_to_their_field(office: Office) -> None:
    told = read(signed_on(office, CLERK).get("/desk/handover?kind=parcels&cases=123%0A456"))
    assert "请核对编号：123、456" in told.beside("cases")
    assert told.told["#f-cases"] == told.text_of["e-cases"].strip()
