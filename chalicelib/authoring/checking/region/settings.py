"""
The region's own settings against what they stand for: its code, its clock, what can be uploaded, and how many
applications may come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from chalicelib.authoring.checking.likeness import plain
from chalicelib.authoring.checking.region.names import shown
from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.region import Most, Region
from chalicelib.decisions.forms.unit import Unit, every_unit
from chalicelib.decisions.roles import units_of

_TENS = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
PROVINCES = frozenset(str(code) for first, last in _TENS for code in range(first, last + 1))
"""The first two digits of GB/T 2260-2007."""
MADE_UP = "99"
"""No code of GB/T 2260 begins so: a region of demonstration may."""

_CITIES = ("11", "12", "31", "50")
_WITH_A_CITY_S = re.compile(
    "(?:地|自治|行政|新|开发|经开|高新|自贸|综保|保税|园|示范|合作|管理|试验|度假|景)区$"
)
"""Regions with a code that ends with 00, or with none of their own."""

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
MOST = {"phone": Most(hour=1_000, day=5_000), "source": Most(hour=10_000, day=50_000)}
"""
More than these keep nobody out: a telephone with a case every four seconds is a program's, and all
applications of a city that a portal passes on from one address are fewer.
"""

_ADDRESS = re.compile(r"[（(][^）)]*[）)]|[，,；;].*|\s+$")
_COURT_ZH = re.compile("法院(?![东西南北中]?[路街巷])")
_COURT_EN = re.compile(r"\bcourts?\b(?! (?:road|street|lane|avenue|square)\b)", re.IGNORECASE)
_OF_A_CITY = re.compile("[^区县旗]{2,}[省市](?![^局委厅]*[区县旗])")
_NO_REVIEWER = re.compile(
    "信访|检察院|监察委|纪委|监委|人大|人民代表大会|政协|政治协商|中共|党委|党组|党工委|[省市区州盟县旗]委(?!员)"
    "|工会|妇联|共青团|团委|协会|商会|学会|公司|事务所|公证处|派出所|司法所|督查|巡察|巡视|投诉|举报|仲裁"
    "|街道办|[居村]民?委|[乡镇](?:人民)?政府"
)
_COUNTER = re.compile(
    "(?:窗口|大厅|中心|组|小分队|热线|街道|办事处|社区|乡|镇|村)$|(?<![0-9-])12[0-9]{3}(?![0-9])"
)
"""
Who reviews nothing: 行政复议法 (2023) art. 24 has governments from the county upwards do it. Where their
reviewers sit may be called a counter or a centre.
"""

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
        yield from _remedies(folder.region, folder)


def _code(region: Read[Region]) -> Iterator[Problem]:
    code = region.form.code
    if code.startswith(MADE_UP):
        if region.form.notice is None:
            yield region.at("code").error("region-code/made-up")
    elif code[:2] not in PROVINCES or (code[2:4] == "00" != code[4:]):
        yield region.at("code").error("region-code/no-region", code=code[:4])
    elif _of_another_kind(code, shown(region.form.name.zh)):
        yield region.at("code").warning("region-code/kind", code=code, name=region.form.name)


def _of_another_kind(code: str, name: str) -> bool:
    """
    Whether a code is not one of such a region: 00 stands for a city or more; 01 to 20 for a city's districts,
    of which 01 is their sum, and for the towns of a prefecture; 21 to 80 for counties and for districts of
    cities under the State Council; 81 to 99 for towns that are cities (GB/T 2260; not looked up).
    """
    last, of_city = int(code[4:]), code[:2] not in _CITIES and (code[2:4] < "21" or "50" < code[2:4] < "90")
    if last == 0:
        return re.search("[区县旗]$", name) is not None and not _WITH_A_CITY_S.search(name)
    if name.endswith(("县", "旗")):
        return last <= 20 or (last > 80 and of_city)
    if of_city and last <= 20:
        return name.endswith("市") or last == 1
    return name.endswith("市") and 20 < last <= 80


def _zone(region: Read[Region]) -> Iterator[Problem]:
    """One that exists at all: others are told while the folder is read."""
    right = ZONES.get(region.form.code[:2], BEIJING)
    if region.form.time_zone != right:
        key = "time-zone/beijing" if right == BEIJING else "time-zone/local"
        yield region.at("time_zone").error(key, zone=region.form.time_zone, right=right)


def _uploads(region: Read[Region]) -> Iterator[Problem]:
    uploads = region.form.uploads
    if uploads.max_bytes < PAGE:
        yield region.at("uploads", "max_bytes").error(
            "uploads-small/no-page", size=uploads.max_bytes, pixels=4 * PHOTO, photo=PHOTO
        )
    elif uploads.max_bytes < PHOTO:
        yield region.at("uploads", "max_bytes").warning(
            "uploads-small/no-photo", size=uploads.max_bytes, pixels=4 * PHOTO, photo=PHOTO
        )
    if not _PICTURES & set(uploads.kinds):
        yield region.at("uploads", "kinds").error("uploads-kinds")


def _openings(region: Read[Region]) -> Iterator[Problem]:
    openings = region.form.openings
    for key, least in LEAST.items():
        most: Most = getattr(openings, key)
        if most.day < most.hour:
            yield region.at("openings", key, "day").error("openings-crossed")
        elif most.hour < least.most.hour or most.day < least.most.day:
            yield region.at("openings", key).tell(_few(key, least))
        elif key == "source" and (most.hour < openings.phone.hour or most.day < openings.phone.day):
            yield region.at("openings", key).error("openings-few/fewer-than-a-phone")
        elif most.hour > MOST[key].hour or most.day > MOST[key].day:
            yield region.at("openings", key).warning(
                "openings-many", key=key, an_hour=MOST[key].hour, a_day=MOST[key].day
            )


def _retention(region: Read[Region]) -> Iterator[Problem]:
    retention = region.form.retention
    if retention is not None and retention.years < MAY_BE_SUED:
        yield region.at("retention", "years").warning("retention-short", may_be_sued=MAY_BE_SUED)


def _remedies(region: Read[Region], folder: Folder) -> Iterator[Problem]:
    """A court hears suits, and the people's government above an office reviews what it decided."""
    remedies = region.form.remedies
    if remedies is None:
        return
    body, court = _named(remedies.review_body), _named(remedies.court)
    at = region.at("remedies", "review_body")
    here = (unit for unit in _offices(folder) if _is_of(region.form.name.zh, body.zh, unit.name.zh))
    own, twin = next(here, None), next(_of_its_name(folder, body), None)
    if _COURT_ZH.search(body.zh) or _COURT_EN.search(body.en):
        yield at.error("wrong-remedies/court")
    elif _NO_REVIEWER.search(body.zh) or (_COUNTER.search(body.zh) and "复议" not in body.zh):
        yield at.error("wrong-remedies/no-reviewer")
    elif own is not None:
        yield at.error(
            "wrong-remedies/office" if own.unit in _deciding(folder) else "wrong-remedies/no-reviewer"
        )
    elif twin is not None:
        yield region.at("remedies", "review_body", "en").warning("wrong-remedies/english", name=twin.name)
    if not (_COURT_ZH.search(court.zh) and _COURT_EN.search(court.en)):
        yield region.at("remedies", "court").error("wrong-remedies/no-court")


def _is_of(region: str, body: str, office: str) -> bool:
    """Whether a body is an office of the region, by its name alone or behind the region's: not a city's."""
    if _OF_A_CITY.match(office) and not region.endswith(("省", "市")):
        return False
    before = body.removesuffix(office)
    return body.endswith(office) and (region.endswith(before) or before.endswith(region))


def _named(body: Text) -> Text:
    """The body itself, without the address that may stand behind it."""
    return Text(zh=_ADDRESS.sub("", body.zh) or body.zh, en=_ADDRESS.sub("", body.en) or body.en)


def _offices(folder: Folder) -> Iterator[Unit]:
    """Units but for the region's own government, which reviews, and its office of justice, which helps."""
    for unit in every_unit(read.form for read in folder.units):
        if unit.kind != "authority" and not re.search("政府|司法", unit.name.zh):
            yield unit


def _deciding(folder: Folder) -> set[str]:
    """The units that decide or accept."""
    roles = ("decides", "handles")
    return {name for item in folder.items for role in roles for name in units_of(item.form, role)}


def _of_its_name(folder: Folder, body: Text) -> Iterator[Unit]:
    """Units that are called in English what another body is."""
    for unit in _offices(folder):
        if plain(unit.name.en) == plain(body.en) and not body.zh.endswith(unit.name.zh):
            yield unit


def _few(key: str, least: _Least) -> Message:
    most = least.most
    return say("openings-few/few", key=key, least=least, an_hour=most.hour, a_day=most.day)
