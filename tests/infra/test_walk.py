"""The walk through one case: it tells newcomers what the rules say, and signs on whom it names."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

import pytest

from chalicelib.decisions.forms.model import Release
from infra.local.issuer.page import WALKER, page
from infra.local.issuer.people import demonstration_people
from infra.local.portal.portal import Portal
from infra.local.walk.answers import beside_api
from infra.local.walk.clock import WalkClock
from infra.local.walk.page import PATH
from infra.local.walk.plan import Walk, plan_walk
from tests.fakes import licang

TODAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def walk() -> Walk:
    return plan_walk(licang(), TODAY)


class OfficeClock:
    """The office's time, as an embedded cloud has it: Friday night in the office."""

    def __init__(self) -> None:
        self.at, self.rate = datetime(2026, 11, 27, 15, 30, tzinfo=UTC), 3600.0

    def now(self) -> datetime:
        return self.at

    def turn_clock(self, rate: float, to: datetime | None = None) -> None:
        self.at, self.rate = to or self.at, rate


@pytest.fixture
def clock() -> WalkClock:
    return WalkClock(OfficeClock(), licang(), None)


@pytest.fixture
def portal(walk: Walk, clock: WalkClock) -> Iterator[Portal]:
    """The portal address while the cloud behind it is still starting."""
    with Portal(0) as running:
        running.answer_beside(beside_api(walk, clock))
        yield running


def ask(
    portal: Portal, path: str, method: str = "GET", headers: Mapping[str, str] = {}
) -> tuple[int, http.client.HTTPMessage, str]:
    connection = http.client.HTTPConnection(portal.url.removeprefix("http://"), timeout=30)
    connection.request(method, path, headers=dict(headers))
    answer = connection.getresponse()
    told = answer.status, answer.headers, answer.read().decode()
    connection.close()
    return told


def test_the_walk_goes_from_the_application_to_the_delivery_with_those_whom_the_rules_name(
    walk: Walk,
) -> None:
    by = [(stop.title.en, None if stop.person is None else stop.person.id) for stop in walk.stops]
    assert walk.item.item == "food-business-licence"
    assert by == [
        ("Online pre-review", "market-supervision-1"),
        ("Inspection", "market-supervision-1"),
        ("Hand-over at the hall", "hall-1"),
        ("Review", "market-supervision-1"),
        ("Decision", "market-supervision-2"),
        ("Licence is made", "hall-1"),
        ("On its way", None),
    ], "who reviewed does not decide"
    told = " ".join(text.en for stop in walk.stops for text in stop.do)
    assert "staff number of the colleague" in told
    assert "make up a number" in told


def test_a_rule_that_asks_for_no_second_officer_changes_the_walk() -> None:
    item = licang().items["food-business-licence"]
    plan = licang().plans["inspection_collection"]
    steps = tuple(step.model_copy(update={"officers": 1, "other_than": ()}) for step in plan.steps)
    plans = {**licang().plans, "inspection_collection": plan.model_copy(update={"steps": steps})}
    other: Release = licang().model_copy(update={"plans": plans, "items": {item.item: item}})
    people = [stop.person.id for stop in plan_walk(other, TODAY).stops if stop.person is not None]
    assert "market-supervision-2" not in people


def test_the_page_is_there_before_the_cloud_is_and_names_everybody(portal: Portal, walk: Walk) -> None:
    status, headers, page = ask(portal, PATH)
    assert status == 200
    assert "script-src" not in str(headers["Content-Security-Policy"])
    assert [each.person.id for each in walk.people] == [
        *("applicant", "agent", "hall-1", "market-supervision-1", "supervisor"),
        *("elder", "market-supervision-2"),
    ]
    assert {stop.person.id for stop in walk.stops if stop.person} <= {each.person.id for each in walk.people}
    for each in walk.people:
        assert each.person.name in page
        assert ask(portal, f"{PATH}/as/{each.person.id}?to={each.begins}")[0] == 303
    assert ask(portal, "/health")[0] == 503, "what is not of the walk goes to the API"
    assert ask(portal, PATH, "POST")[0] == 503


def test_who_submits_while_the_replay_hurries_is_told_to_come_again(portal: Portal, clock: WalkClock) -> None:
    submit = "/cases/370213202611280000015/submit"
    status, headers, page = ask(portal, submit, "POST")
    assert (status, headers["Retry-After"]) == (503, "60")
    assert 'href="/cases/370213202611280000015/check"' in page
    assert "还没有提交" in page
    for method, path in (("GET", submit), ("POST", f"{submit}/x"), ("POST", f"{submit[:-4]}ission")):
        assert "还没有提交" not in ask(portal, path, method)[2], "all else goes to the API"
    clock.replayed()
    assert "还没有提交" not in ask(portal, submit, "POST")[2]
    assert not WalkClock(OfficeClock(), licang(), 3600).hurries, "who chose the rate has it to the end"


def test_the_sign_on_offers_whom_the_walk_names_first(portal: Portal) -> None:
    _, headers, _ = ask(portal, f"{PATH}/as/hall-1?to=/desk")
    assert headers["Location"] == "/sign-in?next=%2Fdesk"
    assert headers["Set-Cookie"].startswith(f"{WALKER}=hall-1;")
    people = demonstration_people("licang", licang().units)
    five = ("applicant", "agent", "hall-1", "market-supervision-1", "supervisor")
    assert 'value="applicant"' in page(people, "", five).split("</li>")[0]
    offered, *others = page(people, "", five, "hall-1").split("</li>")
    assert "演示引导这一步请选" in offered
    assert 'value="hall-1"' in offered
    assert 'value="hall-1"' not in "".join(others).partition("<details>")[0]
    assert page(people, "", five, '"><script>') == page(people, "", five)


def test_the_sign_on_names_clerks_by_their_unit() -> None:
    people = demonstration_people("licang", licang().units)
    clerks = page(people, "", ("hall-1",)).partition("<details>")[2]
    unit, _, after = clerks.partition("市场监督管理局 <span")[2].partition("</ul>")
    assert [n for n in ("market-supervision-1", "market-supervision-2") if f'value="{n}"' in unit]
    assert clerks.count("<h3>") == len({each.unit.zh for each in people if each.unit})
    assert 'value="hall-1"' in clerks, "who stands first stands with the unit, too"
    assert 'value="market-supervision-1"' not in after


def test_time_is_slow_once_the_replay_is_over_and_whoever_waits_turns_it_on(
    portal: Portal, clock: WalkClock
) -> None:
    address, before = f"{PATH}/next-day?key={clock.key}", clock.now()
    assert "一秒钟走一小时" in ask(portal, PATH)[2]
    ask(portal, address, "POST")
    assert clock.now() == before, "the replay has its time to itself"
    clock.replayed()
    assert (clock.now().isoformat(), clock.pace().en) == (
        *("2026-11-30T09:00:00+08:00", "it goes as fast as real time"),
    ), "on Monday morning"
    page = ask(portal, PATH)[2]
    assert f'action="{address}"' in page
    assert "12 月 1 日（周二）上午 9 点" in page
    assert "从 2026 年 11 月 30 日到 2027 年 1 月 29 日" in page, "an agent's mandate holds in the office"
    status, headers, _ = ask(portal, address, "POST")
    assert (status, headers["Location"]) == (303, f"{PATH}#clock")
    assert clock.now().isoformat() == "2026-12-01T09:00:00+08:00"
    for wrong in (f"{PATH}/next-day", f"{PATH}/next-day?key=", f"{PATH}/next-day?key=x"):
        assert ask(portal, wrong, "POST")[0] == 503, "another site does not know the key"
    assert clock.now().isoformat() == "2026-12-01T09:00:00+08:00"


def test_a_rate_that_was_asked_for_stays() -> None:
    office = OfficeClock()
    clock = WalkClock(office, licang(), 60)
    before = clock.now()
    clock.replayed()
    assert (clock.now(), office.rate) == (before, 3600.0), "nobody has touched it"
    clock.turn_on()
    assert (office.rate, clock.pace().en) == (60, "it goes 60 times as fast as real time")


def test_every_material_has_a_sample_that_says_what_it_is(portal: Portal, walk: Walk) -> None:
    for each in walk.item.materials:
        status, _, content = ask(portal, f"{PATH}/sample/{each.material}.pdf")
        assert status == 200
        assert each.name.zh.encode("utf-16-be").hex() in content
    assert ask(portal, f"{PATH}/sample/other.pdf")[0] == 503


def test_a_browser_that_calls_this_machine_localhost_is_sent_to_where_people_sign_on(portal: Portal) -> None:
    seen = {"Host": "localhost:8000", "Accept": "text/html,*/*"}
    status, headers, _ = ask(portal, f"{PATH}?a=1", headers=seen)
    assert (status, headers["Location"]) == (307, f"{portal.url}{PATH}?a=1")
    assert ask(portal, PATH, headers=seen | {"Accept": "*/*"})[0] == 200, "programs stay"
    assert ask(portal, PATH, headers={"Accept": "text/html"})[0] == 200


@pytest.mark.parametrize(
    "wrong", ["as/hall-1?to=//evil.example", "as/hall-1", "as/nobody?to=/desk", "as/author?to=/desk", "x"]
)
def test_the_walk_leads_nowhere_but_to_its_own_pages(portal: Portal, wrong: str) -> None:
    status, headers, _ = ask(portal, f"{PATH}/{wrong}")
    assert (status, headers["Location"]) == (503, None), "it is passed on, and the API knows no such address"
