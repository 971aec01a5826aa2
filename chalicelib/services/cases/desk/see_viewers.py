"""See who else has a case open 谁在看这一件, and be seen. It keeps nobody from anything."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from chalicelib.ports.clock import Clock
from chalicelib.ports.people.identity import Staff
from chalicelib.ports.people.viewers import Viewer, Viewers

RENEWED_SECONDS = 30
"""So often a page that is open says so."""

_GONE = timedelta(seconds=3 * RENEWED_SECONDS)
"""Who has not said so for so long has closed it."""


class Presence(Protocol):
    """What seeing each other needs of the world; by the real time, as pages are open in it."""

    @property
    def viewers(self) -> Viewers: ...
    @property
    def real_clock(self) -> Clock: ...


def see_viewers(ports: Presence, who: Staff, no: str) -> tuple[Viewer, ...]:
    """Who else has the case open, who came first first; and that she has."""
    now = ports.real_clock.now()
    there = [viewer for viewer in ports.viewers.of(no) if now - viewer.seen < _GONE]
    since = next((viewer.since for viewer in there if viewer.staff == who.id), now)
    ports.viewers.keep(no, Viewer(who.id, since, now))
    return tuple(sorted((viewer for viewer in there if viewer.staff != who.id), key=lambda each: each.since))
