"""Supervision is asked of every running clock each working day, and told when it gets worse."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from chalicelib.cases.events import CardShown
from chalicelib.cases.time.supervision import Supervised
from chalicelib.cases.values import Line
from chalicelib.decisions.decide import decide
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.cases import Work
from chalicelib.ports.people.identity import Staff
from chalicelib.routes.views.cases.decisions import show_cards
from chalicelib.routes.views.desk.tasks import show_line
from chalicelib.services.cases.desk.find_for_staff import find_for_staff
from chalicelib.services.errors import Problem
from tests.fakes import World, fresh, whole_licang
from tests.services.scene import Scene
from tests.services.test_special_path import YOUNG

ITEM = "sole-trader-registration"
MONDAY = date(2026, 3, 2)
ZONE = timedelta(hours=8)


@cache
def watched() -> Release:
    """Licang's rules with an item that another unit supervises, and no silence that would stop its clock."""
    release = whole_licang()
    item = release.items[ITEM]
    units = item.units.model_copy(update={"supervises": "justice"})
    items = {**release.items, ITEM: item.model_copy(update={"units": units})}
    reply = next(clock for clock in release.clocks if clock.clock == "reply")
    clocks = (reply.model_copy(update={"silence": None}),)
    return release.model_copy(update={"items": items, "clocks": clocks})


def scene(release: Release | None = None) -> Scene:
    """A case that was submitted on Monday: its clock of five working days runs, until the ninth."""
    made = Scene(ITEM, World(release or watched()), applicant=YOUNG)
    made.upload_all()
    return made


def go_to(made: Scene, day: date, hour: int = 0) -> None:
    """To the hour of a local day, with all that comes due before."""
    made.world.clock.at = datetime(day.year, day.month, day.day, hour, 1, tzinfo=UTC) - ZONE
    made.run_clock()


def cards(made: Scene) -> list[tuple[str, str, date, bool]]:
    found = [event for event in made.events if isinstance(event, CardShown)]
    return [
        (event.run.clock, event.run.card.outcome, event.run.card.since, event.worse)
        for event in found
        if event.run.card is not None
    ]


def lines(made: Scene, unit: str = "justice") -> list[Work]:
    return [line for line in made.world.cases.work("licang", unit) if line.case == made.no]


def test_a_clock_shows_a_warning_then_yellow_then_red_each_on_the_first_working_day_it_comes_out_so() -> None:
    made = scene()
    for number in range(24):
        go_to(made, MONDAY + timedelta(days=number), 9)
    assert cards(made) == [
        ("reply", "warning", date(2026, 3, 9), True),
        ("reply", "yellow", date(2026, 3, 10), True),
        ("reply", "red", date(2026, 3, 16), True),
    ]


def test_every_working_day_between_comes_out_as_the_rules_asked_on_that_day_would() -> None:
    made, release = scene(), watched()
    (clock,) = [one for one in release.clocks if one.clock == "reply"]
    for number in range(30):
        day = MONDAY + timedelta(days=number)
        go_to(made, day, 9)
        run = made.case.clocks["reply"]
        asked = Supervised(made.case, run, clock, release, decide, MONDAY).ask(day)
        assert asked is not None
        if day.weekday() < 5 and number:
            assert asked.outcome == ("none" if run.card is None else run.card.outcome), day


def test_the_line_on_the_supervisors_list_tells_card_rule_and_basis() -> None:
    made = scene()
    go_to(made, date(2026, 3, 6), 23)
    assert lines(made) == []
    go_to(made, date(2026, 3, 10))
    (line,) = lines(made)
    assert (line.clock, line.card, line.rule, line.late) == (True, "yellow", "overdue", True)
    card = show_line(made.world, watched(), line)["card"]
    assert (card["outcome_title"]["zh"], card["rule_title"]["zh"]) == ("黄牌", "超期")
    assert card["basis"] == [{"title": "李沧区效能监督办法（演示）"}]
    (shown,) = show_cards(watched(), made.case)
    assert (shown["clock"], shown["unit"], shown["outcome"]) == ("reply", "justice", "yellow")


def test_whoever_supervises_may_open_the_case_on_her_list_and_before_it_is_there_she_may_not() -> None:
    made, who = scene(), Staff("9", ("justice",))
    with pytest.raises(Problem):
        find_for_staff(made.world, who, made.no)
    go_to(made, date(2026, 3, 10))
    loaded, _ = find_for_staff(made.world, who, made.no)
    assert loaded.case.no == made.no


def test_a_second_round_of_corrections_gives_every_running_clock_a_yellow_card_the_next_working_day() -> None:
    made = scene()
    material = next(name for name, need in made.case.needs.items() if need.uploaded)
    for day in (3, 4):
        go_to(made, date(2026, 3, day), 9)
        lines_ = (Line(material=material, problem="不清楚", mend="请重拍"),)
        made.finding("correct", lines=lines_)
        go_to(made, date(2026, 3, day), 10)
        made.supply(material)
    assert made.case.corrections == 2
    assert cards(made) == []
    go_to(made, date(2026, 3, 5))
    assert cards(made) == [("reply", "yellow", date(2026, 3, 5), True)]
    (line,) = lines(made)
    assert line.rule == "told-twice"


def test_when_a_clock_stops_its_line_is_gone_and_nobody_asks_about_it_any_more() -> None:
    made = scene()
    go_to(made, date(2026, 3, 10))
    made.finding("pass")
    go_to(made, date(2026, 3, 20))
    assert not [line for line in lines(made) if line.task == "reply"]
    assert made.case.clocks["reply"].asked_at is None


def test_a_clock_that_was_given_more_time_comes_out_in_order_again_and_leaves_the_list() -> None:
    made = scene()
    go_to(made, date(2026, 3, 9))
    assert [line.card for line in lines(made)] == ["warning"]
    year, freed = watched().calendars[2026], (date(2026, 3, day) for day in range(4, 7))
    year = year.model_copy(update={"off": (*year.off, *freed)})
    made.world.releases.put_in_force(watched().model_copy(update={"calendars": {2026: year}}))
    go_to(made, date(2026, 3, 10))
    assert cards(made)[1:] == [("reply", "none", date(2026, 3, 10), False)]
    assert lines(made) == []
    for day in (11, 12, 13):
        go_to(made, date(2026, 3, day))
    assert cards(made)[2:] == [
        ("reply", "warning", date(2026, 3, 12), True),
        ("reply", "yellow", date(2026, 3, 13), True),
    ]


def test_between_changes_a_clock_costs_no_commit_a_day() -> None:
    made = scene()
    before = len(made.world.cases.commits)
    for number in range(1, 5):
        go_to(made, MONDAY + timedelta(days=number), 12)
    assert len(made.world.cases.commits) - before <= 1  # the warning to the unit alone


def test_nobody_is_asked_on_a_day_off_nor_twice_on_one_day() -> None:
    made = scene()
    go_to(made, date(2026, 3, 14), 9)  # Saturday; nothing has run since Monday
    assert cards(made) == []
    go_to(made, date(2026, 3, 16), 9)
    go_to(made, date(2026, 3, 16), 10)
    assert cards(made) == [("reply", "red", date(2026, 3, 16), True)]


def test_where_the_rules_fail_the_safe_outcome_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    release = watched()
    facts = tuple(
        fact.model_copy(update={"at_most": 2}) if fact.fact == "clock.days_left" else fact
        for fact in release.facts
    )
    made = scene(fresh(release, facts=facts))
    go_to(made, date(2026, 3, 3))
    (event,) = [event for event in made.events if isinstance(event, CardShown)]
    assert event.run.card is not None
    assert (event.run.card.outcome, event.run.card.rule) == ("warning", None)
    assert event.invalid == ("clock.days_left",)


def test_without_a_decision_on_clocks_nothing_is_looked_at_for_it() -> None:
    made = scene(watched().model_copy(update={"decisions": {}}))
    kinds: Counter[str] = Counter()
    for number in range(20):
        go_to(made, MONDAY + timedelta(days=number), 9)
    kinds.update(event.kind for event in made.events)
    assert kinds["card_shown"] == 0
    assert all(run.asked_at is None for run in made.case.clocks.values())
