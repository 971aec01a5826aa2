"""Checks of names that every kind of file needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import did_you_mean
from chalicelib.authoring.reading.documents import Document, Read, nearly
from chalicelib.authoring.reading.yaml.marked import Bracketed, Node
from chalicelib.decisions.forms.form import Form


def same_as_file(read: Read[Form], key: str, name: object) -> None:
    """A file's name is the name of what it holds."""
    stem = PurePosixPath(read.document.file).stem
    if str(name) != stem:
        message = say("wrong-file-name", name=name, stem=stem, key=key)
        read.report(read.node.find(key), message)


def each_once(read: Read[Form], names: Iterable[tuple[str, tuple[object, ...]]]) -> None:
    """Of names within one form, given with their paths, each stands there once."""
    seen: set[str] = set()
    for name, path in names:
        if name in seen:
            read.report(read.node.find(*path), say("duplicate/name", name=name))
        seen.add(name)


def once_in_folder(key: str, reads: Sequence[tuple[str, Read[Form]]]) -> None:
    """Of names of forms, each stands in the folder once."""
    first: dict[str, Read[Form]] = {}
    for name, read in reads:
        if name in first:
            other = first[name]
            place = f"{other.document.file}:{other.node.at.line}"
            message = say("duplicate/elsewhere", name=name, place=place)
            read.report(read.node.find(key), message)
        first.setdefault(name, read)


def known_name(
    read: Read[Form], path: tuple[object, ...], name: str, known: Collection[str], unknown: str
) -> None:
    """Report a name that is not among those known, by the message ``unknown``."""
    if name not in known:
        read.report(read.node.find(*path), say(unknown, name=name, mend=did_you_mean(name, known)))


def rule_names(document: Document) -> set[str]:
    """Those of the file's rules, also where a key is misspelt: whoever names such a rule is not wrong."""
    rules = nearly(document.root, "rules")
    return {name for node in (rules.list if rules else ()) for name in _rule_name(node)}


def unit_names(document: Document) -> list[str]:
    """Those of the file's units, also of one with mistakes: whoever names such a unit is not wrong."""
    return list(_unit_names(nearly(document.root, "units")))


def _unit_names(units: Node | None) -> Iterator[str]:
    for node in units.list if units else ():
        name = nearly(node, "unit")
        if name is not None:
            yield str(name.value)
        yield from _unit_names(node.map.get("units"))


def _rule_name(node: Node) -> Iterator[str]:
    if isinstance(node, Bracketed) and isinstance(node.raw, dict) and isinstance(node.raw.get("rule"), str):
        yield f"{node.raw['rule']}"
        return
    name = nearly(node, "rule")
    if name is not None:
        yield str(name.value)
