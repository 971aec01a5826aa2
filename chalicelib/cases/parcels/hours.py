"""Hours of opening as rule files write them, and how few of them are of use to a courier."""

from __future__ import annotations

from datetime import time, timedelta

from chalicelib.decisions.forms.region import Opening

SHORTEST = timedelta(hours=1)
"""The least that a courier needs to come: the windows that carriers offer are of one or two hours."""


def hours_of(opening: Opening) -> tuple[time, time]:
    """From when until when, of a text such as 09:00-12:00."""
    opens, _, closes = opening.partition("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)
