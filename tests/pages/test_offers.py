"""What a decision on submission offers is taken or declined on the page of the case, and seen at the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from chalicelib import wiring
from infra.local.issuer.people import CITIZENS
from tests.adapters.office import Office, Opened, application
from tests.fakes import whole_licang
from tests.pages.reading import Browser, Page, read
from tests.pages.test_agents_code import with_code
from tests.pages.test_desk import CLERK
from tests.pages.test_desk import case_page as desk_page
from tests.pages.test_desk import signed_on as clerk
from tests.pages.test_mine import signed_on

LANGUAGES = ["zh", "en"]
PATH = "special-path"


@pytest.fixture(autouse=True)
def _whole_rules(office: Office) -> Iterator[None]:
    """The district's own rules: those of the other tests offer nothing."""
    with office.rules(whole_licang()):
        yield


def offered(office: Office, *, through_agent: bool = False, who: int = 1) -> Opened:
    """A case of the elderly owner's, who is offered a grid agent on submission; or of one of the others."""
    body = application()
    body["applicant"] |= {"identity": {"kind": "111", "number": CITIZENS[who].claims["identity_number"]}}
    if through_agent:
        person = {"name": "李强", "phone": "13700000000", "address": "青岛市李沧区某路2号"}
        number = {"kind": "111", "number": CITIZENS[2].claims["identity_number"]}
        body["agent"] = person | {
            "identity": number,
            "mandate": {"since": "2020-01-01", "until": "2099-12-31"},
        }
    answer = office.ask("POST", "/cases", body)
    assert answer.status_code == 201, answer.body
    opened = Opened(answer.json_body["no"], answer.json_body["query_code"], answer.json_body)
    for each in answer.json_body["materials"]:
        if each["open"]:
            office.upload(opened, each["material"])
    return opened


def accepted(opened: Opened) -> bool | None:
    case = wiring.ports().cases.load(opened.no)
    assert case is not None
    return case.offers[PATH].accepted


def say(browser: Browser, opened: Opened, accept: str, page: Page | None = None, **more: str) -> Page:
    """Press one of the buttons of the case's page, as it is or as it was when it was opened."""
    form = (page or read(browser.get(f"/cases/{opened.no}"))).fields
    return read(
        browser.follow(
            browser.send(f"/cases/{opened.no}/change/offer", {**form, "accept": accept, **more}),
        )
    )


Visitor = Callable[[Office, Opened, str], Browser]
CALLERS: dict[str, tuple[bool, Visitor, str]] = {
    "applicant": (False, lambda office, _, language: signed_on(office, "elder", language), "applicant"),
    "agent": (True, lambda office, _, language: signed_on(office, "agent", language), "agent"),
    "code": (False, with_code, "applicant"),
    "code of two": (True, with_code, "agent"),
}
"""Who has the case open: whether an agent acts in it, her browser, and as whom she answers."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("caller", CALLERS)
def test_each_party_reads_what_is_offered_takes_it_and_changes_her_mind(
    office: Office, caller: str, language: str
) -> None:
    through_agent, visitor, role = CALLERS[caller]
    opened = offered(office, through_agent=through_agent)
    browser = visitor(office, opened, language)
    page = read(browser.get(f"/cases/{opened.no}"))
    told = page.text_of[f"offer-{PATH}"]
    for words in {
        "zh": ("可以选择：网格员代办", "六十岁以上的可由网格员代办", "行政许可法", "第二十九条", "不需要"),
        "en": ("We can offer you: a grid agent", "From sixty on", "Legal basis: ", "Accept", "Decline"),
    }[language]:
        assert words in told
    assert accepted(opened) is None
    assert ("by" in page.fields) is (caller == "code of two"), "asked of whom two may be"
    after = say(browser, opened, "yes", by=role)
    assert {"zh": "您的选择已经记下", "en": "Your choice is recorded"}[language] in after.text
    box = after.text_of[f"offer-{PATH}"]
    assert {"zh": "已经选了：网格员代办", "en": "You have chosen: a grid agent"}[language] in box
    assert {"zh": "办理，已经列入待办", "en": "It is on their list"}[language] in box
    version = office.case(opened)["version"]
    say(browser, opened, "yes", page, by=role)
    assert office.case(opened)["version"] == version, "said twice is said once"
    last = wiring.ports().cases.events(opened.no)[-1]
    assert (last.by.role, accepted(opened)) == (role, True)
    declined = say(browser, opened, "no", by=role).text_of[f"offer-{PATH}"]
    assert {"zh": "已经选了不需要：网格员代办", "en": "You have declined: a grid agent"}[language] in declined
    assert accepted(opened) is False


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_sees_the_offer_and_its_answer_and_what_is_done_stays(office: Office, language: str) -> None:
    opened = offered(office)
    browser = with_code(office, opened, language)
    opening = read(browser.get(f"/cases/{opened.no}"))
    hall = clerk(office, CLERK, language)
    seen = {
        "zh": ("没有答复", "申请人选了，由"),
        "en": ("not answered by the applicant", "chosen by the applicant"),
    }
    assert seen[language][0] in desk_page(hall, opened).text
    say(browser, opened, "yes", opening)
    assert seen[language][1] in desk_page(hall, opened).text
    assert {"zh": "六十岁以上", "en": "From sixty on"}[language] in desk_page(hall, opened).text
    [side] = wiring.ports().cases.load(opened.no).sides.values()  # type: ignore[union-attr]
    done = {"outcome": "done"}
    staff = office.staff(side.unit)
    assert office.ask("POST", f"/cases/{opened.no}/tasks/{side.id}", done, **staff).status_code == 200
    page = read(browser.get(f"/cases/{opened.no}"))
    assert {"zh": "已经了结，不能再改", "en": "cannot be changed"}[language] in page.text
    assert not [form for form in page.forms if form.endswith("/change/offer")]
    late = browser.send(f"/cases/{opened.no}/change/offer", {**opening.fields, "accept": "no"})
    told = read(late, 422).text_of["errors"]
    assert {"zh": "该项服务已经办理", "en": "It has been done already"}[language] in told
    assert accepted(opened) is True


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_answers_in_a_case_that_closed_meanwhile_or_says_neither_is_told(
    office: Office, language: str
) -> None:
    opened = offered(office)
    browser = with_code(office, opened, language)
    opening = read(browser.get(f"/cases/{opened.no}"))
    path = f"/cases/{opened.no}/change/offer"
    neither = read(browser.send(path, {**opening.fields, "accept": ""}), 422)
    assert {"zh": "请选“需要”或“不需要”", "en": "Choose whether you accept"}[language] in neither.text_of[
        "errors"
    ]
    assert f"offer-{PATH}" in neither.ids, "she can choose there"
    assert office.ask("POST", f"/cases/{opened.no}/withdrawal", {}, **opened.headers).status_code == 200
    told = read(browser.send(path, {**opening.fields, "accept": "yes"}), 422)
    assert {"zh": "目前没有可供选择的此项服务", "en": "Nothing of the kind is offered now"}[
        language
    ] in told.text
    assert f"offer-{PATH}" not in read(browser.get(f"/cases/{opened.no}")).ids
    assert accepted(opened) is None


def test_nobody_else_answers_and_who_is_offered_nothing_sees_nothing(office: Office) -> None:
    opened = offered(office)
    form = read(with_code(office, opened).get(f"/cases/{opened.no}")).fields | {"accept": "yes"}
    path = f"/cases/{opened.no}/change/offer"
    read(signed_on(office, "agent").send(path, form), 403)
    read(Browser(office).send(path, form), 403)
    browser = with_code(office, opened)
    read(browser.send(path, form, Sec_Fetch_Site="cross-site"), 403)
    read(browser.send(path, {**form, "csrf": "0" * 32}), 403)
    assert accepted(opened) is None
    young = offered(office, who=0)
    page = read(with_code(office, young).get(f"/cases/{young.no}"))
    assert f"offer-{PATH}" not in page.ids
