"""How far a case has come, for its applicant: done, now, next; days; parcels; who holds which paper."""

from __future__ import annotations

from typing import Any

from chalicelib.cases.case import Case
from chalicelib.cases.parcels.shipments import ShipmentStatus
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import MILESTONES, Milestone
from chalicelib.decisions.plans import Met, ordinary_way
from chalicelib.ports.world import World
from chalicelib.routes.views.words import material_name, time

_UNDER_WAY = Text(zh="在路上", en="on its way")
_STATUS = {
    ShipmentStatus.REQUESTED: Text(zh="已下单，等快递员联系", en="ordered; the courier will call"),
    ShipmentStatus.NOT_FOUND: Text(zh="已下单，等快递员联系", en="ordered; the courier will call"),
    ShipmentStatus.LABEL_CREATED: Text(zh="已下单，等快递员联系", en="ordered; the courier will call"),
    ShipmentStatus.DELAYED: Text(zh="有些慢，我们在催", en="slow; we are asking after it"),
    ShipmentStatus.DAMAGED: Text(zh="可能破损，我们在处理", en="possibly damaged; we are seeing to it"),
    ShipmentStatus.OUT_FOR_DELIVERY: Text(zh="正在派送", en="out for delivery"),
    ShipmentStatus.ATTEMPT_FAILED: Text(zh="没有送到，会再送", en="not delivered; it will be tried again"),
    ShipmentStatus.READY_FOR_PICKUP: Text(
        zh="在驿站或快递柜，等您取", en="waits in a locker or shop for you"
    ),
    ShipmentStatus.DELIVERED_PROXY: Text(zh="他人代签", en="signed for by another"),
    ShipmentStatus.DELIVERED: Text(zh="已签收", en="signed for"),
    ShipmentStatus.CANCELLED: Text(zh="已取消", en="called off"),
    ShipmentStatus.RETURNING: Text(zh="正在退回", en="on its way back"),
    ShipmentStatus.RETURNED: Text(zh="已退回", en="returned"),
    ShipmentStatus.UNCLEAR: Text(zh="我们在核实", en="we are finding out"),
    ShipmentStatus.MISNUMBERED: Text(zh="我们在核实单号", en="we are checking its number"),
    ShipmentStatus.EXPIRED: Text(zh="很久没有消息，我们在核实", en="no news for long; we are finding out"),
}
"""What is told of a parcel; of others that it is on its way."""


def way_of(release: Release, case: Case, shown: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What is done, with its day; what is being done, and by whom; what comes next if nothing goes wrong."""
    days = [(shown["milestones"].get(milestone.value), title) for milestone, title in MILESTONES.items()]
    told = [(on, title) for on, title in days if on and title is not MILESTONES[Milestone.RECEIVED]]
    done = [{"title": title, "on": on} for on, title in sorted(told, key=lambda pair: pair[0])]
    now = [{"title": task["title"], "unit": task["unit_name"], "task": task} for task in shown["tasks"]]
    return {"done": done, "now": now, "next": _next(release, case, shown)}


def _next(release: Release, case: Case, shown: dict[str, Any]) -> list[dict[str, Any]]:
    plan = None if case.channel is None else release.plans.get(case.channel)
    if plan is None or shown["end"] is not None:
        return []
    facts = {**case.facts, CONSENT: case.application.get(CONSENT) is True}
    way = ordinary_way(release, plan, release.items[case.item], facts)
    names = [met.step.step for met in way]
    open_steps = [names.index(task["step"]) for task in shown["tasks"] if task["step"] in names]
    if not open_steps:
        return []
    return [{"title": met.step.title} for met in way[max(open_steps) + 1 :] if _tells(met)]


def _tells(met: Met) -> bool:
    """What offices hand to each other tells an applicant nothing."""
    handed = None if met.outcome is None else met.outcome.hand_over
    return met.step.by != "end" and (handed is None or handed.from_ not in ("units", "parcel"))


def clock_bars(shown: dict[str, Any]) -> list[dict[str, Any]]:
    """Each clock as a bar: the share of its days that is used, and its words."""
    bars = []
    for clock in shown["clocks"]:
        used = sum(span["days"] for span in clock["counted"])
        left = clock["left"] or 0
        whole = max(used + left if clock["running"] else _limit(clock), used, 1)
        bars.append({**clock, "used": used, "percent": round(100 * used / whole, 1), "whole": whole})
    return bars


def _limit(clock: dict[str, Any]) -> int:
    limit = clock["limit"]
    return int(limit.get("working_days") or limit.get("days") or 30 * limit.get("months", 0) or 1)


def held_papers(release: Release, case: Case, shown: dict[str, Any]) -> list[dict[str, Any]]:
    """Every paper that changes hands, by its name, and who has it since when."""
    held = []
    for paper, holding in shown["custody"].items():
        name = material_name(release, case.item, paper)
        title = name or release.items[case.item].result.name.model_dump()
        need = case.needs.get(paper)
        held.append(
            {
                **holding,
                "name": title,
                "returned": need is not None and need.returned,
                "kept": need is not None,
            }
        )
    return held


def sent_parcels(world: World, release: Release, case: Case, shown: dict[str, Any]) -> list[dict[str, Any]]:
    """Each parcel with what its carrier told of it, the newest first. What is not believed is left out."""
    carriers = {courier.courier: courier.name for courier in release.couriers.values()}
    parcels = []
    for parcel in shown["shipments"]:
        known = parcel["number"] and world.cases.waybill(f"{parcel['carrier']}#{parcel['number']}")
        events = () if not known or case.erased else known.events
        parcels.append(
            {
                **parcel,
                "carrier_name": carriers.get(parcel["carrier"]),
                "told": _STATUS.get(parcel["status"], _UNDER_WAY),
                "trace": [
                    {"at": time(release, event.at), "text": event.text}
                    for event in reversed(events)
                    if event.believed and event.text and event.at is not None
                ],
            }
        )
    return parcels
