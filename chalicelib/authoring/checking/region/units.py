"""Check a region's units: people can tell them apart, and what was merged leads to one that still stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from chalicelib.authoring.checking.likeness import plain
from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import TOP, Problem, did_you_mean, problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.yaml.nodes import Node
from chalicelib.decisions.forms.model import ItemType
from chalicelib.decisions.forms.plan import Milestone
from chalicelib.decisions.forms.unit import HALL, Member, Unit, every_unit, members_of

FILE = "units.yaml"
_WITHOUT_POWER = ("counter", "squad", "community")
"""Kinds of units that decide on no licence; a street may be empowered (行政许可法 arts. 22 to 24)."""


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
                yield problem(FILE, node.find("unit"), _twice(unit, first[name]))
                break
            first[name] = unit
        yield from _members(unit, node, items)
    units = {unit.unit: unit for unit, _ in each}
    if HALL not in units:
        yield problem(FILE, TOP, say("no-hall"))
    for unit, node in each:
        yield from _merged(unit, node, units)
    yield from _powers(folder, units)
    yield from _without_own(folder)
    yield from _too_few(folder, {unit.unit: node for unit, node in each if unit.joined is None})


def _placed(units: list[Read[Unit]]) -> Iterator[tuple[Unit, Node]]:
    """Every unit of the tree with its place."""
    waiting = [(read.form, read.node) for read in units]
    while waiting:
        unit, node = waiting.pop(0)
        yield unit, node
        if unit.units:
            waiting += zip(unit.units, node.map["units"].list, strict=True)


def _members(unit: Unit, node: Node, items: Sequence[str]) -> Iterator[Problem]:
    seen: dict[str, Member] = {}
    for number, member in enumerate(unit.members):
        if seen.get(member.member, member) != member:  # one that is the same is told as any such entry
            yield problem(FILE, node.find("members", number), say("duplicate/member", number=member.member))
        seen[member.member] = member
        for place, item in enumerate(member.knows):
            if item not in items:
                at = node.find("members", number, "knows", place)
                yield problem(
                    FILE, at, say("unknown-item/no-item", item=item, mend=did_you_mean(item, items))
                )


def _merged(unit: Unit, node: Node, units: Mapping[str, Unit]) -> Iterator[Problem]:
    if (unit.until is None) != (unit.joined is None):
        at = node.find("joined" if unit.until is None else "until")
        yield problem(FILE, at, say("merged-without"))
    if unit.joined is None:
        return
    if unit.joined not in units:
        message = say("unknown-unit/units", joined=unit.joined, mend=did_you_mean(unit.joined, units))
        yield problem(FILE, node.find("joined"), message)
        return
    seen, here = {unit.unit}, unit
    while here.joined is not None and here.joined in units:
        here = units[here.joined]
        if here.unit in seen:
            yield problem(FILE, node.find("joined"), say("merged-in-a-circle"))
            return
        seen.add(here.unit)


def _powers(folder: Folder, units: Mapping[str, Unit]) -> Iterator[Problem]:
    """Who decides on a licence, or inspects, and has no power to."""
    without = {name: unit for name, unit in units.items() if unit.kind in _WITHOUT_POWER}
    for item in folder.items:
        named = item.form.units
        if named.decides in without and item.form.type is ItemType.LICENCE:
            yield item.at("units", "decides").error("no-power", name=without[named.decides].name)
        for number, name in enumerate(named.inspects):
            if name in without and without[name].kind == "counter":
                yield item.at("units", "inspects", number).error("no-power/inspects", name=without[name].name)
    for part in folder.parts:
        for number, step in enumerate(part.form.steps):
            decides = any(outcome.marks is Milestone.DECIDED for outcome in step.outcomes)
            if decides and step.unit in without:
                yield part.at("steps", number, "unit").error("no-power/step", name=without[step.unit].name)


def _without_own(folder: Folder) -> Iterator[Problem]:
    """Joint inspections to which the authority that licenses sends nobody, not from a section either."""
    tree = [read.form for read in folder.units]
    for item in folder.items:
        own, inspects = item.form.units, item.form.units.inspects
        each = [(one, its) for one in inspects for its in (own.decides, own.handles or own.decides)]
        if len(inspects) > 1 and not any(in_line(tree, *pair) for pair in each):
            yield item.at("units", "inspects").warning("joint-inspection/without-own")


def in_line(tree: Iterable[Unit], one: str, other: str) -> bool:
    """Whether two units are the same, or one stands above the other: an authority acts by its sections."""
    line = {one, other}
    return len(line) == 1 or any(
        unit.unit in line and line <= {each.unit for each in every_unit((unit,))} for unit in every_unit(tree)
    )


def _too_few(folder: Folder, nodes: Mapping[str, Node]) -> Iterator[Problem]:
    """Units that list fewer members who know an item than the least that any inspection needs."""
    tree, told = [read.form for read in folder.units], set[str]()
    parts = ((read.form.does, step) for read in folder.parts for step in read.form.steps)
    several = (one.officers for does, one in parts if (one.does or does) == "inspection" and one.officers > 1)
    officers = min(several, default=1)
    for item in (one for one in folder.items if one.form.until is None):
        for name in item.form.units.inspects:
            members = members_of(tree, name)
            found = sum(item.form.item in (one.knows or (item.form.item,)) for one in members)
            if name in nodes.keys() - told and members and found < officers:
                told.add(name)
                message = say("one-officer/members", item=item.form.name, members=found, officers=officers)
                yield problem(FILE, nodes[name].find("unit"), message)


def _twice(unit: Unit, other: Unit) -> Message:
    return say(
        "duplicate/twice", name=unit.name, unit=unit.unit, other_name=other.name, other_unit=other.unit
    )
