"""Check an item file beyond its form."""

from __future__ import annotations

import difflib
from collections.abc import Container, Sequence
from pathlib import PurePosixPath

from chalicelib.authoring.checking.items.limits import surely_longer
from chalicelib.authoring.checking.items.material_days import check_days_of_materials
from chalicelib.authoring.checking.items.materials import check_materials
from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import did_you_mean
from chalicelib.authoring.reading.conditions.conditions import Facts, check_read_value
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.names import known_name, same_as_file
from chalicelib.decisions.effect import versions
from chalicelib.decisions.facts.facts import wrong
from chalicelib.decisions.facts.needs import counted
from chalicelib.decisions.forms.model import Item


def check_item(item: Read[Item], facts: Facts, units: Sequence[str]) -> None:
    """
    Report what is wrong with an item.

    Args:
        units: the region's by name; empty when units.yaml could not be read.
    """
    form = item.form
    same_as_file(item, "item", form.item)
    _check_units(item, units)
    check_days_of_materials(item)
    _check_reserved(item)
    check_materials(item, units)
    _check_facts(item, facts)
    _check_result(item)
    if surely_longer(form.limits.promised, form.limits.statutory):
        item.report(item.node.find("limits", "promised"), say("promised-longer"))


def _check_units(item: Read[Item], names: Sequence[str]) -> None:
    """Every unit that an item names is in units.yaml, and so is its folder's."""
    if not names:
        return
    folder = PurePosixPath(item.document.file).parent.name
    if folder not in names:
        message = say("wrong-folder", folder=folder, mend=did_you_mean(folder, names))
        item.report(item.node.find("units"), message)
    for path, name in item.form.units.named:
        known_name(item, ("units", *path), name, names, "unknown-unit/name")


def _check_reserved(item: Read[Item]) -> None:
    """The licence is looked after beside the papers, under this name."""
    for number, material in enumerate(item.form.materials):
        if material.material == "licence":
            message = say("reserved/items")
            item.report(item.node.find("materials", number, "material"), message)


def _check_facts(item: Read[Item], facts: Facts) -> None:
    own = {name.removeprefix("item."): f for name, f in facts.declared.items() if name.startswith("item.")}
    written = {name for name, fact in own.items() if fact.computed is None}
    node = item.node.map["facts"]
    for name, value in node.map.items():
        if name in written:
            check_read_value(item.document, own[name], value, item.form.facts[name])
        elif name in own or facts.unknown(f"item.{name}"):
            item.report(node.keys[name], _unknown_fact(name, own, written))
    strange = node.map.keys() - written
    for name in sorted(written - node.map.keys()):
        if not difflib.get_close_matches(name, strange, n=1):  # else it is there, misspelt
            item.report(item.node.key("facts"), say("missing-fact", name=name))
    _check_computed(item, facts)


def _check_computed(item: Read[Item], facts: Facts) -> None:
    for fact in facts.declared.values():
        if fact.computed is not None:
            each = versions(item.form)
            most = max(sum(sheets for _, sheets in counted(one, fact.computed)) for one in each)
            reason = wrong(fact, most)
            if reason is not None:
                message = say("wrong-value/items", title=fact.title, reason=reason, fact=fact.fact)
                item.report(item.node.key("materials"), message)


def _check_result(item: Read[Item]) -> None:
    electronic = item.form.facts.get("electronic_result")
    if isinstance(electronic, bool) and electronic != (item.form.result.form != "paper"):
        item.report(item.node.find("result", "form"), say("result-form"))


def _unknown_fact(name: str, own: Container[str], written: set[str]) -> Message:
    short = name.removeprefix("item.")
    if short in written:
        return say("unknown-fact/prefixed", name=name, short=short)
    if short in own:
        return say("unknown-fact/items", name=name)
    mend = did_you_mean(name, sorted(written))
    return say("unknown-fact", name=name, mend=mend)
