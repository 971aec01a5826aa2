"""
Examples added to a file of channel rules as lines of its own, after the last one that stands there.

Nothing else is touched, not a comment, not the ends of lines; and what comes out is read again.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO
from typing import Any, NamedTuple

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from chalicelib.authoring.reading.yaml.nodes import Unreadable, parse
from chalicelib.authoring.rewrite.words import WORDS

_NO_WRAP = 1_000_000
_PLAIN = re.compile(r"[^\W\d_][\w（），。、：；《》“”·+-]*")


class NoLinesError(ValueError):
    """The file has no form that lines can be added to."""


def added(before: bytes, entries: Sequence[Mapping[str, Any]]) -> bytes:
    """
    A file of channel rules with more examples after its last one, each on a line of its own.

    Raises:
        NoLinesError: the file has no form that lines can be added to.
    """
    text = before.decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\n"
    spot = _spot(text)
    head = spot.head if spot.head.endswith("\n") else spot.head + end
    lines = [f"{spot.indent}- {_one_line(entry)}{end}" for entry in entries]
    after = "".join([head, f"examples:{end}" if spot.new else "", *lines, spot.tail]).encode()
    _read_again(before, after, entries)
    return after


class _Spot(NamedTuple):
    """Where lines go: between the head and the tail of the file; ``new``: the list is to be begun."""

    head: str
    tail: str
    indent: str
    new: bool = False


def _spot(text: str) -> _Spot:
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) and not root.flow_style else []
    for key, examples in pairs:
        if key.value != "examples":
            continue
        if isinstance(examples, yaml.SequenceNode) and not examples.value:
            brackets = slice(examples.start_mark.index, examples.end_mark.index)
            end = _line_end(text, examples)
            return _Spot(text[: brackets.start].rstrip(" ") + text[brackets.stop : end], text[end:], "  ")
        if isinstance(examples, yaml.SequenceNode) and not examples.flow_style:
            first, last = examples.value[0], examples.value[-1]
            indent, dash, _ = _before(text, first).partition("-")
            if dash and not indent.strip():
                end = _line_end(text, last)
                return _Spot(text[:end], text[end:], indent)
        raise NoLinesError
    if not pairs:
        raise NoLinesError
    return _Spot(text, "", "  ", new=True)


def _before(text: str, node: yaml.Node) -> str:
    """What stands before a node on its line."""
    return text[text.rfind("\n", 0, node.start_mark.index) + 1 : node.start_mark.index]


def _line_end(text: str, node: yaml.Node) -> int:
    """Where the line after a node's last one begins."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.index
    if end and text[end - 1] == "\n":
        return end
    found = text.find("\n", end)
    return len(text) if found < 0 else found + 1


def _one_line(entry: Mapping[str, Any]) -> str:
    """An entry as the other examples are written: {name: …, item: …}."""
    made = _written(entry)
    writer, out = YAML(typ="rt"), StringIO()
    writer.width = _NO_WRAP
    writer.dump(made, out)
    return out.getvalue().strip()


def _written(value: object) -> object:
    """Maps on one line, and text in quotes wherever readers of YAML might not agree on it."""
    if isinstance(value, Mapping):
        made = CommentedMap((_key(key), _written(one)) for key, one in value.items())
        made.fa.set_flow_style()
        return made
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        return DoubleQuotedScalarString(value)
    return value


def _key(key: str) -> str:
    """A key; "on" stands in quotes, for to readers of YAML 1.1 it is a yes."""
    return DoubleQuotedScalarString(key) if key in WORDS else key


def _read_again(before: bytes, after: bytes, entries: Sequence[Mapping[str, Any]]) -> None:
    """What the file holds now is what it held and the new examples."""
    try:
        old, new = parse(before).plain(), parse(after).plain()
    except Unreadable as error:
        raise NoLinesError from error
    texts = [json.dumps(entry, ensure_ascii=False, default=date.isoformat) for entry in entries]
    wanted = [json.loads(unicodedata.normalize("NFC", text)) for text in texts]  # as text is read everywhere
    if not isinstance(old, dict) or new != old | {"examples": [*old.get("examples", []), *wanted]}:
        raise NoLinesError
