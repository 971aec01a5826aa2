"""Cases in every stage, with every field filled somewhere, and how they are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.cases import commands
from chalicelib.cases.parcels.waybill import Waybill
from chalicelib.cases.values import Line
from chalicelib.decisions.plans import find_step
from chalicelib.ports.cases import Commit
from tests.adapters import a_case
from tests.adapters.a_case import APPLICANT, AT, COURIER, SYSTEM, Story, opened, ordered, running


def keep(store: CaseStore, story: Story) -> Story:
    for change in story.changes:
        store.commit(change)
    return story


def booking(story: Story, number: str = "EM001") -> Commit:
    """The courier has taken the order: case, effect and waybill change together."""
    order = story.order
    waybill = Waybill(
        carrier="ems",
        number=number,
        order=order,
        case=story.no,
        region="licang",
        booked_at=AT,
        due=AT + timedelta(hours=2),
    )
    command = commands.RecordBooking(at=AT, by=COURIER, order=order, number=number)
    return story.tell(command, done=order, waybill=waybill)


def stories() -> Iterator[Any]:
    """Cases in every stage and with every field filled somewhere."""
    yield pytest.param(opened, id="waiting for materials")
    yield pytest.param(running, id="at its first step")
    yield pytest.param(incomplete, id="submitted incomplete")
    yield pytest.param(corrected, id="in a correction")
    yield pytest.param(posted, id="with a booked parcel")
    yield pytest.param(online, id="closed with a document and rated")
    yield pytest.param(late, id="late")
    yield pytest.param(withdrawn, id="withdrawn")


def incomplete() -> Story:
    """Submitted with one file of all; another comes afterwards."""
    story = opened()
    first, second = story.case.open_materials[:2]
    story.upload(first, "good")
    story.tell(commands.Submit(at=AT, by=APPLICANT, files=story.files.listed, incomplete=True))
    story.upload(second, "later")
    return story


def corrected() -> Story:
    story = running()
    line = Line(material="floor-plan", problem="平面图无比例尺", mend="请补充比例尺后重新上传")
    story.end("correct", [line])
    return story


def posted() -> Story:
    story, _ = ordered()
    booking(story)
    story.tell(commands.RecordTracking(at=AT, by=COURIER, order=story.order, status="in_transit"))
    return story


def online() -> Story:
    story = running("investment-project-filing")
    walk(story, lambda: story.task.by != "staff")
    order = story.order
    issue = commands.RecordDocumentIssued(at=AT, by=SYSTEM, effect=order, key=f"documents/{story.no}/x.json")
    story.tell(issue, done=order)
    story.tell(commands.RateCase(at=AT, by=APPLICANT, score=1))
    return story


def late() -> Story:
    """Something is not done in time: nothing follows by itself but that it is late."""
    story = running()
    walk(story, lambda: story.task.due is not None and story.task.by == "staff")
    due = story.task.due
    assert due is not None
    story.at = due + timedelta(days=1)
    story.tell(commands.ExpireTask(at=story.at, by=SYSTEM, task=story.task.id))
    assert story.task.late
    return story


def walk(story: Story, there: Callable[[], bool]) -> None:
    """Each step ends with its first outcome until the case is ``there``."""
    while not there():
        channel = story.case.channel
        assert channel is not None
        plan = a_case.release().plans[channel]
        outcome = find_step(plan, story.task.step).outcomes[0]
        story.end(outcome.outcome, number="鲁青2026-001" if outcome.number else None)


def withdrawn() -> Story:
    story = opened()
    story.tell(commands.Withdraw(at=AT, by=APPLICANT))
    return story
