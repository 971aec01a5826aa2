"""Find which numbers of a workbook are dates, and its shared texts."""

from __future__ import annotations

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.workbook.cells.cells import Unfit
from chalicelib.authoring.workbook.cells.text import LONGEST
from chalicelib.authoring.workbook.reading.package import Attributes, Package

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
    texts = _Texts()
    if package.has(SHARED):
        package.parse(SHARED, texts.start, texts.end, texts.text)
    return texts.found


class _Texts:
    """Gathers texts, which may be in parts of different looks; how one is read aloud is no part of it."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._taking = self._aloud = False

    def start(self, name: str, _: Attributes) -> None:
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._aloud = True
        self._taking = name == "t" and not self._aloud

    def end(self, name: str) -> None:
        self._taking = False
        if name == "rPh":
            self._aloud = False
        elif name == "si":
            self.found.append("".join(self._parts))
            if len(self.found[-1]) > LONGEST:
                raise Unfit(say("too-long/formats", longest=LONGEST))

    def text(self, more: str) -> None:
        if self._taking:
            self._parts.append(more)


def _is_date(number: int, custom: dict[int, str]) -> bool:
    code = custom.get(number) or BUILTIN_FORMATS.get(number, "")
    return number in _LOCAL_DATES or bool(is_date_format(code))


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else 0
