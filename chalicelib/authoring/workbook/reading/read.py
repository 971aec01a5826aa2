"""Read a workbook: the lines of each sheet by column, and where the workbook came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.workbook.cells.cells import Broken, Formula, Typed, Unfit, nearest
from chalicelib.authoring.workbook.cells.kinds import day_in_digits
from chalicelib.authoring.workbook.reading.findings import Finding, WorkbookError, finding, of_file
from chalicelib.authoring.workbook.reading.grid import Grid, Reader
from chalicelib.authoring.workbook.reading.package import Package
from chalicelib.authoring.workbook.sheets import instructions
from chalicelib.authoring.workbook.sheets import origin as origins
from chalicelib.authoring.workbook.sheets.columns import Sheet
from chalicelib.authoring.workbook.write import LISTS, ROW_ID, SEPARATOR

_SHOWN = 200
"""Mistakes told of one workbook; more are of one kind and mended together."""

_OF_PROGRAMS = "WpsReserved_"
"""Sheets of WPS's own begin so."""


@dataclass(frozen=True)
class Line:
    """A row as it was typed: cells by the number of the sheet's column; ``was`` is what the row was."""

    number: int
    cells: Mapping[int, Typed]
    was: tuple[str, ...] | None


@dataclass(frozen=True)
class Lines:
    """A sheet's lines; ``places`` has the workbook's column for each of the sheet's."""

    sheet: Sheet
    lines: tuple[Line, ...]
    places: Mapping[int, int]

    def finding(self, line: int, column: int, message: Message) -> Finding:
        """A mistake in a cell, by the number of the sheet's column; it says of which column it speaks."""
        named = finding(self.sheet.name, line, self.places[column], message)
        title, one = self.sheet.columns[column].title, named.problem
        told = one._replace(zh=f"“{title.zh}”：{one.zh}", en=f"{title.en}: {one.en}")
        return replace(named, problem=told)


class Workbook:
    """An opened workbook of ours. What it says of rules is read later, when the folder is known."""

    def __init__(self, path: Path) -> None:
        """
        Open the file and read where it came from.

        Raises:
            OSError: it cannot be read.
            WorkbookError: it is no workbook, or none of ours.
        """
        self._name = path.name
        try:
            self._package = Package(path)
            self._reader = Reader(self._package)
            self.origin = self._origin()
        except Unfit as unfit:
            raise of_file(self._name, unfit.message) from unfit

    def _origin(self) -> origins.Origin:
        if origins.SHEET not in self._package.sheets:
            raise Unfit(say("not-our-workbook"))
        rows = self._reader.grid(origins.SHEET).rows.values()
        return origins.from_rows([(str(row.get(1, "")), str(row.get(2, ""))) for row in rows])

    def check_fresh(self, now: origins.Origin) -> None:
        """
        The workbook must come from the folder as it is.

        Raises:
            WorkbookError: it does not.
        """
        try:
            origins.check_fresh(self.origin, now)
        except Unfit as unfit:
            raise of_file(self._name, unfit.message) from unfit

    def unread(self, known: Iterable[str]) -> Iterator[Finding]:
        """Sheets with something in them that nobody would read: a copy of one of ours, or one's own notes."""
        read = {*known, origins.SHEET, LISTS, instructions.NAME}
        for name in self._package.sheets:
            if name not in read and not name.startswith(_OF_PROGRAMS) and self._holds(name):
                yield from of_file(name, say("missing-sheet/unread", name=name)).findings

    def _holds(self, sheet: str) -> bool:
        """Whether anything is written in a sheet; of what cannot be read nobody can tell, so it is told."""
        try:
            return any(self._reader.grid(sheet).rows.values())
        except Unfit:
            return True

    def lines(self, sheet: Sheet) -> Lines:
        """
        The lines of a sheet that are not empty.

        Raises:
            WorkbookError: the sheet is missing, its headings are not as exported, or a cell holds what
                no cell may: formulas, errors, merged cells.
        """
        if sheet.name not in self._package.sheets:
            raise of_file(self._name, say("missing-sheet", name=sheet.name))
        try:
            grid = self._reader.grid(sheet.name)
        except Unfit as unfit:
            raise of_file(sheet.name, unfit.message) from unfit
        found = list(_odd(sheet, grid))
        places, hidden = _headings(sheet, grid, found)
        found += [] if found else _beside(sheet, grid)
        if found:
            raise WorkbookError(found[:_SHOWN])
        columns = {place: number for number, place in places.items()}
        lines = (
            _line(number, row, columns, hidden) for number, row in sorted(grid.rows.items()) if number > 1
        )
        return Lines(sheet, tuple(line for line in lines if line.cells), places)


def _line(number: int, row: Mapping[int, Typed], columns: Mapping[int, int], hidden: int | None) -> Line:
    cells = {
        columns[place]: value
        for place, value in row.items()
        if place in columns and not (isinstance(value, str) and not value.strip())
    }
    was = row.get(hidden) if hidden is not None else None
    return Line(number, cells, tuple(was.split(SEPARATOR)) if isinstance(was, str) else None)


def _odd(sheet: Sheet, grid: Grid) -> Iterator[Finding]:
    for merged in grid.merged:
        yield Finding(finding(sheet.name, 1, 1, say("merged-cells")).problem, f"{sheet.name}!{merged}")
    for number, row in grid.rows.items():
        for place, value in row.items():
            if isinstance(value, Formula):
                yield finding(sheet.name, number, place, say("formula"))
            elif isinstance(value, Broken):
                yield finding(sheet.name, number, place, _broken(value))


def _broken(cell: Broken) -> Message:
    if not cell.day:
        return say("broken-cell")
    meant = day_in_digits(cell.text)
    return say("broken-cell/day", said=cell.text, day=meant or "2018-04-01")


def _beside(sheet: Sheet, grid: Grid) -> Iterator[Finding]:
    """What stands in columns without a heading: nobody would read it."""
    headed = grid.rows.get(1, {})
    for number, row in sorted(grid.rows.items()):
        for place, value in sorted(row.items()):
            blank = isinstance(value, str) and not value.strip()
            if place not in headed and not blank:
                yield finding(sheet.name, number, place, say("heading/none"))


def _headings(sheet: Sheet, grid: Grid, found: list[Finding]) -> tuple[dict[int, int], int | None]:
    """The workbook's column of each of the sheet's columns, and of the rows' hidden names."""
    wanted = {_plain(column.heading): number for number, column in enumerate(sheet.columns)}
    places: dict[int, int] = {}
    hidden = None
    for place, value in sorted(grid.rows.get(1, {}).items()):
        name = _plain(str(value))
        if name == _plain(f"{ROW_ID.zh}\n{ROW_ID.en}"):
            hidden = place
        elif name in wanted and wanted[name] not in places:
            places[wanted[name]] = place
        elif name not in sheet.others or _used(grid, place):
            found.append(finding(sheet.name, 1, place, _heading(str(value), sheet)))
    if not places:
        found[:] = [finding(sheet.name, 1, 1, say("heading/first-row"))]
        return places, hidden
    for number, column in enumerate(sheet.columns):
        if number not in places:
            found.append(finding(sheet.name, 1, number + 1, say("missing-column", title=column.title)))
    return places, hidden


def _used(grid: Grid, place: int) -> bool:
    """Whether anything stands in a column below its heading."""
    return any(str(row.get(place, "")).strip() for number, row in grid.rows.items() if number > 1)


def _plain(heading: str) -> str:
    return " ".join(heading.split())


def _heading(value: str, sheet: Sheet) -> Message:
    mend = nearest(value, {one.heading: one.title.zh for one in sheet.columns})
    shown = _plain(value)[:40]
    return say("heading", shown=shown, mend=mend)
