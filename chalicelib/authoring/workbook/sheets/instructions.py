"""Write the first sheet: how to fill in the workbook, Chinese first, English below."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from chalicelib.authoring.workbook.cells.labels import NOT
from chalicelib.authoring.workbook.sheets import style
from chalicelib.authoring.workbook.sheets.columns import Role, Sheet
from chalicelib.authoring.workbook.sheets.origin import Origin
from chalicelib.authoring.workbook.sheets.words import said, words
from chalicelib.decisions.forms.form import Text

NAME = "说明"
_WIDTH = 110
_ALIGN = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
_COMMANDS = (
    ".venv/bin/python -m chalicelib rules import 文件.xlsx {dir}",
    ".venv/bin/python -m chalicelib rules import 文件.xlsx {dir} --write",
)


def instruct(
    to: Worksheet, sheets: Sequence[Sheet], origin: Origin, folder: Path, region: Text, *, demonstration: bool
) -> None:
    """
    Write the sheet.

    Args:
        folder: what the workbook is exported from, and taken in to.
        demonstration: whether the region's own files call themselves demonstration data.
    """
    to.sheet_view.showGridLines = False
    to.column_dimensions["A"].width = 4
    to.column_dimensions["B"].width = _WIDTH
    style.paged(to, style.A4)
    to.page_setup.fitToHeight = 1
    title = Font(name=style.FACE, size=18, bold=True, color="34495E")
    _line(to, "", said("instructions", "title", region=region.zh).zh, title)
    _line(
        to,
        "",
        said("instructions", "title", region=region.en).en,
        Font(name=style.FACE, size=11, color="7A828A"),
    )
    _line(to, "", "")
    shown = _two_words(sheets)
    for language in ("zh", "en"):
        if demonstration:
            notice = Font(name=style.FACE, size=10, color="B5541C")
            _line(to, "!", getattr(said("instructions", "demonstration"), language), notice)
        _how_to(to, language, shown)
        if language == "zh":
            _commands(to, folder)
        _heading(to, getattr(said("instructions", "sheets"), language))
        for sheet in sheets:
            _line(to, "", _about(sheet, language))
        _colours(to, language)
        _line(to, "", "")
    told = said("instructions", "origin")
    _line(to, "", f"{told.zh} {told.en}: {origin.region} · {origin.digest[:16]}", style.QUIET_FONT)


def _about(sheet: Sheet, language: str) -> str:
    title, notice = sheet.title, sheet.notice
    return f"{title.zh}：{notice.zh}" if language == "zh" else f"{title.zh} {title.en}: {notice.en}"


def _how_to(to: Worksheet, language: str, shown: Mapping[str, str]) -> None:
    number = 0
    for part in ("change", "hand_in"):
        _heading(to, words()["instructions"][part]["title"][language])
        for line in words()["instructions"][part]["lines"]:
            number += 1
            _line(to, str(number), line[language].format(**shown))


def _two_words(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Two values of one of the region's own conditions, to show how conditions are written."""
    for column in (column for sheet in sheets for column in sheet.columns):
        said = [word for word in column.kind.choices if not word.startswith(NOT)]
        if len(said) > 1 and len(column.kind.choices) > len(said):
            return {"one": said[-2], "other": said[-1]}
    return {"one": "1", "other": "2"}


def _commands(to: Worksheet, folder: Path) -> None:
    font = Font(name="Consolas", size=10, color="1F7A6D")
    for command in _COMMANDS:
        _line(to, "", command.format(dir=shlex.quote(folder.as_posix())), font)


def _colours(to: Worksheet, language: str) -> None:
    _heading(to, getattr(said("instructions", "colours"), language))
    for role in Role:
        row = _line(to, "", words()["colours"][role.value][language])
        to.cell(row, 1).fill = style.head_fill(role)


def _heading(to: Worksheet, text: str) -> None:
    _line(to, "", "")
    _line(to, "", text, Font(name=style.FACE, size=12, bold=True, color="3B6EA5"))


def _line(to: Worksheet, number: str, text: str, font: Font = style.TEXT_FONT) -> int:
    row = to.max_row + 1 if to.cell(1, 2).value else 1
    to.cell(row, 1, number).font = font
    to.cell(row, 1).alignment = Alignment(horizontal="center", vertical="top")
    cell = to.cell(row, 2, text)
    cell.font, cell.alignment = font, _ALIGN
    size = float(font.size or 10) / 10
    to.row_dimensions[row].height = style.height([(text, _WIDTH)], size) * max(1.0, size * 0.8) - 4
    return row
