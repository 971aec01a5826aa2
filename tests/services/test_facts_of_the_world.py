"""Calendars and units are facts of the world: running cases follow those in force, and it is on record."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.cases.case import Stage
from chalicelib.cases.commands import RateCase
from chalicelib.cases.events import TaskDueChanged
from chalicelib.cases.values import SideKind, SideTask
from chalicelib.decisions.forms.form import Text, Where
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.unit import Unit, every_unit
from chalicelib.decisions.plans import find_step
from chalicelib.ports.cases import Due, DueKind
from chalicelib.ports.people.identity import Staff
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.cases.desk.claim_task import claim_task
from chalicelib.services.cases.desk.show_desk import show_desk
from chalicelib.services.do_due import do_due
from chalicelib.services.errors import Problem
from tests.fakes import World, fresh, licang
from tests.services.scene import BY_COURIER, CLERK, ITEMS, PORTAL, Scene

ONLINE = ITEMS["outbound_courier"]


def with_off(*days: date) -> Release:
    """The region's rules with more days off."""
    calendar = licang().calendars[2026]
    longer = calendar.model_copy(update={"off": (*calendar.off, *days)})
    return fresh(licang(), calendars={**licang().calendars, 2026: longer})


def longer_holiday() -> Release:
    """As in January 2020: two working days more are off while cases run."""
    return with_off(date(2026, 3, 5), date(2026, 3, 6))


def shorter_weekend(release: Release) -> Release:
    """A Saturday is worked."""
    calendar = release.calendars[2026]
    worked = (*calendar.worked, date(2026, 3, 7))
    return fresh(
        release, calendars={**release.calendars, 2026: calendar.model_copy(update={"worked": worked})}
    )


def unpublished(release: Release) -> Release:
    return fresh(release, calendars={year: form for year, form in release.calendars.items() if year < 2026})


def merged(release: Release, unit: str, into: str, *more: Unit) -> Release:
    def one(each: Unit) -> Unit:
        gone = {"until": date(2026, 2, 28), "joined": into} if each.unit == unit else {}
        return each.model_copy(update=gone)

    return fresh(release, units=(*(one(each) for each in release.units), *more))


def told(scene: Scene, kind: str) -> int:
    return sum(event.kind == kind for event in scene.events)


def test_whatever_happens_to_a_case_its_dates_are_worked_out_again_on_the_calendar_in_force() -> None:
    scene = Scene(ONLINE)
    scene.upload_all()
    before = scene.case.clocks["reply"].due
    scene.world.releases.put_in_force(longer_holiday())
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    assert (before, scene.case.clocks["reply"].due) == (date(2026, 3, 9), date(2026, 3, 11))
    assert (told(scene, "world_followed"), told(scene, "clock_recounted")) == (1, 1)
    assert scene.case.release == licang().digest, "its rules stay those of its day"


def test_a_calendar_that_makes_a_limit_end_sooner_is_followed_before_its_old_end() -> None:
    scene = Scene(ONLINE)
    scene.upload_all()
    scene.world.releases.put_in_force(shorter_weekend(licang()))
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    run = scene.case.clocks["reply"]
    assert run.due == date(2026, 3, 7)
    assert run.next_at is not None
    assert run.next_at <= run.ends_at


def test_it_is_told_once_and_again_only_when_the_world_changes_again() -> None:
    scene = Scene(ONLINE)
    scene.upload_all()
    scene.world.releases.put_in_force(longer_holiday())
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    scene.finding("pass")
    assert told(scene, "world_followed") == 1
    scene.world.releases.put_in_force(licang())
    scene.finding("pass")
    assert told(scene, "world_followed") == 2


def test_a_release_that_differs_in_its_rules_alone_changes_no_running_case() -> None:
    scene = Scene(ONLINE)
    scene.upload_all()
    other = fresh(licang(), examples=())
    assert (other.digest == licang().digest, other.world == licang().world) == (False, True)
    scene.world.releases.put_in_force(other)
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    assert told(scene, "world_followed") == 0


def test_a_provisional_date_becomes_firm_when_its_calendar_comes_and_that_is_an_event() -> None:
    scene = Scene(ONLINE, World(unpublished(licang())))
    scene.upload_all()
    assert scene.case.clocks["reply"].provisional
    scene.world.releases.put_in_force(licang())
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    assert not scene.case.clocks["reply"].provisional
    assert told(scene, "clock_recounted") == 1


def test_a_provisional_date_is_looked_at_every_week_though_nothing_happens_to_the_case() -> None:
    scene = Scene(ONLINE, World(unpublished(licang())))
    scene.upload_all()
    scene.finding("pass")
    run = scene.case.clocks["statutory"]
    assert run.next_at is not None
    assert run.next_at < run.ends_at
    scene.world.releases.put_in_force(licang())
    scene.world.clock.at = run.next_at
    scene.run_clock()
    again = scene.case.clocks["statutory"]
    assert not again.provisional
    assert again.next_at is not None
    assert again.next_at > run.next_at


def test_days_that_the_applicant_was_given_are_not_taken_from_her() -> None:
    scene = Scene(ONLINE)
    scene.upload_all()
    material = next(iter(scene.case.needs))
    scene.correct(material)
    due = scene.task.due
    assert due is not None
    scene.world.releases.put_in_force(shorter_weekend(licang()))
    scene.upload(material)
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    assert all(event.kind != "task_due_changed" for event in scene.events)


def test_units_that_are_merged_while_a_case_runs_get_its_next_task_where_they_went() -> None:
    scene = Scene(ONLINE)
    scene.upload_all()
    unit = scene.task.unit
    scene.world.releases.put_in_force(merged(licang(), unit, "hall"))
    scene.finding("pass", by=CLERK)
    assert (unit == "hall", scene.task.unit) == (False, "hall")


# --- side tasks, what is owed, pauses, couriers ----------------------------------------------------


def silent() -> Scene:
    """Nobody has answered: the silence is a side task with days of its own."""
    scene = Scene(ONLINE)
    scene.upload_all()
    scene.world.clock.at = scene.case.clocks["reply"].ends_at
    scene.run_clock()
    return scene


def the_side(scene: Scene) -> SideTask:
    (side,) = scene.case.sides.values()
    return side


def last_day(ends: datetime | None) -> date:
    assert ends is not None
    return (ends - timedelta(seconds=1)).astimezone(ZoneInfo("Asia/Shanghai")).date()


def test_the_days_of_a_side_task_follow_the_calendar_in_force_both_ways_and_on_record() -> None:
    scene = silent()
    assert (the_side(scene).kind, last_day(the_side(scene).due)) == (SideKind.SILENCE, date(2026, 3, 17))
    scene.world.releases.put_in_force(with_off(date(2026, 3, 12), date(2026, 3, 13)))
    claim_task(scene.world, CLERK, scene.no, the_side(scene).id)
    assert last_day(the_side(scene).due) == date(2026, 3, 19)
    scene.world.releases.put_in_force(licang())
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    assert last_day(the_side(scene).due) == date(2026, 3, 17)
    moved = [event for event in scene.events if isinstance(event, TaskDueChanged)]
    assert [(event.task, last_day(event.due).day) for event in moved] == [
        ("silence-1", 19),
        ("silence-1", 17),
    ]


def test_a_side_task_whose_days_became_longer_is_not_late_when_its_old_ones_are_over() -> None:
    scene = silent()
    side = the_side(scene)
    assert side.due is not None
    scene.world.releases.put_in_force(with_off(date(2026, 3, 12)))
    scene.world.clock.at = side.due
    do_due(scene.world, Due(DueKind.TASK, f"{scene.no}#{side.id}"))
    assert (the_side(scene).late, last_day(the_side(scene).due)) == (False, date(2026, 3, 18))
    (line,) = scene.on_list(side.unit, "silence")
    assert (line.late, line.due) == (False, the_side(scene).due)


def lacking(item: str, material: str, **says: bool) -> Scene:
    """An application that was submitted without what may follow later."""
    scene = Scene(item, says={f"application.{name}": value for name, value in says.items()})
    for name, need in scene.case.needs.items():
        if need.uploaded and name != material:
            scene.upload(name)
    scene.submit(incomplete=True)
    scene.findings("pre-review pass")
    return scene


def test_what_may_follow_later_is_owed_longer_by_a_new_calendar_and_never_shorter() -> None:
    scene = lacking("labour-dispatch-licence", "right-to-premises", by_agent=False)
    before = scene.case.deferred["right-to-premises"].due
    scene.world.releases.put_in_force(with_off(before))
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    after = scene.case.deferred["right-to-premises"]
    assert (before, after.due) == (date(2026, 3, 23), date(2026, 3, 24))
    scene.world.releases.put_in_force(licang())
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    assert scene.case.deferred["right-to-premises"] == after
    assert told(scene, "world_followed") == 2


def test_a_closed_case_follows_while_something_is_owed_and_not_any_more_once_nothing_is() -> None:
    scene = lacking("internet-cafe-licence", "title-lease")
    scene.findings("inspection pass", "papers-to-hall received", "review pass", "decision grant")
    scene.findings("licence made")
    scene.carry(*BY_COURIER)
    scene.read_notices()
    owed = scene.case.deferred["title-lease"]
    assert (scene.case.stage, owed.due) == (Stage.CLOSED, date(2026, 3, 16))
    scene.world.releases.put_in_force(with_off(date(2026, 3, 12)))
    scene.world.clock.at = owed.ends_at
    scene.run_clock()
    again = scene.case.deferred["title-lease"]
    assert (again.due, again.overdue, told(scene, "world_followed")) == (date(2026, 3, 17), False, 1)
    scene.upload("title-lease")
    scene.world.releases.put_in_force(licang())
    command = RateCase(at=scene.world.clock.now(), by=PORTAL, score=5)
    change_case(scene.world, scene.no, None, lambda _: command)
    assert (scene.case.rating, told(scene, "world_followed")) == (5, 1)


def test_a_pause_is_as_long_as_its_step_allows_by_the_calendar_in_force() -> None:
    scene = Scene(ONLINE)
    scene.upload_all()
    scene.findings("pre-review pass", "review hearing")
    scene.finding("told", day=date(2026, 3, 20))
    (before,), due = scene.case.clocks["statutory"].pauses, scene.case.clocks["statutory"].due
    scene.world.releases.put_in_force(with_off(date(2026, 3, 12), date(2026, 3, 13)))
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    (after,) = scene.case.clocks["statutory"].pauses
    assert before.until is not None
    assert (after.since, after.until) == (before.since, before.until + timedelta(days=2))
    assert scene.case.clocks["statutory"].due > due


def test_a_courier_is_ordered_for_a_day_on_which_the_hall_is_open_by_the_calendar_in_force() -> None:
    scene = Scene(ONLINE)
    scene.upload_all()
    scene.findings("pre-review pass", "review pass", "decision grant")
    scene.world.releases.put_in_force(with_off(date(2026, 3, 2)))
    scene.findings("licence made")
    (order,) = scene.world.couriers.orders
    assert order.pick_up is not None
    assert order.pick_up.start.date() == date(2026, 3, 3)


def days_up_to(moment: datetime) -> tuple[date, ...]:
    """The four days before a moment, off from now on."""
    return tuple(moment.date() + timedelta(days=n) for n in range(-3, 1))


def test_a_clock_that_ran_out_runs_again_if_a_calendar_that_came_late_puts_its_end_ahead() -> None:
    scene = Scene(ONLINE)
    scene.upload_all()
    scene.findings("pre-review pass")
    before = scene.case.clocks["statutory"]
    scene.world.clock.at = before.ends_at
    scene.run_clock()
    assert scene.case.clocks["statutory"].ran_out
    scene.world.releases.put_in_force(with_off(*days_up_to(before.ends_at)))
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    again = scene.case.clocks["statutory"]
    assert (again.ran_out, again.ends_at > before.ends_at) == (False, True)
    scene.world.clock.at = again.ends_at
    scene.run_clock()
    assert scene.case.clocks["statutory"].ran_out


def test_what_silence_has_done_no_calendar_undoes_but_its_side_task_has_longer() -> None:
    scene = Scene(ONLINE)
    scene.upload_all()
    scene.world.clock.at = scene.case.clocks["reply"].ends_at
    scene.run_clock()
    (side,) = scene.case.sides_of(SideKind.SILENCE)
    assert side.due is not None
    scene.world.clock.at = side.due
    scene.run_clock()
    assert scene.case.sides[side.id].late
    scene.world.releases.put_in_force(with_off(*days_up_to(side.due), date(2026, 3, 5)))
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    again = scene.case.sides[side.id]
    assert (again.late, again.due is not None and again.due > side.due) == (False, True)
    assert scene.case.accepted_by_silence
    assert scene.case.accepted_on == date(2026, 3, 2)


def test_whoever_says_which_version_was_seen_may_act_though_the_world_has_changed_since() -> None:
    scene = Scene(ONLINE)
    scene.upload_all()
    seen = scene.case.version
    scene.world.releases.put_in_force(longer_holiday())
    assert scene.finding("pass", version=seen).version > seen + 1
    assert scene.step == "review"


def test_a_courier_goes_to_where_the_hall_is_now() -> None:
    scene = Scene(ONLINE)
    scene.upload_all()
    scene.findings("pre-review pass", "review pass", "decision grant")
    hall = licang().region.hall.model_copy(update={"address": "青岛市李沧区新址路9号"})
    moved = fresh(licang(), region=licang().region.model_copy(update={"hall": hall}))
    assert moved.world != licang().world
    scene.world.releases.put_in_force(moved)
    scene.findings("licence made")
    (order,) = scene.world.couriers.orders
    assert order.sender.address == "青岛市李沧区新址路9号"


# --- units -----------------------------------------------------------------------------------------


def test_an_electronic_document_names_the_unit_that_has_the_work_of_the_one_merged_into_it() -> None:
    scene = Scene(ITEMS["fully_online"])
    scene.upload_all()
    unit = licang().items[ITEMS["fully_online"]].units.decides
    office = Unit(unit="new-bureau", name=Text(zh="新设局", en="New bureau"), kind="department")
    scene.world.releases.put_in_force(merged(licang(), unit, "new-bureau", office))
    while scene.case.tasks:
        first = scene.world.releases.get(scene.case.release).plans[scene.case.channel or ""]
        if scene.task.way is None:
            outcome = find_step(first, scene.task.step).outcomes[0].outcome
            scene.findings(f"{scene.task.step} {outcome}")
        scene.settle_effects()
    (document,) = map(json.loads, scene.world.files.documents.values())
    assert document["authority"] == {"zh": "新设局", "en": "New bureau"}


def test_a_task_of_a_merged_unit_is_on_the_list_of_whoever_serves_the_unit_it_went_to() -> None:
    scene = Scene(ONLINE)
    scene.upload_all()
    unit, theirs = scene.task.unit, Staff(id="w-1", units=("water",))
    with pytest.raises(Problem):
        claim_task(scene.world, theirs, scene.no, scene.task.id)
    scene.world.releases.put_in_force(merged(licang(), unit, "water"))
    assert [line.case for line in show_desk(scene.world, theirs).lines] == [scene.no]
    claim_task(scene.world, theirs, scene.no, scene.task.id)
    assert scene.task.claimed_by == "w-1"


def test_a_unit_that_the_release_in_force_does_not_know_keeps_its_name_and_its_work() -> None:
    """As after a roll-back to before there was such a unit."""
    without = fresh(licang(), units=tuple(each for each in licang().units if each.unit != "health"))
    seen = licang().in_the_world_of(without)
    assert [each.name for each in every_unit(seen.units) if each.unit == "health"] == [
        each.name for each in licang().units if each.unit == "health"
    ]
    assert (seen.world, seen.digest == without.digest) == (without.world, False)


def test_the_lines_on_which_calendars_and_units_stand_are_no_facts_of_the_world() -> None:
    other = Where(file="calendars/2026.yaml", line=99)
    calendars = {year: form.model_copy(update={"where": other}) for year, form in licang().calendars.items()}
    units = tuple(unit.model_copy(update={"where": other}) for unit in licang().units)
    moved = fresh(licang(), calendars=calendars, units=units)
    assert (moved.world == licang().world, moved.digest == licang().digest) == (True, False)
    assert merged(licang(), "health", "hall").world != licang().world
    assert with_off(date(2026, 3, 12)).world != licang().world
