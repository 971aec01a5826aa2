"""
Telephone numbers as people paste them, kept in one form: what a courier can call.

Mainland numbers by the numbering plan (电信网编号计划): mobile 13800000000; with area code 0532-88888888;
400 and 800 numbers 4008888888; service numbers 95588. An extension follows: 0532-88888888-123. Other
countries by ITU-T E.164: +85221234567. Applicants may live abroad: the courier calls where the parcel is
fetched or brought, and an officer can call them all the same. A hall's number is always a mainland one.
"""

from __future__ import annotations

import re

from chalicelib.texts.signs import BLANKS, BREAKS, WrongText, readable
from chalicelib.texts.typed import narrow

LONGEST_PASTED = 60
LONGEST_PHONE = 24

_EXAMPLE_ZH = "例如 13800000000、0532-88888888 或 0532-88888888 转 123"
_EXAMPLE_EN = "such as 13800000000, 0532-88888888 or 0532-88888888 ext 123"
NO_NUMBER = WrongText(
    f"不是电话号码，请写一个号码，{_EXAMPLE_ZH}", f"is no telephone number; write one, {_EXAMPLE_EN}"
)
_NO_AREA = WrongText(
    f"缺少区号，快递员打不通，请补上，{_EXAMPLE_ZH}", f"lacks its area code; write it in full, {_EXAMPLE_EN}"
)
_NO_SUCH_AREA = WrongText(
    f"没有这个区号，请核对区号和号码，{_EXAMPLE_ZH}",
    f"has an area code that there is not; check it and the number behind it, {_EXAMPLE_EN}",
)
_TOO_LONG = WrongText(
    f"电话号码位数太多，请只写一个号码，{_EXAMPLE_ZH}",
    f"has too many digits; write one number, {_EXAMPLE_EN}",
)
_ABROAD = WrongText(
    f"应为内地电话，快递员才能拨打，{_EXAMPLE_ZH}",
    f"must be a mainland number that couriers can call, {_EXAMPLE_EN}",
)

_NO_PREFIX = WrongText(
    "像是境外号码，请以 + 和国家（地区）代码开头，例如 +1 212 555 0123；内地手机请连写，例如 13800000000",
    "looks like a number abroad; write it with + and its country code, such as +1 212 555 0123, or a mainland"
    " mobile without breaks, such as 13800000000",
)

_BETWEEN = re.compile(rf"[{BLANKS}{BREAKS}().\[\]_·•\u20e3]")
_DASHES = re.compile("[\u2010-\u2015\u2043\u2212\u30fc\ufe58\ufe63\u2e3a\u2e3b~\u301c]")
_LABEL = re.compile(
    "^(?:[☎☏✆📞📱]|(?:联系|固定|办公)?电话(?:号码?)?|手机(?:号码?)?|座机|固话|tel)*:?",
    re.IGNORECASE,
)
_SAME = re.compile("(?:本人|手机)?(?:微信(?:同号|同步|同手机号?)|同微信号?|同号)$")
"""What people add to the number under which they are found elsewhere, too."""

_AFTER = ",;/、。"
"""What a sentence or a list leaves behind a number."""

_TRUNK = re.compile(rf"(^[{BLANKS}]*(?:\+|00).*?)\(0\)")
"""A zero in brackets is for calls within the country abroad (ITU-T E.123, 7.4)."""

_EXTENSION = re.compile(
    r"(?:转接?|分机(?:号码?)?|内线|;?ext(?:ension)?[.:=]?|[x#*,;:])+(?P<digits>[0-9]{1,6})#?", re.IGNORECASE
)
_GROUPED = re.compile(r"(?P<number>.*[0-9]{5,})-(?P<digits>[0-9]{1,6})")
_LONG = re.compile(r"\+[0-9]{10,15}")
"""A number abroad so long that what follows a dash is an extension, and not a group of its digits."""

_LINE = re.compile(r"0[0-9]{2,3}-[0-9]{7,8}|\+?[0-9]+")

_ABROAD_PREFIX = re.compile(r"\+|00(?=[1-9])")
_FOUR_FOR_THREE = re.compile(r"(?:(?:\+|00)?86-?(?:\(0\)-?)?\(?0?|\(?0)(?:10|2[0-9])[0-9](?:\)-?|-)[0-9]")
"""
Four digits by themselves that begin as an area code of three does (010, 020 to 029): 0210-1234567, or +86 210
1234567. No area has such a code, so that not a digit of it is moved to the number behind it.
"""

_NORTH_AMERICAN = re.compile(r"\(?1(?:-?\(|\)?-)[2-9][0-9]{2}(?:\)-?|-)[0-9]{3}-?[0-9]{4}(?![0-9])")
"""As 1-800-555-1234: nobody divides a mobile number of the mainland after its first digit."""

_CHINA = re.compile(r"0{0,2}86(?:0(?=1[3-9][0-9]{9}$))?(?P<rest>.*)")
"""Also 086, as some forms and old directories put it; no number of the mainland is so long."""

_MOBILE = re.compile(r"0?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(r"(0(?:10|2[0-9])(?=[1-9][0-9]{7}$)|0[3-9][0-9]{2})([0-9]{7,8})")
"""
Behind an area code of three digits no number begins with 0, which leads out of the area: 02101234567 is no
021-01234567.
"""
_TOLL_FREE = re.compile(r"([48]00[0-9]{7})")
_SERVICE = re.compile(r"(9[56][0-9]{3,4})")
_FOREIGN = re.compile(
    r"1[2-9][0-9]{2}[2-9][0-9]{6}|7[0-9]{10}"
    r"|(?=[0-9]{7,15}$)(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[124]|9[0-58]"
    r"|21[12368]|2[2346][0-9]|25[0-8]|29[01789]|3[57][0-9]|38[0-35-79]|42[013]|50[0-9]|59[0-9]|67[02-9]|68[0-35-9]|69[0-2]"
    r"|85[02356]|870|88[01236]|96[0-8]|97[0-7]|99[2-68])[0-9]*"
)
"""
By the country codes that ITU-T E.164 has assigned (ITU Operational Bulletin 1114, annex), with the forms
of zones 1 and 7; codes of services that no person answers (800, 808, 878, 888, 979) are left out.
"""


def clean_phone(text: str, *, abroad: bool = True) -> str:
    """
    The number in its one form; see above.

    Raises:
        WrongText: it is none, lacks its area code, is too long, or (unless ``abroad``) is another country's.
    """
    if len(text) <= LONGEST_PASTED and _NORTH_AMERICAN.match(_divided(text)):
        raise WrongText(_NO_PREFIX.zh, _NO_PREFIX.en)
    if len(text) <= LONGEST_PASTED and _FOUR_FOR_THREE.match(_divided(text)):
        raise WrongText(_NO_SUCH_AREA.zh, _NO_SUCH_AREA.en)
    number, extension = _parted(_written(text))
    prefix = _ABROAD_PREFIX.match(number)
    digits = re.sub(r"[-+]", "", number[prefix.end() :] if prefix else number)
    if not digits.isdigit() or "+" in number[1:]:
        raise WrongText(NO_NUMBER.zh, NO_NUMBER.en)
    found = _chinese(digits, international=prefix is not None)
    if found is None and prefix and _FOREIGN.fullmatch(digits) and not digits.startswith("86"):
        if not abroad:
            raise WrongText(_ABROAD.zh, _ABROAD.en)
        found = f"+{digits}" if not extension or _LONG.fullmatch(f"+{digits}") else None
    if found is None:
        raise _why_not(digits, international=prefix is not None)
    return f"{found}-{extension}" if extension else found


def line_of(phone: str) -> str:
    """A number in its one form without its extension: the line that rings."""
    found = _LINE.match(phone)
    return phone if found is None else found[0]


def _written(text: str) -> str:
    """Narrow, without what stands before, between and after the digits; dashes of one kind."""
    if len(text) > LONGEST_PASTED:
        raise WrongText(_TOO_LONG.zh, _TOO_LONG.en)
    text = _BETWEEN.sub("", _TRUNK.sub(r"\1", narrow(readable(text)))).strip(_AFTER)
    text = _SAME.sub("", text).strip(_AFTER)
    return re.sub(r"-+", "-", _DASHES.sub("-", _LABEL.sub("", text)))


def _divided(text: str) -> str:
    """Narrow and without a label, with one dash wherever the writer divided the number; brackets stay."""
    plain = _DASHES.sub("-", narrow(readable(text)))
    apart = re.sub(rf"[{BLANKS}{BREAKS}._·•-]+", "-", plain).strip("-")
    return _LABEL.sub("", apart).strip("-")


def _parted(text: str) -> tuple[str, str]:
    """The number, and the digits of its extension."""
    told = _EXTENSION.search(text)
    if told and told.end() == len(text):
        return text[: told.start()].rstrip("-"), told["digits"]
    grouped = _GROUPED.fullmatch(text)
    if grouped and (_LONG.fullmatch(grouped["number"]) or _mainland(grouped["number"])):
        return grouped["number"], grouped["digits"]
    return text, ""


def _mainland(number: str) -> bool:
    return _chinese(re.sub(r"\D", "", number), international=number.startswith("+")) is not None


def _chinese(digits: str, *, international: bool) -> str | None:
    """A mainland number in its form; None if the digits are none."""
    abroad = _CHINA.fullmatch(digits)
    found = None if international else _domestic(digits)
    if found is None and abroad and (international or len(digits) > 11):
        found = _domestic(abroad["rest"]) or _domestic(f"0{abroad['rest']}")
    return found


def _domestic(digits: str) -> str | None:
    for form in (_MOBILE, _LANDLINE, _TOLL_FREE, _SERVICE):
        found = form.fullmatch(digits)
        if found:
            return "-".join(found.groups())
    return None


def _why_not(digits: str, *, international: bool) -> WrongText:
    if not international and re.fullmatch(r"[2-8][0-9]{6,7}", digits):
        why = _NO_AREA
    else:
        why = _TOO_LONG if len(digits) > 12 else NO_NUMBER
    return WrongText(why.zh, why.en)
