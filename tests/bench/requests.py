"""What one case costs in requests to the cloud, by channel, beside the least that would do."""

from __future__ import annotations

import logging
from typing import Any

from tests.metered.walk import Walk, metered_office
from tests.services.scene import ITEMS

FLOORS = {
    "outbound_courier": 44,
    "two_way_courier": 61,
    "inspection_collection": 48,
    "fully_online": 30,
    "one_visit": 51,
}
"""
Worked out by hand: three requests an opening, three a file, two an outcome and one more where it issues a
notice (acceptance, grant), two or three an effect, three a poll with news. Of the demonstration region's
channels, each with one item.
"""

GOAL = 1.25


def requests() -> dict[str, dict[str, Any]]:
    """By channel: the requests of one case from opening to end, its floor, and what each call made."""
    logging.getLogger("zero-errand").setLevel(logging.WARNING)
    return {channel: _of(channel) for channel in FLOORS}


def _of(channel: str) -> dict[str, Any]:
    with metered_office() as at:
        walk = Walk(at, ITEMS[channel])
        walk.to_the_end()
        meter = at.meter
        kinds = {kind: [calls, meter.requests[kind]] for kind, calls in meter.calls.items()}
        return {
            "requests": meter.total,
            "floor": FLOORS[channel],
            "ratio": round(meter.total / FLOORS[channel], 2),
            "files": walk.files,
            "calls_and_requests": kinds,
        }


def show_requests(found: dict[str, dict[str, Any]]) -> None:
    print(f"\n{'requests of one case (goal: ratio up to 1.25)':46}{'requests':>9}{'floor':>7}{'ratio':>7}")
    for channel, row in found.items():
        verdict = "reached" if row["ratio"] <= GOAL else "NOT reached"
        print(f"{channel:46}{row['requests']:>9}{row['floor']:>7}{row['ratio']:>7}  {verdict}")
