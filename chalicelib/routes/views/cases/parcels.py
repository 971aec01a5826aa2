"""How the parcels of a case are shown: what each is for, and what its carrier told of it."""

from __future__ import annotations

from typing import Any

from chalicelib.cases.case import Case
from chalicelib.cases.parcels.on_its_way import awaits_courier
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.values import Shipment
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.ports import Ports
from chalicelib.routes.views.words import time

_NEWS = Text(zh="快递公司的消息", en="told by the carrier")
_UNDER_WAY = Text(zh="在路上", en="on its way")
_STATUS = {
    ShipmentStatus.REQUESTED: Text(zh="已下单，等快递员联系", en="ordered; the courier will call"),
    ShipmentStatus.NOT_FOUND: Text(zh="已下单，等快递员联系", en="ordered; the courier will call"),
    ShipmentStatus.LABEL_CREATED: Text(zh="已下单，等快递员联系", en="ordered; the courier will call"),
    ShipmentStatus.PICKED_UP: Text(zh="已取件，在路上", en="collected and on its way"),
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


def _said(status: ShipmentStatus | None) -> Text:
    """What a checkpoint says, in our words beside its carrier's."""
    return _NEWS if status is None else _STATUS.get(status, _UNDER_WAY)


def show_shipments(release: Release, case: Case) -> list[dict[str, Any]]:
    """The parcels as the case knows them."""
    return [_shipment(order, parcel, release) for order, parcel in case.shipments.items()]


def _shipment(order: str, parcel: Shipment, release: Release) -> dict[str, Any]:
    """A parcel, and when its courier is to come, if that is still to come: an applicant has to be at home."""
    agreed = parcel.pick_up if awaits_courier(parcel) else None
    pick_up = agreed and {"from": time(release, agreed.start), "until": time(release, agreed.end)}
    shown = parcel.model_dump(mode="json", exclude={"ordered_at", "pick_up", "signed_at", "composed_for"})
    return {"order": order, **shown, "pick_up": pick_up, "signed_at": time(release, parcel.signed_at)}


def show_parcels(ports: Ports, release: Release, case: Case) -> list[dict[str, Any]]:
    """
    Each parcel with the checkpoints that its carrier told of, the newest first: one read for all. What is not
    believed is left out, as is what was told of a case that was erased.
    """
    carriers = {courier.courier: courier.name.model_dump() for courier in release.couriers.values()}
    parcels = []
    shown = show_shipments(release, case)
    numbered = {f"{parcel['carrier']}#{parcel['number']}" for parcel in shown if parcel["number"]}
    waybills = {} if case.erased else ports.cases.waybills(numbered)
    for parcel in shown:
        known = waybills.get(f"{parcel['carrier']}#{parcel['number']}")
        events = () if known is None else known.events
        parcels.append(
            {
                **parcel,
                "carrier_name": carriers.get(parcel["carrier"]),
                "told": _STATUS.get(parcel["status"], _UNDER_WAY).model_dump(),
                "checkpoints": [
                    {
                        "at": time(release, event.at),
                        "told": _said(event.status).model_dump(),
                        "text": event.text,
                    }
                    for event in reversed(events)
                    if event.believed and event.text and event.at is not None
                ],
            }
        )
    return parcels
