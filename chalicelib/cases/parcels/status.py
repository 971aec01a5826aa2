"""
Where a parcel is 寄递状态: one vocabulary for all carriers, and what its words mean together.

What adds traces up stands in ``shipments``, so that a check of rule files loads only the words.
"""

from __future__ import annotations

from enum import StrEnum


class ShipmentStatus(StrEnum):
    """
    Where a parcel is, the same words for every carrier 寄递状态.

    Members stand in the order of a parcel's way; of two events at the same moment the later member counts.
    A signature by proxy stands before one by the addressee, so that a bare "signed" never hides it.
    """

    REQUESTED = "requested"  # 已预约取件
    NOT_FOUND = "not_found"  # 暂无轨迹
    LABEL_CREATED = "label_created"  # 已下单
    PICKED_UP = "picked_up"  # 已揽收
    IN_TRANSIT = "in_transit"  # 在途
    DELAYED = "delayed"  # 超时、滞留、疑难
    DAMAGED = "damaged"  # 破损
    OUT_FOR_DELIVERY = "out_for_delivery"  # 派件
    ATTEMPT_FAILED = "attempt_failed"  # 派件失败
    READY_FOR_PICKUP = "ready_for_pickup"  # 投柜、驿站：还不在收件人手里
    DELIVERED_PROXY = "delivered_proxy"  # 代签
    DELIVERED = "delivered"  # 签收
    CANCELLED = "cancelled"  # 销单
    RETURNING = "returning"  # 退回
    RETURNED = "returned"  # 退签
    UNCLEAR = "unclear"  # 已签收，但分不清签收的是收件人还是寄件人，或是不是本件
    MISNUMBERED = "misnumbered"  # 快递公司给的单号不能用：不由轨迹得出
    EXPIRED = "expired"  # 停止跟踪
    LOST = "lost"  # 丢失：只由人认定

    @property
    def terminal(self) -> bool:
        """The carrier is not asked any more. An expired parcel is not at its end, only its tracking is."""
        return self in _TERMINAL

    @property
    def exceptional(self) -> bool:
        """Someone must look at it."""
        return self in _EXCEPTIONAL

    @property
    def delivered(self) -> bool:
        return self in _DELIVERED


S = ShipmentStatus
_DELIVERED = frozenset({S.DELIVERED, S.DELIVERED_PROXY})
_TERMINAL = _DELIVERED | {S.LOST, S.RETURNED, S.CANCELLED, S.EXPIRED, S.UNCLEAR, S.MISNUMBERED}
SETTLED_BY_STAFF = frozenset(
    {
        S.DELIVERED_PROXY,
        S.DAMAGED,
        S.LOST,
        S.DELAYED,
        S.EXPIRED,
        S.RETURNING,
        S.UNCLEAR,
        S.MISNUMBERED,
    }
)
"""In these a person asks the applicant or the carrier, then records the outcome of the step."""

REFUSED = "refused"
"""Of an order that the carrier would not take; no status of a trace."""

WITH_COURIER = frozenset(
    {
        S.PICKED_UP,
        S.IN_TRANSIT,
        S.DAMAGED,
        S.OUT_FOR_DELIVERY,
        S.READY_FOR_PICKUP,
        S.DELIVERED,
        S.DELIVERED_PROXY,
        S.ATTEMPT_FAILED,
        S.RETURNING,
        S.RETURNED,
        S.UNCLEAR,
        S.LOST,
    }
)
"""In these the parcel has left its sender."""

NEVER_WENT = frozenset({REFUSED, S.CANCELLED.value, S.RETURNED.value})
"""In these no courier comes or carries any more, and the sender has the papers."""

GIVEN_UP = frozenset({S.LOST.value, S.EXPIRED.value, S.MISNUMBERED.value})
"""In these nobody follows the parcel any more: what is in it is not on its way."""

TURNED_BACK = frozenset({S.RETURNING, S.RETURNED, S.UNCLEAR, S.LOST})
"""Told of a parcel that had been signed for: its addressee does not have it, or it is doubtful who does."""

_EXCEPTIONAL = SETTLED_BY_STAFF | {S.ATTEMPT_FAILED, S.RETURNED}


def under_way(status: str) -> bool:
    """Whether a courier may still come or bring something."""
    return status not in NEVER_WENT and status not in (S.DELIVERED.value, S.LOST.value)
