"""Kinds of signs by what they do to a text: cannot be read, lead astray, break the line, show nothing."""

from __future__ import annotations

import re
import unicodedata


class WrongText(ValueError):  # noqa: N818 - it is the text that is wrong
    """A text that cannot be taken; ``zh`` and ``en`` say what is wrong and what to do, never the text."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


NOT_UTF8 = WrongText(
    "文字不是 UTF-8 编码（有 U+FFFD 或残缺字符，或在传输中转换有误），请以 UTF-8 重新提交",
    "is not text in UTF-8 (it holds U+FFFD or half a character, or was converted wrongly); send UTF-8",
)
_CONTROL = WrongText(
    "含有不可见的控制字符，请删去后手工重新输入", "holds a control character; type it again without it"
)
_PRIVATE = WrongText(
    "含有只在您的设备上能显示的字（自造字），请改用标准汉字；没有标准字的请联系大厅",
    "holds a character that only your device can show (private use); use a standard one, or call the hall",
)
_ORDER = WrongText(
    "含有改变文字显示顺序的不可见字符，请手工重新输入",
    "holds an invisible sign that changes the order in which text is shown; type it again by hand",
)
_STACKED = WrongText(
    "一个字上叠加的符号太多，请重新输入", "piles too many marks on one character; type it again"
)

BROKEN = re.compile("[\ufffd\ud800-\udfff]|锟斤拷|ï¿½|&#(?:[0-9]{2,7}|x[0-9a-f]{2,6});", re.IGNORECASE)
"""
Also U+FFFD itself read in GBK or Latin-1, and what browsers write for a character that the encoding of a page
cannot have.
"""

_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
"""Of ASCII and Latin-1, and what Unicode says is no character."""

_PRIVATES = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_TURNS = re.compile("[\u202b\u202e\u2067]")
"""Embedding, override and isolate from right to left: names could be read backwards."""

_FRAMES = re.compile("[\u202a\u202c\u202d\u2066\u2068\u2069]")
"""From left to right, and the ends of all: phones and mail programs put them around what is copied."""

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
"""What prints as nothing and is needed by no script (Unicode's Default_Ignorable_Code_Point, and U+FFFC)."""

_JOINERS = re.compile("(?<![\u0600-\u109f\u1800-\u18af\U00011000-\U00011fff])[\u200c\u200d]")
"""Needed in scripts of Arabic and Indic kind and in Mongolian only."""

_MONGOLIAN = re.compile("(?<![\u1820-\u18aa])[\u180b-\u180f]")
_VARIANTS = re.compile(
    "[\ufe00-\ufe0f]|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]"
)
"""
Variation selectors. Those of the Ideographic Variation Database (UTS 37) choose the shape in which a Chinese
name is written and stay. U+FE00 to U+FE0F choose emoji, and shapes that the composed form takes for one
character, too; they go, wherever they stand.
"""

BREAKS = "\n\x0b\x0c\r\x85\u2028\u2029"
"""Every end of a line that Unicode knows (UAX 14)."""

BLANKS = "\t \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B)))
BLANKS += "\u202f\u205f\u2800\u3000\U00013441\U00013442"
"""Every blank within a line; U+2800 is Braille's empty cell, U+13441 and U+13442 are blank hieroglyphs."""

_NO_SIGNS = re.compile(f"[\x00-\x1f\x7f-\x9f{BREAKS}\ud800-\udfff]+")
"""Controls, ends of lines, and halves of characters."""

_TAIL = "\ufe73"
"""The end of an Arabic letter that old systems printed by itself."""

_MOST_MARKS = 8
"""Marks on one character. Tibetan stacks some five."""

RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (0x2E9F, 0x2EF3, *range(0x2F00, 0x2FD6))
}
"""Radicals of dictionaries, which copies from PDF put in the place of the characters that look the same."""


def readable(text: str) -> str:
    """
    The text in Unicode's composed form, with nothing in it that shows nothing.

    NFC, not NFKC: the latter would change names (㈱, full-width letters) and addresses (㎡, ①) that were
    meant so. No sign is refused for being unassigned: this Python's Unicode is older than the rarest
    characters of Chinese names (CJK extension H, Unicode 15).

    Raises:
        WrongText: it is not UTF-8, or holds controls, private use or signs that change the order of text.
    """
    if is_misread(text):
        raise WrongText(NOT_UTF8.zh, NOT_UTF8.en)
    for wrong, why in ((BROKEN, NOT_UTF8), (_CONTROLS, _CONTROL), (_PRIVATES, _PRIVATE), (_TURNS, _ORDER)):
        if wrong.search(text):
            raise WrongText(why.zh, why.en)
    if _FRAMES.search(text):
        text = _unframed(text)
    for unseen in (_UNSEEN, _JOINERS, _MONGOLIAN, _VARIANTS):
        text = unseen.sub("", text)
    if _stacked(text):
        raise WrongText(_STACKED.zh, _STACKED.en)
    return unicodedata.normalize("NFC", text.translate(RADICALS))


def shown(text: str) -> str:
    """
    A text of another system on one line, with nothing in it that shows nothing or changes its order. Nobody
    can be asked to write it again, so that nothing in it is refused.
    """
    text = _NO_SIGNS.sub(" ", text)
    for unseen in (_TURNS, _FRAMES, _UNSEEN, _JOINERS, _MONGOLIAN):
        text = unseen.sub("", text)
    return text.strip()


def is_letter(sign: str) -> bool:
    """
    Whether a sign can be read alone: a letter or number of any script, by what it is made of. What only
    changes or lengthens another letter (Unicode's modifier letters, such as the Arabic tatweel) cannot.
    Planes 2 and 3 are Chinese throughout.
    """
    if "\U00020000" <= sign <= "\U0003fffd":
        return True
    kinds = map(unicodedata.category, unicodedata.normalize("NFKD", sign))
    return sign != _TAIL and any(kind[0] in "LN" and kind != "Lm" for kind in kinds)


def is_misread(text: str) -> bool:
    """Whether the whole text was UTF-8 and was read as Latin-1 or Windows-1252 on its way: 欧 as æ¬§."""
    if text.isascii():
        return False
    try:
        b"".join(map(byte_of, text)).decode()
    except UnicodeError:
        return False
    return True


def byte_of(sign: str) -> bytes:
    """
    The byte that a sign was read from: of Windows-1252, or, for the bytes that it leaves open, Latin-1.

    Raises:
        UnicodeEncodeError: it is of neither.
    """
    return sign.encode("latin-1" if sign < "\u0100" else "cp1252")


def _unframed(text: str) -> str:
    """Without frames from left to right, which change nothing where no letter runs from right to left."""
    if any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text):
        raise WrongText(_ORDER.zh, _ORDER.en)
    return _FRAMES.sub("", text)


def _stacked(text: str) -> bool:
    marks = 0
    for sign in text:
        kind = unicodedata.category(sign)
        if kind != "Cf":  # a joiner between marks begins no new character
            marks = marks + 1 if kind[0] == "M" else 0
        if marks > _MOST_MARKS:
            return True
    return False
