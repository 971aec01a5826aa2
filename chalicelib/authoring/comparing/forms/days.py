"""Days on which something takes effect or ends 生效日: a rule, an invariant, an item."""

from __future__ import annotations

from datetime import date

from chalicelib.decisions.effect import cut_days, days_of
from chalicelib.decisions.model import Release


def changing_days(old: Release, new: Release, since: date) -> list[date]:
    """``since``, and each later day on which something of either release comes or goes."""
    found = {day for one in (old, new) for day in (*days_of(one), *cut_days(one.invariants))}
    return [since, *sorted(day for day in found if day > since)]
