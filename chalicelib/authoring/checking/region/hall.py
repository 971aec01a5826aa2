"""Check the hall that couriers go to: its hours, and what of it stands in every order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import partial

from chalicelib.authoring.checking.placeholders import placeholder_in
from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.cases.parcels.hours import SHORTEST, hours_of
from chalicelib.decisions.forms.region import Region
from chalicelib.texts.lines import clean_line
from chalicelib.texts.phones import clean_phone
from chalicelib.texts.signs import WrongText

_EARLIEST, _LATEST = time(6), time(22)
_NOT_CHINESE = WrongText(
    "没有汉字，快递员无法投递，请写完整的中文",
    "has no Chinese character: couriers cannot read it; write it in full",
)


def _clean_chinese(text: str, longest: int, shortest: int = 1) -> str:
    """
    A line as couriers of the mainland read it: a placeholder such as TODO is none.

    Raises:
        WrongText: it cannot be printed, or holds no Chinese character.
    """
    line = clean_line(text, longest, shortest=shortest)
    if not re.search("[\u3400-\u9fff\U00020000-\U0003fffd]", line):
        raise WrongText(_NOT_CHINESE.zh, _NOT_CHINESE.en)
    return line


_RULES: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "name": ("hall-name/wrong", "hall-name/untidy", partial(_clean_chinese, longest=60)),
    "phone": ("hall-phone/wrong", "hall-phone/untidy", partial(clean_phone, abroad=False)),
    "address": (
        "hall-address/wrong",
        "hall-address/untidy",
        partial(_clean_chinese, longest=200, shortest=4),
    ),
}
"""
By key: what is said of a text that is wrong and of one with signs too many, and the same that an applicant's
texts are held to; but a rule file says them in their one form already.
"""


_PROVINCES = {
    11: "北京", 12: "天津", 13: "河北", 14: "山西", 15: "内蒙古", 21: "辽宁", 22: "吉林", 23: "黑龙江",
    31: "上海", 32: "江苏", 33: "浙江", 34: "安徽", 35: "福建", 36: "江西", 37: "山东", 41: "河南",
    42: "湖北", 43: "湖南", 44: "广东", 45: "广西", 46: "海南", 50: "重庆", 51: "四川", 52: "贵州",
    53: "云南", 54: "西藏", 61: "陕西", 62: "甘肃", 63: "青海", 64: "宁夏", 65: "新疆",
}  # fmt: skip
"""What provinces are called where an address begins, by two digits of a region's code (GB/T 2260)."""


def lint_hall(folder: Folder) -> Iterator[Problem]:
    """Problems of the hall's texts, each with what to write instead."""
    if folder.region is None:
        return
    for key, (wrong, untidy, clean) in _RULES.items():
        given = getattr(folder.region.form.hall, key)
        message = _fault(given, clean, wrong, untidy)
        if message is not None and placeholder_in(given) is None:  # which is told as what it is
            yield folder.region.at("hall", key).tell(message)
    yield from _elsewhere(folder.region)


def _elsewhere(region: Read[Region]) -> Iterator[Problem]:
    """A hall whose address begins with another province than the region's: parcels would go there."""
    own = _PROVINCES.get(int(region.form.code[:2]))
    address = region.form.hall.address
    other = next((name for name in _PROVINCES.values() if address.startswith(name)), own)
    if own is not None and other != own:
        yield region.at("hall", "address").tell(say("hall-address/elsewhere", own=own, elsewhere=other))


def _fault(given: str, clean: Callable[[str], str], wrong: str, untidy: str) -> Message | None:
    try:
        right = clean(given)
    except WrongText as why:
        return say(wrong, wrong=why)
    return None if right == given else say(untidy, right=right)


def check_hall(region: Read[Region]) -> None:
    """Report hours in which no courier could ever fetch a result at the hall."""
    hours = region.form.hall.hours
    if not hours:
        written = "hours" in region.form.hall.model_fields_set
        at = region.node.key("hall", "hours") if written else region.node.key("hall")
        region.report(at, say("hall-hours/no-hours"))
        return
    spans = [hours_of(opening) for opening in hours]
    for number, (opens, closes) in enumerate(spans):
        at = region.node.find("hall", "hours", number)
        if opens >= closes:
            region.report(at, say("hall-hours/crossed"))
        elif opens < _EARLIEST or closes > _LATEST:
            region.report(
                at, say("hall-hours/unlikely", earliest=f"{_EARLIEST:%H:%M}", latest=f"{_LATEST:%H:%M}")
            )
        elif number and spans[number - 1][1] > opens:
            region.report(at, say("hall-hours/overlap"))
    if all(opens < closes for opens, closes in spans) and all(
        datetime.combine(date.min, closes) - datetime.combine(date.min, opens) < SHORTEST
        for opens, closes in spans
    ):
        region.report(region.node.find("hall", "hours"), say("hall-hours/too-short"))
