"""An officer with a workbook: opens it, finds cells by row and heading, and saves it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from chalicelib.authoring.checking.load import read
from chalicelib.authoring.workbook.reading.findings import WorkbookError
from chalicelib.authoring.workbook.taking.store import store
from chalicelib.authoring.workbook.taking.take import Taken, take
from chalicelib.authoring.workbook.write import workbook

TODAY = date(2026, 6, 1)
Edit = Callable[[Workbook], object]


def export(folder: Path, out: Path) -> Path:
    out.write_bytes(workbook(folder, read(folder)[0]))
    return out


def edited(folder: Path, *edits: Edit) -> Path:
    """The folder's workbook beside it, with edits made and saved by openpyxl, as Excel would."""
    file = export(folder, folder.with_suffix(".xlsx"))
    book = load_workbook(file)
    for edit in edits:
        edit(book)
    book.save(file)
    return file


def taken(folder: Path, *edits: Edit) -> Taken:
    return take(edited(folder, *edits), folder, TODAY)


def stored(folder: Path, *edits: Edit) -> Taken:
    """Taken in and written."""
    found = taken(folder, *edits)
    store(found, folder)
    return found


def refused(folder: Path, *edits: Edit) -> list[tuple[str, str, str]]:
    """For each mistake its cell, its code and how to mend it."""
    before = contents(folder)
    try:
        taken(folder, *edits)
    except WorkbookError as error:
        assert contents(folder) == before
        return [(str(one.cell), one.problem.code, one.problem.mend_zh) for one in error.findings]
    raise AssertionError("the workbook was taken")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}


def put(sheet: str, row: str, heading: str, value: object) -> Edit:
    """Write a value into the cell of the row that has ``row`` in one of its first three cells."""

    def edit(book: Workbook) -> None:
        to = book[sheet]
        cell = to.cell(row_of(to, row), column_of(to, heading))
        cell.value = value  # type: ignore[assignment]

    return edit


def drop(sheet: str, row: str) -> Edit:
    return lambda book: book[sheet].delete_rows(row_of(book[sheet], row))


def add(sheet: str, at: int | None = None, /, **cells: str | int | date | None) -> Edit:
    """A new row, at the end or before row ``at``, with cells by the Chinese part of their headings."""

    def edit(book: Workbook) -> None:
        to = book[sheet]
        if at is not None:
            to.insert_rows(at)
        number = to.max_row + 1 if at is None else at
        for heading, value in cells.items():
            to.cell(number, column_of(to, heading), value)

    return edit


def swap(sheet: str, one: int, other: int) -> Edit:
    """Two rows change places, with all their cells."""

    def edit(book: Workbook) -> None:
        to = book[sheet]
        for column in range(1, to.max_column + 1):
            first, second = to.cell(one, column), to.cell(other, column)
            first.value, second.value = second.value, first.value

    return edit


def cell(folder: Path, sheet: str, row: str, heading: str) -> object:
    """What the exported workbook shows."""
    to = load_workbook(export(folder, folder.with_suffix(".xlsx")))[sheet]
    return to.cell(row_of(to, row), column_of(to, heading)).value


def row_of(sheet: Worksheet, row: str) -> int:
    for number in range(2, sheet.max_row + 1):
        if row in [sheet.cell(number, column).value for column in (1, 2, 3)]:
            return number
    raise AssertionError(f"no row {row}")


def column_of(sheet: Worksheet, heading: str) -> int:
    for number in range(1, sheet.max_column + 1):
        if str(sheet.cell(1, number).value).split("\n")[0] == heading:
            return number
    raise AssertionError(f"no column {heading}")
