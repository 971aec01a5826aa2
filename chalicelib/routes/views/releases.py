"""How the publication log is shown: with the office's time."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from chalicelib.decisions.forms.model import Release
from chalicelib.routes.views.words import time


def show_entries(release: Release, log: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [show_entry(release, entry) for entry in log]


def show_entry(release: Release, entry: dict[str, Any]) -> dict[str, Any]:
    """
    An entry of the log, or what begins with one. Its hash is over the time as it is kept, in UTC; ``at`` is
    None where somebody has made something of it that is no time.
    """
    at: datetime | None = None
    with suppress(ValueError, KeyError, TypeError):
        at = datetime.fromisoformat(entry["at"])
    return entry | {"at": time(release, at)}
