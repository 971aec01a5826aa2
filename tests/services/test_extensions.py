"""Extensions of a limit 延长 (行政许可法 art. 42): asked for by one, answered by another, once, in time."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from chalicelib.cases.decide.clocks.extensions import MOST
from chalicelib.cases.events import ClockRecounted, ExtensionAnswered, ExtensionAsked, NoticeIssued, SideEnded
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import SideKind, SideTask
from chalicelib.decisions.forms.clock import Extend
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import Limit, Period
from chalicelib.ports.people.identity import Staff
from chalicelib.services.cases.desk.change_limits import ask_extension
from chalicelib.services.cases.desk.claim_task import claim_task
from chalicelib.services.errors import Problem
from tests.fakes import World, fresh
from tests.services.scene import CLERK, COLLEAGUE, Scene
from tests.services.test_pauses import (
    ONLINE,
    accepted,
    day_after,
    end,
    go_to,
    pause,
    rules,
    without_calendar,
)

START = date(2026, 3, 2)
WHY = "案情复杂，需补充核查"


def ask(
    scene: Scene,
    days: int = 10,
    clock: str = "statutory",
    why: str = WHY,
    key: str | None = None,
    by: Staff = CLERK,
) -> None:
    ask_extension(scene.world, by, scene.no, clock, days, why, key)


def the_side(scene: Scene) -> SideTask:
    (side,) = scene.case.sides_of(SideKind.EXTENSION)
    return side


def extended(start: date = START, days: int = 10, release: Release | None = None) -> Scene:
    scene = accepted(start, release)
    ask(scene, days)
    end(scene, "extension-1", "grant")
    return scene


def refused(scene: Scene, code: str, days: int = 10, clock: str = "statutory", why: str = WHY) -> NotPossible:
    before = scene.case
    with pytest.raises(NotPossible) as caught:
        ask(scene, days, clock, why)
    assert (caught.value.code, scene.case) == (code, before)
    assert caught.value.text.zh
    assert caught.value.text.en
    return caught.value


def by_the_head(release: Release) -> Release:
    """Another unit supervises the item, and it grants."""
    item = release.items[ONLINE]
    watched = item.model_copy(update={"units": item.units.model_copy(update={"supervises": "justice"})})
    clocks = tuple(
        clock.model_copy(update={"extend": clock.extend.model_copy(update={"by": "supervises"})})
        if clock.extend is not None
        else clock
        for clock in release.clocks
    )
    return fresh(release, items={**release.items, ONLINE: watched}, clocks=clocks)


# --- granted ---------------------------------------------------------------------------------------


def test_once_granted_the_clock_runs_so_many_days_longer_and_no_other_does() -> None:
    scene = accepted(START)
    promised = scene.case.clocks["promised"]
    ask(scene)
    assert scene.case.clocks["statutory"].due == day_after(START, 20), "asked for it changes nothing"
    end(scene, "extension-1", "grant")
    run = scene.case.clocks["statutory"]
    assert (run.due, run.extended) == (day_after(START, 30), (Period(working_days=10),))
    assert scene.case.clocks["promised"] == promised
    assert scene.case.sides == {}


def test_who_asked_and_who_granted_are_on_record_with_the_reason() -> None:
    scene = extended()
    asked, answered, moved, ended, told = scene.events[-6], *scene.events[-4:]
    assert isinstance(asked, ExtensionAsked)
    assert isinstance(answered, ExtensionAnswered)
    assert isinstance(moved, ClockRecounted)
    assert isinstance(ended, SideEnded)
    assert isinstance(told, NoticeIssued)
    assert (asked.by, scene.words(asked).reason, asked.period) == (CLERK.actor, WHY, Period(working_days=10))
    assert (answered.by, answered.granted) == (COLLEAGUE.actor, True)
    said = scene.case.extensions["extension-1"]
    assert (said.asked_by, said.answered_by, said.granted) == (CLERK.id, COLLEAGUE.id, True)


def test_it_stands_on_the_list_of_the_role_that_the_clock_names_and_nobody_else_answers() -> None:
    scene = accepted(START, by_the_head(rules()))
    ask(scene)
    assert [line.task for line in scene.on_list("justice", "extension")] == ["extension-1"]
    with pytest.raises(Problem, match="other_unit"):
        end(scene, "extension-1", "grant", by=Staff(id="m-1", units=("market-supervision",)))
    end(scene, "extension-1", "grant", by=Staff(id="j-1", units=("justice",)))
    assert scene.case.extensions["extension-1"].answered_by == "j-1"


def test_a_warning_that_was_given_too_soon_for_the_new_end_is_given_again_at_its_time() -> None:
    scene = accepted(START)
    at_sixteen, at_twenty_four = day_after(START, 17), day_after(START, 25)
    go_to(scene, at_sixteen)
    assert scene.case.clocks["statutory"].warned
    ask(scene)
    end(scene, "extension-1", "grant")
    run = scene.case.clocks["statutory"]
    assert (run.warned, run.told) == (False, ())
    go_to(scene, at_twenty_four)
    assert scene.case.clocks["statutory"].warned


def test_on_the_last_day_whoever_supervises_was_told_and_is_so_no_more_once_it_is_extended() -> None:
    scene = accepted(START)
    go_to(scene, day_after(START, 20))
    assert scene.case.clocks["statutory"].supervisor is not None
    ask(scene)
    end(scene, "extension-1", "grant")
    run = scene.case.clocks["statutory"]
    assert (run.supervisor, run.told) == (None, ())
    assert run.next_at is not None
    assert run.next_at > scene.world.clock.now()


def test_a_short_extension_leaves_a_warning_given_whose_time_has_come_all_the_same() -> None:
    scene = accepted(START)
    go_to(scene, day_after(START, 19))
    ask(scene, 1)
    end(scene, "extension-1", "grant")
    run = scene.case.clocks["statutory"]
    assert (run.told, run.warned) == ((0,), True)


@pytest.mark.parametrize("extended_first", [True, False])
def test_with_a_pause_every_date_is_as_another_calendar_counts_it(extended_first: bool) -> None:
    """Ten working days of a pause over the May holiday, and ten more to decide; whichever came first."""
    scene = accepted(date(2026, 4, 13))
    go_to(scene, date(2026, 4, 24))
    if extended_first:
        ask(scene)
        end(scene, "extension-1", "grant")
    pause(scene, 10)
    go_to(scene, date(2026, 5, 12))
    if not extended_first:
        ask(scene)
        end(scene, "extension-1", "grant")
    still = (date(2026, 4, 25), day_after(date(2026, 4, 24), 10))
    assert scene.case.clocks["statutory"].due == day_after(date(2026, 4, 13), 30, still)
    assert scene.case.clocks["promised"].due == day_after(date(2026, 4, 13), 15, still)


def test_an_extended_clock_follows_a_calendar_that_comes_out() -> None:
    scene = extended(date(2026, 4, 13), release=without_calendar(rules()))
    assert scene.case.clocks["statutory"].provisional
    scene.world.releases.put_in_force(rules())
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    run = scene.case.clocks["statutory"]
    assert (run.due, run.provisional) == (day_after(date(2026, 4, 13), 30), False)


# --- refused, left, over ---------------------------------------------------------------------------


def test_who_asked_can_neither_grant_nor_refuse_it() -> None:
    scene = accepted(START)
    ask(scene)
    before = scene.case
    in_other_letters = CLERK._replace(id=CLERK.id.upper())
    for outcome, who in (("grant", CLERK), ("refuse", CLERK), ("grant", in_other_letters)):
        with pytest.raises(NotPossible) as caught:
            end(scene, "extension-1", outcome, by=who, reason="同意")
        assert (caught.value.code, scene.case) == ("same_person", before)


def test_who_asked_cannot_keep_it_from_others_by_claiming_it() -> None:
    scene = accepted(START)
    ask(scene)
    with pytest.raises(NotPossible, match="same_person"):
        claim_task(scene.world, CLERK, scene.no, "extension-1")
    claim_task(scene.world, COLLEAGUE, scene.no, "extension-1")
    end(scene, "extension-1", "grant")


def test_a_refusal_has_a_reason_leaves_the_clock_and_it_may_be_asked_again() -> None:
    scene = accepted(START)
    ask(scene)
    before = scene.case.clocks["statutory"]
    for blank in (None, " 　"):
        with pytest.raises(NotPossible, match="reason_needed"):
            end(scene, "extension-1", "refuse", reason=blank)
    end(scene, "extension-1", "refuse", reason="期限内可以作出决定")
    said = scene.words(scene.case).extensions["extension-1"]
    assert (said.granted, said.answer) == (False, "期限内可以作出决定")
    assert scene.case.clocks["statutory"] == before
    ask(scene)
    assert the_side(scene).id == "extension-2"


def test_it_is_granted_once() -> None:
    assert "1" in refused(extended(), "extended_already").text.en


def test_asked_for_twice_at_once_is_refused() -> None:
    scene = accepted(START)
    ask(scene)
    refused(scene, "asked_already")


@pytest.mark.parametrize(
    ("at_most", "days", "told"),
    [
        (Period(working_days=10), 11, "10 working days"),
        (Period(days=15), 16, "15 days"),
        (Period(months=1), 29, "28 days"),
    ],
)
def test_beyond_what_the_item_allows_it_is_refused_and_says_how_much_may_be_asked(
    at_most: Period, days: int, told: str
) -> None:
    scene = accepted(START, rules(at_most))
    assert told in refused(scene, "extension_too_long", days).text.en
    ask(scene, days - 1)


def test_a_clock_or_an_item_without_extension_cannot_be_extended_and_those_that_can_are_named() -> None:
    scene = accepted(START)
    assert "statutory" in refused(scene, "not_extendable", clock="promised").text.zh
    refused(scene, "not_extendable", clock="no-such-clock")
    none = refused(accepted(START, rules(None)), "not_extendable").text
    assert (none.zh[-1], none.en.endswith("none")) == ("无", True)


def test_before_acceptance_and_after_the_decision_it_is_refused() -> None:
    scene = Scene(ONLINE, World(rules()))
    refused(scene, "not_accepted_yet")
    scene.upload_all()
    refused(scene, "not_accepted_yet")
    scene.findings("pre-review pass", "review pass", "decision grant")
    refused(scene, "decided_already")


@pytest.mark.parametrize("blank", ["", " ", "　\t"])
def test_a_reason_of_blanks_is_none(blank: str) -> None:
    refused(accepted(START), "reason_needed", why=blank)


def test_the_decision_ends_what_was_asked_for_and_nobody_has_answered() -> None:
    scene = accepted(START)
    ask(scene)
    scene.findings("review pass", "decision grant")
    assert scene.case.sides == {}
    assert scene.case.extensions["extension-1"].granted is None


def test_a_limit_that_is_over_is_not_extended_afterwards() -> None:
    scene = accepted(START)
    scene.read_notices()
    due = scene.case.clocks["statutory"].due
    go_to(scene, due)
    ask(scene)
    assert the_side(scene).due == scene.case.clocks["statutory"].ends_at, "no time to answer beyond it"
    scene.world.clock.at = scene.case.clocks["statutory"].ends_at
    scene.run_clock()
    assert (scene.case.clocks["statutory"].ran_out, scene.case.sides) == (True, {})
    refused(scene, "limit_over")


def test_what_was_asked_for_on_the_last_days_has_as_long_as_its_clock_that_a_pause_moves() -> None:
    scene = accepted(START)
    scene.read_notices()
    go_to(scene, scene.case.clocks["statutory"].due - timedelta(days=1))
    ask(scene)
    first = scene.case.clocks["statutory"].ends_at
    assert the_side(scene).due == first
    pause(scene, 2)
    moved = scene.case.clocks["statutory"].ends_at
    assert moved > first
    assert the_side(scene).due == moved
    end(scene, "pause-1")
    assert the_side(scene).due == scene.case.clocks["statutory"].ends_at == first


def test_two_officers_who_take_the_same_key_ask_for_two_things() -> None:
    scene = accepted(START)
    ask(scene, key="k")
    end(scene, "extension-1", "refuse", reason="不同意")
    ask(scene, key="k", by=COLLEAGUE)
    assert [each.asked_by for each in scene.case.extensions.values()] == [CLERK.id, COLLEAGUE.id]
    pause(scene, key="k")
    end(scene, "pause-1")
    scene.world.clock.pass_by(days=1)
    pause(scene, key="k", by=COLLEAGUE)
    assert list(scene.case.pauses) == ["pause-1", "pause-2"]


def test_a_grant_in_the_minute_after_the_limit_is_over_is_refused_though_its_clock_was_not_looked_at() -> (
    None
):
    scene = accepted(START)
    ask(scene)
    scene.world.clock.at = scene.case.clocks["statutory"].ends_at
    with pytest.raises(NotPossible, match="limit_over"):
        end(scene, "extension-1", "grant")
    end(scene, "extension-1", "refuse", reason="已经届满")
    assert scene.case.sides == {}


def test_a_case_does_not_grow_without_end_by_what_is_asked_for() -> None:
    scene = accepted(START)
    for number in range(MOST):
        ask(scene)
        end(scene, f"extension-{number + 1}", "refuse", reason="不同意")
    refused(scene, "too_many")


def test_sent_again_under_one_key_it_is_asked_once() -> None:
    scene = accepted(START)
    again = partial(ask, scene, key="k")
    again()
    again()
    assert len(scene.case.extensions) == 1


def test_a_clock_in_calendar_days_is_extended_from_where_it_ends() -> None:
    """Ninety days from 2 March end on Sunday 31 May, so on Monday 1 June; fifteen more on the 16th."""
    release = rules(Period(days=15), statutory=Limit(days=90))
    scene = extended(days=15, release=release)
    assert scene.case.clocks["statutory"].due == date(2026, 6, 16)


def test_a_clock_may_be_extended_as_often_as_its_form_says() -> None:
    release = rules()
    twice = Extend(at_most="item.limits.extension", times=2, issues="extension")
    clocks = tuple(
        clock.model_copy(update={"extend": twice}) if clock.extend is not None else clock
        for clock in release.clocks
    )
    scene = extended(release=fresh(release, clocks=clocks))
    ask(scene, 5)
    end(scene, "extension-2", "grant")
    assert scene.case.clocks["statutory"].due == day_after(START, 35)
    refused(scene, "extended_already")


# --- a hearing over a holiday ----------------------------------------------------------------------


def test_a_hearing_over_a_holiday_that_is_told_meanwhile_and_an_extension_end_as_the_law_counts() -> None:
    """
    Accepted on 13 April 2026 and noticed on the 21st, held ten working days later, over the days off of May
    that the State Council tells while the clocks stand still; the head extends once.
    """
    scene = accepted(date(2026, 4, 13), without_calendar(by_the_head(rules())))
    scene.findings("review hearing")
    go_to(scene, date(2026, 4, 21))
    scene.finding("told", day=date(2026, 5, 8))
    hearing = scene.task
    assert scene.case.clocks["statutory"].provisional
    go_to(scene, date(2026, 4, 29))
    scene.world.releases.put_in_force(by_the_head(rules()))
    ask(scene)
    held = day_after(date(2026, 4, 21), 10)
    assert held == date(2026, 5, 8)
    go_to(scene, held)
    scene.findings(f"{hearing.step} held")
    end(scene, "extension-1", "grant", by=Staff(id="head", units=("justice",)))
    still, clocks = (date(2026, 4, 22), held), scene.case.clocks
    assert clocks["statutory"].due == day_after(date(2026, 4, 13), 30, still)
    assert clocks["promised"].due == day_after(date(2026, 4, 13), 15, still)
    assert {clocks["statutory"].provisional, clocks["promised"].provisional} == {False}
    go_to(scene, clocks["promised"].due + timedelta(days=1))
    assert (scene.case.clocks["promised"].ran_out, scene.case.clocks["statutory"].ran_out) == (True, False)
    scene.findings("review pass", "decision grant")
    assert scene.case.clocks["statutory"].stopped_on == clocks["promised"].due + timedelta(days=1)
