"""What is there twice and cannot be told apart by people: names, and guides copied from another item."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from chalicelib.authoring.findings.message import Both, Message, say
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.forms.form import Form, Text
from chalicelib.decisions.forms.model import Item
from chalicelib.decisions.roles import units_of


def lint_likeness(folder: Folder) -> Iterator[Problem]:
    """Items, materials and couriers of one name, and guides that are another item's."""
    yield from _items(folder)
    for item in folder.items:
        once = {one.material: number for number, one in reversed([*enumerate(item.form.materials)])}
        named = [(item.form.materials[n].name, ("materials", n, "name")) for n in sorted(once.values())]
        yield from _twice(item, named, "材料", "material")
    yield from _couriers(folder)
    yield from _guides(folder)


def plain(name: str) -> str:
    """A name as it is read: full-width and half-width alike, without blanks, brackets or punctuation."""
    signs = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in signs if sign.isalnum())


def _items(folder: Folder) -> Iterator[Problem]:
    first: dict[str, list[Read[Item]]] = {}
    for item in folder.items:
        alike = first.setdefault(plain(item.form.name.zh), [])
        here = [other for other in alike if _offices(item.form) & _offices(other.form)]
        others = [other for other in here if _together(item.form, other.form)]
        if others:
            yield item.at("name").tell(_same(item.form.name, others[0]))
        alike.append(item)


def _offices(item: Item) -> set[str]:
    """Where an applicant meets an item: whoever takes the application, and whoever decides."""
    return {*units_of(item, "handles"), *units_of(item, "decides")}


def _together(item: Item, other: Item) -> bool:
    """Whether there is a day on which both can be applied for."""
    first = max(item.from_ or date.min, other.from_ or date.min)
    return first <= min(item.until or date.max, other.until or date.max)


def _twice(
    read: Read[Form], named: Iterable[tuple[Text, tuple[object, ...]]], zh: str, en: str
) -> Iterator[Problem]:
    first: set[str] = set()
    for name, path in named:
        if plain(name.zh) in first:
            yield read.at(*path).error("same-name/again", what=Both(zh, en), name=name)
        first.add(plain(name.zh))


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


def _same(name: Text, other: Read[Item]) -> Message:
    return say("same-name/same", name=other.form.name, file=other.document.file)
