"""Write text into a cell's XML: what XML cannot hold as Excel writes it, ``_x0007_``."""

from __future__ import annotations

import re
import unicodedata


class TooLongError(ValueError):
    """A text does not go into a cell of Excel's; the message says which, in both languages."""


LONGEST = 32_767
"""Characters that Excel takes in a cell."""
_CANNOT = re.compile("[\x00-\x08\x0b-\x0d\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN = re.compile("_x([0-9A-Fa-f]{4})_")


def escaped(text: str) -> str:
    """
    The text as a cell holds it.

    Raises:
        TooLongError: it is longer than Excel takes.
    """
    made = _CANNOT.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    if len(made) > LONGEST:
        shown = text[:20]
        raise TooLongError(
            f"文字“{shown}…”超过 {LONGEST} 个字符，Excel 放不下，请缩短 / "
            f"the text '{shown}…' has more than {LONGEST} characters, too long for Excel; shorten it"
        )
    return made


def unescaped(text: str) -> str:
    """The text that a cell means, its accents composed as they are read from rule files."""
    said = _WRITTEN.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
    return unicodedata.normalize("NFC", said)
