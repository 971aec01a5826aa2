"""Write a folder's rules as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.workbook.cells.body import filled, row_xml
from chalicelib.authoring.workbook.cells.cells import Shown
from chalicelib.authoring.workbook.cells.kinds import Day, Whole
from chalicelib.authoring.workbook.sheets import instructions, style
from chalicelib.authoring.workbook.sheets import origin as origins
from chalicelib.authoring.workbook.sheets.columns import Column, Role, Sheet
from chalicelib.authoring.workbook.sheets.rows import Book, Row, book
from chalicelib.authoring.workbook.sheets.words import said
from chalicelib.decisions.forms.form import Text

ROOM = 500
"""Rows below the last that have drop-downs too, for new entries."""
LISTS = "取值"
_NARROW = 16
_DEMONSTRATION = "演示数据"
ROW_ID = said("columns", "row", "title")
SEPARATOR = "/"


def workbook(folder: Path, files: Folder) -> bytes:
    """
    The workbook of a region's folder, as the bytes of an .xlsx file.

    Args:
        files: the folder as ``authoring.checking.load.read`` gives it, without a mistake.
    """
    region = files.region.form if files.region else None
    name = region.name if region else Text(zh=folder.name, en=folder.name)
    came = origins.origin(folder, region.region if region else folder.name)
    demonstration = _DEMONSTRATION in (folder / "region.yaml").read_text(encoding="utf-8")
    return _Writer(book(files)).made(came, folder, name, demonstration=demonstration)


class _Writer:
    def __init__(self, content: Book) -> None:
        self._book = content
        self._made = Workbook()
        self._lists = self._made.create_sheet(LISTS)
        self._ranges: dict[tuple[str, ...], str] = {}

    def made(self, came: origins.Origin, folder: Path, region: Text, *, demonstration: bool) -> bytes:
        first = self._made.worksheets[0]
        first.title = instructions.NAME
        instructions.instruct(first, self._book.sheets, came, folder, region, demonstration=demonstration)
        bodies = {sheet.name: self._sheet(sheet) for sheet in self._book.sheets}
        hidden = self._made.create_sheet(origins.SHEET)
        hidden.sheet_state = "veryHidden"
        for line in came.rows():
            hidden.append(line)
        self._lists.sheet_state = "hidden"
        self._made.move_sheet(self._lists, len(self._book.sheets) + 1)
        self._calculate_nothing()
        out = io.BytesIO()
        self._made.save(out)
        paths = {sheet.title: f"xl/worksheets/sheet{n}.xml" for n, sheet in enumerate(self._made, start=1)}
        return filled(out.getvalue(), {paths[name]: body for name, body in bodies.items()})

    def _calculate_nothing(self) -> None:
        """Headings and names that begin with "=" are text, too: no word of a rule file is ever a formula."""
        for cell in (cell for sheet in self._made for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f":
                cell.data_type, cell.quotePrefix = "s", True

    def _sheet(self, sheet: Sheet) -> Iterator[str]:
        to = self._made.create_sheet(sheet.name)
        rows = self._book.rows[sheet.name]
        for number, column in enumerate(sheet.columns, start=1):
            self._head(to, number, column)
            self._drop_down(to, number, column, len(rows))
        hidden = get_column_letter(len(sheet.columns) + 1)
        to.cell(1, len(sheet.columns) + 1, f"{ROW_ID.zh}\n{ROW_ID.en}")
        to.column_dimensions[hidden].hidden = True
        headings = [(column.heading, column.width) for column in sheet.columns]
        to.row_dimensions[1].height = style.height(headings, 1.25)
        identity = [column.role is Role.IDENTITY for column in sheet.columns].index(False)
        to.freeze_panes = f"{get_column_letter(identity + 1)}2"
        to.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{max(2, len(rows) + 1)}"
        to.sheet_view.zoomScale = 90
        style.paged(to, style.A3)
        to.page_setup.orientation = "landscape"
        to.print_title_rows = "1:1"
        return self._body(to, sheet, rows)

    def _body(self, to: Worksheet, sheet: Sheet, rows: Sequence[Row]) -> Iterator[str]:
        looks = [self._looks(to, column) for column in sheet.columns]
        return _lines(sheet, rows, [*looks, self._hidden_look(to)])

    def _head(self, to: Worksheet, number: int, column: Column) -> None:
        cell = to.cell(1, number, column.heading)
        cell.font, cell.alignment, cell.border = style.HEAD_FONT, style.HEAD_ALIGN, style.BORDER
        cell.fill = style.head_fill(column.role)
        note = Comment(f"{column.note.zh}\n{column.note.en}", "零跑腿")
        lines = sum(1 + len(line) // 24 for line in (column.note.zh + column.note.en).split("\n"))
        note.width, note.height = 320, 40 + 18 * lines
        cell.comment = note
        below = to.column_dimensions[get_column_letter(number)]  # rows that are added have its format
        below.width, below.number_format = column.width, _number_format(column)
        below.font, below.alignment = style.TEXT_FONT, _align(column)

    def _drop_down(self, to: Worksheet, number: int, column: Column, rows: int) -> None:
        choices = column.kind.choices
        if not choices:
            return
        letter = get_column_letter(number)
        rule = DataValidation("list", formula1=self._range(choices), allow_blank=True)
        rule.showErrorMessage = not column.kind.open
        rule.errorTitle, rule.error = "请从列表选择 / choose from the list", column.note.zh[:200]
        rule.add(f"{letter}2:{letter}{rows + 1 + ROOM}")
        to.add_data_validation(rule)

    def _range(self, choices: tuple[str, ...]) -> str:
        """The choices stand once on the sheet of lists, however many columns take them."""
        if choices not in self._ranges:
            number = len(self._ranges) + 1
            for row, choice in enumerate(choices, start=1):
                cell = self._lists.cell(row, number)
                cell.value, cell.data_type = choice, "s"
            letter = get_column_letter(number)
            self._ranges[choices] = f"'{LISTS}'!${letter}$1:${letter}${len(choices)}"
        return self._ranges[choices]

    def _looks(self, to: Worksheet, column: Column) -> tuple[int, int]:
        """The formats of a column's cells: as usual, and of a text that Excel would take for a formula."""
        return self._format(to, column, quoted=False), self._format(to, column, quoted=True)

    def _format(self, to: Worksheet, column: Column, *, quoted: bool) -> int:
        cell = Cell(to, row=2, column=1)
        cell.font = style.QUIET_FONT if column.role is Role.READER else style.TEXT_FONT
        cell.border = style.BORDER
        cell.alignment = _align(column)
        fill = style.body_fill(column.role)
        if fill is not None:
            cell.fill = fill
        cell.number_format = _number_format(column)
        cell.quotePrefix = quoted
        return int(cell.style_id)

    def _hidden_look(self, to: Worksheet) -> tuple[int, int]:
        cell = Cell(to, row=2, column=1)
        cell.number_format = "@"
        return int(cell.style_id), int(cell.style_id)


def _lines(sheet: Sheet, rows: Sequence[Row], looks: Sequence[tuple[int, int]]) -> Iterator[str]:
    widths = [column.width for column in sheet.columns]
    for number, row in enumerate(rows, start=2):
        identity = SEPARATOR.join(sheet.key_of(row.entry))
        cells: list[Shown] = [*(column.show(row.entry) for column in sheet.columns), identity]
        formats = [look[_odd(cell)] for cell, look in zip(cells, looks, strict=True)]
        yield row_xml(number, cells, formats, style.height(zip(cells, widths, strict=False)))


def _odd(cell: Shown) -> bool:
    return isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "'")


def _align(column: Column) -> Alignment:
    return style.MIDDLE if column.width <= _NARROW else style.TEXT_ALIGN


def _number_format(column: Column) -> str:
    match column.kind:
        case Day():
            return "yyyy-mm-dd"
        case Whole():
            return "0"
        case _:
            return "@"
