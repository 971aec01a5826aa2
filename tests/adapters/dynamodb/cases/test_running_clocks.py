"""Running clocks are read without their cases, and so that nobody can be found by them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.cases import running_clocks
from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.adapters.dynamodb.cases.running_clocks import ClockRows
from chalicelib.cases.values import AskedClock
from chalicelib.ports.rules.running_clocks import Running
from tests.adapters.a_case import AT, PERSON, Story, opened, release, running
from tests.adapters.moto_cloud import all_rows
from tests.fakes import CHAIN, OneKey

FOOD = "food-business-licence"


@pytest.fixture
def cases(dynamodb: Any, table: str) -> CaseStore:
    return CaseStore(dynamodb, table, CHAIN, OneKey)


@pytest.fixture
def clocks(dynamodb: Any, table: str) -> ClockRows:
    return ClockRows(dynamodb, table)


def keep(cases: CaseStore, *stories: Story) -> None:
    for story in stories:
        for change in story.changes:
            cases.commit(change)


def test_a_running_clock_is_told_with_what_a_decision_may_look_at_and_no_more(
    cases: CaseStore, clocks: ClockRows
) -> None:
    story = running(FOOD)
    keep(cases, story, opened(FOOD))
    [run] = [run for run in story.case.clocks.values() if run.running]
    found = clocks.running("licang", 10)
    asked = AskedClock(
        item=FOOD,
        release=release().digest,
        opened_at=story.case.opened_at,
        application={"application.courier": True},
        run=run,
    )
    assert found == Running((asked,)), "and no draft, whose time runs out as well"
    for word in (story.no, PERSON.name, PERSON.phone, PERSON.address):
        assert word not in found.clocks[0].model_dump_json()
    assert clocks.running("elsewhere", 10) == Running(())


def test_a_clock_that_has_stopped_is_not_told_and_one_that_started_is(
    cases: CaseStore, clocks: ClockRows
) -> None:
    story = running(FOOD)
    before = set(story.case.clocks)
    story.end("pass")
    keep(cases, story)
    run = {name for name, one in story.case.clocks.items() if one.running}
    assert run
    assert before.isdisjoint(run)
    assert {one.run.clock for one in clocks.running("licang", 10).clocks} == run


def test_no_more_are_read_than_asked_for_those_that_are_looked_at_soonest_and_that_is_told(
    cases: CaseStore, clocks: ClockRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories = [running(FOOD, at=AT + timedelta(days=number)) for number in (2, 0, 1)]
    keep(cases, *stories)
    found = clocks.running("licang", 2)
    assert [one.opened_at for one in found.clocks] == [AT, AT + timedelta(days=1)]
    assert found.more
    assert not clocks.running("licang", 3).more
    monkeypatch.setattr(running_clocks, "LONGEST", 2)
    assert clocks.running("licang", 3).more, "what else waits is gone through only so far"


def test_a_hundred_clocks_cost_one_read_beside_the_index(
    cases: CaseStore, clocks: ClockRows, dynamodb: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(cases, *(running(FOOD) for _ in range(3)))
    monkeypatch.setattr(running_clocks, "_AT_ONCE", 2)
    asked: list[str] = []
    dynamodb.meta.events.register("before-call.dynamodb", lambda model, **_: asked.append(model.name))
    assert len(clocks.running("licang", 10).clocks) == 3
    assert asked == ["Query"] * 4 + ["BatchGetItem"] * 2


def test_rows_of_a_version_before_this_are_counted_as_unknown(
    cases: CaseStore, clocks: ClockRows, dynamodb: Any, table: str
) -> None:
    keep(cases, running(FOOD), running(FOOD))
    row = next(row for row in all_rows(dynamodb, table) if "clock" in row)
    old = {name: value for name, value in row.items() if name not in ("clock", "clock_schema")}
    dynamodb.put_item(TableName=table, Item=old)
    found = clocks.running("licang", 10)
    assert (len(found.clocks), found.unknown) == (1, 1)
