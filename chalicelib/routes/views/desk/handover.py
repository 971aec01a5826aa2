"""What changes hands, in lines to be signed 交接单: papers between people, parcels to a courier."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chalicelib.cases.case import LICENCE, Case
from chalicelib.cases.decide.papers.custody import handed, holder_named
from chalicelib.cases.parcels.on_its_way import on_its_way
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.values import Actor, Direction
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.unit import APPLICANT, PARCEL
from chalicelib.routes.views.desk.tasks import step_of
from chalicelib.routes.views.words import holder_name, material_name


def papers_to_hand_over(release: Release, case: Case, now: datetime, by: Actor) -> Iterator[dict[str, Any]]:
    """
    Each giver and taker of papers that the open tasks of a case have change hands, with what they are;
    ``units``: those whom that concerns.
    """
    recorder = EventRecorder(case, release, now, by)
    for task in case.tasks.values():
        step = step_of(release, case.channel, task.step)
        given = next((one.hand_over for one in step.outcomes if one.hand_over), None) if step else None
        if given is None:
            continue
        taker = holder_named(recorder, given.to, task)
        for giver, papers in handed(recorder, given, task):
            if papers:
                yield {
                    **_case(release, case),
                    "papers": _names(release, case, papers),
                    "giver": holder_name(release, giver),
                    "taker": holder_name(release, taker),
                    "units": {task.unit, giver, taker} - {APPLICANT, PARCEL},
                }


def parcels_to_hand_over(release: Release, case: Case) -> Iterator[dict[str, Any]]:
    """Each parcel that goes to the applicant and is not there yet: carrier, number, and what is in it."""
    carriers = {courier.courier: courier.name for courier in release.couriers.values()}
    for order, parcel in case.shipments.items():
        if parcel.direction is not Direction.OUTBOUND or not on_its_way(case, order):
            continue
        task = case.task_of(order)
        step = None if task is None else step_of(release, case.channel, task.step)
        inside = case.in_parcel(order) or case.to_hand_out(step.gives if step else None)
        yield {
            **_case(release, case),
            "papers": _names(release, case, inside),
            "carrier": carriers.get(parcel.carrier),
            "number": parcel.number,
        }


def _case(release: Release, case: Case) -> dict[str, Any]:
    name = release.items[case.item].name.model_dump()
    return {"no": case.no, "item_name": name, "applicant": case.applicant.masked or ""}


def _names(release: Release, case: Case, papers: tuple[str, ...]) -> list[dict[str, str]]:
    item = release.items[case.item]
    result = item.result.name.model_dump()
    return [result if paper == LICENCE else material_name(release, case, paper) or result for paper in papers]
