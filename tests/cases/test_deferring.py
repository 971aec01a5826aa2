"""What may follow later 容缺 and what was promised instead 告知承诺, until long after the grant."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.cases import commands
from chalicelib.cases.case import Stage
from chalicelib.cases.decide import decide
from chalicelib.cases.events import CommitmentMade
from chalicelib.cases.evolve import evolve
from chalicelib.cases.notices import Lacking
from chalicelib.cases.people.mandates import Commitment, Mandate
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Actor, SideKind, SideTask
from chalicelib.cases.waiting import DEFERRALS, Waiting, waiting
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.notice import Kind, Placeholder
from chalicelib.decisions.forms.plan import End, Milestone
from chalicelib.decisions.forms.region import Calendar
from chalicelib.routes.described.tasks import SCHEMAS
from chalicelib.routes.views.desk.tasks import show_sides
from chalicelib.routes.views.words import time
from tests.cases.walks import AGENT, APPLICANT, CLERKS, CLOCK, Walk
from tests.decisions.small_plans import end, outcome, plan, step, with_plan
from tests.fakes import fresh

ITEM = "hr-service-institution-licence"
PLAN = plan(
    step(
        "pre-review",
        outcome("pass > decision", accepts="prereview", waits_for="materials"),
        outcome("correct > correction", marks="told", lines="required"),
        outcome("not > not-accepted", before="accepted", reason="required"),
    ),
    step("correction", "supplied > pre-review", by="applicant", within={"working_days": 15}),
    step(
        "decision",
        outcome("grant > licence", marks="decided"),
        outcome("refuse > refused", marks="decided", reason="required"),
    ),
    step(
        "licence",
        outcome("made > granted", marks="made", number="required", waits_for="deferred"),
        outcome("not-supplied > revoked", reason="required"),
        unit="hall",
    ),
    *map(end, (End.GRANTED, End.REFUSED, End.REVOKED, End.NOT_ACCEPTED)),
)


def material(name: str, **more: Any) -> Material:
    return Material.model_validate(
        {"material": name, "name": Text(zh=name, en=name), "format": "electronic", **more}
    )


FORM = material("form")
LEASE = material("lease", deferrable={"before": "made", "days": 20})
LACKS_LEASE = Lacking(material="lease", by=date(2026, 3, 23))
LIST = material("list", deferrable={"working_days": 5})
PROMISE = {
    "when": [{"fact": "application.commitment", "any_of": [True]}],
    "checked_within": {"days": 60},
    "text": {"zh": "本人承诺：制度已经建立。", "en": "I promise: the rules are in place."},
}
RULES = material("rules", committed=PROMISE)


def region(*materials: Material) -> Release:
    release = with_plan(PLAN)
    item = release.items[ITEM].model_copy(update={"materials": materials})
    return fresh(release, items={**release.items, ITEM: item})


def submitted(
    *materials: Material, without: tuple[str, ...] = (), says: dict[str, FactValue] | None = None
) -> Walk:
    """A case that was submitted, some of its materials lacking."""
    walk = Walk(region(*materials), ITEM, "small", courier=True, says=says)
    walk.supply(without)
    assert walk.case.stage is Stage.RUNNING
    return walk


def ends(walk: Walk, *results: str) -> None:
    """Staff end the one open task, again and again; the last refusal fails the test."""
    for result in results:
        (task,) = walk.case.tasks.values()
        before = walk.case.version
        walk.ask(ending(walk, result))
        assert walk.case.version > before, (task.id, result)


def ending(walk: Walk, result: str) -> commands.EndTask:
    (task,) = walk.case.tasks.values()
    by = CLERKS[1] if task.step == "decision" else CLERKS[0]
    number = "证照-1" if result == "made" else None
    return commands.EndTask(
        at=walk.now, by=by, task=task.id, outcome=result, number=number, reason="逾期未补"
    )


def refused(walk: Walk, command: commands.AnyCommand) -> NotPossible:
    with pytest.raises(NotPossible) as told:
        decide(walk.case, command, walk.release)
    return told.value


def supply(walk: Walk, name: str) -> None:
    walk.receive(name, "00FF", key=f"uploads/{walk.case.no}/{name}/later", version="v-later")
    walk.ask(commands.RecordFiles(at=walk.now, by=APPLICANT, files=walk.files.listed))


def timer(walk: Walk) -> Waiting | None:
    return next((each for each in waiting(walk.case) if each.id == DEFERRALS), None)


def expire(walk: Walk) -> None:
    waits = timer(walk)
    assert waits is not None
    assert waits.due is not None
    walk.now = waits.due
    walk.ask(commands.ExpireClock(at=walk.now, by=CLOCK, clock=DEFERRALS))


def side(walk: Walk) -> SideTask:
    (only,) = walk.case.sides.values()
    return only


def end_side(walk: Walk, result: str, reason: str | None = "已另行决定") -> commands.EndSide:
    return commands.EndSide(at=walk.now, by=CLERKS[0], side=side(walk).id, outcome=result, reason=reason)


# --- 容缺 -----------------------------------------------------------------------------------------


def test_what_may_follow_later_does_not_hold_up_acceptance_and_is_owed_from_then_on() -> None:
    walk = submitted(FORM, LEASE, LIST, without=("lease", "list"))
    assert walk.case.wanting == ()
    ends(walk, "pass")
    owed = walk.case.deferred
    assert list(owed) == ["lease", "list"]
    assert walk.case.milestones[Milestone.ACCEPTED] == date(2026, 3, 2)
    assert owed["lease"].due == date(2026, 3, 23), "the twentieth day is a Sunday"
    assert owed["list"].due == date(2026, 3, 9), "five working days, a weekend among them"
    assert set(walk.case.open_materials) == {"lease", "list"}
    waits = timer(walk)
    assert waits is not None
    assert (waits.unit, waits.due) == (None, owed["list"].ends_at), "on nobody's list until its day"


@pytest.mark.parametrize(
    ("without", "told"),
    [
        (("lease", "list"), (Lacking(material="list", by=date(2026, 3, 9)), LACKS_LEASE)),
        (("lease",), (LACKS_LEASE,)),
        ((), None),
    ],
)
def test_the_acceptance_notice_keeps_what_may_follow_and_by_when_the_first_day_first(
    without: tuple[str, ...], told: tuple[Lacking, ...] | None
) -> None:
    walk = submitted(FORM, LEASE, LIST, without=without)
    ends(walk, "pass")
    (notice,) = [each for each in walk.case.notices.values() if each.kind == Kind.ACCEPTANCE]
    assert notice.values.get(Placeholder.DEFERRED) == told


def test_what_may_not_follow_later_still_holds_it_up() -> None:
    walk = submitted(FORM, LEASE, without=("form", "lease"))
    assert walk.case.wanting == ("form",)
    assert refused(walk, ending(walk, "pass")).code == "materials_missing"


def test_the_licence_waits_for_what_has_to_come_before_it_and_says_what_that_is() -> None:
    walk = submitted(FORM, LEASE, LIST, without=("lease", "list"))
    ends(walk, "pass", "grant")
    told = refused(walk, ending(walk, "made"))
    assert told.code == "deferred_missing"
    assert ("lease" in told.text.en, "list" in told.text.en) == (True, False), "the list may come after it"
    supply(walk, "lease")
    ends(walk, "made")
    assert (walk.case.settled, walk.case.state) == (End.GRANTED, 12)
    assert list(walk.case.deferred) == ["list"]


def test_a_grant_with_nothing_owed_is_one_without_more() -> None:
    walk = submitted(FORM, LEASE, without=("lease",))
    ends(walk, "pass")
    supply(walk, "lease")
    ends(walk, "grant", "made")
    assert (walk.case.state, walk.case.deferred, timer(walk)) == (11, {}, None)


def test_what_comes_after_the_grant_makes_it_one_with_nothing_owed() -> None:
    walk = submitted(FORM, LIST, without=("list",))
    ends(walk, "pass", "grant", "made")
    assert (walk.case.stage, walk.case.state) == (Stage.CLOSED, 12)
    assert walk.case.open_materials == ("list",), "it can still be sent in"
    expire(walk)
    assert side(walk).about == ("list",)
    supply(walk, "list")
    assert (walk.case.state, walk.case.sides, timer(walk)) == (11, {}, None)
    assert not walk.case.open_materials, "nothing more is taken"


def test_what_does_not_come_in_time_is_on_the_list_of_those_who_handle_the_case() -> None:
    walk = submitted(FORM, LEASE, LIST, without=("lease", "list"))
    ends(walk, "pass")
    expire(walk)
    assert (side(walk).kind, side(walk).about) == (SideKind.DEFERRED_OVERDUE, ("list",))
    assert side(walk).unit == walk.release.items[ITEM].units.decides
    waits = timer(walk)
    assert waits is not None
    assert waits.due == walk.case.deferred["lease"].ends_at, "the other has its own day"
    before = walk.case.version
    walk.ask(commands.ExpireClock(at=walk.now, by=CLOCK, clock=DEFERRALS))
    assert walk.case.version == before, "told once"


def test_it_is_given_longer_once_and_no_more() -> None:
    walk = submitted(FORM, LEASE, without=("lease",))
    ends(walk, "pass")
    expire(walk)
    assert refused(walk, end_side(walk, "longer", None)).code == "reason_needed"
    walk.ask(end_side(walk, "longer"))
    assert walk.case.sides == {}
    assert walk.case.deferred["lease"].longer
    expire(walk)
    assert refused(walk, end_side(walk, "longer")).code == "longer_once"


def test_what_reached_the_office_another_way_is_waited_for_no_more() -> None:
    walk = submitted(FORM, LEASE, without=("lease",))
    ends(walk, "pass")
    expire(walk)
    walk.ask(end_side(walk, "supplied"))
    assert (walk.case.sides, walk.case.deferred, walk.case.missing) == ({}, {}, ())
    ends(walk, "grant", "made")
    assert walk.case.state == 11


def test_what_never_came_before_the_licence_ends_by_the_plan_and_after_it_by_a_decision_of_its_own() -> None:
    before = submitted(FORM, LEASE, without=("lease",))
    ends(before, "pass", "grant")
    expire(before)
    assert refused(before, end_side(before, "not-supplied")).code == "not_closed"
    ends(before, "not-supplied")
    assert (before.case.settled, before.case.state) == (End.REVOKED, 15)
    assert (before.case.sides, before.case.deferred) == ({}, {})
    after = submitted(FORM, LIST, without=("list",))
    ends(after, "pass", "grant", "made")
    expire(after)
    after.ask(end_side(after, "not-supplied"))
    assert (after.case.state, after.case.sides, timer(after)) == (15, {}, None)
    assert not after.case.open_materials


def test_once_it_is_refused_nobody_waits_for_what_lacks() -> None:
    walk = submitted(FORM, LEASE, without=("lease",))
    ends(walk, "pass", "refuse")
    assert (walk.case.deferred, walk.case.open_materials, timer(walk)) == ({}, (), None)


def test_what_was_withdrawn_owes_nothing() -> None:
    walk = submitted(FORM, LEASE, without=("lease",))
    ends(walk, "pass")
    walk.ask(commands.Withdraw(at=walk.now, by=CLERKS[0], note="申请人要求"))
    assert (walk.case.state, walk.case.deferred, timer(walk)) == (14, {}, None)


def test_a_claim_closes_what_was_open_but_not_what_is_owed() -> None:
    walk = submitted(FORM, LEASE, without=("lease",))
    ends(walk, "pass")
    (task,) = walk.case.tasks.values()
    walk.ask(commands.ClaimTask(at=walk.now, by=CLERKS[1], task=task.id))
    assert walk.case.open_materials == ("lease",)


def test_its_day_is_counted_again_by_the_calendar_in_force_when_it_comes() -> None:
    walk = submitted(FORM, LIST, without=("list",))
    ends(walk, "pass")
    was = walk.case.deferred["list"].due
    year = walk.release.calendars[2026]
    longer = Calendar.model_validate({**year.model_dump(), "off": (*year.off, was)})
    walk.release = fresh(walk.release, calendars={**walk.release.calendars, 2026: longer})
    expire(walk)
    assert walk.case.sides == {}
    assert walk.case.deferred["list"].due > was


def test_silence_that_accepts_defers_too() -> None:
    walk = submitted(FORM, LEASE, without=("form", "lease"))
    reply = walk.case.clocks.get("reply")
    assert reply is not None
    walk.now = reply.ends_at
    walk.ask(commands.ExpireClock(at=walk.now, by=CLOCK, clock="reply"))
    assert walk.case.accepted_by_silence
    assert list(walk.case.deferred) == ["lease"]
    assert refused(walk, ending(walk, "pass")).code == "materials_missing", "the form may not follow later"


# --- 告知承诺 --------------------------------------------------------------------------------------


def test_what_is_promised_need_not_come_and_is_checked_after_the_grant() -> None:
    walk = submitted(FORM, RULES, without=("rules",), says={"application.commitment": True})
    assert walk.case.needs["rules"].committed
    ends(walk, "pass", "grant")
    check = side(walk)
    assert (check.kind, check.about) == (SideKind.COMMITMENT_CHECK, ("rules",))
    units = walk.release.items[ITEM].units
    assert check.unit == (units.supervises or units.decides)
    assert check.due is not None
    assert check.due == datetime(2026, 5, 6, 16, tzinfo=UTC), (
        "sixty days on it is Labour Day: the first day after"
    )
    ends(walk, "made")
    assert (walk.case.stage, walk.case.state) == (Stage.CLOSED, 11)
    walk.ask(end_side(walk, "kept", None))
    assert (walk.case.sides, walk.case.state) == ({}, 11)


def commitments(walk: Walk) -> list[CommitmentMade]:
    return [event for event in walk.events if isinstance(event, CommitmentMade)]


def test_what_is_promised_and_by_whom_is_on_record_with_the_submission() -> None:
    walk = submitted(FORM, RULES, LEASE, without=("rules", "lease"), says={"application.commitment": True})
    (made,) = commitments(walk)
    terms = RULES.committed
    assert terms is not None
    assert (made.party, made.at) == ("applicant", walk.now)
    assert made.texts == {"rules": terms.digest}, "nobody promised the others"
    kinds = [event.kind for event in walk.events]
    assert kinds[kinds.index("application_submitted") + 1] == "commitment_made"
    ends(walk, "pass", "grant")
    assert walk.case.commitment == Commitment(at=made.at, party="applicant")
    assert "承诺" not in made.model_dump_json(), "an event holds the name of the text, its release the text"


def represented() -> Walk:
    return Walk(
        region(FORM, RULES),
        ITEM,
        "small",
        courier=True,
        says={"application.commitment": True},
        mandate=Mandate(since=date(2026, 3, 1), until=date(2026, 12, 31)),
    )


@pytest.mark.parametrize(("who", "party"), [(AGENT, "agent"), (APPLICANT, "applicant")])
def test_who_submits_an_application_has_promised_what_it_promises(who: Actor, party: str) -> None:
    walk = represented()
    walk.ask(commands.Submit(at=walk.now, by=who, files=walk.files.listed, incomplete=True))
    assert [made.party for made in commitments(walk)] == [party]


@pytest.mark.parametrize(("who", "party"), [(AGENT, "agent"), (APPLICANT, "applicant")])
def test_where_a_file_submits_it_who_stated_the_application_has_promised(who: Actor, party: str) -> None:
    walk = represented()
    walk.case = evolve(None, walk.events[0].model_copy(update={"by": who}))
    walk.supply()
    assert [made.party for made in commitments(walk)] == [party]


def test_another_wording_is_another_promise() -> None:
    words = {"zh": "本人承诺：制度已经建立！", "en": "I promise: the rules are in place."}
    other = material("rules", committed={**PROMISE, "text": words})
    unsaid = material("rules", committed={**PROMISE, "text": None})
    named = set()
    for one in (RULES, other, unsaid):
        walk = submitted(FORM, one, without=("rules",), says={"application.commitment": True})
        named.add(commitments(walk)[0].texts["rules"])
    assert len(named) == 3
    assert None in named, "rules that do not say it leave it unsaid"


def test_who_checks_a_promise_is_shown_what_was_promised_when_and_by_whom() -> None:
    walk = submitted(FORM, RULES, without=("rules",), says={"application.commitment": True})
    ends(walk, "pass", "grant")
    (shown,) = show_sides(walk.release, walk.case)
    (promise,) = shown["promises"]
    assert (promise["material"], promise["name"]) == ("rules", {"zh": "rules", "en": "rules"})
    assert (promise["text"], promise["made_by"]) == (PROMISE["text"], "applicant")
    assert promise["digest"] == commitments(walk)[0].texts["rules"]
    assert promise["made_at"] == time(walk.release, commitments(walk)[0].at)
    described = SCHEMAS["Task"]["properties"]
    assert set(described) >= set(shown)
    assert set(described["promises"]["items"]["properties"]) == set(promise)


def test_a_promise_not_kept_is_recorded_once_the_case_is_closed_and_revokes() -> None:
    walk = submitted(FORM, RULES, without=("rules",), says={"application.commitment": True})
    ends(walk, "pass", "grant")
    assert refused(walk, end_side(walk, "not-kept")).code == "not_closed"
    ends(walk, "made")
    assert refused(walk, end_side(walk, "not-kept", None)).code == "reason_needed"
    walk.ask(end_side(walk, "not-kept"))
    assert (walk.case.state, walk.case.sides) == (15, {})


def test_who_promises_nothing_gives_it_and_nothing_is_checked() -> None:
    walk = submitted(FORM, RULES, without=("rules",), says={"application.commitment": False})
    assert walk.case.wanting == ("rules",)
    assert (commitments(walk), walk.case.commitment) == ([], None)
    supply(walk, "rules")
    ends(walk, "pass", "grant", "made")
    assert walk.case.sides == {}


def test_a_refusal_leaves_nothing_to_check() -> None:
    walk = submitted(FORM, RULES, without=("rules",), says={"application.commitment": True})
    ends(walk, "pass", "refuse")
    assert walk.case.sides == {}
