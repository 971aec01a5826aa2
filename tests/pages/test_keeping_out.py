"""Who of the staff keeps out of a case 回避: of her own by her number, and of any by her own word."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.adapters.sealing.sealer import KeyringSealer
from chalicelib.cases.case import Case
from chalicelib.cases.people.parties import Parties
from chalicelib.ports.people.identity import StaffRole
from chalicelib.ports.sealing import Place
from chalicelib.services.sign_on.sessions import begin_session
from infra.local.issuer.people import CITIZENS
from tests.adapters.office import Office, Opened, application
from tests.pages.reading import Browser, read
from tests.pages.test_desk import CLERK, COLLEAGUE, LANGUAGES, case_page, end, signed_on
from tests.routes.answers_of import problem
from tests.routes.damaged import damage

NUMBER = str(CITIZENS[0].claims["identity_number"])
UNIT = "market-supervision"


def clerk(number: object, staff_number: str = CLERK, unit: str = UNIT) -> dict[str, Any]:
    """What the sign-on says of a clerk who has an identity number."""
    told = {"staff_number": staff_number, "name": "王明", "region": "licang", "units": [unit]}
    return told | {"roles": [StaffRole.OFFICER.value], "identity_number": number}


def running(office: Office, *, as_agent: bool = False) -> Opened:
    """A case of the clerk's own: she applies in it, or acts for who does."""
    body, hers = application(), {"identity": {"kind": "111", "number": NUMBER}}
    if as_agent:
        person = {"name": "李强", "phone": "13700000000", "address": "青岛市李沧区某路2号"}
        body["agent"] = person | hers | {"mandate": {"since": "2020-01-01", "until": "2099-12-31"}}
    else:
        body["applicant"] |= hers
    answer = office.ask("POST", "/cases", body)
    opened = Opened(answer.json_body["no"], answer.json_body["query_code"], answer.json_body)
    for each in answer.json_body["materials"]:
        if each["open"]:
            office.upload(opened, each["material"])
    return opened


def browser_of(office: Office, claims: dict[str, Any], language: str) -> Browser:
    token = office.bearer(claims)["Authorization"].partition(" ")[2]
    caller = wiring.ports().issuer.identify(token).caller
    return Browser(office, {"session": begin_session(wiring.ports(), caller).secret, "lang": language})


@pytest.mark.parametrize("as_agent", [False, True], ids=["applicant", "agent"])
def test_a_clerk_does_nothing_in_a_case_of_her_own_and_a_colleague_does(
    office: Office, as_agent: bool
) -> None:
    opened, hers = running(office, as_agent=as_agent), office.bearer(clerk(NUMBER))
    before = wiring.ports().cases.load(opened.no)
    acts: list[tuple[str, Any]] = [
        ("tasks/pre-review-1/claim", None),
        ("tasks/pre-review-1", {"outcome": "pass"}),
        ("steps/pre-review", {"outcome": "pass"}),
        ("contact", {"phone": "13700000001"}),
        ("query-code", {"identity_checked": True}),
        ("withdrawal", {"note": "x"}),
        ("pauses", {"reason": "专家评审", "basis": {"title": "行政许可法"}, "working_days": 1}),
    ]
    for path, body in acts:
        told = problem(office.ask("POST", f"/cases/{opened.no}/{path}", body, **hers), 409, "own_case")
        assert "第七十六条" in told["title"]["zh"]
    assert wiring.ports().cases.load(opened.no) == before
    others = "11010519491231002X"
    for number in (others, "370213***", "0c" * 64, 370213):  # three that cannot be read
        other = office.bearer(clerk(number, COLLEAGUE))
        path = f"/cases/{opened.no}/tasks/pre-review-1/claim"
        assert office.ask("POST", path, **other).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_says_why_and_offers_nothing(office: Office, language: str) -> None:
    opened, browser = running(office), browser_of(office, clerk(NUMBER), language)
    page = case_page(browser, opened)
    assert {"zh": "您是本办件的申请人或代理人", "en": "you are the applicant"}[language] in page.text.lower()
    assert not [form for form in page.forms if f"cases/{opened.no}/" in form]
    form = read(browser.get("/desk")).fields
    sent = browser.send(f"/desk/cases/{opened.no}/tasks/pre-review-1/claim", {"csrf": form["csrf"]})
    assert read(browser.follow(sent)).text == page.text, "she is led to where it is said"
    read(browser.follow(browser.send("/desk/claim", {"csrf": form["csrf"]})))
    assert wiring.ports().cases.load(opened.no).tasks["pre-review-1"].claimed_by is None  # type: ignore[union-attr]


def test_no_parties_are_read_or_opened_to_draw_a_list(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, read_of, opens = [running(office), office.running(), office.running()], list[str](), list[str]()
    parties, unseal = CaseStore.parties, KeyringSealer.open

    def counted(self: CaseStore, case: Case) -> Parties | None:
        read_of.append(case.no)
        return parties(self, case)

    def unsealed(self: KeyringSealer, place: Place, sealed: bytes) -> bytes:
        opens.append(place.key)
        return unseal(self, place, sealed)

    monkeypatch.setattr(CaseStore, "parties", counted)
    monkeypatch.setattr(KeyringSealer, "open", unsealed)
    at_desk, at_hall = (browser_of(office, clerk(NUMBER, unit=unit), "zh") for unit in (UNIT, "hall"))
    claims = [form for form in read(at_desk.get("/desk")).forms if form.endswith("/claim")]
    assert len(claims) == len(opened) + 1, "each of them, and the next"
    form = read(at_hall.get("/desk/search")).fields
    for case in opened:
        read(at_hall.send("/desk/search", {"csrf": form["csrf"], "q": case.no}))
    assert (read_of, [key for key in opens if key.startswith("CASE#")]) == ([], [])
    case_page(at_desk, opened[1])
    assert read_of
    assert [key for key in opens if key.startswith("CASE#")], "what is counted would have been seen"


def test_a_case_that_cannot_be_read_is_told_to_the_operator_and_hides_no_other_on_a_list(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    altered, unsealable, sound = office.running(), office.running(), office.running()
    browser = browser_of(office, clerk(NUMBER), "zh")
    damage(office, altered.no, "HEAD", body={"S": "{"})
    damage(office, unsealable.no, "HEAD#PARTIES", sealed={"B": b"altered"})
    page = read(browser.get("/desk"))
    offered = [case.no for case in (altered, unsealable, sound) if f"{case.no}/" in "".join(page.forms)]
    assert offered == [unsealable.no, sound.no], "who the parties are is not read"
    told = [record.getMessage() for record in caplog.records if "on a list cannot be read" in record.msg]
    assert told == [f"case {altered.no} on a list cannot be read: JSONDecodeError"]


def test_who_helps_applicants_at_the_hall_is_not_led_to_a_case_of_her_own(
    office: Office,
) -> None:
    opened = running(office)
    for number, led in ((NUMBER, False), ("11010519491231002X", True)):
        browser = browser_of(office, clerk(number, unit="hall"), "zh")
        form = read(browser.get("/desk/search")).fields
        found = read(browser.send("/desk/search", {"csrf": form["csrf"], "q": opened.no}))
        assert any(f"cases/{opened.no}/query-code" in link for link in found.links) is led


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_recuses_herself_gives_back_what_she_claimed_and_is_out_for_good(
    office: Office, language: str
) -> None:
    opened, browser = office.running(), signed_on(office, CLERK, language)
    csrf = case_page(browser, opened).fields["csrf"]
    browser.send(f"/desk/cases/{opened.no}/tasks/pre-review-1/claim", {"csrf": csrf})
    unsaid = read(browser.send(f"/desk/cases/{opened.no}/recusal", {"csrf": csrf, "ground": ""}), 422)
    assert unsaid.told["#w-ground"].strip() == unsaid.beside("ground") != ""
    sent = {"csrf": csrf, "ground": "relative"}
    page = read(browser.follow(browser.send(f"/desk/cases/{opened.no}/recusal", sent)))
    assert {"zh": "您已经对本办件申请回避", "en": "recused yourself"}[language] in page.text
    assert not [form for form in page.forms if f"cases/{opened.no}/" in form]
    case = wiring.ports().cases.load(opened.no)
    assert case is not None
    assert (case.recused, case.tasks["pre-review-1"].claimed_by) == ((CLERK,), None)
    late = read(
        browser.send(f"/desk/cases/{opened.no}/tasks/pre-review-1", {"csrf": csrf, "outcome": "pass"}), 409
    )
    assert "pre-review-1" in wiring.ports().cases.load(opened.no).tasks, late.text  # type: ignore[union-attr]
    other = signed_on(office, COLLEAGUE, language)
    told = case_page(other, opened).text
    assert {"zh": "申请回避：涉及亲属的利害关系", "en": "Keeps out of the case"}[language] in told
    end(other, opened, "pre-review-1", outcome="pass")
    whole = office.ask("GET", f"/cases/{opened.no}", **opened.headers).body.decode()
    assert "回避" not in whole, "a party is not told whose relative an officer is"


def test_nobody_recuses_herself_in_a_case_of_others_or_another_in_her_name(office: Office) -> None:
    opened = office.running()
    ground = {"ground": "other"}
    elsewhere = office.staff("health")
    problem(office.ask("POST", f"/cases/{opened.no}/recusal", ground, **elsewhere), 404, "not_found")
    problem(office.ask("POST", f"/cases/{opened.no}/recusal", ground, **opened.headers), 401, "sign_in")
    named = ground | {"staff": COLLEAGUE}
    problem(office.ask("POST", f"/cases/{opened.no}/recusal", named, **office.staff(UNIT)), 422, "body_wrong")
    assert wiring.ports().cases.load(opened.no).recused == ()  # type: ignore[union-attr]
    for _ in range(2):  # said again it stays so
        assert (
            office.ask("POST", f"/cases/{opened.no}/recusal", ground, **office.staff(UNIT)).status_code == 200
        )
    assert wiring.ports().cases.load(opened.no).recused == ("s-1",)  # type: ignore[union-attr]


def test_who_opens_a_closed_case_is_not_asked_whether_she_keeps_out_of_it(office: Office) -> None:
    opened, browser = office.running(), signed_on(office, CLERK)
    assert "我要回避" in case_page(browser, opened).text
    end(browser, opened, "pre-review-1", outcome="refuse", reason="不属于本机关职权范围")
    assert office.case(opened)["stage"] == "closed"
    assert "我要回避" not in case_page(browser, opened).text
