"""The first sheet: how to fill in the workbook, Chinese first, English below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from chalicelib.authoring.workbook.cells.labels import NOT
from chalicelib.authoring.workbook.sheets import style
from chalicelib.authoring.workbook.sheets.columns import Role, Sheet
from chalicelib.authoring.workbook.sheets.origin import Origin
from chalicelib.decisions.forms.form import Text

NAME = "说明"
_WIDTH = 110
_ALIGN = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
_ZH = (
    ("怎样修改", ""),
    ("1", "在各表中直接修改。有下拉箭头的从列表选择；标题格右上角有红点，鼠标移上去就看到填写说明。"),
    ("2", "加一行就是新增，删一整行就是删除，移动规则的行就是改变先后（剪切整行，右键“插入剪切的单元格”）。"),
    ("3", "改规则不删旧条：给旧条填“失效”日期，另加一行新规则，用新的代号，“生效”从次日起。"),
    (
        "4",
        "条件的写法：是、否；{one}|{other}（其中之一）；≥1、≤3、1–3（或 1至3）；"
        "非 {one}（不是）；空着＝不看。",
    ),
    ("5", "不要写公式，不要合并单元格，不要改标题行，不要改动或删除隐藏的表；列的次序可以移动。"),
    ("6", "数字前的 0 要保留的、以 = + - @ 开头的都是文字，请保持“文本”格式。"),
    ("怎样交回", ""),
    ("7", "保存为 .xlsx，运行下面第一条命令：它检查每个格，列出会改变哪些事项的渠道，什么也不写入。"),
    ("8", "确认无误后加 --write 写入规则文件；没有改动的地方一个字节也不变，注释都保留。"),
    ("9", "导出以后规则文件若被别人改过，工作簿会被拒绝：请重新导出，把修改填进去。"),
)
_EN = (
    ("How to change it", ""),
    ("1", "Edit the cells. Where there is an arrow choose from the list; the note of a heading explains it."),
    ("2", "A new row adds an entry, a deleted row removes it, a moved rule row changes the order."),
    (
        "3",
        "Never delete an old rule: fill in its 'until', and add a new one with a new code from the next day.",
    ),
    (
        "4",
        "Conditions: 是 yes, 否 no; {one}|{other} one of; ≥1, ≤3, 1–3 within; "
        "非 {one} is not; empty: not asked.",
    ),
    ("5", "No formulas, no merged cells; leave the headings and the hidden sheets; columns may be moved."),
    ("6", "Codes with leading zeros and text that begins with = + - @ stay in the format Text."),
    ("How to hand it in", ""),
    (
        "7",
        "Save as .xlsx and run the first command: it checks each cell, tells what moves, and writes nothing.",
    ),
    ("8", "Then --write; what was not changed stays as it is to the byte, comments and all."),
    ("9", "If the rule files changed after the export, the workbook is refused: export anew."),
)
_COMMANDS = (
    ".venv/bin/python -m chalicelib rules import 文件.xlsx {dir}",
    ".venv/bin/python -m chalicelib rules import 文件.xlsx {dir} --write",
)
_DEMONSTRATION = Text(
    zh="演示数据：事项名称是真实的，其余属性都是为演示而写的例子，未经核实，不是任何地区公布的清单或办事指南；"
    "正式使用前须由主管部门逐项核定。",
    en="Demonstration data: the items' names are real, all else is an example checked by nobody and not a "
    "published list or guide; the departments must settle each item before real use.",
)


def instruct(
    to: Worksheet, sheets: Sequence[Sheet], origin: Origin, region: Text, *, demonstration: bool
) -> None:
    """
    Write the sheet.

    Args:
        demonstration: whether the region's own files call themselves demonstration data.
    """
    to.sheet_view.showGridLines = False
    to.column_dimensions["A"].width = 4
    to.column_dimensions["B"].width = _WIDTH
    style.paged(to, style.A4)
    to.page_setup.fitToHeight = 1
    _line(
        to, "", f"{region.zh} · 零跑腿规则工作簿", Font(name=style.FACE, size=18, bold=True, color="34495E")
    )
    _line(to, "", f"{region.en}: zero-errand rules", Font(name=style.FACE, size=11, color="7A828A"))
    _line(to, "", "")
    words = _two_words(sheets)
    notice = Font(name=style.FACE, size=10, color="B5541C")
    if demonstration:
        _line(to, "!", _DEMONSTRATION.zh, notice)
    _lines(to, _ZH, words)
    _commands(to, origin)
    _heading(to, "各表")
    for sheet in sheets:
        _line(to, "", f"{sheet.title.zh}：{sheet.notice.zh}")
    _colours(to, 0)
    _line(to, "", "")
    if demonstration:
        _line(to, "!", _DEMONSTRATION.en, notice)
    _lines(to, _EN, words)
    _heading(to, "The sheets")
    for sheet in sheets:
        _line(to, "", f"{sheet.title.zh} {sheet.title.en}: {sheet.notice.en}")
    _colours(to, 1)
    _line(to, "", "")
    _line(to, "", f"来源 Origin: {origin.region} · {origin.digest[:16]}", style.QUIET_FONT)


def _two_words(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Two values of one of the region's own conditions, to show how conditions are written."""
    for column in (column for sheet in sheets for column in sheet.columns):
        said = [word for word in column.kind.choices if not word.startswith(NOT)]
        if len(said) > 1 and len(column.kind.choices) > len(said):
            return {"one": said[-2], "other": said[-1]}
    return {"one": "1", "other": "2"}


def _lines(to: Worksheet, lines: Iterable[tuple[str, str]], words: Mapping[str, str]) -> None:
    for number, text in lines:
        if text:
            _line(to, number, text.format(**words))
        else:
            _heading(to, number)


def _commands(to: Worksheet, origin: Origin) -> None:
    font = Font(name="Consolas", size=10, color="1F7A6D")
    for command in _COMMANDS:
        _line(to, "", command.format(dir=f"rules/{origin.region}"), font)


def _colours(to: Worksheet, language: int) -> None:
    _heading(to, ("颜色", "Colours")[language])
    for role in Role:
        row = _line(to, "", style.MEANING[role][language])
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
