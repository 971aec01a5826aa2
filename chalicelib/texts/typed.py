"""Numbers and codes as people type and paste them: wide digits, blanks and dashes of every kind."""

from __future__ import annotations

import re
import unicodedata

from chalicelib.texts.signs import BLANKS, BREAKS, readable

_BETWEEN = re.compile(
    f"[{BLANKS}{BREAKS}_.·:#" + "\\-\u058a\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\u30fc]"
)
_LIKE_LATIN = (
    "\u00aa\u00b2\u00b3\u00b9\u00ba\u00bc-\u024f\u0370-\u052f\u1e00-\u1fff\u2070-\u209c\u2100-\u2115\u2117-\u218b"
    "\u2460-\u24ff\u2c60-\u2c7f\ua720-\ua7ff\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff"
)
"""
Letters and numbers that stand for a Latin one or look like it: accented, Greek, Cyrillic, in circles and the
like, without \u2116. They may be part of a number, and are no words beside it.
"""

_LABEL = re.compile(f"^[^\x00-\x7f{_LIKE_LATIN}]+|[^\x00-\x7f{_LIKE_LATIN}]+$")
_NUMBER_SIGN = re.compile("^(?:CASE|NUMBER|N0)+(?=[0-9])")
"""What is copied along: 办件编号, 号, Case No."""

_LOOKS_LIKE_DIGIT = str.maketrans("OIL|", "0111")
_LOOKS_LIKE_LETTER = str.maketrans("018", "OIB")


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as ordinary ones, digits of other scripts as 0 to 9."""
    return "".join(map(_narrow, text))


def digits_typed(text: str) -> str:
    """
    A number of digits alone, such as a case number, as it was most likely meant; whatever is left that is
    no digit shows that it was none.
    """
    return _NUMBER_SIGN.sub("", _packed(text).translate(_LOOKS_LIKE_DIGIT))


def code_typed(text: str) -> str:
    """
    A query code (letters A to Z and the digits 2 to 7) as it was most likely meant: 0, 1 and 8 are not
    among its signs, O, I and B are.
    """
    return _packed(text).translate(_LOOKS_LIKE_LETTER)


_LOOKS_LIKE_X = str.maketrans("×хХχΧ✕✖⨯╳", "X" * 9)
"""What keyboards and copies of cards have in the place of the check character X."""


def identity_typed(text: str) -> str:
    """
    A number of letters and digits, such as that of an identity card, as it was most likely meant. No sign is
    taken for another but what only looks like an X.
    """
    return _packed(text.translate(_LOOKS_LIKE_X))


def name_typed(text: str) -> str:
    """
    A name of the rule files, such as food-business-licence, as it was most likely meant.

    Raises:
        WrongText: it cannot be read.
    """
    return narrow(readable(text)).strip(BLANKS + BREAKS).lower()


def _packed(text: str) -> str:
    """Capital, narrow, without blanks, punctuation, what shows nothing, and Chinese words around it."""
    kinds = unicodedata.category
    seen = "".join(sign for sign in narrow(text) if kinds(sign) != "Cf" and kinds(sign)[0] not in "MP")
    return _LABEL.sub("", _BETWEEN.sub("", seen).upper())


def _narrow(sign: str) -> str:
    if "\uff01" <= sign <= "\uff5e":
        return chr(ord(sign) - 0xFEE0)
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)
