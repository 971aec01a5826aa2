"""Roles that are one unit, or the hall: a running case, its proof and what is promised book papers alike."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from chalicelib.authoring.advice.context import AdviceContext
from chalicelib.authoring.checking.plans.walking.at import Holder
from chalicelib.authoring.checking.plans.walking.kinds import Walks
from chalicelib.authoring.checking.plans.walking.ordinary import OrdinaryWays
from chalicelib.authoring.comparing.replaying.alike import Case
from chalicelib.authoring.comparing.replaying.replay import errands, replay
from chalicelib.authoring.explaining.goals import goals
from chalicelib.authoring.space.explained import explained
from chalicelib.cases import commands
from chalicelib.decisions.decide import decide, usual_facts
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import End, Plan
from chalicelib.decisions.forms.unit import ItemUnits, Unit
from chalicelib.decisions.ordinary_way import ordinary_way, visits
from chalicelib.routes.views.cases.case import _visits
from tests.cases.walks import CLERKS, begun
from tests.decisions.small_plans import end, outcome, plan, step, with_plan
from tests.fakes import MORNING, licang

ON_PAPER = "physician-practice-registration"
UNITS = [
    ItemUnits(decides="decides"),
    ItemUnits(decides="decides", handles="handles"),
    ItemUnits(decides="decides", handles="hall"),
    ItemUnits(decides="hall"),
    ItemUnits(decides="hall", handles="handles", makes="handles"),
]
NAMES = ["hall", "unit", "handles", "decides", "makes", "inspects"]
BOTH = list(product(NAMES, NAMES))
NAMED = [("named", "decides"), ("decides", "named"), ("named", "named"), ("hall", "named")]
"""A unit that the plan itself names."""


def handed(giver: str, taker: str) -> dict[str, object]:
    return {"hand_over": {"from": giver, "to": taker}}


def small(first: str, giver: str) -> Plan:
    """Papers go to the first; then the giver hands over what it has; what units still hold is gathered."""
    return plan(
        step("take", outcome("taken > give", **handed("applicant", first), visit=True), unit="handles"),
        step("give", outcome("given > gather", **handed(giver, "hall")), unit="decides"),
        step("gather", outcome("gathered > granted", **handed("units", "hall")), unit="hall"),
        end(End.GRANTED),
        paper_in="counter",
    )


def releases(channel: Plan) -> list[Release]:
    items = licang().items
    return [
        with_plan(channel, items={**items, ON_PAPER: items[ON_PAPER].model_copy(update={"units": units})})
        for units in UNITS
    ]


@pytest.mark.parametrize(("first", "giver"), BOTH)
def test_a_running_case_gathers_papers_where_its_proof_and_its_promise_do(first: str, giver: str) -> None:
    channel = small(first, giver)
    for release in releases(channel):
        item = release.items[ON_PAPER]
        running = begun(release, ON_PAPER, "small")
        for name in ("taken", "given"):
            (task,) = running.case.tasks.values()
            running.ask(commands.EndTask(at=running.now, by=CLERKS[0], task=task.id, outcome=name))
        gathers = bool(running.case.away_from_hall)
        assert bool(running.case.tasks) is gathers
        way = ordinary_way(release, channel, item, running.case.facts)
        assert ("gather" in [met.step.step for met in way]) is gathers
        proved = Walks(release).of(channel, item, running.case.facts)
        assert bool(proved.here("gather")) is gathers
        assert Holder.UNIT not in {at.papers for at in proved.here(End.GRANTED.value)}


@pytest.mark.parametrize(("first", "giver"), [*BOTH, *NAMED])
def test_a_merged_unit_holds_papers_alike_for_a_running_case_and_its_proof(first: str, giver: str) -> None:
    channel, today = small(first, giver), MORNING.date()
    for into in ("hall", "decides"):
        units = tuple(
            Unit(unit=name, name=Text(zh="单位", en="unit"), kind="department", until=until, joined=joined)
            for name, until, joined in (
                ("hall", None, None),
                ("decides", None, None),
                ("handles", today - timedelta(days=1), into),
                ("named", today - timedelta(days=1), into),
            )
        )
        item = licang().items[ON_PAPER].model_copy(update={"units": UNITS[1]})
        release = with_plan(channel, items={**licang().items, ON_PAPER: item}, units=units)
        running = begun(release, ON_PAPER, "small")
        for name in ("taken", "given"):
            (task,) = running.case.tasks.values()
            running.ask(commands.EndTask(at=running.now, by=CLERKS[0], task=task.id, outcome=name))
        walks = Walks(release, today)
        ((merged, day),) = walks.merged(item)
        proved = walks.of(channel, merged, running.case.facts, day)
        gathers = bool(running.case.away_from_hall)
        assert bool(proved.here("gather")) is gathers
        way = ordinary_way(release, channel, item, running.case.facts, today)
        assert ("gather" in [met.step.step for met in way]) is gathers
        before, after = Walks(release).merged(item)
        assert (before, after) == ((item, date.min), (merged, today))


@pytest.mark.parametrize(("first", "giver"), BOTH)
def test_what_items_share_is_the_way_of_each(first: str, giver: str) -> None:
    """Items that differ in nothing but their units, in one region, beside each by itself."""
    channel = small(first, giver)
    items = {
        f"item-{n}": licang().items[ON_PAPER].model_copy(update={"item": f"item-{n}", "units": units})
        for n, units in enumerate(UNITS)
    }
    release = with_plan(channel, items=items)
    shared, walks = OrdinaryWays(release), Walks(release)
    for item in items.values():
        assert shared.of(channel, item, {}) == ordinary_way(release, channel, item, {})
        alone = Walks(release).of(channel, item, {})
        assert walks.of(channel, item, {}).edges == alone.edges


def merged_today(channel: Plan) -> Release:
    """The item's ``handles`` goes into the hall on this day; every case takes the small channel."""
    yesterday = MORNING.date() - timedelta(days=1)
    named = ("hall", None, None), ("decides", None, None), ("handles", yesterday, "hall")
    units = tuple(
        Unit(unit=name, name=Text(zh="单位", en="unit"), kind="department", until=until, joined=joined)
        for name, until, joined in named
    )
    item = licang().items[ON_PAPER].model_copy(update={"units": UNITS[1], "rules": ()})
    last = licang().rules[-1].model_copy(update={"choose": "small", "when": ()})
    items = {**licang().items, ON_PAPER: item}
    return with_plan(channel, items=items, units=units, rules=(last,), invariants=(), examples=())


def gathered_with_a_visit() -> Plan:
    """The applicant hands in papers, and comes again where another unit than the hall has them."""
    again = outcome("gathered > granted", **handed("units", "hall"), visit=True)
    taken = outcome("taken > gather", **handed("applicant", "handles"), visit=True)
    steps = (step("take", taken, unit="handles"), step("gather", again, unit="hall"), end(End.GRANTED))
    return plan(*steps, paper_in="counter")


def test_visits_are_worked_out_by_the_units_of_the_day_wherever_they_are_told() -> None:
    channel, today = gathered_with_a_visit(), MORNING.date()
    release, before = merged_today(channel), today - timedelta(days=1)
    facts: dict[str, FactValue] = usual_facts(release)
    item = release.items[ON_PAPER]
    came = {day: decide(release, ON_PAPER, facts, day).visits for day in (before, today)}
    assert came == {before: 2, today: 1}
    found = replay(release, release, [(Case(ON_PAPER, facts, day), 1) for day in came], today)
    assert (found.old.visits, found.as_of[today].old.visits) == (3, 2)
    for day, visited in came.items():
        assert errands(release, channel, item, facts, day).visits == visited
        assert visits(OrdinaryWays(release, day).of(channel, item, facts)) == visited
        assert AdviceContext(release, day).efforts.of(ON_PAPER, "small", facts).visits == visited
        asked = explained(release, decide(release, ON_PAPER, facts, day), day)
        assert {goal.visits for goal in goals(asked) if goal.channel == "small"} == {visited}
    running = begun(release, ON_PAPER, "small")
    assert {day: _visits(running.case, release, day) for day in came} == came
