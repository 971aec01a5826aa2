"""What every page for a member of staff has around it: who she is, and where her list is as she left it."""

from __future__ import annotations

import re
from typing import Any

from chalice.app import Request

from chalicelib.ports.people.identity import EVERY_UNIT, Caller, Staff
from chalicelib.routes.access.cookies import Cookie
from chalicelib.routes.views.words import unit_name
from chalicelib.services.permissions.check_route import open_to
from chalicelib.services.sign_on.colleagues import names_of_staff
from chalicelib.wiring import ports

KEPT = Cookie("desk")
"""What the list was last narrowed down to, as it stands in its address; nothing of a person is in it."""

_QUERY = re.compile(r"[A-Za-z0-9_.%=&-]{0,200}", re.ASCII)


def kept_query(request: Request) -> str:
    kept = KEPT.of(request, secure=ports().secure) or ""
    return kept if _QUERY.fullmatch(kept) else ""


def list_address(request: Request) -> str:
    """Where her list is, from the first page on, narrowed down as she left it."""
    kept = kept_query(request)
    return f"desk?{kept}" if kept else "desk"


def desk_frame(request: Request, who: Staff) -> dict[str, Any]:
    """What the frame of a page of the desk is made with."""
    release = ports().releases.get(ports().releases.active(ports().region))
    every = {"zh": "所有单位", "en": "all units"}
    units = [every if unit == EVERY_UNIT else unit_name(release, unit) for unit in who.units]
    offered = {name: open_to(route, who) for name, route in _OFFERED.items()}
    told = {"name": who.name or who.id, "units": units, "id": who.id, **offered}
    return {"who": told, "list": list_address(request), "staff_names": names_of_staff(ports())}


_OFFERED = {
    "works": "POST /desk/claim",
    "recuses": "POST /desk/cases/{no}/recusal",
    "supervises": "GET /supervision",
    "rules": "GET /policy",
}
"""What is offered on pages of the desk to those whose roles it is for, by the route that it leads to."""


def work_place(who: Caller | None) -> str:
    """The page that a member of staff begins at, from the first page on; "" of everybody else."""
    if not isinstance(who, Staff):
        return ""
    return next((path for path in ("desk", "policy") if open_to(f"GET /{path}", who)), "")
