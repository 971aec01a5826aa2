"""Whether somebody serves a unit: her own, or one that was merged into it; and how she is told if not."""

from __future__ import annotations

from chalicelib.decisions.forms.unit import every_unit
from chalicelib.decisions.roles import followed
from chalicelib.ports.people.identity import Staff
from chalicelib.ports.ports import Ports
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem


def serves(ports: Ports, who: Staff, unit: str) -> bool:
    """Units as they are in force today are only looked up where the unit is not plainly hers."""
    if who.serves(unit):
        return True
    release = ports.releases.get(ports.releases.active(ports.region))
    return who.serves(followed(release.units, unit, local_day(release, ports.clock.now())))


_MOST_NAMED = 5


def other_unit(ports: Ports, who: Staff, zh: str, en: str) -> Problem:
    """
    403: what she asks for is other units' (``zh`` and ``en`` say what it is); names those that are hers, by
    which she sees a token that was made out for a unit there is not.
    """
    release = ports.releases.get(ports.releases.active(ports.region))
    known = {unit.unit: unit.name for unit in every_unit(release.units)}
    mine = [(known[one].zh, known[one].en) if one in known else _unknown(one) for one in who.units]
    more = "…" if len(mine) > _MOST_NAMED else ""
    names_zh = "、".join(name for name, _ in mine[:_MOST_NAMED]) + more or "无"
    names_en = ", ".join(name for _, name in mine[:_MOST_NAMED]) + more or "none"
    return Problem(403, "other_unit", f"{zh}（您的单位：{names_zh}）", f"{en} (yours: {names_en})")


def _unknown(name: str) -> tuple[str, str]:
    return f"“{name}”（没有这个单位）", f"'{name}' (there is no such unit)"
