"""Read what a cell holds, and say what is wrong with one."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.authoring.findings.message import Both, Message, say
from chalicelib.authoring.findings.problems import meant, one_of
from chalicelib.decisions.limits import TEXT_BYTES

Shown = str | int | date | None
"""What is put into a cell."""


@dataclass(frozen=True)
class Formula:
    """A cell that is worked out by Excel. It is never taken: what it gives may change with every opening."""

    text: str


@dataclass(frozen=True)
class Broken:
    """A cell that shows an error of Excel's, such as #REF!; ``day``: that of a number that is no day."""

    text: str
    day: bool = False


Typed = str | int | float | bool | datetime | Formula | Broken | None
"""What may be found in a cell. A number without fraction is an int: a cell does not tell them apart."""


class Unfit(ValueError):  # noqa: N818  # not an error of ours: it carries what is wrong with a cell
    """A cell that cannot be taken, and the way to mend it."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


def tidy(text: str) -> str:
    """A text in which signs that look alike are one: for suggestions, and to find a word in a closed set."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def plain(text: str) -> str:
    """
    A text without blanks around it, full-width letters, digits and signs made plain, as input methods
    leave them. Other signs stay as they are: a ² is no 2.
    """
    return "".join(map(_narrow, text)).strip() if not text.isascii() else text.strip()


def _narrow(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign) if unicodedata.east_asian_width(sign) == "F" else sign


def nearest(word: str, spellings: Mapping[str, str]) -> Both:
    """
    The way to mend a word, in Chinese and English.

    Args:
        spellings: what may be meant, by each way in which people write it.
    """
    known = {spelling.casefold(): meant for spelling, meant in spellings.items()}
    tidied = tidy(word).casefold()
    near = [tidied] if tidied in known else difflib.get_close_matches(tidied, known, n=1, cutoff=0.6)
    return meant(known[near[0]]) if near else one_of(list(dict.fromkeys(spellings.values())))


def text_of(cell: Typed) -> str:
    """
    The cell's text.

    Raises:
        Unfit: it holds no text, text with blanks around it, or too much.
    """
    if not isinstance(cell, str):
        raise Unfit(_no_text(cell))
    if cell != cell.strip():
        raise Unfit(say("spaces"))
    return _short(cell)


def plain_of(cell: Typed) -> str:
    """
    The cell's text, plain: where a name, a number, a day or a word of a closed set is read.

    Raises:
        Unfit: it holds no text, or too much.
    """
    if not isinstance(cell, str):
        raise Unfit(_no_text(cell))
    return _short(plain(cell))


def _short(text: str) -> str:
    if len(text.encode()) > TEXT_BYTES:
        raise Unfit(say("too-long/cells", text_bytes=TEXT_BYTES))
    return text


def _no_text(cell: Typed) -> Message:
    return say("wrong-type/no-text", what=kind_of(cell))


def kind_of(cell: Typed) -> Both:
    """What kind of thing a cell holds, in words."""
    match cell:
        case bool():
            return Both(f"逻辑值 {str(cell).upper()}", f"the logical value {str(cell).upper()}")
        case int() | float():
            return Both("数字", "a number")
        case datetime():
            return Both("日期", "a date")
        case _:
            return Both("文字", "text")
