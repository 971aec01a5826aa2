"""
What a member of staff has to do with a case, by her units: the one place that says so. Units are as in force
today; one that was merged into another is followed there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from chalicelib.cases.case import Case
from chalicelib.decisions.forms.unit import HALL
from chalicelib.decisions.roles import units_of
from chalicelib.ports.people.identity import EVERY_UNIT, Staff, StaffRole
from chalicelib.ports.ports import Ports
from chalicelib.services.permissions.roles import roles_of
from chalicelib.services.permissions.table import PERMISSIONS, Relation
from chalicelib.services.serving import serves


def permitted(ports: Ports, who: Staff, route: str, case: Case) -> bool:
    """Whether a route is for a role of hers that stands to a case as the table of permissions wants it."""
    permission = PERMISSIONS[route]
    return any(relates(ports, who, case, permission[role]) for role in roles_of(who) & permission.keys())


def relates(ports: Ports, who: Staff, case: Case, relation: Relation) -> bool:
    """
    Whether she stands so to a case of her region, as its head tells it. That her units *had* something to do
    for it only its events tell (``find_for_staff``).
    """
    if case.region != ports.region:
        return False
    match relation:
        case Relation.NONE:
            return True
        case Relation.OWN | Relation.TASK:
            return False  # staff are no party by their office; of a task its unit is asked
        case Relation.SUPERVISED:
            return StaffRole.SUPERVISOR in who.roles and serves_one(
                ports, who, _of(ports, case, "supervises")
            )
        case Relation.AT_HAND:
            in_tasks = (task.unit for task in case.tasks.values())
            return serves_one(ports, who, (HALL, *_of(ports, case, "handles"), *in_tasks))
        case Relation.LIMITS:
            return serves_one(ports, who, _of(ports, case, "handles", "decides"))
        case Relation.CONCERNED:
            in_tasks = (task.unit for task in case.tasks.values())
            beside = (side.unit for side in case.sides.values())
            return serves_one(ports, who, (*in_tasks, *beside))
        case _:
            assert_never(relation)


def serves_one(ports: Ports, who: Staff, units: Iterable[str]) -> bool:
    """Whether one of these units is hers; those plainly hers come first, they cost no look at the rules."""
    named = dict.fromkeys(units)
    if EVERY_UNIT in who.units:
        return True
    return any(who.serves(unit) for unit in named) or any(serves(ports, who, unit) for unit in named)


def _of(ports: Ports, case: Case, *roles: str) -> tuple[str, ...]:
    """The units that have these roles for a case's item, by the rules it goes by."""
    item = ports.releases.get(case.release).items[case.item]
    return tuple(unit for role in roles for unit in units_of(item, role))
