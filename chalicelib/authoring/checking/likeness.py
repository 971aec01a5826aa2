"""
What is there twice and cannot be told apart by people, in Chinese or in English: names and titles, and guides
copied from another item.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from chalicelib.authoring.findings.message import Both, Message, say
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Item
from chalicelib.decisions.roles import units_of


def lint_likeness(folder: Folder) -> Iterator[Problem]:
    """Whatever people choose among or read by its name, each kind in its place, and copied guides."""
    yield from _items(folder)
    for item in folder.items:
        once = {one.material: number for number, one in reversed([*enumerate(item.form.materials)])}
        named = [(item, ("materials", n, "name"), item.form.materials[n].name) for n in sorted(once.values())]
        yield from _twice(named, "材料", "material")
    yield from _of_folder(folder)
    yield from _within(folder)
    yield from _couriers(folder)
    yield from _guides(folder)


def _of_folder(folder: Folder) -> Iterator[Problem]:
    """Kinds of which each has a title of its own in the whole region; units are checked by themselves."""
    yield from _twice([(one, ("title",), one.form.title) for one in folder.plans], "渠道", "channel")
    yield from _twice([(one, ("title",), one.form.title) for one in folder.clocks], "计时", "clock")
    yield from _twice([(one, ("title",), one.form.title) for one in folder.notices], "文书", "notice")
    yield from _twice([(one, ("title",), one.form.title) for one in folder.decisions], "决策", "decision")


def _within(folder: Folder) -> Iterator[Problem]:
    """Outcomes among which a step or a decision goes on: buttons, and what applicants are offered."""
    for table in folder.decisions:
        outcomes = enumerate(table.form.outcomes)
        named = [(table, ("outcomes", n, "title"), one.title) for n, one in outcomes]
        yield from _twice(named, "结果", "outcome")
    for part in folder.parts:
        for number, step in enumerate(part.form.steps):
            place = ("steps", number, "outcomes")
            buttons = [(part, (*place, n, "title"), one.title) for n, one in enumerate(step.outcomes)]
            yield from _twice(buttons, "结果", "outcome")


_Named = tuple[Read[Any], tuple[object, ...], Text]
"""What has a name, and the path of the name within it, which is looked for where something is wrong."""

_BETWEEN = re.compile(r"[\W_]+")
"""All but letters and digits of any script."""


@lru_cache(maxsize=10_000)  # many items ask for materials of the same name
def plain(name: str) -> str:
    """A name as it is read: full-width and half-width alike, without blanks, brackets or punctuation."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", name).casefold())


def _items(folder: Folder) -> Iterator[Problem]:
    first: dict[tuple[str, str], list[Read[Item]]] = {}
    for item in folder.items:
        alike = [first.setdefault(read, []) for read in _read_as(item.form.name)]
        here = [other for found in alike for other in found if _offices(item.form) & _offices(other.form)]
        others = [other for other in here if _together(item.form, other.form)]
        if others:
            yield item.at("name").tell(_same(others[0]))
        for found in alike:
            found.append(item)


def _offices(item: Item) -> set[str]:
    """Where an applicant meets an item: whoever takes the application, and whoever decides."""
    return {*units_of(item, "handles"), *units_of(item, "decides")}


def _together(item: Item, other: Item) -> bool:
    """Whether there is a day on which both can be applied for."""
    first = max(item.from_ or date.min, other.from_ or date.min)
    return first <= min(item.until or date.max, other.until or date.max)


def _twice(named: Iterable[_Named], zh: str, en: str) -> Iterator[Problem]:
    first: dict[tuple[str, str], Text] = {}
    for form, path, title in named:
        alike = _read_as(title)
        other = next((first[read] for read in alike if read in first), None)
        if other is not None:
            yield form.at(*path).error("same-name/again", what=Both(zh, en), name=title, other=other)
        for read in alike:
            first.setdefault(read, title)


def _read_as(title: Text) -> tuple[tuple[str, str], tuple[str, str]]:
    """A title as readers of each language take it in."""
    return ("zh", plain(title.zh)), ("en", plain(title.en))


def _couriers(folder: Folder) -> Iterator[Problem]:
    codes: dict[str, str] = {}
    for courier in folder.couriers:
        code = courier.form.code.casefold()
        if code in codes:
            yield courier.at("code").error("same-code", code=courier.form.code, other=codes[code])
        codes.setdefault(code, courier.document.file)


def _guides(folder: Folder) -> Iterator[Problem]:
    bodies: dict[str, Read[Item]] = {}
    for item in folder.items:
        guide = item.form.guide
        if guide is not None:
            first = bodies.setdefault(guide.model_dump_json(exclude={"consultation", "complaint"}), item)
            if first is not item:
                name, file = first.form.name, first.document.file
                yield item.at("guide").warning("copied-guide", name=name, file=file)


def _same(other: Read[Item]) -> Message:
    return say("same-name/same", name=other.form.name, file=other.document.file)
