"""
Signs that do not show, or that turn the order of those around them: a text that holds one reads otherwise
than it is.

So do blanks of another kind, signs that only one computer can show, and radicals that look like characters.
Source of the classes: Unicode, categories Cc, Cf, Co, Cs, Zl, Zp, Zs, fillers, and what is no character.
"""

from __future__ import annotations

import re

from chalicelib.authoring.findings.message import Message, say
from chalicelib.texts.signs import RADICALS

_AROUND = 12
"""So many signs are shown beside the one that does not show."""
BREAKS = re.compile("\r\n|[\r\n]")
"""Between the lines of a file, as the parser counts them: every other break is a hidden sign."""

_EMPTY = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0"
"""
Signs that count as printable and show nothing. U+FE00 to U+FE0F choose emoji and shapes that texts are
composed of anyway; those above choose the shape of a Chinese name and stay (``texts.signs``).
"""
_CLASSES = {
    "yaml-character": "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls, but tab and ends of lines
    "\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + _EMPTY,
    "yaml-character/blank": "\xa0\u1680\u2000-\u200a\u202f\u205f",  # U+3000 is as wide as a character
    "yaml-character/private": "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd",
    "yaml-character/lost": "\ufffd",
    "yaml-character/radical": "".join(map(chr, RADICALS)),
}
"""Signs by what is said of them."""
_STRANGE = re.compile("|".join(f"([{signs}])" for signs in _CLASSES.values()))
_PRINTABLE = re.compile(f"[{_EMPTY}\ufffd{_CLASSES['yaml-character/radical']}]")
"""Those that count as printable."""


def hidden(text: str) -> tuple[int, Message] | None:
    """The first sign of a text that is not what it seems: its place from 0, and what to say of it."""
    if text.replace("\n", "").isprintable() and (text.isascii() or _PRINTABLE.search(text) is None):
        return None  # as almost every text: asked first, for it is much quicker
    found = _STRANGE.search(text)
    if found is None:
        return None
    at, sign = found.start(), found[0]
    key = list(_CLASSES)[(found.lastindex or 1) - 1]
    *_, before = BREAKS.split(text[:at])
    after, *_ = BREAKS.split(text[at + 1 : at + 1 + _AROUND])
    name = f"U+{ord(sign):04X}"
    around = f"{before[-_AROUND:]}⟨{name}⟩{after}"
    if ord(sign) in RADICALS:
        return at, say(key, sign=name, around=around, meant=RADICALS[ord(sign)])
    return at, say(key, sign=name, around=around)
