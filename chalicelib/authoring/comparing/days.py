"""Days on which something takes effect or ends 生效日: of whatever form says from when and until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from chalicelib.decisions.form import Form
from chalicelib.decisions.model import Release


def days_of(old: Release, new: Release, since: date) -> list[date]:
    """
    ``since``, and each later day on which something of either release comes or goes: a rule, an invariant,
    an item, whatever has dates.
    """
    found = {day for release in (old, new) for form in _dated(release) for day in _cuts(form)}
    return [since, *sorted(day for day in found if day > since)]


def _dated(release: Release) -> Iterable[Form]:
    yield from (*release.rules, *release.invariants)
    for item in release.items.values():
        yield item
        yield from item.rules


def _cuts(form: Form) -> Iterator[date]:
    """The first day of a form, and the day after its last one."""
    first, last = getattr(form, "from_", None), getattr(form, "until", None)
    if isinstance(first, date):
        yield first
    if isinstance(last, date) and last < date.max:
        yield last + timedelta(days=1)
