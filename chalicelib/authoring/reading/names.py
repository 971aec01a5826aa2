"""Checks of names that every kind of file needs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePosixPath

from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import Say, did_you_mean
from chalicelib.authoring.reading.documents import Read
from chalicelib.decisions.form import Form


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
            read.report(read.node.find(*path), "duplicate", twice(name))
        seen.add(name)


def once_in_folder(key: str, reads: Sequence[tuple[str, Read[Form]]]) -> None:
    """Of names of forms, each stands in the folder once."""
    first: dict[str, Read[Form]] = {}
    for name, read in reads:
        if name in first:
            other = first[name]
            message = twice(name, f"{other.document.file}:{other.node.at.line}")
            read.report(read.node.find(key), "duplicate", message)
        first.setdefault(name, read)


def known_name(
    read: Read[Form], path: tuple[object, ...], name: str, known: Collection[str], en: str, zh: str
) -> None:
    """A name that must be among those known; ``en`` and ``zh`` say what kind of name it is."""
    if name not in known:
        message = Say(f"没有{zh}“{name}”。", f"There is no {en} '{name}'.", *did_you_mean(name, known))
        read.report(read.node.find(*path), f"unknown-{en}", message)


def twice(name: str, place: str | None = None) -> Message:
    zh, en = (f"（另见 {place}）", f" (see {place})") if place else ("", "")
    return Say(
        f"“{name}”重复{zh}。",
        f"'{name}' stands here twice{en}.",
        "请改名或删去一个。",
        "Rename or remove one.",
    )
