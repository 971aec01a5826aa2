"""Which numbers of a workbook are dates, and its shared texts."""

from __future__ import annotations

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from chalicelib.authoring.problems import Say
from chalicelib.authoring.workbook.cells import Unfit
from chalicelib.authoring.workbook.package import Attributes, Package
from chalicelib.authoring.workbook.text import LONGEST

_LOCAL_DATES = (*range(27, 37), *range(50, 59))
"""Formats of East Asian Excel that are dates, ECMA-376 part 1 §18.8.30."""
STYLES, SHARED = "xl/styles.xml", "xl/sharedStrings.xml"


def date_styles(package: Package) -> frozenset[str]:
    """The numbers of the cell formats that show a number as a date."""
    if not package.has(STYLES):
        return frozenset()
    custom: dict[int, str] = {}
    formats: list[int] = []
    inside = [False]

    def start(name: str, found: Attributes) -> None:
        if name == "numFmt":
            custom[_number(found.get("numFmtId"))] = found.get("formatCode", "")
        elif name == "cellXfs":
            inside[0] = True
        elif name == "xf" and inside[0]:
            formats.append(_number(found.get("numFmtId")))

    def end(name: str) -> None:
        inside[0] = inside[0] and name != "cellXfs"

    package.parse(STYLES, start, end)
    return frozenset(str(place) for place, number in enumerate(formats) if _is_date(number, custom))


def shared_texts(package: Package) -> list[str]:
    """
    The texts that cells refer to by number.

    Raises:
        Unfit: one is longer than Excel takes.
    """
    if not package.has(SHARED):
        return []
    found: list[str] = []
    parts: list[str] = []
    state = {"t": False, "phonetic": False}

    def start(name: str, _: Attributes) -> None:
        if name == "si":
            parts.clear()
        state["t"] = name == "t" and not state["phonetic"]
        state["phonetic"] |= name == "rPh"  # how a text is read aloud is not the text

    def end(name: str) -> None:
        if name == "si":
            found.append("".join(parts))
            if len(found[-1]) > LONGEST:
                raise Unfit("too-long", TOO_LONG)
        state["t"] = False
        state["phonetic"] &= name != "rPh"

    def text(more: str) -> None:
        if state["t"]:
            parts.append(more)

    package.parse(SHARED, start, end, text)
    return found


def _is_date(number: int, custom: dict[int, str]) -> bool:
    code = custom.get(number) or BUILTIN_FORMATS.get(number, "")
    return number in _LOCAL_DATES or bool(is_date_format(code))


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else 0


TOO_LONG = Say(
    f"单元格中的文字超过 {LONGEST} 个字符。",
    f"A cell holds more than {LONGEST} characters.",
    "请缩短。",
    "Shorten it.",
)
