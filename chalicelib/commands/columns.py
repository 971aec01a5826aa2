"""Text in columns: a Chinese character is as wide as two Latin ones."""

from __future__ import annotations

from unicodedata import east_asian_width


def width(text: str) -> int:
    """How many columns a terminal gives a text."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def left(text: str, columns: int) -> str:
    """A text with blanks after it, so that it takes so many columns; a longer one stays as it is."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """A text with blanks before it."""
    return " " * (columns - width(text)) + text
