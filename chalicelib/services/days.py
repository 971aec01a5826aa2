"""The local day of a region: where aware UTC becomes the office's date."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from chalicelib.decisions.forms.model import Release


def local_day(release: Release, at: datetime) -> date:
    return at.astimezone(ZoneInfo(release.region.time_zone)).date()
