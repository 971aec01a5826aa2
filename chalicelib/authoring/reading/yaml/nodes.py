"""
YAML as marked nodes, read by our own rules.

Only what a table can say: maps, lists and scalars. true and false alone are yes and no (YAML 1.2);
``yes``, ``on`` and dates stay text. Anchors, merge keys, tags, a key given twice and a second
document are mistakes: each would let a file mean something that it does not show.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import yaml

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import TOP, Mark
from chalicelib.authoring.reading.yaml.marked import START, Node, Place, Scalar, mark, place
from chalicelib.authoring.reading.yaml.plain import read_plain
from chalicelib.authoring.reading.yaml.scalars import (
    DEPTH,
    READ_AS_TRUTH,
    Unreadable,
    check_signs,
    plain,
    said,
)
from chalicelib.authoring.reading.yaml.signs import BREAKS, hidden
from chalicelib.authoring.reading.yaml.syntax import syntax

__all__ = ["Node", "Unreadable", "check_size", "parse"]

FILE_BYTES = 4_000_000
"""Room for some 15,000 rules; what memory a file takes when it is read grows with it."""


def check_size(size: int) -> None:
    """
    Of a file in bytes: asked before it is read.

    Raises:
        Unreadable: it is too large.
    """
    if size > FILE_BYTES:
        raise Unreadable(TOP, say("file-too-large", megabytes=FILE_BYTES // 1000000))


def parse(content: bytes) -> Node:
    """
    The one document that ``content`` holds.

    Raises:
        Unreadable: at the first place that cannot be read.
    """
    check_size(len(content))
    if b"\0" in content[:2]:  # UTF-16 without a mark has it there, text in UTF-8 nowhere
        raise Unreadable(TOP, say("encoding"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(_place(content[: error.start].decode("utf-8-sig")), say("encoding")) from error
    strange = hidden(text)
    if strange is not None:
        raise Unreadable(_place(text[: strange[0]]), strange[1])
    return read_plain(text) or parsed(text)


def parsed(text: str) -> Node:
    loader = yaml.CSafeLoader(text)
    try:
        return _document(loader.get_event)
    except yaml.MarkedYAMLError as error:
        at, message = syntax(error, text)
        raise Unreadable(at, message) from error
    finally:
        loader.dispose()


Event = Any  # the C parser's, whose attributes depend on their class
Next = Callable[[], Event]
_SCALAR: Any = yaml.ScalarEvent


def _document(following: Next) -> Node:
    root = Node({}, START)
    documents = 0
    while type(event := following()) is not yaml.StreamEndEvent:
        at = place(event.start_mark)
        if type(event) is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise Unreadable(mark(at), say("yaml-documents"))
            root = _Builder(following).node(following(), 0)
    return root


class _Builder:
    """Nodes from events; plain scalars and keys, of which most come again and again, are judged once."""

    def __init__(self, following: Next) -> None:
        self._following = following
        self._plain: dict[str, Scalar] = {}
        self._keys: dict[str, str] = {}

    def node(self, event: Event, depth: int) -> Node:
        if type(event) is _SCALAR and not event.anchor and not event.tag and depth <= DEPTH:
            return Node(self._scalar(event), place(event.start_mark))  # most are
        at = place(event.start_mark)
        if depth > DEPTH:
            raise Unreadable(mark(at), say("yaml-depth"))
        if event.anchor:  # an alias has one too
            raise Unreadable(mark(at), say("yaml-anchor"))
        if event.tag:
            raise Unreadable(mark(at), say("yaml-tag"))
        if type(event) is yaml.SequenceStartEvent:
            return Node(self._list(depth + 1), at)
        return self._map(at, depth + 1)

    def _list(self, depth: int) -> list[Node]:
        entries = []
        while type(event := self._following()) is not yaml.SequenceEndEvent:
            entries.append(self.node(event, depth))
        return entries

    def _map(self, at: Place, depth: int) -> Node:
        following = self._following
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while type(event := following()) is not yaml.MappingEndEvent:
            key = self._key(event, depth)
            if key in entries:
                line = mark(keys[key]).line
                raise Unreadable(mark(place(event.start_mark)), say("yaml-duplicate-key", key=key, line=line))
            keys[key] = place(event.start_mark)
            entries[key] = self.node(following(), depth)
        return Node(entries, at, keys)

    def _key(self, event: Event, depth: int) -> str:
        if type(event) is _SCALAR and not event.anchor and not event.tag and depth <= DEPTH:
            known = self._keys.get(event.value)
            if known is not None:
                return known
        node = self.node(event, depth)
        if not isinstance(event, yaml.ScalarEvent):
            raise Unreadable(node.at, say("yaml-key"))
        key = unicodedata.normalize("NFC", event.value)
        if event.style:
            check_signs(key, node._at)
        if key == "<<":
            raise Unreadable(node.at, say("yaml-anchor"))
        if not event.style and key.lower() in READ_AS_TRUTH:
            raise Unreadable(node.at, say("yaml-key/word", key=key))
        if not event.style:
            self._keys[event.value] = key
        return key

    def _scalar(self, event: Event) -> Scalar:
        if event.style:  # quoted, or a block
            return _text(unicodedata.normalize("NFC", event.value), place(event.start_mark))
        try:
            return self._plain[event.value]
        except KeyError:
            found = self._plain[event.value] = _plain(event.value, place(event.start_mark))
            return found


def _plain(written: str, at: Place) -> Scalar:
    text = unicodedata.normalize("NFC", written)
    check_signs(text, at)
    return plain(text, at)


def _text(text: str, at: Place) -> str:
    if text.strip():  # blanks alone say nothing
        check_signs(text, at)
    return said(text, at)


def _place(before: str) -> Mark:
    *above, line = BREAKS.split(before)
    return Mark(len(above) + 1, len(line) + 1)
