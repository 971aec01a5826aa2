"""How the workbook looks: quiet, with one colour for each kind of column."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from chalicelib.authoring.workbook.columns import Role

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
MEANING = {
    Role.IDENTITY: ("深灰：代号，一行由它认定", "dark grey: the code by which a row is known"),
    Role.FACT: ("绿色：要素和条件", "green: facts and conditions"),
    Role.OUTCOME: ("橙色：渠道，规则的结果", "orange: the channel that comes out"),
    Role.TEXT: ("蓝色：名称、依据、日期、时限等", "blue: names, legal bases, dates, limits"),
    Role.READER: ("浅灰：只供阅读，导入时不读", "light grey: for the eye only, never imported"),
}
HEAD_FONT = Font(name=FACE, size=10, bold=True, color="FFFFFF")
HEAD_ALIGN = Alignment(horizontal="center", vertical="center", wrap_text=True)
TEXT_FONT = Font(name=FACE, size=10, color="222222")
QUIET_FONT = Font(name=FACE, size=10, color="7A828A")
TEXT_ALIGN = Alignment(vertical="center", wrap_text=True)
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
HEAD_HEIGHT = 46.0


def head_fill(role: Role) -> PatternFill:
    return PatternFill("solid", fgColor=HEAD[role])


def body_fill(role: Role) -> PatternFill | None:
    return PatternFill("solid", fgColor=BODY[role]) if role in BODY else None
