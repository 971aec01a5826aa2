"""Turn the lines of a sheet into entries of rule files; what was not changed is the entry that it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.reading.yaml.signs import hidden
from chalicelib.authoring.workbook.cells.cells import Shown, Typed, Unfit
from chalicelib.authoring.workbook.reading.findings import Finding
from chalicelib.authoring.workbook.reading.read import Line, Lines
from chalicelib.authoring.workbook.sheets.columns import (
    GROUP,
    OWNER,
    READER,
    Column,
    Entry,
    blank,
    put,
)
from chalicelib.authoring.workbook.sheets.rows import Row


@dataclass(frozen=True)
class Made:
    """An entry, the line it was read from and the row it was; None for a new one."""

    entry: Entry
    line: Line
    row: Row | None
    groups: tuple[Made, ...] = ()
    """The rows that continue it, one a further group of conditions."""


def entries(lines: Lines, rows: Sequence[Row], findings: list[Finding]) -> list[Made]:
    """
    The entries of a sheet in its order.

    Args:
        rows: the sheet's rows as the folder has them.
        findings: what is wrong with cells is added here.
    """
    made = []
    for line, row in zip(lines.lines, _matched(lines, rows), strict=True):
        entry = _changed(lines, line, row, findings) if row else _new(lines, line, findings)
        made.append(Made(entry, line, row))
    _each_once(lines, made, findings)
    return made


def _matched(lines: Lines, rows: Sequence[Row]) -> list[Row | None]:
    """For each line the row that it was: the one of its name, or else, renamed, of its hidden name."""
    sheet = lines.sheet
    left = {sheet.key_of(row.entry): row for row in rows}
    named = [(sheet.place_of[name], name) for name in sheet.key]
    keys = [tuple(_said(line.cells.get(place, blank(name))) for place, name in named) for line in lines.lines]
    found = [left.pop(key, None) for key in keys]
    for number, line in enumerate(lines.lines):
        if found[number] is None and line.was is not None:
            found[number] = left.pop(line.was, None)
    return found


def _said(cell: Typed) -> str:
    """A cell as a part of a row's name; Excel gives days back with a time of zero."""
    return str(cell.date() if isinstance(cell, datetime) else cell)


def _changed(lines: Lines, line: Line, row: Row, findings: list[Finding]) -> Entry:
    entry = row.entry
    for number, column in enumerate(lines.sheet.columns):
        cell = line.cells.get(number)
        if not _alike(cell, column.show(row.entry)):
            entry = _put(lines, line, number, entry, findings)
    return entry


def _new(lines: Lines, line: Line, findings: list[Finding]) -> Entry:
    entry: Entry = {}
    for number, column in enumerate(lines.sheet.columns):
        if column.path != (READER,) and not _left_out(lines, line, number):  # a copied row brings it along
            entry = _put(lines, line, number, entry, findings)
    return entry


def _left_out(lines: Lines, line: Line, number: int) -> bool:
    """Whether a cell is rightly empty because its row only adds a group of conditions to a rule."""
    return line.cells.get(number) is None and _continues(lines, line) and not _of_group(lines, number)


def _continues(lines: Lines, line: Line) -> bool:
    place = lines.sheet.place_of.get(GROUP)
    return place is not None and line.cells.get(place, 1) not in (1, "1")


def _of_group(lines: Lines, number: int) -> bool:
    path = lines.sheet.columns[number].path
    return path[0] in ("when", OWNER, *lines.sheet.key)


def _put(lines: Lines, line: Line, number: int, entry: Entry, findings: list[Finding]) -> Entry:
    """The entry with what one cell says; what is wrong with it is among the findings."""
    column, cell = lines.sheet.columns[number], line.cells.get(number)
    if _continues(lines, line) and not _of_group(lines, number):
        findings.append(lines.finding(line.number, number, say("continued-row")))
        return entry
    try:
        value = _value(column, cell)
    except Unfit as unfit:
        findings.append(lines.finding(line.number, number, unfit.message))
        return entry
    return put(lines.sheet, entry, column.path, value)


def _value(column: Column, cell: Typed) -> object:
    if column.path == (READER,):
        if cell is not None:
            raise Unfit(say("read-only"))
        return None
    if cell is None:
        if column.required:
            raise Unfit(say("empty"))
        return None
    if isinstance(cell, str):
        _check_signs(cell.strip())
    return column.kind.read(cell)


def _check_signs(text: str) -> None:
    """Raise what keeps a rule file from holding a text as it is."""
    if "\t" in text:
        raise Unfit(say("yaml-character/tab"))
    strange = hidden(text)
    if strange is not None:
        raise Unfit(strange[1])


def _alike(cell: Typed, shown: Shown) -> bool:
    """
    Whether a cell holds what was put there; Excel gives days back with a time of zero, LibreOffice
    line breaks as single signs.
    """
    if isinstance(cell, str) and isinstance(shown, str):
        return cell == shown or cell.replace("\r\n", "\n") == shown.replace("\r\n", "\n")
    if type(cell) is type(shown):
        return bool(cell == shown)
    if isinstance(cell, datetime) and isinstance(shown, date):
        return cell == datetime(shown.year, shown.month, shown.day)  # noqa: DTZ001  # cells have no zone
    return isinstance(shown, str) and not shown.strip() and cell is None


def _each_once(lines: Lines, made: Sequence[Made], findings: list[Finding]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for one in made:
        key = lines.sheet.key_of(one.entry)
        first = seen.setdefault(key, one.line.number)
        if first != one.line.number and key[-1]:
            findings.append(
                lines.finding(
                    one.line.number,
                    lines.sheet.place_of[lines.sheet.key[-1]],
                    say("duplicate/entries", key=key[-1], first=first),
                )
            )
