"""A clock that runs down is told of 预警: a mark on the unit's line, a line for whoever supervises."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.cases.time import clocks
from chalicelib.cases.values import Pause
from chalicelib.decisions.forms.clock import Clock, Warn
from chalicelib.decisions.forms.plan import Period
from chalicelib.ports.cases import Work
from tests.fakes import MORNING, World, fresh, licang
from tests.services.scene import ITEMS, Scene

ONLINE = ITEMS["outbound_courier"]
ZONE_OFFSET = timedelta(hours=8)


def local(moment: datetime) -> datetime:
    return moment.astimezone(UTC) + ZONE_OFFSET


def scene_with(supervises: str = "justice") -> Scene:
    """A case whose item another unit supervises, with all its files: Monday 2 March."""
    release = licang()
    item = release.items[ONLINE]
    watched = item.model_copy(update={"units": item.units.model_copy(update={"supervises": supervises})})
    scene = Scene(ONLINE, World(fresh(release, items={**release.items, ONLINE: watched})))
    scene.upload_all()
    return scene


def lines(scene: Scene, unit: str) -> list[Work]:
    return [line for line in scene.world.cases.work("licang", unit, 100, "") if line.case == scene.no]


def go_to(scene: Scene, moment: datetime) -> None:
    scene.world.clock.at = moment
    scene.run_clock()


def reply(warn: Warn, limit: Period | None = None) -> Clock:
    clock = next(each for each in licang().clocks if each.clock == "reply")
    return clock.model_copy(update={"warn": (warn,), "limit": limit or clock.limit})


@pytest.mark.parametrize(
    ("warn", "limit", "at"),
    [
        (Warn(days_left=2, tell="unit"), Period(working_days=5), date(2026, 3, 5)),
        (Warn(days_left=0, tell="unit"), Period(working_days=5), date(2026, 3, 9)),
        (Warn(share_used=80, tell="unit"), Period(working_days=5), date(2026, 3, 7)),
        (Warn(share_used=50, tell="unit"), Period(working_days=5), date(2026, 3, 6)),
        (Warn(days_left=3, tell="unit"), Period(days=10), date(2026, 3, 9)),
        (Warn(share_used=80, tell="unit"), Period(days=10), date(2026, 3, 11)),
        (Warn(days_left=9, tell="unit"), Period(working_days=5), date(2026, 3, 3)),
    ],
)
def test_a_warning_comes_as_the_day_begins_that_its_days_or_its_share_say(
    warn: Warn, limit: Period, at: date
) -> None:
    item = licang().items[ONLINE]
    run = clocks.start(reply(warn, limit), item, date(2026, 3, 2), MORNING, licang())
    assert run is not None
    assert run.next_at is not None
    assert (local(run.next_at).date(), local(run.next_at).hour) == (at, 0)


def test_days_on_which_a_clock_stands_still_are_not_used() -> None:
    item, clock = licang().items[ONLINE], reply(Warn(share_used=80, tell="unit"))
    run = clocks.start(clock, item, date(2026, 3, 2), MORNING, licang())
    assert run is not None
    pause = Pause(task="hearing-1", since=date(2026, 3, 4), until=date(2026, 3, 5))
    again = clocks.recount(run, clock, item, MORNING, licang(), (pause,))
    assert again.next_at is not None
    assert local(again.next_at).date() == date(2026, 3, 11)


def test_the_unit_of_the_tasks_sees_a_mark_two_days_before_its_end() -> None:
    scene = scene_with()
    (line,) = lines(scene, scene.task.unit)
    assert not line.warned
    go_to(scene, datetime(2026, 3, 4, 16, 0, tzinfo=UTC))
    (line,) = lines(scene, scene.task.unit)
    assert (line.warned, line.late) == (True, False)
    assert lines(scene, "justice") == []


def test_who_supervises_has_a_line_on_the_last_day_until_the_clock_stops() -> None:
    scene = scene_with()
    go_to(scene, datetime(2026, 3, 4, 16, 0, tzinfo=UTC))
    go_to(scene, datetime(2026, 3, 8, 16, 0, tzinfo=UTC))
    (line,) = lines(scene, "justice")
    assert (line.step, line.clock, line.late, line.due) == (
        "reply",
        True,
        False,
        scene.case.clocks["reply"].ends_at,
    )
    scene.finding("pass")
    assert lines(scene, "justice") == [], "the case was answered"


def test_the_line_stays_late_once_a_clock_has_run_out_that_nothing_stopped() -> None:
    scene = scene_with()
    scene.finding("pass")
    statutory = scene.case.clocks["statutory"]
    while scene.case.clocks["statutory"].ran_out is False:
        due = scene.next_due.at
        assert due is not None
        go_to(scene, due)
    (line,) = [each for each in lines(scene, "justice") if each.step == "statutory"]
    assert (line.late, line.due) == (True, statutory.ends_at)
    assert scene.run_clock() == 0, "nothing more happens to it by itself"


def test_each_warning_is_given_once_also_when_the_clock_was_stopped_for_days() -> None:
    scene = scene_with()
    go_to(scene, scene.case.clocks["reply"].ends_at)
    scene.run_clock()
    told = [event for event in scene.events if event.kind == "clock_warned"]
    assert [event.tell for event in told if event.run.clock == "reply"] == [("unit", "supervises")]
    assert scene.case.accepted_by_silence


def test_warnings_wait_for_nobody_and_cost_no_courier() -> None:
    scene = scene_with()
    effects = len(scene.world.couriers.orders)
    go_to(scene, datetime(2026, 3, 8, 16, 0, tzinfo=UTC))
    assert (scene.step, len(scene.world.couriers.orders)) == ("pre-review", effects)
