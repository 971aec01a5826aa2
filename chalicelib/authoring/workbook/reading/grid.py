"""Read the cells of a sheet, each with what is typed into it; nothing is worked out and nothing run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.workbook.cells.cells import Broken, Formula, Typed, Unfit
from chalicelib.authoring.workbook.cells.text import LONGEST, unescaped
from chalicelib.authoring.workbook.reading.formats import date_styles, shared_texts
from chalicelib.authoring.workbook.reading.package import Attributes, Package

ROWS, COLUMNS = 100_000, 400
_LETTERS = re.compile("[A-Z]{1,3}")


@dataclass
class Grid:
    """Rows by number, each with its cells by column number, both from 1; empty cells are left out."""

    rows: dict[int, dict[int, Typed]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)


class Reader:
    """Reads the sheets of one workbook."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._dates = date_styles(package)
        self._shared = [unescaped(text) for text in shared_texts(package)]
        self._epoch = CALENDAR_MAC_1904 if package.epoch_1904 else CALENDAR_WINDOWS_1900

    def grid(self, sheet: str) -> Grid:
        """
        The cells of a sheet.

        Raises:
            Unfit: it is larger than any of ours, or no sheet at all.
        """
        cells = _Cells(self._shared, self._dates, self._epoch)
        self._package.parse(self._package.sheets[sheet], cells.start, cells.end, cells.text)
        return cells.grid


class _Cells:
    """Gathers the cells while the XML goes by."""

    def __init__(self, shared: Sequence[str], dates: frozenset[str], epoch: datetime) -> None:
        self.grid = Grid()
        self._shared, self._dates, self._epoch = shared, dates, epoch
        self._row, self._column, self._row_name = 0, 0, "0"
        self._cells: dict[int, Typed] = {}
        self._kind, self._style = "n", "0"
        self._value: list[str] | None = None
        self._formula = False
        self._taking = False
        self._phonetic = False
        self._columns: dict[str, int] = {}

    def start(self, name: str, found: Attributes) -> None:
        if name == "c":
            self._cell(found)
        elif name in ("v", "t"):
            self._taking = self._value is not None and not self._phonetic
        elif name == "row":
            self._new_row(found)
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._phonetic = True
        elif name == "mergeCell":
            self.grid.merged.append(found.get("ref", "?")[:40])

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._taking = False
        elif name == "c":
            value = self._typed()
            if value is not None:
                self._cells[self._column] = value
            self._value = None
        elif name == "rPh":
            self._phonetic = False

    def text(self, more: str) -> None:
        if self._taking and self._value is not None:
            self._value.append(more)

    def _new_row(self, found: Attributes) -> None:
        number = found.get("r", "")
        self._row = int(number) if number.isdecimal() and len(number) < 8 else self._row + 1
        self._row_name = str(self._row)
        if self._row > ROWS:
            raise Unfit(say("too-large/too-many", rows=ROWS, columns=COLUMNS))
        self._column = 0
        self._cells = self.grid.rows.setdefault(self._row, {})

    def _cell(self, found: Attributes) -> None:
        self._kind, self._style = found.get("t", "n"), found.get("s", "0")
        self._value, self._formula = [], False
        place = found.get("r")
        self._column = self._column + 1 if place is None else self._number(place)
        if self._column > COLUMNS:
            raise Unfit(say("too-large/too-many", rows=ROWS, columns=COLUMNS))

    def _number(self, place: str) -> int:
        """The column of a cell; its row must be the one that it stands in."""
        letters = place.rstrip("0123456789")
        known = self._columns.get(letters)
        if known is None:
            known = self._columns[letters] = _column(letters)
        if place[len(letters) :] != self._row_name:
            raise Unfit(say("damaged"))
        return known

    def _typed(self) -> Typed:
        text = "".join(self._value or ())
        if self._formula:
            return Formula(text[:40])
        return self._of_kind(text) if text else None

    def _of_kind(self, text: str) -> Typed:
        match self._kind:
            case "s":
                return self._of_shared(text)
            case "inlineStr" | "str":
                return _whole_text(text)
            case "b":
                return text == "1"
            case "e":
                return Broken(text[:40])
            case "d":
                return _iso(text)
            case _:
                return self._numeric(text)

    def _of_shared(self, text: str) -> Typed:
        number = int(text) if text.isdecimal() and len(text) < 9 else len(self._shared)
        return (self._shared[number] or None) if number < len(self._shared) else Broken("#TEXT")

    def _numeric(self, text: str) -> Typed:
        try:
            number = float(text) if len(text) < 40 else float("nan")
            if self._style in self._dates:
                return self._day(text, number)
            return int(text) if text.isdecimal() else int(number) if number.is_integer() else number
        except (ValueError, OverflowError):
            return Broken("#NUM")

    def _day(self, text: str, number: float) -> Typed:
        """A cell with the format of a day: its number counts days, and Excel shows ##### where it cannot."""
        try:
            made = from_excel(number, self._epoch) if number >= 0 else None
        except (ValueError, OverflowError):
            made = None
        return made if isinstance(made, datetime) else Broken(text[:40], day=True)


def _column(letters: str) -> int:
    if _LETTERS.fullmatch(letters) is None:
        raise Unfit(say("damaged"))
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _whole_text(text: str) -> str:
    if len(text) > LONGEST:
        raise Unfit(say("too-long/formats", longest=LONGEST))
    return unescaped(text)


def _iso(text: str) -> Typed:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return Broken(text[:40], day=True)
