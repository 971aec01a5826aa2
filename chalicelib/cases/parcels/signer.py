"""Who signed for a parcel 签收人, where the words of its trace give a name."""

from __future__ import annotations

import re

from chalicelib.cases.people.names import searched_name

_SIGNER = re.compile(r"[签簽]收人(?:姓名)?[:：是为為(（\[【]+([\u4e00-\u9fff·*×]{1,20})")
_TITLE = re.compile("(?:先生|女士|小姐|同志|老师)$")
_NO_NAME = re.compile(
    "本人|[收客用][件货貨户戶]|[签簽]|[图圖]片|拍照|照[片相]|[公印盖用专收发]章|码|[已由请未凭]|如[有需您果未]|系[统統]|快[递遞]"
    "|家[人属屬里中]|公司|单位"
)
"""What stands in the place of a name and is none: how it was signed for, or what anybody is called."""

_MASKED = re.compile("[*×某]+")


def signer_in(text: str) -> str | None:
    """The name that a line gives of who signed, perhaps masked or with a title; None where it gives none."""
    told = _SIGNER.search(searched_name(text))
    return None if told is None or _NO_NAME.search(told[1]) else told[1]


def may_be(signer: str, name: str) -> bool:
    """
    Whether a name in a trace may be a person's own: hers with other words behind it, masked (王*英, 王某),
    or her surname with a title (王女士).
    """
    plain, name = _TITLE.sub("", signer), searched_name(name)
    if _MASKED.search(plain):
        begin, *rest = map(re.escape, _MASKED.split(plain))
        each = "".join(f"(?>.+?{part})" for part in rest)  # nothing is tried twice, however many are masked
        return re.fullmatch(f"{begin}{each}.*", name) is not None
    titled = plain != signer or len(plain) == 1
    return plain.startswith(name) or (titled and name.startswith(plain))
