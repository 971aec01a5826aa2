"""Whether a parcel of a case is still on its way 在途: by its trace, and by what staff found out of it."""

from __future__ import annotations

from chalicelib.cases.case import Case
from chalicelib.cases.parcels.status import GIVEN_UP, WITH_COURIER, under_way

_LEFT = WITH_COURIER | GIVEN_UP
"""In these no courier comes for a parcel any more: it has left its sender, or nobody follows it."""


def on_its_way(case: Case, order: str) -> bool:
    """
    Whether a courier may still come or bring something for an order. What its trace told last stays, such as
    a signature by proxy, when staff have recorded that it is there: once its task is over and no paper is in
    it, it has come to its end all the same.
    """
    parcel = case.shipments[order]
    if not under_way(parcel.status):
        return False
    awaited = case.task_of(order) is not None or parcel.task in case.sides
    return awaited or bool(case.in_parcel(order)) or parcel.status not in _LEFT
