"""
Put the rows of sheets, as XML, into a workbook that openpyxl has written without them.

A sheet has many cells and each is a few characters; one string a row takes a fifth of the time.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from chalicelib.authoring.workbook.cells.cells import Shown
from chalicelib.authoring.workbook.cells.text import escaped

_END = b"</sheetData>"
_DAY_ZERO = date(1899, 12, 30)
"""Excel's day 0, right from 1900-03-01 on."""
_MADE = (1980, 1, 1, 0, 0, 0)
"""The time of each part, and of the whole: the same rules give the same bytes."""
_PROPERTIES = "docProps/core.xml"
_TIME = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z")


def row_xml(number: int, cells: Sequence[Shown], styles: Sequence[int], height: float) -> str:
    """One row; ``styles`` are the numbers of the cells' formats, ``height`` is in points."""
    made = [
        _cell(f"{_letter(place)}{number}", value, style)
        for place, (value, style) in enumerate(zip(cells, styles, strict=True), start=1)
    ]
    return f'<row r="{number}" ht="{height}">{"".join(made)}</row>'


def filled(workbook: bytes, rows: Mapping[str, Iterable[str]]) -> bytes:
    """
    The workbook with rows after those that its sheets have.

    Args:
        rows: by the path of the sheet within the file.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as made,
    ):
        for name in given.namelist():
            content = given.read(name)
            if name in rows:
                head, tail = content.split(_END, 1)
                content = head + "".join(rows[name]).encode() + _END + tail
            if name == _PROPERTIES:
                content = _TIME.sub(b"1980-01-01T00:00:00Z", content)
            part = zipfile.ZipInfo(name, _MADE)
            part.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(part, content)
    return out.getvalue()


def _cell(place: str, value: Shown, style: int) -> str:
    match value:
        case None:
            return f'<c r="{place}" s="{style}"/>'
        case str():
            text = escape(escaped(value))
            return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        case date():
            return f'<c r="{place}" s="{style}"><v>{(value - _DAY_ZERO).days}</v></c>'
        case _:
            return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


_LETTERS = [""] + [get_column_letter(number) for number in range(1, 703)]


def _letter(number: int) -> str:
    return _LETTERS[number]
