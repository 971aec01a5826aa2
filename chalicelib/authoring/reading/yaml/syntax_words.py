"""What is said of a file that is no YAML, each with the way to mend it."""

from __future__ import annotations

from chalicelib.authoring.findings.problems import Say


def first_sign(sign: str) -> Say:
    return Say(
        f"文字不能以“{sign}”开头。",
        f"A text cannot begin with '{sign}'.",
        "请把整段文字放进引号。",
        "Put the whole text in quotes.",
    )


def no_colon(key: str) -> Say:
    return Say(
        f"“{key[:40]}”后面没有冒号。",
        f"There is no colon after '{key[:40]}'.",
        "请写成“名称: 值”，冒号是半角的，后面空一格。",
        "Write 'key: value', with a blank after the colon.",
    )


def unusual(problem: str) -> Say:
    """What has no words of ours: the parser's own in brackets."""
    return Say(
        f"这一处不符合 YAML 的写法（{problem}）。",
        f"This place is no YAML ({problem}).",
        "请检查此行及上一行的缩进、引号和括号。",
        "Look at the indent, quotes and brackets of this line and the one before.",
    )


TAB = Say(
    "此行用制表符（Tab）缩进。",
    "This line is indented with a tab.",
    "请改用空格，每深一层两个。",
    "Use blanks, two for each level.",
)
MARK = Say(
    "行中有看不见的字节顺序标记（BOM）。",
    "There is a byte order mark within the file, which does not show.",
    "请删去此行重新输入，或以 UTF-8 编码另存。",
    "Delete this line and type it anew, or save the file again as UTF-8.",
)
QUOTE = Say(
    "从这里开始的引号没有闭合。",
    "The quotes that begin here are never closed.",
    "请在文字末尾补上同样的引号。",
    "Put the same sign at the end of the text.",
)
ESCAPE = Say(
    "双引号中反斜杠（\\）后面的内容不对。",
    "What follows the backslash within the quotes is not right.",
    "请写两个反斜杠，或改用单引号。",
    "Write two backslashes, or use single quotes.",
)
DASH = Say(
    "减号（-）后面没有空格。",
    "There is no blank after the dash.",
    "列表的每一项写成“- 内容”。",
    "Write each entry of a list as '- entry'.",
)
WIDE_COLON = Say(
    "这里用了全角冒号（：）。",
    "The colon here is a full-width one (：).",
    "请改用半角冒号，后面空一格：“名称: 值”。",
    "Use an ordinary colon with a blank after it: 'key: value'.",
)
NO_BLANK = Say(
    "冒号后面没有空格。",
    "There is no blank after the colon.",
    "请在冒号后空一格：“名称: 值”。",
    "Put a blank after it: 'key: value'.",
)
TWO_COLONS = Say(
    "一行里有两个“名称: 值”的冒号。",
    "There are two colons with blanks after them in one line.",
    "文字中有冒号的，请把整段文字放进引号；否则分成两行。",
    "Put text that holds a colon in quotes; otherwise make two lines of it.",
)
INDENTED = Say(
    "此行比上一行缩进得深，而上一行已经有值。",
    "This line is indented deeper than the one above, which has a value already.",
    "请与同级的行对齐；属于上一行的，请删去上一行冒号后的值。",
    "Align it with the lines of its level; if it belongs to the one above, take away that one's value.",
)
LEVEL = Say(
    "此行的缩进或开头（“- ”）与同级的行不一致。",
    "The indent of this line, or its '- ', is not that of the lines of its level.",
    "请与同级的行对齐，列表的每一项都以“- ”开头。",
    "Align it with them; each entry of a list begins with '- '.",
)
AFTER = Say(
    "引号或括号后面还有文字，或者少了冒号。",
    "There is more after the quotes or brackets, or a colon is missing.",
    "请检查此处和前面的引号是否成对，把整段文字放进一对引号。",
    "See that the quotes here and above come in pairs, and put the whole text within one pair.",
)
BRACKET = Say(
    "括号没有闭合，或各项之间缺少逗号。",
    "The brackets are not closed, or a comma is missing between entries.",
    "请补上“]”或“}”，各项之间用半角逗号隔开。",
    "Close them with ] or }, and put commas between the entries.",
)
SIGN = Say(
    "这里多了一个逗号或括号，或前面缺少内容。",
    "There is a comma or bracket too many, or something is missing before it.",
    "请删去它或补上内容；属于文字的，请把文字放进引号。",
    "Take it away or fill in what is missing; put text that it belongs to in quotes.",
)
BLOCK = Say(
    "“|”或“>”后面不能接文字。",
    "No text can follow | or > on its line.",
    "请把文字写在下一行并缩进，或把整段文字放进引号。",
    "Write the text on the next line, indented, or put it all in quotes.",
)
