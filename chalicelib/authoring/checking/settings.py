"""
The region's own settings against what they stand for: its code, its clock, what can be uploaded, and how many
applications may come.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from chalicelib.authoring.findings.problems import Problem, Say
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.region import Most, Region

_TENS = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
PROVINCES = frozenset(str(code) for first, last in _TENS for code in range(first, last + 1))
"""The first two digits of GB/T 2260-2007."""
MADE_UP = "99"
"""No code of GB/T 2260 begins so: a region of demonstration may."""

BEIJING = "Asia/Shanghai"
ZONES = {"71": "Asia/Taipei", "81": "Asia/Hong_Kong", "82": "Asia/Macau"}
"""Where another clock than Beijing's is kept, by the first two digits of the code."""

PAGE = 1 << 20
"""
Bytes of a page of A4 in colour at 200 dots an inch, which DA/T 31-2017 asks for at least: 1,654 by 2,339
points, as JPEG some 0.25 bytes each.
"""
PHOTO = 5 << 20
"""Bytes of a photo that a telephone of 12 million points takes, as JPEG some 0.4 bytes each."""
_PICTURES = {"pdf", "jpeg", "png", "ofd", "tiff", "webp"}


class _Least(NamedTuple):
    most: Most
    zh: str
    en: str


LEAST = {
    "phone": _Least(
        Most(hour=2, day=3),
        "一次填错后重新申请、为家人代办都算在内",
        "one opened by mistake counts too, and so does one for a relative",
    ),
    "source": _Least(
        Most(hour=10, day=30),
        "一个单位、学校或代办点的电脑，以及由自己的服务器转发申请的平台，共用一个网络地址",
        "the computers of an office or a school share one address, and so do all callers of a portal that "
        "passes requests on",
    ),
}
"""With fewer openings than these of a telephone or of an address, ordinary people are kept out."""

MAY_BE_SUED = 5
"""Years in which a decision may be sued against, land aside (行政诉讼法 (2017) art. 46; not looked up)."""


def lint_settings(folder: Folder) -> Iterator[Problem]:
    """What cannot be, or keeps people out, in region.yaml."""
    if folder.region is not None:
        yield from _code(folder.region)
        yield from _zone(folder.region)
        yield from _uploads(folder.region)
        yield from _openings(folder.region)
        yield from _retention(folder.region)


def _code(region: Read[Region]) -> Iterator[Problem]:
    code = region.form.code
    if code.startswith(MADE_UP):
        if region.form.notice is None:
            yield region.told(region.node.find("code"), "region-code", _MADE_UP)
    elif code[:2] not in PROVINCES or (code[2:4] == "00" != code[4:]):
        yield region.told(region.node.find("code"), "region-code", _no_region(code))


def _zone(region: Read[Region]) -> Iterator[Problem]:
    """One that exists at all: others are told while the folder is read."""
    right = ZONES.get(region.form.code[:2], BEIJING)
    if region.form.time_zone != right:
        yield region.told(
            region.node.find("time_zone"), "time-zone", _other_clock(region.form.time_zone, right)
        )


def _uploads(region: Read[Region]) -> Iterator[Problem]:
    uploads = region.form.uploads
    if uploads.max_bytes < PAGE:
        yield region.told(
            region.node.find("uploads", "max_bytes"), "uploads-small", _no_page(uploads.max_bytes)
        )
    elif uploads.max_bytes < PHOTO:
        say = _no_photo(uploads.max_bytes)
        yield region.told(region.node.find("uploads", "max_bytes"), "uploads-small", say, "warning")
    if not _PICTURES & set(uploads.kinds):
        yield region.told(region.node.find("uploads", "kinds"), "uploads-kinds", _NO_SCAN)


def _openings(region: Read[Region]) -> Iterator[Problem]:
    openings = region.form.openings
    for key, least in LEAST.items():
        most: Most = getattr(openings, key)
        if most.day < most.hour:
            yield region.told(region.node.find("openings", key, "day"), "openings-crossed", _CROSSED)
        elif most.hour < least.most.hour or most.day < least.most.day:
            yield region.told(region.node.find("openings", key), "openings-few", _few(key, least))
        elif key == "source" and (most.hour < openings.phone.hour or most.day < openings.phone.day):
            yield region.told(region.node.find("openings", key), "openings-few", _FEWER_THAN_A_PHONE)


def _retention(region: Read[Region]) -> Iterator[Problem]:
    retention = region.form.retention
    if retention is not None and retention.years < MAY_BE_SUED:
        yield region.told(region.node.find("retention", "years"), "retention-short", _SHORT, "warning")


def _no_region(code: str) -> Say:
    return Say(
        f"没有以“{code[:4]}”开头的行政区划代码（GB/T 2260）：办件编号以它开头，上报也用它。",
        f"No region's code begins with {code[:4]} (GB/T 2260); the numbers of cases begin with it, and so do "
        "reports.",
        '请核对六位行政区划代码，例如李沧区是 "370213"。',
        'Check the six digits; Licang\'s are "370213".',
    )


def _other_clock(zone: str, right: str) -> Say:
    beijing = right == BEIJING
    return Say(
        f"{zone} 不是本地区机关使用的时间{'：期限和开放时间都按北京时间，新疆也一样' if beijing else ''}。",
        f"{zone} is not the time by which this region's offices work"
        f"{': limits and hours run by Beijing time throughout, Xinjiang included' if beijing else ''}.",
        f"请写 time_zone: {right}。",
        f"Write time_zone: {right}.",
    )


def _no_page(size: int) -> Say:
    return Say(
        f"每个文件最多 {size} 字节，连一页扫描件也放不下：A4 彩色、200 dpi（DA/T 31-2017 的下限）约 1 MB。",
        f"With {size} bytes a file not one scanned page fits: A4 in colour at 200 dpi, the least that "
        "DA/T 31-2017 allows, has about 1 MB.",
        f"请写 max_bytes: {4 * PHOTO}（20 MB），至少 {PHOTO}。",
        f"Write max_bytes: {4 * PHOTO} (20 MB), {PHOTO} at least.",
    )


def _no_photo(size: int) -> Say:
    return Say(
        f"每个文件最多 {size} 字节，手机拍的照片（1200 万像素约 5 MB）常常放不下。",
        f"With {size} bytes a file many photos of a telephone do not fit (12 megapixels: about 5 MB).",
        f"请写 max_bytes: {4 * PHOTO}（20 MB），至少 {PHOTO}。",
        f"Write max_bytes: {4 * PHOTO} (20 MB), {PHOTO} at least.",
    )


def _few(key: str, least: _Least) -> Say:
    most = least.most
    return Say(
        f"申请数量上限（openings.{key}）太低，会把正常的申请人拒之门外：{least.zh}。",
        f"So few openings ({key}) keep ordinary applicants out: {least.en}.",
        f"请至少写 {{hour: {most.hour}, day: {most.day}}}，或删去，即按通常的上限。",
        f"Write at least {{hour: {most.hour}, day: {most.day}}}, or remove it: then the usual numbers hold.",
    )


_SHORT = Say(
    f"当事人资料保存不满 {MAY_BE_SUED} 年：决定作出后五年内仍可能被起诉（行政诉讼法第四十六条），"
    "届时已无从联系和举证。",
    f"Parties are kept for less than {MAY_BE_SUED} years, but for five years a decision may be sued against "
    "(行政诉讼法, article 46): nobody could be written to then, and nothing be proved.",
    f"请写依据规定的年数，一般不少于 {MAY_BE_SUED} 年；文书档案多为 10 年或 30 年。",
    f"Write the years that the basis says, usually {MAY_BE_SUED} at least; files of offices are mostly kept "
    "for 10 or 30.",
)
_MADE_UP = Say(
    f"{MADE_UP} 开头的代码只用于虚构的演示地区（GB/T 2260 没有这样的代码），而这里没有写 notice。",
    f"Codes that begin with {MADE_UP} are for made-up regions (GB/T 2260 has none); there is no 'notice'.",
    "请写本地区的行政区划代码；演示地区请补充 notice。",
    "Write the region's own code; a region of demonstration needs a 'notice'.",
)
_NO_SCAN = Say(
    "可上传的文件类型里没有扫描件或照片能用的格式。",
    "Among the kinds of files is none that a scan or a photo can have.",
    "请在 kinds 中加上 pdf、jpeg 和 png。",
    "Add pdf, jpeg and png to 'kinds'.",
)
_CROSSED = Say(
    "每天的上限低于每小时的上限。",
    "The day's limit is lower than the hour's.",
    "请改正：day 不小于 hour。",
    "Correct them: 'day' is not less than 'hour'.",
)
_FEWER_THAN_A_PHONE = Say(
    "一个网络地址的申请数量上限低于一个电话的：许多申请人共用一个网络地址。",
    "An address may open fewer cases than one telephone, but many applicants share an address.",
    "请使 source 的两个数都不小于 phone 的。",
    "Make both numbers of 'source' at least those of 'phone'.",
)
