"""Text in columns: a Chinese character is as wide as two Latin ones."""

from __future__ import annotations

import re
from unicodedata import east_asian_width


def width(text: str) -> int:
    """How many columns a terminal gives a text."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def wrapped(text: str, columns: int, indent: str) -> list[str]:
    """
    A text in lines of at most so many columns: broken at blanks, and between Chinese characters. A sign that
    never begins a line takes the character before it along.
    """
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if line.strip() and width(indent + line + piece.rstrip()) > columns:
            lines.append(indent + line.rstrip())
            line = ""
        line += piece
    return [*lines, indent + line.rstrip()]


_NEVER_FIRST = "，。；：、？！）》”’"
_PIECE = re.compile(rf"(?:[\u2e80-\uffff“”‘’…]|[^\s\u2e80-\uffff“”‘’…]+)[{_NEVER_FIRST}]* *|\s")


def left(text: str, columns: int) -> str:
    """A text with blanks after it, so that it takes so many columns; a longer one stays as it is."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """A text with blanks before it."""
    return " " * (columns - width(text)) + text


def signed(number: int) -> str:
    """A difference with its sign; none has no sign."""
    return f"{number:+}" if number else "0"
