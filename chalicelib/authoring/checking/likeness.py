"""What is there twice and cannot be told apart by people: names, and guides copied from another item."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from chalicelib.authoring.findings.problems import Problem, Say
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.form import Form, Text
from chalicelib.decisions.model import Item
from chalicelib.decisions.roles import units_of

SHORTEST = 4
"""A name of fewer signs than this stands in many sentences that do not mean the item."""


def lint_likeness(folder: Folder) -> Iterator[Problem]:
    """Items, materials and couriers of one name, and guides that are another item's."""
    yield from _items(folder)
    for item in folder.items:
        named = [(m.name, ("materials", n, "name")) for n, m in enumerate(item.form.materials)]
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
            yield item.told(item.node.find("name"), "same-name", _same(item.form.name, others[0]))
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
            yield read.told(read.node.find(*path), "same-name", _again(name, zh, en))
        first.add(plain(name.zh))


def _couriers(folder: Folder) -> Iterator[Problem]:
    codes: dict[str, str] = {}
    for courier in folder.couriers:
        code = courier.form.code.casefold()
        if code in codes:
            yield courier.told(courier.node.find("code"), "same-code", _code(courier.form.code, codes[code]))
        codes.setdefault(code, courier.document.file)


def _guides(folder: Folder) -> Iterator[Problem]:
    bodies: dict[str, Read[Item]] = {}
    samples: dict[str, Read[Item]] = {}
    names = _names(folder)
    for item in folder.items:
        guide = item.form.guide
        if guide is None:
            continue
        body = guide.model_dump_json(exclude={"consultation", "complaint"})
        if body in bodies:
            yield item.told(item.node.find("guide"), "copied-guide", _copied(bodies[body]), "warning")
            continue
        bodies[body] = item
        sample = guide.result_sample
        if sample is not None and samples.setdefault(sample, item).form.result.name != item.form.result.name:
            say = _sample(sample, samples[sample])
            yield item.told(item.node.find("guide", "result_sample"), "copied-sample", say, "warning")
        yield from _mentions(item, names)


def _names(folder: Folder) -> list[str]:
    """The names of all items, longest first."""
    found = {plain(item.form.name.zh) for item in folder.items}
    return sorted((name for name in found if len(name) >= SHORTEST), key=len, reverse=True)


def _mentions(item: Read[Item], names: list[str]) -> Iterator[Problem]:
    """Questions and answers that speak of another item: the longest name is meant where one holds another."""
    own = plain(item.form.name.zh), plain(item.form.result.name.zh)
    for number, asked in enumerate(item.form.guide.questions if item.form.guide else ()):
        said = plain(asked.question.zh + asked.answer.zh)
        for name in own:
            said = said.replace(name, "")
        other = next((name for name in names if name in said and name not in own), None)
        if other is not None:
            path = ("guide", "questions", number)
            yield item.told(item.node.find(*path), "copied-question", _question(other), "warning")


def _same(name: Text, other: Read[Item]) -> Say:
    return Say(
        f"本部门已有名称相同的事项“{other.form.name.zh}”（{other.document.file}），申请人分不清。",
        f"The department has another item of this name, '{other.form.name.en}' ({other.document.file}): "
        "nobody can tell them apart.",
        "请改名以示区别（例如注明办理情形），删去一个，或写明不重叠的 from、until。",
        "Name what makes them differ, remove one, or give them 'from' and 'until' that do not overlap.",
    )


def _again(name: Text, zh: str, en: str) -> Say:
    return Say(
        f"{zh}“{name.zh}”列了两次（不计空格、括号和全角半角）。",
        f"The {en} '{name.en}' stands here twice by its Chinese name, but for blanks, brackets and width.",
        "请删去一个，或写明区别。",
        "Remove one, or say what makes them differ.",
    )


def _code(code: str, other: str) -> Say:
    return Say(
        f"快递公司编码“{code}”在 {other} 中已经用过：查到的轨迹分不清是哪一家的。",
        f"The carrier's code '{code}' is used in {other}: nobody could tell whose trace comes back.",
        "请核对快递100的公司编码。",
        "Check the code at Kuaidi100.",
    )


def _copied(other: Read[Item]) -> Say:
    return Say(
        f"办事指南与“{other.form.name.zh}”（{other.document.file}）的完全相同。",
        f"The guide is the same as that of '{other.form.name.en}' ({other.document.file}).",
        "请逐项核对，写本事项自己的内容。",
        "Go through it and write what is true of this item.",
    )


def _sample(sample: str, other: Read[Item]) -> Say:
    return Say(
        f"结果样本 {sample} 与“{other.form.name.zh}”的相同，而两者的结果不是同一种证件。",
        f"The sample {sample} is that of '{other.form.name.en}', whose result is another document.",
        "请换成本事项结果的样本。",
        "Name the sample of this item's own result.",
    )


def _question(other: str) -> Say:
    return Say(
        f"常见问题说的是另一事项“{other}”，可能是抄来的。",
        f"The question speaks of another item, '{other}': it may have been copied.",
        "请核对；确实有关的，改用不会混淆的说法。",
        "Check it; if it belongs here, put it so that nobody takes it for the other item.",
    )
