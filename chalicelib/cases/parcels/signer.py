"""
Who signed for a parcel 签收人, where the words of its trace give a name.

Any name but the addressee's own is another's: her papers then count as hers once a person has asked.
"""

from __future__ import annotations

import re
import unicodedata

from chalicelib.cases.people.names import searched_name

_HAN = re.compile("[签簽]收人(?:姓名)?[:是为為(\\[【]+([\u4e00-\u9fff·*×]{1,20})")
_LATIN = re.compile(
    r"(?:[签簽]收人(?:姓名)?[:是为為(\[【]+|\bsigned(?: for)? by[: ]+)\s*([a-z][a-z.'’*, -]{0,60})"
)

_TAIL = re.compile(
    "(?<=.)(?:[已亲親]?自?[签簽]收|感[谢謝]|[谢謝][谢謝]|期待|[欢歡]迎|您的|如[有需您]|有疑[问問]|[请請][您联聯致及核注]).*"
)
"""What carriers go on with behind a name."""

_TITLE = re.compile("(?:先生|女士|小姐|同志|老师)$")
_TWO_SIGNS = frozenset(
    ("欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "夏侯", "端木")
)
"""Surnames of two signs 复姓."""

_NO_NAME = re.compile(
    "本人|[收客用][件货貨户戶]|[签簽]|[图圖]片|拍照|照[片相]|码|^[已请未凭]|如[有需您果未]|系[统統]"
    r"|\b(?:customer|client|recipient|receiver|consignee|addressee|self|himself|herself|photo|picture|system)\b"
)
"""What stands in the place of a name and is none: the addressee by another word, or how it was signed for."""

_MASKED = re.compile("[*×某]+")


def signer_in(text: str) -> str | None:
    """The name that a line gives of who signed, perhaps masked or with a title; None where it gives none."""
    narrow = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    told = _HAN.search(searched_name(text)) or _LATIN.search(narrow)
    if told is None:
        return None
    name = _TAIL.sub("", told[1]).strip(" .,-")
    return None if not name or _NO_NAME.search(name) else name


def may_be(signer: str, name: str) -> bool:
    """
    Whether a name in a trace may be a person's own, as a whole: with a title (王女士), masked (王*英, 王某),
    the surname alone, or of words in another order (LI QIANG). A name in other letters than hers is not.
    """
    if signer.isascii():
        return _words(signer) == _words(name)
    plain, whole = _TITLE.sub("", signer), searched_name(name)
    if _MASKED.search(plain):
        begin, *middle, end = map(re.escape, _MASKED.split(plain))
        each = "".join(f"(?>.+?{part})" for part in middle)  # nothing is tried twice, however many are masked
        return re.fullmatch(f"{begin}{each}.+{end}", whole) is not None
    surname = len(plain) == 1 or plain in _TWO_SIGNS
    return plain == whole or (surname and whole.startswith(plain))


def _words(name: str) -> list[str]:
    """The words of a name in Latin letters, whichever stands first: surnames do here, and not elsewhere."""
    return sorted(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).casefold()))
