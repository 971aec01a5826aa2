"""A page for a member of staff: who she is, where her lists are, and what she narrowed them down to last."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import urlencode

from chalice.app import Request, Response

from chalicelib.decisions.forms.model import Release
from chalicelib.ports.cases import Work
from chalicelib.ports.identity import EVERY_UNIT, Staff, StaffRole
from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.access.cookies import Cookie
from chalicelib.routes.pages.showing import release_in_force, show
from chalicelib.routes.pages.visitor import look_of
from chalicelib.routes.views.lights import light_of
from chalicelib.routes.views.words import unit_name
from chalicelib.wiring import world

KEPT = Cookie("desk")
"""What the list was last narrowed down to, as it stands in its address; nothing of a person is in it."""

_QUERY = re.compile(r"[A-Za-z0-9_.%=&-]{0,200}", re.ASCII)
_NAMED = re.compile(r"[a-z0-9_-]{1,60}", re.ASCII)
LIGHTS, HANDS = ("late", "soon", "fine", "open"), ("nobody", "me")


class Filters(NamedTuple):
    """What a list is narrowed down to; "" where it is not."""

    unit: str = ""
    step: str = ""
    item: str = ""
    hands: str = ""
    light: str = ""

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in self._asdict().items() if value})

    def with_light(self, light: str) -> str:
        """The query of the same list with another light."""
        return self._replace(light=light).query

    def picks(self, release: Release, who: Staff, line: Work) -> bool:
        """Whether a line is wanted; unit and step the list itself looks at."""
        if self.item and line.item != self.item:
            return False
        if self.hands and line.claimed_by != (who.id if self.hands == "me" else None):
            return False
        now = world().clock.now()
        return not self.light or light_of(release, line.due, now, late=line.late).kind == self.light


def filters_of(given: dict[str, str]) -> Filters:
    """Those of an address or a form; what is none of ours counts for nothing."""
    named = {name: given.get(name, "") for name in Filters._fields}
    known = {name: value if _NAMED.fullmatch(value) else "" for name, value in named.items()}
    known["light"] = known["light"] if known["light"] in LIGHTS else ""
    known["hands"] = known["hands"] if known["hands"] in HANDS else ""
    return Filters(**known)


def kept_query(request: Request) -> str:
    kept = KEPT.of(request, secure=world().secure) or ""
    return kept if _QUERY.fullmatch(kept) else ""


def list_address(request: Request) -> str:
    """Where her list is, from the first page on, narrowed down as she left it."""
    kept = kept_query(request)
    return f"desk?{kept}" if kept else "desk"


def works_on(who: Staff) -> bool:
    """Whether she ends tasks; others only look."""
    return StaffRole.OFFICER in who.roles


def show_to_clerk(
    request: Request, template: str, status: int = 200, here: str | None = None, **content: Any
) -> Response:
    """A page of the desk."""
    who, release = staff_of(request), release_in_force()
    every = {"zh": "所有单位", "en": "all units"}
    units = [every if unit == EVERY_UNIT else unit_name(release, unit) for unit in who.units]
    told = {"name": who.name or who.id, "units": units, "works": works_on(who), "id": who.id}
    look = look_of(request, here=here)
    return show(template, look, status, who=told, list=list_address(request), **content)
