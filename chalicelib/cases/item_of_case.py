"""The item of a case, as whoever applied found it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from chalicelib.cases.case import Case
from chalicelib.decisions.effect import as_of
from chalicelib.decisions.forms.model import Item, Release


def item_of(release: Release, case: Case) -> Item:
    """
    The item of a case with the materials of the local day on which it was opened.

    Raises:
        KeyError: the release has no such item.
    """
    opened = case.opened_at.astimezone(ZoneInfo(release.region.time_zone)).date()
    return as_of(release.items[case.item], opened)
