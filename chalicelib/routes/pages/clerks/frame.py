"""What every page for a member of staff has around it: who she is, and where her list is as she left it."""

from __future__ import annotations

import re
from typing import Any

from chalice.app import Request

from chalicelib.ports.people.identity import EVERY_UNIT, Caller, Staff, StaffRole
from chalicelib.routes.access.cookies import Cookie
from chalicelib.routes.views.words import unit_name
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


def works_on(who: Staff) -> bool:
    """Whether she ends tasks; others only look."""
    return StaffRole.OFFICER in who.roles


def desk_frame(request: Request, who: Staff) -> dict[str, Any]:
    """What the frame of a page of the desk is made with."""
    release = ports().releases.get(ports().releases.active(ports().region))
    every = {"zh": "所有单位", "en": "all units"}
    units = [every if unit == EVERY_UNIT else unit_name(release, unit) for unit in who.units]
    told = {"name": who.name or who.id, "units": units, "works": works_on(who), "id": who.id}
    told["supervises"] = StaffRole.SUPERVISOR in who.roles
    told["rules"] = sees_rules(who)
    return {"who": told, "list": list_address(request), "staff_names": names_of_staff(ports())}


def has_desk(who: Staff) -> bool:
    """Whether she has lists at all: policy staff and operators have none."""
    return bool({StaffRole.OFFICER, StaffRole.SUPERVISOR} & set(who.roles))


def sees_rules(who: Staff) -> bool:
    """Whether the page of the rules in force is hers to see."""
    return bool({StaffRole.AUTHOR, StaffRole.APPROVER, StaffRole.OPERATOR} & set(who.roles))


def work_place(who: Caller | None) -> str:
    """The page that a member of staff begins at, from the first page on; "" of everybody else."""
    if not isinstance(who, Staff):
        return ""
    return "desk" if has_desk(who) else "policy" if sees_rules(who) else ""
