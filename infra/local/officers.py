"""Who is named at a step that several officers do together 共同办理, beside whoever records its outcome."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.decisions.forms.unit import Unit, members_of


def others(units: Iterable[Unit], unit: str, item: str, number: int) -> tuple[str, ...]:
    """
    So many members of a unit who know the item, fewer where there are not so many; where a unit lists nobody
    any numbers will do.
    """
    listed = members_of(units, unit)
    if not listed:
        return tuple(f"demo-officer-{each}" for each in range(2, number + 2))
    return tuple(one.member for one in listed if item in (one.knows or (item,)))[:number]
