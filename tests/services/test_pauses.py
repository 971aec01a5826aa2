"""Pauses that staff start 中止计时 (行政许可法 art. 45): on grounds, bounded, on record, never silent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.cases.commands import PauseClocks
from chalicelib.cases.decide import decide
from chalicelib.cases.decide.clocks.pausing import LONGEST, MOST
from chalicelib.cases.events import ClocksPaused, SideEnded
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.time.clocks import count
from chalicelib.cases.time.time_limits import working_days_between
from chalicelib.cases.values import Pause, SideKind, SideTask
from chalicelib.decisions.forms.form import Basis
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import Limit, Period
from chalicelib.ports.people.identity import Staff
from chalicelib.services.cases.applying.withdraw_case import withdraw_case
from chalicelib.services.cases.desk.change_limits import pause_clocks
from chalicelib.services.cases.desk.claim_task import claim_task
from chalicelib.services.cases.desk.record_outcome import Finding, end_task
from chalicelib.services.errors import Problem
from tests.cases.another_calendar import last_of
from tests.fakes import World, fresh, licang
from tests.services.scene import CLERK, COLLEAGUE, ITEMS, PORTAL, Scene

ONLINE = ITEMS["outbound_courier"]
LAW = Basis(title="中华人民共和国行政许可法", article="第四十五条")
WHY = "委托检验机构检验"
TEN = Period(working_days=10)


def rules(extension: Period | None = TEN, **limits: Limit) -> Release:
    """The region's rules with an item that takes as long as a licence usually may."""
    release = licang()
    usual = {"statutory": Limit(working_days=20), "promised": Limit(working_days=15)}
    item = release.items[ONLINE]
    changed = item.limits.model_copy(update={**usual, **limits, "extension": extension})
    return fresh(release, items={**release.items, ONLINE: item.model_copy(update={"limits": changed})})


def without_calendar(release: Release) -> Release:
    """The State Council has not told this year's holidays yet."""
    return fresh(release, calendars={year: form for year, form in release.calendars.items() if year < 2026})


def accepted(on: date, release: Release | None = None) -> Scene:
    """A case that is submitted and accepted on a day."""
    scene = Scene(ONLINE, World(release or rules(), at=datetime(on.year, on.month, on.day, 2, tzinfo=UTC)))
    scene.upload_all()
    scene.findings("pre-review pass")
    return scene


def go_to(scene: Scene, day: date) -> None:
    """The clock goes on to a morning; whatever is due until then is done in time, one after another."""
    morning = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    while scene.next_due.at is not None and scene.next_due.at <= morning:
        scene.world.clock.at = max(scene.world.clock.at, scene.next_due.at)
        assert scene.run_clock(), "what is due is done"
    scene.world.clock.at = morning


def pause(scene: Scene, days: int = 10, by: Staff = CLERK, **said: Any) -> None:
    said = {"reason": WHY, "basis": LAW, **said}
    pause_clocks(scene.world, by, scene.no, said["reason"], said["basis"], days, said.get("key"))


def the_pause(scene: Scene) -> SideTask:
    (side,) = scene.case.sides_of(SideKind.PAUSE)
    return side


def end(scene: Scene, name: str, outcome: str = "ended", by: Staff = COLLEAGUE, **said: Any) -> None:
    end_task(scene.world, by, scene.no, name, Finding(outcome=outcome, **said))


def day_after(start: date, days: int, still: tuple[date, date] | None = None) -> date:
    """The last of so many working days by another calendar than the program's, without those paused."""
    return last_of(start, Period(working_days=days), [] if still is None else [still])


def refused(scene: Scene, code: str, **said: Any) -> NotPossible:
    before = scene.case
    with pytest.raises(NotPossible) as caught:
        pause(scene, **said)
    assert (caught.value.code, scene.case) == (code, before)
    assert caught.value.text.zh
    assert caught.value.text.en
    return caught.value


# --- what is counted -------------------------------------------------------------------------------


def test_both_clocks_of_the_decision_stand_still_from_the_day_after_and_no_other_does() -> None:
    scene = accepted(date(2026, 3, 2))
    go_to(scene, date(2026, 3, 5))
    pause(scene, 10)
    still = Pause(task="pause-1", since=date(2026, 3, 6), until=date(2026, 3, 19))
    clocks = scene.case.clocks
    assert (clocks["statutory"].pauses, clocks["promised"].pauses, clocks["reply"].pauses) == (
        (still,),
        (still,),
        (),
    )
    for name, days in (("statutory", 20), ("promised", 15)):
        assert clocks[name].due == day_after(date(2026, 3, 2), days, (date(2026, 3, 6), date(2026, 3, 19)))


def test_it_is_on_record_with_its_grounds_and_on_the_list_of_who_handles_the_case() -> None:
    scene = accepted(date(2026, 3, 2))
    pause(scene, 10)
    (told,) = [event for event in scene.events if isinstance(event, ClocksPaused)]
    assert (told.pause, told.clocks, told.by) == ("pause-1", ("statutory", "promised"), CLERK.actor)
    assert (scene.words(told).grounds.reason, told.grounds.basis) == (WHY, LAW)
    assert told.grounds.at_most == Period(working_days=10)
    (line,) = scene.on_list("market-supervision", "pause")
    assert (line.task, line.side, line.late) == ("pause-1", True, False)


@pytest.mark.parametrize(
    ("accepted_on", "paused_on", "over_on"),
    [
        (date(2026, 3, 30), date(2026, 4, 2), date(2026, 4, 8)),  # Qingming, a Monday off
        (date(2026, 4, 20), date(2026, 4, 28), date(2026, 5, 11)),  # May, a Saturday worked
        (date(2026, 1, 30), date(2026, 2, 10), date(2026, 3, 2)),  # the Spring Festival, a month's end
        (date(2026, 9, 16), date(2026, 9, 18), date(2026, 10, 12)),  # two holidays, two Saturdays or Sundays
        (date(2026, 3, 31), date(2026, 4, 30), date(2026, 4, 30)),  # the last day but one, over at once
    ],
)
def test_every_date_is_as_another_calendar_counts_it(
    accepted_on: date, paused_on: date, over_on: date
) -> None:
    scene = accepted(accepted_on, rules(statutory=Limit(working_days=30)))
    go_to(scene, paused_on)
    pause(scene, 30)
    go_to(scene, over_on)
    end(scene, "pause-1")
    still = (paused_on + timedelta(days=1), over_on)
    assert scene.case.clocks["statutory"].due == day_after(accepted_on, 30, still)


def test_a_pause_that_is_over_on_the_day_it_was_begun_took_no_day() -> None:
    scene = accepted(date(2026, 3, 2))
    before = scene.case.clocks["statutory"].due
    pause(scene)
    end(scene, "pause-1")
    assert (scene.case.clocks["statutory"].due, scene.case.clocks["statutory"].pauses) == (before, ())


def test_nothing_runs_out_and_nobody_is_warned_while_the_clocks_stand_still() -> None:
    scene = accepted(date(2026, 3, 2))
    before = scene.case.clocks["statutory"].due
    pause(scene, 40)
    go_to(scene, before + timedelta(days=3))
    run = scene.case.clocks["statutory"]
    assert (run.ran_out, run.told, run.warned) == (False, (), False)


def test_a_calendar_that_comes_out_during_a_pause_moves_its_bound_and_the_clocks() -> None:
    scene = accepted(date(2026, 4, 20), without_calendar(rules()))
    go_to(scene, date(2026, 4, 28))
    pause(scene, 8)
    before = scene.case.clocks["statutory"]
    assert (before.provisional, before.pauses[0].until) == (True, date(2026, 5, 11))
    scene.world.releases.put_in_force(rules())
    claim_task(scene.world, CLERK, scene.no, "pause-1")
    after, bound = scene.case.clocks["statutory"], day_after(date(2026, 4, 28), 8)
    assert (after.provisional, after.pauses[0].until) == (False, bound)
    assert bound == date(2026, 5, 12), "two days off, one Saturday worked"
    assert after.due == day_after(date(2026, 4, 20), 20, (date(2026, 4, 29), bound))
    assert the_pause(scene).due == datetime(2026, 5, 12, 16, tzinfo=UTC)


# --- how it is over --------------------------------------------------------------------------------


def test_staff_end_it_and_the_days_from_the_next_on_count_again() -> None:
    scene = accepted(date(2026, 3, 2))
    pause(scene, 20)
    go_to(scene, date(2026, 3, 11))
    end(scene, "pause-1")
    still = (date(2026, 3, 3), date(2026, 3, 11))
    assert (scene.case.sides, scene.case.clocks["statutory"].due) == (
        {},
        day_after(date(2026, 3, 2), 20, still),
    )
    assert scene.case.clocks["promised"].due == day_after(date(2026, 3, 2), 15, still)
    assert scene.case.clocks["statutory"].next_at is not None


def test_at_its_bound_it_is_over_by_itself_and_the_clocks_go_on() -> None:
    scene = accepted(date(2026, 3, 2))
    pause(scene, 3)
    go_to(scene, date(2026, 3, 9))
    assert scene.case.sides == {}
    (ended,) = [event for event in scene.events if isinstance(event, SideEnded)]
    assert (ended.side, ended.outcome, ended.at) == (
        "pause-1",
        "settled",
        datetime(2026, 3, 5, 16, tzinfo=UTC),
    )
    assert scene.case.clocks["statutory"].due == day_after(date(2026, 3, 2), 23)
    pause(scene, 2)
    assert [one.task for one in scene.case.clocks["statutory"].pauses] == ["pause-1", "pause-2"]


def test_the_decision_ends_it_and_so_does_the_withdrawal() -> None:
    decided = accepted(date(2026, 3, 2))
    pause(decided)
    decided.findings("review pass", "decision grant")
    withdrawn = accepted(date(2026, 3, 2))
    pause(withdrawn)
    withdraw_case(withdrawn.world, PORTAL, withdrawn.loaded)
    assert (decided.case.sides, withdrawn.case.sides) == ({}, {})


def test_while_a_hearing_pauses_the_clocks_staff_cannot_and_afterwards_they_can() -> None:
    scene = accepted(date(2026, 3, 2))
    scene.findings("review hearing")
    scene.finding("told", day=date(2026, 3, 20))
    hearing = scene.task
    assert (hearing.due is not None, scene.case.pauses[hearing.id].basis) == (True, LAW)
    refused(scene, "paused_already")
    go_to(scene, date(2026, 3, 20))
    scene.findings(f"{hearing.step} held")
    pause(scene, 5)
    assert [one.task for one in scene.case.clocks["statutory"].pauses] == [hearing.id, "pause-1"]


def test_days_that_two_pauses_have_in_common_are_told_as_not_counted_once() -> None:
    """A test at a laboratory that lasts while a hearing is called for and held."""
    scene = accepted(date(2026, 3, 2))
    pause(scene, 10)
    scene.findings("review hearing")
    scene.finding("told", day=date(2026, 3, 20))
    go_to(scene, date(2026, 3, 20))
    scene.findings(f"{scene.task.step} held")
    today = date(2026, 3, 23)
    go_to(scene, today)
    release, run = scene.world.releases.get(scene.case.release), scene.case.clocks["statutory"]
    told = count(run, Period(working_days=20), today, release.calendars)
    assert len(told.paused) == 2
    counted = sum(span.days for span in told.counted)
    passed = working_days_between(run.since, today, release.calendars)
    assert counted + sum(span.days for span in told.paused.values()) == passed
    assert counted + told.left == 20


# --- what is refused -------------------------------------------------------------------------------


def test_before_acceptance_and_after_the_decision_it_is_refused() -> None:
    scene = Scene(ONLINE, World(rules()))
    refused(scene, "not_accepted_yet")
    scene.upload_all()
    refused(scene, "not_accepted_yet")
    scene.findings("pre-review pass", "review pass", "decision grant")
    refused(scene, "decided_already")


def test_twice_at_once_is_refused_and_says_until_when_it_lasts() -> None:
    scene = accepted(date(2026, 3, 2))
    pause(scene, 5)
    told = refused(scene, "paused_already").text
    assert "2026-03-09" in told.zh
    assert "2026-03-09" in told.en


def test_on_the_last_day_there_is_nothing_left_to_pause() -> None:
    scene = accepted(date(2026, 3, 2), rules(statutory=Limit(working_days=3), promised=Limit(at_once=True)))
    go_to(scene, date(2026, 3, 5))
    refused(scene, "limit_over")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"reason": " 　\n"}, "reason_needed"),
        ({"basis": Basis(title="  ")}, "reason_needed"),
        ({"days": LONGEST + 1}, "pause_too_long"),
    ],
)
def test_without_grounds_or_bound_it_is_refused(said: dict[str, Any], code: str) -> None:
    refused(accepted(date(2026, 3, 2)), code, **said)


def test_a_bound_that_is_not_in_working_days_is_refused() -> None:
    scene = accepted(date(2026, 3, 2))
    command = PauseClocks(
        at=scene.world.clock.now(), by=CLERK.actor, reason=WHY, basis=LAW, at_most=Period(months=1)
    )
    with pytest.raises(NotPossible, match="pause_too_long"):
        decide(scene.case, command, rules())


def test_a_case_does_not_grow_without_end_by_its_pauses() -> None:
    scene = accepted(date(2026, 3, 2))
    for number in range(MOST):
        pause(scene)
        end(scene, f"pause-{number + 1}")
    refused(scene, "too_many")


def test_another_unit_can_neither_start_nor_end_it() -> None:
    scene, stranger = accepted(date(2026, 3, 2)), Staff(id="w-1", units=("water",))
    with pytest.raises(Problem, match="not_found"):
        pause(scene, by=stranger)
    pause(scene)
    with pytest.raises(Problem, match="not_found"):
        end(scene, "pause-1", by=stranger)


def test_sent_again_under_one_key_it_is_one_pause() -> None:
    scene = accepted(date(2026, 3, 2))
    again = partial(pause, scene, key="k")
    again()
    again()
    assert len(scene.case.pauses) == 1
    with pytest.raises(Problem, match="key_reused"):
        pause(scene, 9, key="k")
