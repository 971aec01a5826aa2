"""
Signs that do not show, or that turn the order of those around them: a text that holds one reads otherwise
than it is.

Source of the classes: Unicode, general categories Cc, Cf, Cs, Zl, Zp, fillers, and what is no character.
"""

from __future__ import annotations

import re

from chalicelib.authoring.findings.message import Message, say

_AROUND = 12
"""So many signs are shown beside the one that does not show."""
BREAKS = re.compile("\r\n|[\r\n]")
"""Between the lines of a file, as the parser counts them: every other break is a hidden sign."""

_EMPTY = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Signs that count as printable and show nothing."""
_HIDDEN = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but tab and ends of lines
    "\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + f"{_EMPTY}]"
)


def hidden(text: str) -> tuple[int, Message] | None:
    """The first sign of a text that does not show: its place from 0, and what to say of it."""
    if text.replace("\n", "").isprintable() and not any(sign in text for sign in _EMPTY):
        return None  # as almost every text: asked first, for it is ten times as quick
    found = _HIDDEN.search(text)
    if found is None:
        return None
    at, sign = found.start(), f"U+{ord(found[0]):04X}"
    *_, before = BREAKS.split(text[:at])
    after, *_ = BREAKS.split(text[at + 1 : at + 1 + _AROUND])
    return at, say("yaml-character", sign=sign, around=f"{before[-_AROUND:]}⟨{sign}⟩{after}")
