"""What a scalar of a rule file means, and why a file cannot be read."""

from __future__ import annotations

import re

from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import Mark
from chalicelib.authoring.reading.yaml.marked import Place, Scalar, mark
from chalicelib.authoring.reading.yaml.signs import hidden
from chalicelib.decisions.limits import TEXT_BYTES, WHOLE_NUMBER

DEPTH = 20
READ_AS_TRUTH = frozenset({"on", "yes", "no", "y", "n", "true", "false"})
"""
Keys that other programs (YAML 1.1) take for a yes or a no unless they stand in quotes. "off" is one, too: the
calendars have had it from the beginning, and no program but this reads them.
"""
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None, "~": None, "": None}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")


class Unreadable(Exception):  # noqa: N818  # not an error of ours: it carries what is wrong with the file
    """The file is no YAML of the kind used here."""

    def __init__(self, at: Mark, message: Message) -> None:
        super().__init__(message.key)
        self.at, self.message = at, message


def plain(text: str, at: Place) -> Scalar:
    """
    Of a scalar without quotes, in Unicode's composed form.

    Raises:
        Unreadable: its number is too large, its text too long.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text) and len(text) < 25:
        return _whole(int(text), at)
    return said(text, at)


def said(text: str, at: Place) -> str:
    """
    Of a scalar that is text.

    Raises:
        Unreadable: it is too long.
    """
    if not text.strip():
        return ""  # blanks alone say nothing
    if len(text) > TEXT_BYTES // 4 and len(text.encode()) > TEXT_BYTES:
        raise Unreadable(mark(at), say("too-long", text_bytes=TEXT_BYTES))
    return text


def check_signs(text: str, at: Place) -> None:
    """
    Of a text as it is read, in which a backslash may have made signs that the file does not hold.

    Raises:
        Unreadable: it holds a sign that does not show.
    """
    if "\t" in text:
        raise Unreadable(mark(at), say("yaml-character/tab"))
    strange = hidden(text)
    if strange is not None:
        raise Unreadable(mark(at), strange[1])


def _whole(number: int, at: Place) -> int:
    if abs(number) > WHOLE_NUMBER:
        raise Unreadable(mark(at), say("too-large"))
    return number
