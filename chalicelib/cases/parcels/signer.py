"""
Who signed for a parcel 签收人, where the words of its trace give a name.

Any name but the addressee's own is another's: her papers then count as hers once a person has asked.
"""

from __future__ import annotations

import re
import unicodedata

from chalicelib.cases.people.names import searched_name

_NAMED = re.compile(
    r"(?:[签簽]收(?:人员?|员)(?:姓名)?|\bsigned(?: for)?(?: by\b| ?:))"
    r"[\s:是为為系(\[【《<‹«「『\"“'‘—–-]+(?P<name>[^,;。!?)\]】》>›»」』\"”|\n]{1,60})"
)
_LATIN = re.compile(r"[a-z][a-z.'’*, -]*")

_TAIL = re.compile(
    "(?<=.)(?:[已亲親]?自?[签簽]收|感[谢謝]|[谢謝][谢謝]|期待|[欢歡]迎|您的|如[有需您]|有疑[问問]|[请請][您联聯致及核注]"
    "|(?:派[送件]|快[递遞]|投[递遞])[员員]|投[诉訴]|[电電][话話]).*"
)
"""What carriers go on with behind a name."""

_LATIN_TAIL = re.compile(r"\b(?:at|on|thanks?|with)\b.*")
_TITLE = re.compile("(?:先生|女士|小姐|同志|老师)$")
_LATIN_TITLES = frozenset(("mr", "mrs", "ms", "miss", "dr"))
_TWO_SIGNS = frozenset(
    (
        *("欧阳", "司马", "上官", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "夏侯", "端木"),
        *("东方", "呼延", "长孙", "宇文", "独孤", "司空", "百里", "南宫"),
    )
)
"""Surnames of two signs 复姓."""

_NO_NAME = re.compile(
    "由?(?:本人|[收客用][件货貨户戶](?:人|方)?(?:本人)?|正常|[当當]面|[电電]子|[图圖]片|拍照|照[片相]|系[统統])"
    "(?:[已亲親]?自?[签簽]收)?"
    "|(?:[签簽]|[已请請未凭憑]|信息|如[有需您果未]).*|.*(?:取[件货貨]|提[货貨]|[验驗][证證])码.*"
    "|(?:the )?(?:customer|client|recipient|receiver|consignee|addressee|(?:him|her)?self)"
    "|photo|picture|system"
)
"""What stands in the place of a name and is none: the addressee by another word, or how it was signed for."""

_MASKED = re.compile("[*×某x○●#]+")


def signer_in(text: str) -> str | None:
    """The name that a line gives of who signed, perhaps masked or with a title; None where it gives none."""
    told = _NAMED.search(_narrow(text))
    if told is None:
        return None
    latin = _LATIN.match(_plain_latin(told["name"]))
    if latin is not None and (told["name"].isascii() or len(latin[0].strip()) > 1):
        name = _LATIN_TAIL.sub("", latin[0]).strip(" .,-")
    else:
        name = searched_name(told["name"])
    if not name or _NO_NAME.fullmatch(name):
        return None
    return _TAIL.sub("", name)


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
    words = re.findall(r"[^\W_]+", _plain_latin(_narrow(name)))
    return sorted(word for word in words if word not in _LATIN_TITLES)


def _narrow(text: str) -> str:
    """A text as it is searched: narrow, in one case, a single blank between words."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _plain_latin(text: str) -> str:
    """The same letters without accents, which carriers leave out."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
