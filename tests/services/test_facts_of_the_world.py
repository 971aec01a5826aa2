"""Calendars and units are facts of the world: running cases follow those in force, and it is on record."""

from __future__ import annotations

from datetime import date

from chalicelib.decisions.model import Release
from chalicelib.decisions.unit import Unit
from chalicelib.services.cases.claim_task import claim_task
from tests.fakes import World, fresh, licang
from tests.services.scene import CLERK, ITEMS, Scene

ONLINE = ITEMS["outbound_courier"]


def longer_holiday(release: Release) -> Release:
    """As in January 2020: two working days more are off while cases run."""
    calendar = release.calendars[2026]
    off = (*calendar.off, date(2026, 3, 5), date(2026, 3, 6))
    return fresh(release, calendars={**release.calendars, 2026: calendar.model_copy(update={"off": off})})


def shorter_weekend(release: Release) -> Release:
    """A Saturday is worked."""
    calendar = release.calendars[2026]
    worked = (*calendar.worked, date(2026, 3, 7))
    return fresh(
        release, calendars={**release.calendars, 2026: calendar.model_copy(update={"worked": worked})}
    )


def unpublished(release: Release) -> Release:
    return fresh(release, calendars={year: form for year, form in release.calendars.items() if year < 2026})


def merged(release: Release, unit: str, into: str) -> Release:
    def one(each: Unit) -> Unit:
        gone = {"until": date(2026, 2, 28), "joined": into} if each.unit == unit else {}
        return each.model_copy(update=gone)

    return fresh(release, units=tuple(one(each) for each in release.units))


def told(scene: Scene, kind: str) -> int:
    return sum(event.kind == kind for event in scene.events)


def test_whatever_happens_to_a_case_its_dates_are_worked_out_again_on_the_calendar_in_force() -> None:
    scene = Scene(ONLINE)
    scene.upload_all()
    before = scene.case.clocks["reply"].due
    scene.world.releases.put_in_force(longer_holiday(licang()))
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
    scene.world.releases.put_in_force(longer_holiday(licang()))
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
