"""The units of a region: told apart by people, and what was merged leads to one that still stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chalicelib.authoring.checking.likeness import plain
from chalicelib.authoring.findings.problems import TOP, Problem, Say, did_you_mean, problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.yaml.nodes import Node
from chalicelib.decisions.unit import HALL, Unit

FILE = "units.yaml"


def check_units(folder: Folder) -> Iterator[Problem]:
    """What is wrong with units.yaml; nothing where it could not be read."""
    each = list(_placed(folder.units))
    if not each:
        return
    first: dict[str, Unit] = {}
    items = [read.form.item for read in folder.items]
    for unit, node in each:
        for name in (unit.unit, f"“{plain(unit.name.zh)}”", f"'{plain(unit.name.en)}'"):
            if name in first:
                yield problem(FILE, node.find("unit"), "duplicate", _twice(unit, first[name]))
                break
            first[name] = unit
        yield from _members(unit, node, items)
    units = {unit.unit: unit for unit, _ in each}
    if HALL not in units:
        yield problem(FILE, TOP, "no-hall", _NO_HALL)
    for unit, node in each:
        yield from _merged(unit, node, units)


def _placed(units: list[Read[Unit]]) -> Iterator[tuple[Unit, Node]]:
    """Every unit of the tree with its place."""
    waiting = [(read.form, read.node) for read in units]
    while waiting:
        unit, node = waiting.pop(0)
        yield unit, node
        if unit.units:
            waiting += zip(unit.units, node.map["units"].list, strict=True)


def _members(unit: Unit, node: Node, items: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, member in enumerate(unit.members):
        if member.member in seen:
            yield problem(FILE, node.find("members", number), "duplicate", _member(member.member))
        seen.add(member.member)
        for place, item in enumerate(member.knows):
            if item not in items:
                at = node.find("members", number, "knows", place)
                yield problem(FILE, at, "unknown-item", _no_item(item, items))


def _merged(unit: Unit, node: Node, units: Mapping[str, Unit]) -> Iterator[Problem]:
    if (unit.until is None) != (unit.joined is None):
        at = node.find("joined" if unit.until is None else "until")
        yield problem(FILE, at, "merged-without", _HALF)
    if unit.joined is None:
        return
    if unit.joined not in units:
        say = Say(
            f"没有单位“{unit.joined}”。",
            f"There is no unit '{unit.joined}'.",
            *did_you_mean(unit.joined, units),
        )
        yield problem(FILE, node.find("joined"), "unknown-unit", say)
        return
    seen, here = {unit.unit}, unit
    while here.joined is not None and here.joined in units:
        here = units[here.joined]
        if here.unit in seen:
            yield problem(FILE, node.find("joined"), "merged-in-a-circle", _CIRCLE)
            return
        seen.add(here.unit)


def _twice(unit: Unit, other: Unit) -> Say:
    return Say(
        f"单位“{unit.name.zh}”（{unit.unit}）与“{other.name.zh}”（{other.unit}）重名：待办分不清是谁的。",
        f"The unit '{unit.name.en}' ({unit.unit}) has the name of '{other.name.en}' ({other.unit}): "
        "nobody could tell whose work is whose.",
        "请改其中一个的代号或名称。",
        "Change the code or the name of one.",
    )


def _member(number: str) -> Say:
    return Say(
        f"工号 {number} 在本单位重复。",
        f"The staff number {number} stands in this unit twice.",
        "请删去一个。",
        "Remove one.",
    )


def _no_item(item: str, items: Sequence[str]) -> Say:
    return Say(
        f"没有事项“{item}”：登记会办它的人等于没有登记。",
        f"There is no item '{item}': who is listed as knowing it is listed in vain.",
        *did_you_mean(item, items),
    )


_NO_HALL = Say(
    "没有单位 hall（政务服务大厅）：材料和证照在那里交接。",
    "There is no unit 'hall', where papers and licences change hands.",
    "请加上 {unit: hall, …, kind: counter}。",
    "Add {unit: hall, …, kind: counter}.",
)
_HALF = Say(
    "撤并的单位须同时写 until（最后一天）和 joined（并入的单位）。",
    "A unit that was merged has both 'until', its last day, and 'joined', the unit that took it over.",
    "请补上另一项，或两项都删去。",
    "Add the other one, or remove both.",
)
_CIRCLE = Say(
    "撤并转了一圈：没有单位接收待办。",
    "The mergers lead in a circle: no unit takes the work over.",
    "请改正 joined。",
    "Correct 'joined'.",
)
