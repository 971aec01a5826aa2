"""Values for people's eyes: what cannot be seen is spelt out, and what looks alike is told apart."""

from __future__ import annotations

import json
import unicodedata
from difflib import SequenceMatcher

from chalicelib.authoring.comparing.forms.words.written import Written

MOST = 12
"""Places in which two texts differ that are told sign by sign; with more of them nobody overlooks it."""
FEW = 2
"""The same where all signs are Chinese or on a plain keyboard: a whole word that is another is seen."""
ALIKE = 0.6
"""Share of signs in common from which on two titles could be mistaken."""
LONGEST = 200
"""Signs between the first and the last difference that are laid side by side."""
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
_PUNCTUATION = frozenset("、。《》「」『』【】〔〕（），；：？！“”‘’—…·℃")
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u180b\u180c\u180d\ufe0f")
"""Signs that count as letters, symbols or marks and show nothing."""


def visible(text: str) -> str:
    """A text with every sign that shows nothing, or turns the line, as its code: U+202E as ``\\u202e``."""
    return "".join(_escaped(sign) if _unseen(sign) else sign for sign in text)


def as_text(value: Written) -> str:
    """A value on one line: a text as it is, anything else as it is written."""
    if isinstance(value, str):
        return f"“{visible(value)}”"
    return visible(json.dumps(value, ensure_ascii=False))


def differing(old: Written, new: Written) -> str | None:
    """
    Where two texts differ, sign by sign with codes, if that could be overlooked: in few signs, or in signs
    that are neither Chinese nor on a plain keyboard. None where it cannot, or where they are no texts.
    """
    if not isinstance(old, str) or not isinstance(new, str) or old == new:
        return None
    places = _places(old, new)
    strange = dict.fromkeys(sign for _, was, now in places for sign in was + now if _strange(sign))
    most = MOST if strange else FEW
    if len(places) <= most and all(max(len(was), len(now)) <= most for _, was, now in places):
        return "; ".join(f"{at + 1}: {_coded(was)} → {_coded(now)}" for at, was, now in places)
    return _coded("".join(strange)) if strange else None


def mistakable(one: str, other: str) -> bool:
    """Whether one title could be taken for the other: most signs are the same, or some pass for others."""
    strange = any(map(_strange, one + other))
    return strange or SequenceMatcher(None, one, other, autojunk=False).ratio() > ALIKE


def _places(old: str, new: str) -> list[tuple[int, str, str]]:
    """Where two texts differ; what they have in common before and after is laid aside first."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    was, now = old[start : len(old) - end], new[start : len(new) - end]
    if max(len(was), len(now)) > LONGEST:
        return [(start, was, now)]
    codes = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return [(start + a, was[a:b], now[c:d]) for how, a, b, c, d in codes if how != "equal"]


def _alike(one: str, other: str) -> int:
    """How many signs two texts have in common at their beginning."""
    both = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in both if a != b), min(len(one), len(other)))


def _coded(text: str) -> str:
    if not text:
        return "-"
    return f"“{visible(text)}” " + " ".join(f"U+{ord(sign):04X}" for sign in text)


def _strange(sign: str) -> bool:
    """Whether a sign could pass for another: letters of other alphabets, full-width and unseen ones."""
    return not (sign.isascii() or "\u4e00" <= sign <= "\u9fff" or sign in _PUNCTUATION) or _unseen(sign)


def _unseen(sign: str) -> bool:
    if sign in _BLANK or "\ufe00" <= sign <= "\ufe0f":
        return True
    category = unicodedata.category(sign)
    return category in _UNSEEN or (category == "Zs" and sign not in " \u3000")


def _escaped(sign: str) -> str:
    code = ord(sign)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
