"""What happened to a case, and its parcels, as ``views.whole`` shows them."""

from __future__ import annotations

from chalicelib.routes.described.kinds import (
    BASIS,
    DAY,
    NAME,
    TEXT,
    TIME,
    TRUTH,
    Schema,
    list_of,
    object_of,
    or_null,
)

ACT: dict[str, Schema] = {"at": TIME, "who": NAME, "unit": or_null(NAME), "did": list_of(NAME)}

_SHIPMENT: dict[str, Schema] = {
    "order": TEXT,
    "direction": TEXT,
    "task": TEXT,
    "carrier": TEXT,
    "number": or_null(TEXT),
    "status": TEXT,
    "recalled": TRUTH,
    "to_former_contact": TRUTH,
    "pick_up": or_null(object_of("上门时间 PickUp", {"from": TIME, "until": TIME})),
    "signed_at": or_null(TIME),
}
_TRACED: dict[str, Schema] = {
    "carrier_name": or_null(NAME),
    "told": NAME,
    "checkpoints": list_of(object_of("快递轨迹 Checkpoint", {"at": TIME, "told": NAME, "text": TEXT})),
}

SCHEMAS: dict[str, Schema] = {
    "Shipment": object_of("快递包裹 Shipment", _SHIPMENT, "A parcel; pick_up: when its courier is to come."),
    "Parcel": object_of(
        "快递包裹及轨迹 Parcel",
        {**_SHIPMENT, **_TRACED},
        "told: its status in words; checkpoints: what its carrier told of it, the newest first.",
    ),
    "Decided": object_of(
        "办理渠道的决定 Decided",
        {
            "channel": TEXT,
            "title": or_null(NAME),
            "rule": or_null(TEXT),
            "because": NAME,
            "basis": list_of(BASIS),
            "on": DAY,
            "release": TEXT,
        },
        "By which rule the channel was decided, why and on what basis; no rule where a person decided.",
    ),
}
