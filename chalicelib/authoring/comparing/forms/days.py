"""Days on which something takes effect or ends 生效日: a rule, an invariant, an item."""

from __future__ import annotations

from datetime import date

from chalicelib.decisions.effect import cut_days, days_of
from chalicelib.decisions.forms.form import CHANNEL
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.tables import as_decision, decisions


def changing_days(old: Release, new: Release, since: date) -> list[date]:
    """``since``, and each later day on which something of either release comes or goes."""
    each = [as_decision(one, name) for one in (old, new) for name in _named(one)]
    found = {day for one in each for day in (*days_of(one), *cut_days(one.invariants))}
    return [since, *sorted(day for day in found if day > since)]


def _named(release: Release) -> tuple[str, ...]:
    """All its decisions, or the one that it is looked at as."""
    return decisions(release) if release.decides == CHANNEL else (release.decides,)
