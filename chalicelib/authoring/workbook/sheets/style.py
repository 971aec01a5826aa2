"""Style the workbook: quiet, with one colour for each kind of column."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from chalicelib.authoring.workbook.sheets.columns import Role

A3, A4 = "8", "9"
FACE = "Microsoft YaHei"
_LINE = Side(style="thin", color="D9DEE5")
BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEAD = {
    Role.IDENTITY: "34495E",
    Role.FACT: "1F7A6D",
    Role.OUTCOME: "B5541C",
    Role.TEXT: "3B6EA5",
    Role.READER: "8A949E",
}
BODY = {
    Role.IDENTITY: "EEF1F4",
    Role.FACT: "F2FAF8",
    Role.OUTCOME: "FDF3EC",
    Role.READER: "F5F5F5",
}
HEAD_FONT = Font(name=FACE, size=10, bold=True, color="FFFFFF")
HEAD_ALIGN = Alignment(horizontal="center", vertical="center", wrap_text=True)
TEXT_FONT = Font(name=FACE, size=10, color="222222")
QUIET_FONT = Font(name=FACE, size=10, color="7A828A")
TEXT_ALIGN = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_INDENT = 2
"""Columns of letters that the indent of a text takes."""
_LINE_HEIGHT, _MARGIN, LOW, HIGH = 15.0, 6.0, 22.0, 405.0
"""Points: a line of text, what is above and below, the lowest row and the highest that Excel has."""


def height(texts: Iterable[tuple[object, int]], fullness: float = 1.0) -> float:
    """
    The height of a row, in points, in which all texts can be read.

    Args:
        texts: each with the width of its column, in characters.
        fullness: how much wider than usual the letters are.
    """
    told = ((text, (width - _INDENT) / fullness) for text, width in texts if isinstance(text, str))
    lines = max((_lines(text, width) for text, width in told), default=1)
    return min(HIGH, max(LOW, lines * _LINE_HEIGHT + _MARGIN))


def _lines(text: str, width: float) -> int:
    if 2 * len(text) < width and "\n" not in text:
        return 1
    # in UTF-8 a Chinese character takes three bytes and on the sheet two columns
    return sum(max(1, ceil((len(part) + len(part.encode())) / 2 / width)) for part in text.split("\n"))


def paged(to: Worksheet, paper: str) -> None:
    """Each printed page is as wide as the sheet, and says at its foot which sheet it is of."""
    to.page_setup.paperSize = paper
    to.page_setup.fitToHeight = 0
    to.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    to.oddFooter.center.text = "&A  &P / &N"  # type: ignore[union-attr]  # every new sheet has one


def head_fill(role: Role) -> PatternFill:
    return PatternFill("solid", fgColor=HEAD[role])


def body_fill(role: Role) -> PatternFill | None:
    return PatternFill("solid", fgColor=BODY[role]) if role in BODY else None
