"""Demonstration people 演示人员 whom the local sign-on knows: made up, as are their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.unit import Unit, every_unit
from chalicelib.ports.people.identity import Staff, StaffRole
from chalicelib.texts.identity_kinds import IdentityKind


@dataclass(frozen=True)
class DemoPerson:
    """
    Someone who can be picked: ``id`` in addresses, what she is called and what she is there for in both
    languages, the claims that a token of hers has, and the name of the unit whose clerk she is.
    """

    id: str
    zh: str
    en: str
    claims: Mapping[str, Any]
    unit: Text | None = None

    @property
    def name(self) -> str:
        return str(self.claims["name"])


def _citizen(id: str, zh: str, en: str, name: str, number: str, kind: str = "111") -> DemoPerson:
    return DemoPerson(id, zh, en, {"name": name, "identity_kind": kind, "identity_number": number})


CITIZENS = (
    _citizen("applicant", "申请人（个人）", "applicant, a person", "王芳（演示）", "370213198802140009"),
    _citizen("elder", "申请人（老年业主）", "an elderly owner", "孙桂兰（演示）", "370213195309180003"),
    _citizen("agent", "代理人", "agent, who acts for others", "李强（演示）", "370213199107070007"),
    _citizen(
        *("shop", "申请人（企业）", "applicant, a company", "李沧演示餐饮有限公司"),
        *("91370213MA3D9K2T8Y", IdentityKind.USCC.value),
    ),
)
"""Nobody has their numbers: the order 000 is never given out, and the company's code is made up."""

_OFFICE = (
    ("author", "政策编制人员", "policy author", "周策（演示）", StaffRole.AUTHOR),
    ("approver", "政策审批人员", "policy approver", "吴审（演示）", StaffRole.APPROVER),
    ("supervisor", "效能监督人员", "supervisor", "郑督（演示）", StaffRole.SUPERVISOR),
    ("operator", "系统运维人员", "operator", "冯维（演示）", StaffRole.OPERATOR),
)


def claims_of(staff: Staff, region: str) -> dict[str, Any]:
    """What a token says of a member of staff."""
    said = {
        "staff_number": staff.id,
        "name": staff.name or staff.id,
        "region": region,
        "units": list(staff.units),
        "roles": list(staff.roles),
    }
    return said if staff.cloud_users is None else said | {"cloud_users": list(staff.cloud_users)}


def demonstration_people(region: str, units: Iterable[Unit]) -> tuple[DemoPerson, ...]:
    """Applicants and agents, who keeps rules and looks after things, and two clerks of every unit."""
    return (*CITIZENS, *_of_office(region), *_clerks(region, units))


def clerk_numbers(unit: str) -> tuple[str, str]:
    """The staff numbers of a unit's two: whoever decides is another than who reviewed."""
    return f"{unit}-1", f"{unit}-2"


def _of_office(region: str) -> Iterator[DemoPerson]:
    for id, zh, en, name, role in _OFFICE:
        units = ("*",) if role is StaffRole.SUPERVISOR else ()
        staff = Staff(f"demo-{id}", units, (role.value,), name=name)
        yield DemoPerson(id, zh, en, claims_of(staff, region))


def _clerks(region: str, units: Iterable[Unit]) -> Iterator[DemoPerson]:
    for unit in every_unit(units):
        for n, number in enumerate(clerk_numbers(unit.unit), 1):
            staff = Staff(number, (unit.unit,), (StaffRole.OFFICER.value,), name=f"{unit.name.zh}演示人员{n}")
            zh, en = f"{unit.name.zh} 办理人员{n}", f"{unit.name.en}, clerk {n}"
            yield DemoPerson(number, zh, en, claims_of(staff, region), unit.name)
