"""Calendars and units come into force over HTTP while cases run: a second person sees it, cases follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.unit import Unit
from chalicelib.services.releases.publish_rules import publish_release
from tests.adapters.a_case import release
from tests.adapters.office import FOOD, Office, Opened
from tests.adapters.releases import APPROVER, AUTHOR
from tests.services.releases.bookshelf import claimed

UNIT, INTO = "market-supervision", "market-and-food"
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def before() -> Release:
    """The region's rules while the calendar of 2026 is not out."""
    calendars = {year: form for year, form in release().calendars.items() if year < 2026}
    return release().model_copy(update={"calendars": calendars})


def after() -> Release:
    """The same rules with that calendar; and a bureau has become part of a new one."""
    new = Unit(unit=INTO, name=Text(zh="市场和食品监管局", en="Market and Food Bureau"), kind="department")
    gone = {"until": date(2026, 2, 28), "joined": INTO}
    merged = (unit.model_copy(update=gone) if unit.unit == UNIT else unit for unit in release().units)
    return release().model_copy(update={"units": (*merged, new)})


@pytest.fixture
def running(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """A case whose days are provisional, on a Monday in March 2026; the new release is published."""
    monkeypatch.setattr(wiring.ports().clock, "_real", MORNING.timestamp)
    office.activate(before())
    opened = office.running()
    world = wiring.ports()
    publish_release(world.releases, after(), claimed(AUTHOR), world.clock.now(), {"ok": True})
    yield opened
    office.activate(release())


def activate(office: Office) -> dict[str, Any]:
    approver = office.policy(APPROVER, "policy-approver")
    path, body = f"/releases/{after().digest}/activation", {"expect": before().digest}
    answer = office.ask("POST", path, body, **approver)
    assert answer.status_code == 200, answer.body
    return dict(answer.json_body)


def see(office: Office, path: str) -> dict[str, Any]:
    answer = office.ask("GET", path, **office.policy(AUTHOR, "policy-author"))
    assert answer.status_code == 200
    return dict(answer.json_body)


def clock(office: Office, opened: Opened, name: str) -> tuple[str, bool]:
    [found] = [each for each in office.case(opened)["clocks"] if each["clock"] == name]
    return found["due"], found["provisional"]


def test_a_second_person_reads_that_running_cases_follow_and_that_nothing_else_moves(
    office: Office, running: Opened
) -> None:
    shown = see(office, f"/releases/{after().digest}/checks")["diff"]
    told = activate(office)
    assert told["diff"]["world"] == shown["world"]
    world = told["diff"]["world"]
    assert (world["old"], world["new"], world["alone"]) == (before().world, after().world, True)
    assert "正在办理的办件也随之变化" in world["notes"][0]["zh"]
    assert "running cases follow them, too" in world["notes"][0]["en"]
    assert [(each["year"], each["come"]) for each in world["calendars"]] == [(2026, True)]
    assert [(each["unit"], each["what"]) for each in world["units"]] == [(UNIT, "merged"), (INTO, "new")]
    assert (told["diff"]["moved"], told["diff"]["items"], told["diff"]["asks"]) == (0, [], [])
    assert (told["replay"]["cases"], told["replay"]["moved"]) == (1, 0)


def test_a_running_case_takes_the_calendar_in_and_names_the_digest_that_was_signed(
    office: Office, running: Opened
) -> None:
    assert clock(office, running, "reply") == ("2026-03-09", True)
    entry = activate(office)
    releases = see(office, "/releases")
    assert entry["world"] == releases["world"] == after().world
    assert see(office, f"/releases/{after().digest}")["world"] == after().world
    path = f"/cases/{running.no}/tasks/pre-review-1"
    claimed_by = office.ask("POST", f"{path}/claim", **office.staff(INTO))
    assert claimed_by.status_code == 200, claimed_by.body
    assert clock(office, running, "reply") == ("2026-03-09", False)
    events = office.ask("GET", f"/desk/cases/{running.no}", **office.staff(INTO)).json_body["events"]
    [followed] = [event for event in events if event["kind"] == "world_followed"]
    assert followed["world"] == entry["world"]
    kinds = [event["kind"] for event in events]
    assert kinds.index("world_followed") < kinds.index("clock_recounted") < kinds.index("task_claimed")
    case = office.case(running)
    assert (case["release"], case["channel"], kinds.count("channel_decided")) == (
        before().digest,
        "inspection_collection",
        1,
    )


def test_the_tasks_of_a_merged_unit_are_with_the_one_that_took_it_over(
    office: Office, running: Opened
) -> None:
    def work() -> list[dict[str, Any]]:
        return list(office.ask("GET", "/desk", **office.staff(INTO)).json_body["work"])

    assert work() == []
    activate(office)
    [line] = work()
    assert (line["case"], line["item"], line["unit"]) == (running.no, FOOD, UNIT)
    path = f"/cases/{running.no}/tasks/pre-review-1"
    passed = office.ask("POST", path, {"outcome": "pass"}, **office.staff(INTO))
    assert passed.status_code == 200, passed.body
    [task] = passed.json_body["tasks"]
    assert (task["unit"], task["unit_name"]["zh"]) == (INTO, "市场和食品监管局")
