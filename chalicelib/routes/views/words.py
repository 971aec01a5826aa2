"""Times, days and names of units as every view shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.cases.case import Case
from chalicelib.cases.item_of_case import item_of
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import End
from chalicelib.decisions.forms.unit import APPLICANT, PARCEL, every_unit
from chalicelib.decisions.roles import units_of

_HOLDERS = {
    APPLICANT: Text(zh="申请人", en="the applicant"),
    PARCEL: Text(zh="快递途中", en="with the courier"),
}


_KINDS = {
    "party": Text(zh="当事人", en="party"),
    "unit": Text(zh="办理单位", en="unit"),
    "inspectors": Text(zh="勘验人员", en="inspectors"),
    "parcel": Text(zh="快递包裹", en="parcel"),
}

_ENDS = {
    End.GRANTED: Text(zh="准予", en="granted"),
    End.REFUSED: Text(zh="不予许可", en="refused"),
    End.NOT_ACCEPTED: Text(zh="不予受理", en="not accepted"),
    End.GIVEN_UP: Text(zh="视为放弃", en="given up"),
    End.WITHDRAWN: Text(zh="已撤回", en="withdrawn"),
    End.REVOKED: Text(zh="已撤销", en="revoked"),
}


_REVOKED = 15
"""The national code of a state in which what was granted is revoked, if only after the close."""


def end_name(end: End | None, state: int | None) -> dict[str, str] | None:
    """How a case has ended or cannot but end, in both languages."""
    if end is None:
        return None
    return _ENDS[End.REVOKED if state == _REVOKED else end].model_dump()


def time(release: Release, at: datetime | None) -> str | None:
    """ISO 8601 with the office's offset, in whole seconds."""
    zone = ZoneInfo(release.region.time_zone)
    return None if at is None else at.astimezone(zone).isoformat(timespec="seconds")


def in_office_time(release: Release, content: Any) -> Any:
    """Values within values, with each time in them as ``time`` shows it."""
    if isinstance(content, datetime):
        return time(release, content)
    if isinstance(content, Mapping):
        return {name: in_office_time(release, each) for name, each in content.items()}
    if isinstance(content, list | tuple):
        return [in_office_time(release, each) for each in content]
    return content


def day(on: object) -> str | None:
    return None if on is None else str(on)


def unit_name(release: Release, unit: str) -> dict[str, str]:
    """A unit's name in both languages; of a unit that the release does not know, what it is called by."""
    for each in every_unit(release.units):
        if each.unit == unit:
            return each.name.model_dump()
    return {"zh": unit, "en": unit}


def holder_name(release: Release, holder: str) -> dict[str, str]:
    """Who holds a paper, in both languages."""
    known = _HOLDERS.get(holder)
    return unit_name(release, holder) if known is None else known.model_dump()


def holder_kind(release: Release, item: str, holder: str, since: date) -> dict[str, Any]:
    """
    What holds a paper since a day: a party, a parcel, the inspectors of the item, or another unit; and how
    that is called.
    """
    kind = {APPLICANT: "party", PARCEL: "parcel"}.get(holder, "unit")
    if holder in units_of(release.items[item], "inspects", release.units, since):
        kind = "inspectors"
    return {"holder_kind": kind, "holder_kind_name": _KINDS[kind].model_dump()}


def material_name(release: Release, case: Case, material: str) -> dict[str, str] | None:
    """How a material of a case's item is called; None of one that the item has no more."""
    known = item_of(release, case).materials
    return next((each.name.model_dump() for each in known if each.material == material), None)
