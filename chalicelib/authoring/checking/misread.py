"""
Find text that was saved in one encoding and read in another 乱码: every sign of it is one that can be
printed, so that only what it says shows that it went wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import product

from chalicelib.authoring.findings.message import Message, say
from chalicelib.texts.signs import BROKEN, byte_of

_LATER = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
"""What Latin-1 and Windows-1252 make of the bytes of UTF-8 behind the first of a sign."""
_IN_LATIN = re.compile(
    f"((?:[ÂÃ]{_LATER}|[à-ï]{_LATER}{{2}})+)|(?<![\xa1-\xff])(?:[\xb0-\xf7][\xa1-\xfe]){{2,}}"
)
"""UTF-8 (the group) or GBK read in Latin-1: 青 is é’\x92, or Çà."""
_AROUND = 10


def misread_in(text: str) -> Message | None:
    """What to say of a text of which a part was read in another encoding; None if none was."""
    found = BROKEN.search(text)
    if found is not None:
        return say("yaml-character/garbled", around=_around(found))
    if text.isascii():
        return None
    found = _IN_LATIN.search(text) or _in_gbk().search(text)
    meant = None if found is None else _meant(found)
    return say("yaml-character/misread", around=_around(found), meant=meant) if found and meant else None


def _around(found: re.Match[str]) -> str:
    return found.string[max(found.start() - _AROUND, 0) : found.end() + _AROUND][:60]


def _meant(found: re.Match[str]) -> str | None:
    """What the part of a text said before it was misread; None where it was nothing else."""
    try:
        if found.re is _in_gbk():
            return found[0].encode("gbk").decode()
        return b"".join(map(byte_of, found[0])).decode("utf-8" if found[1] else "gbk")
    except UnicodeError:
        return None


@cache
def _in_gbk() -> re.Pattern[str]:
    """
    UTF-8 read in GBK, which makes three characters of two: 青岛 is 闈掑矝. Such three stand side by side in
    no text of these rules, nor of the laws that they name.
    """
    begins = [0xE3, *range(0xE4, 0xEA), 0xEF]  # the first byte of Chinese characters and their punctuation
    later = range(0x80, 0xC0)
    first, second, third = (_signs(*bytes_) for bytes_ in ((begins, later), (later, begins), (later, later)))
    return re.compile(f"(?:[{first}][{second}][{third}])+")


def _signs(firsts: Iterable[int], seconds: Iterable[int]) -> str:
    """The signs of GBK of two bytes; some pairs are none."""
    return "".join(bytes(pair).decode("gbk", "ignore") for pair in product(firsts, seconds))
