"""The one clock: what is due is put on a queue; each piece is then done by itself (``do_due``)."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from chalicelib.ports.cases import DueKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from chalicelib.ports.cases import Due
    from chalicelib.ports.ports import Ports

LEASE = timedelta(minutes=15)
"""
What was put on the queue is not put there again for so long. It is longer than a full queue takes:
ten workers do some 1,600 polls a minute.
"""

MOST_WAITING = 3_000
"""Messages on the queue beyond which the clock sends nothing more: what is due waits in the table."""

_AT_ONCE = 100


def run_due(ports: Ports) -> int:
    """
    Put what is due on the queue, the oldest first, each row under a lease; how much it was. A clock that
    is stopped between lease and sending sends the row when the lease is over.
    """
    now = ports.clock.now()
    room = max(0, MOST_WAITING - ports.due.depth())
    mine = (
        {"kind": due.kind.value, "key": due.key}
        for due in _to_send(ports, now)
        if ports.due_rows.lease(due, now + LEASE)
    )
    sent = 0
    while batch := list(islice(mine, min(_AT_ONCE, room - sent))):
        ports.due.send(batch)
        sent += len(batch)
    return sent


def _to_send(ports: Ports, now: datetime) -> Iterator[Due]:
    """What is due; of a suspended carrier nothing, and one parcel once its time to be tried has come."""
    tries = {each.carrier: int(each.until <= now) for each in ports.due_rows.suspensions(ports.region)}
    for due in ports.due_rows.due(ports.region, now):
        carrier = due.key.partition("#")[0]
        if due.kind is DueKind.WAYBILL and carrier in tries:
            if tries[carrier] == 0:
                continue
            tries[carrier] -= 1
        yield due
