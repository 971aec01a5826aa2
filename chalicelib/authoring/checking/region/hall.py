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


def lint_hall(folder: Folder) -> Iterator[Problem]:
    """Problems of the hall's texts, each with what to write instead."""
    if folder.region is None:
        return
    for key, (wrong, untidy, clean) in _RULES.items():
        given = getattr(folder.region.form.hall, key)
        message = _fault(given, clean, wrong, untidy)
        if message is not None and placeholder_in(given) is None:  # which is told as what it is
            yield folder.region.at("hall", key).tell(message)


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
