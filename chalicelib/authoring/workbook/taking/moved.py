"""
Find columns moved by themselves 单独移动的列: sorted, shifted or pasted, they no longer fit their rows.

In Excel it takes one click to sort a column and leave the others; then every name stands with another
item's code, and each cell for itself is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.workbook.cells.cells import Shown
from chalicelib.authoring.workbook.reading.findings import Finding
from chalicelib.authoring.workbook.reading.read import Lines
from chalicelib.authoring.workbook.sheets.columns import READER, Column
from chalicelib.authoring.workbook.taking.entries import Made

FEW = 3
"""So many rows with what only another row had are a column that was moved."""
MANY = 6
"""So many changes that leave each value as often as it was are no chance even of yes and no."""
_SHARE = 0.8


def moved(sheets: Mapping[str, tuple[Lines, Sequence[Made]]]) -> Iterator[Finding]:
    """The columns whose values stand in other rows than before, each at its heading."""
    for lines, each in sheets.values():
        known = [one for one in each if one.row is not None]
        if _codes_moved(lines, known):
            key = lines.sheet.place_of[lines.sheet.key[-1]]
            yield lines.finding(1, key, say("moved-column", rows=len(known)))
            continue
        for number, column in enumerate(lines.sheet.columns):
            if column.path == (READER,):
                continue
            if rows := _moved(column, known):
                yield lines.finding(1, number, say("moved-column", rows=rows))
            elif two := _swapped(column, known):
                yield lines.finding(
                    1, number, say("moved-column/exchanged", lines=[one.line.number for one in two])
                )


def _codes_moved(lines: Lines, known: Sequence[Made]) -> bool:
    """Whether rows bear another row's code, and still are what the hidden name says in most of the rest."""
    rows = {lines.sheet.key_of(one.row.entry): one.row.entry for one in known if one.row is not None}
    found: list[tuple[object, object]] = []
    for one in known:
        was = one.line.was
        if was is not None and was in rows and one.row is not None and one.line.was != _key(lines, one):
            others = [column for column in lines.sheet.columns if column.path[0] not in lines.sheet.key]
            stay = sum(column.show(one.entry) == column.show(rows[was]) for column in others)
            differs = any(column.show(one.entry) != column.show(one.row.entry) for column in others)
            if differs and stay >= _SHARE * len(others):
                found.append((was, _key(lines, one)))
    return len(found) >= FEW or (len(found) == 2 and found[0] == found[1][::-1])


def _key(lines: Lines, one: Made) -> tuple[str, ...]:
    return lines.sheet.key_of(one.entry)


def _moved(column: Column, known: Sequence[Made]) -> int:
    """In how many rows a column has what stood in another; 0 where that may be meant."""
    pairs = ((one.row.entry, one.entry) for one in known if one.row is not None)
    shown = [(column.show(was), column.show(now)) for was, now in pairs if was is not now]
    changed = [(was, now) for was, now in shown if was != now]
    if not changed:
        return 0
    return len(changed) if _exchanged(changed) or _foreign(column, known, changed) >= FEW else 0


def _exchanged(changed: Sequence[tuple[Shown, Shown]]) -> bool:
    """Whether what is new in these rows is what was there before, in another order, but for an end or so."""
    before, after = Counter(repr(was) for was, _ in changed), Counter(repr(now) for _, now in changed)
    same = (before & after).total()
    if len(after) > FEW:
        return len(changed) > FEW and same >= _SHARE * len(changed)
    return len(changed) >= MANY and len(after) > 1 and same >= len(changed) - (len(changed) > 2 * MANY)


def _swapped(column: Column, known: Sequence[Made]) -> list[Made]:
    """
    The rows that have each other's name now. Other values are exchanged because they are meant so; a name
    that one row alone had goes to another with its code, or by mistake.
    """
    if column.path[-1] not in ("zh", "en"):
        return []
    shown = [
        (one, repr(column.show(one.row.entry)), repr(column.show(one.entry))) for one in known if one.row
    ]
    had, new = Counter(was for _, was, _ in shown), {now for _, was, now in shown if was != now}
    gone = {was for _, was, now in shown if was != now and had[was] == 1}
    return [one for one, was, now in shown if was != now and now in gone and was in new]


def _foreign(column: Column, known: Sequence[Made], changed: Sequence[tuple[Shown, Shown]]) -> int:
    """How many values that one other row alone had stand in a row now that had another."""
    had = Counter(repr(column.show(one.row.entry)) for one in known if one.row is not None)
    new = {repr(now) for _, now in changed if now is not None and had[repr(now)] == 1}
    return len(new)
