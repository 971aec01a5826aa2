"""What was decided lately, kept without the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.adapters.dynamodb.cases.decided_cases import KEPT_DAYS, DecidedCases, _months
from chalicelib.cases.events import ChannelDecided
from chalicelib.ports.cases import Commit
from chalicelib.ports.rules.past_cases import Decided
from chalicelib.services.errors import RetryableError
from tests.adapters.a_case import AT, PERSON, Story, opened, release, running
from tests.adapters.moto_cloud import all_rows, refused
from tests.fakes import CHAIN, OneKey

FOOD = "food-business-licence"


@pytest.fixture
def cases(dynamodb: Any, table: str) -> CaseStore:
    return CaseStore(dynamodb, table, CHAIN, OneKey)


@pytest.fixture
def past(dynamodb: Any, table: str) -> DecidedCases:
    return DecidedCases(dynamodb, table)


def keep(cases: CaseStore, *stories: Story) -> None:
    for story in stories:
        for change in story.changes:
            cases.commit(change)


def decided_at(change: Commit, at: datetime) -> Commit:
    """The same change, its decision taken then."""
    events = tuple(
        event.model_copy(update={"at": at}) if isinstance(event, ChannelDecided) else event
        for event in change.events
    )
    return replace(change, events=events)


def recent(past: DecidedCases, most: int = 100, now: datetime = AT + timedelta(hours=1)) -> list[Decided]:
    return list(past.recent("licang", now, most))


def test_a_decision_of_the_rules_is_kept_in_the_same_commit(cases: CaseStore, past: DecidedCases) -> None:
    story = running(FOOD)
    keep(cases, story)
    assert recent(past) == [
        Decided(
            item=FOOD,
            application={"application.courier": True},
            on=AT.date(),
            at=AT,
            channel=story.case.channel,  # type: ignore[arg-type]
            rule="collect-at-inspection",
            release=release().digest,
            opened=story.case.opened_at,
        )
    ]


def test_what_is_kept_leads_to_no_person_and_no_case_and_is_forgotten(
    cases: CaseStore, dynamodb: Any, table: str
) -> None:
    story = running(FOOD)
    keep(cases, story)
    [row] = [row for row in all_rows(dynamodb, table) if row["pk"]["S"].startswith("DECIDED#")]
    for word in (story.no, PERSON.name, PERSON.phone, PERSON.address):
        assert word not in repr(row)
    assert int(row["ttl"]["N"]) == int((AT + timedelta(days=KEPT_DAYS)).timestamp())


def test_a_case_without_a_decision_leaves_nothing(cases: CaseStore, past: DecidedCases) -> None:
    keep(cases, opened(FOOD))
    assert recent(past) == []


def test_the_newest_come_first_across_months_and_no_more_than_asked_for(
    cases: CaseStore, past: DecidedCases
) -> None:
    days = [AT - timedelta(days=n) for n in (0, 20, 45, 200)]
    for day in days:
        story = running(FOOD, at=day)
        story.changes[-1] = decided_at(story.changes[-1], day)
        keep(cases, story)
    assert [one.at for one in recent(past)] == days
    assert [one.at for one in recent(past, most=2)] == days[:2]
    assert recent(past, now=AT - timedelta(days=150)) == recent(past)[3:]


def test_two_decisions_of_one_moment_are_both_kept_and_other_regions_are_not_mixed_in(
    cases: CaseStore, past: DecidedCases
) -> None:
    keep(cases, running(FOOD), running(FOOD, courier=False))
    assert len(recent(past)) == 2
    assert list(past.recent("elsewhere", AT, 10)) == []


def test_december_is_before_january() -> None:
    months: Iterator[datetime] = _months(datetime(2027, 1, 31, 12, tzinfo=UTC))
    found = [month.date() for month in months]
    assert found[:3] == [date(2027, 1, 1), date(2026, 12, 1), date(2026, 11, 1)]
    assert (len(found), found[-1]) == (13, date(2026, 1, 1))


def test_a_busy_table_may_be_asked_again(dynamodb: Any, past: DecidedCases) -> None:
    with refused(dynamodb, "Query", "ThrottlingException"), pytest.raises(RetryableError):
        recent(past)
