"""
YAML as marked nodes, read by our own rules.

Only what a table can say: maps, lists and scalars. true and false alone are yes and no (YAML 1.2);
``yes``, ``on`` and dates stay text. Anchors, merge keys, tags, a key given twice and a second
document are mistakes: each would let a file mean something that it does not show.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from chalicelib.authoring.problems import TOP, Mark, Say
from chalicelib.decisions.limits import TEXT_BYTES, WHOLE_NUMBER

Scalar = bool | int | str | None
DEPTH = 20
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None, "~": None, "": None}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")


@dataclass(frozen=True)
class Node:
    """A value and its place; ``keys`` has the places of a map's keys."""

    value: Scalar | dict[str, Node] | list[Node]
    at: Mark
    keys: dict[str, Mark] = field(default_factory=dict)

    @property
    def map(self) -> dict[str, Node]:
        """The entries of a map; nothing if this is none."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def list(self) -> list[Node]:
        """The entries of a list; nothing if this is none."""
        return self.value if isinstance(self.value, list) else []

    def find(self, *path: object) -> Mark:
        """The place of the value at ``path``, or of what is nearest above it."""
        return self._follow(path).at

    def key(self, *path: object) -> Mark:
        """The place of the key at the end of ``path``, or of what is nearest above it."""
        above = self._follow(path[:-1])
        return above.keys.get(str(path[-1]), above.at)

    def _follow(self, path: tuple[object, ...]) -> Node:
        node = self
        for step in path:
            if isinstance(step, int) and step < len(node.list):
                node = node.list[step]
            elif isinstance(step, str) and step in node.map:
                node = node.map[step]
            else:
                break
        return node

    def plain(self) -> object:
        """The value without places, as JSON would hold it."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


class Unreadable(Exception):  # noqa: N818  # not an error of ours: it carries what is wrong with the file
    """The file is no YAML of the kind used here."""

    def __init__(self, at: Mark, code: str, say: Say) -> None:
        super().__init__(code)
        self.at, self.code, self.say = at, code, say


def parse(content: bytes) -> Node:
    """
    The one document that ``content`` holds.

    Raises:
        Unreadable: at the first place that cannot be read.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(_place(content[: error.start].decode("utf-8-sig")), "encoding", _ENCODING) from error
    try:
        return _document(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        at = TOP if mark is None else Mark(mark.line + 1, mark.column + 1)
        raise Unreadable(at, "yaml-syntax", _syntax(error.problem or "")) from error
    except yaml.reader.ReaderError as error:
        raise Unreadable(_place(text[: error.position]), "yaml-character", _CHARACTER) from error


def _document(events: Iterator[yaml.Event]) -> Node:
    root = Node({}, TOP)
    documents = 0
    for event in events:
        match event:
            case yaml.DocumentStartEvent():
                documents += 1
                if documents > 1:
                    raise Unreadable(_mark(event), "yaml-documents", _ONE_DOCUMENT)
                root = _node(next(events), events, 0)
    return root


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
    at = _mark(event)
    if depth > DEPTH:
        raise Unreadable(at, "yaml-depth", _DEPTH)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise Unreadable(at, "yaml-anchor", _ANCHOR)
    if getattr(event, "tag", None):
        raise Unreadable(at, "yaml-tag", _TAG)
    match event:
        case yaml.ScalarEvent():
            return Node(_scalar(event, at), at)
        case yaml.SequenceStartEvent():
            return Node(list(_entries(events, depth)), at)
        case _:
            return _map(events, at, depth)


def _entries(events: Iterator[yaml.Event], depth: int) -> Iterator[Node]:
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        yield _node(event, events, depth + 1)


def _map(events: Iterator[yaml.Event], at: Mark, depth: int) -> Node:
    entries: dict[str, Node] = {}
    keys: dict[str, Mark] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _key(event, events, depth)
        if key in entries:
            raise Unreadable(_mark(event), "yaml-duplicate-key", _twice(key, keys[key]))
        keys[key] = _mark(event)
        entries[key] = _node(next(events), events, depth + 1)
    return Node(entries, at, keys)


def _key(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> str:
    node = _node(event, events, depth + 1)
    if not isinstance(event, yaml.ScalarEvent):
        raise Unreadable(node.at, "yaml-key", _KEY)
    key = unicodedata.normalize("NFC", event.value)
    if key == "<<":
        raise Unreadable(node.at, "yaml-anchor", _ANCHOR)
    return key


def _scalar(event: yaml.ScalarEvent, at: Mark) -> Scalar:
    text = unicodedata.normalize("NFC", event.value)
    if not event.style:  # plain: neither quoted nor a block
        if text in _WORDS:
            return _WORDS[text]
        if _WHOLE.fullmatch(text) and len(text) < 25:
            return _whole(int(text), at)
    if not text.strip():
        return ""  # blanks alone say nothing
    if len(text) > TEXT_BYTES // 4 and len(text.encode()) > TEXT_BYTES:
        raise Unreadable(at, "too-long", _TOO_LONG)
    return text


def _whole(number: int, at: Mark) -> int:
    if abs(number) > WHOLE_NUMBER:
        raise Unreadable(at, "too-large", _TOO_LARGE)
    return number


def _mark(event: yaml.Event) -> Mark:
    mark = event.start_mark
    return TOP if mark is None else Mark(mark.line + 1, mark.column + 1)


def _place(before: str) -> Mark:
    return Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))


def _syntax(problem: str) -> Say:
    return Say(
        f"YAML 语法错误（{problem}）。",
        f"This is no YAML: {problem}.",
        "请检查此行及上一行的缩进、引号和括号。",
        "Look at the indent, quotes and brackets of this line and the one before.",
    )


def _twice(key: str, first: Mark) -> Say:
    return Say(
        f"“{key}”在第 {first.line} 行已经写过。",
        f"'{key}' stands already on line {first.line}.",
        "请删去其中一个。",
        "Remove one of them.",
    )


_ENCODING = Say(
    "文件不是 UTF-8 编码。", "The file is not UTF-8.", "请以 UTF-8 编码另存。", "Save it again as UTF-8."
)
_CHARACTER = Say("有不可见的控制字符。", "There is a control character.", "请删去这个字符。", "Remove it.")
_ONE_DOCUMENT = Say(
    "一个文件只能有一份内容。",
    "A file holds one document.",
    "请删去“---”或分成两个文件。",
    "Remove the '---'.",
)
_DEPTH = Say("层次太深。", "This is nested too deep.", "请按示例文件的结构书写。", "Follow the sample files.")
_ANCHOR = Say(
    "不能使用引用（& * <<）。",
    "Anchors, aliases and merge keys (& * <<) are not used here.",
    "请把内容直接写在这里；以 & 或 * 开头的文字请加引号。",
    "Write the content out here; put text that begins with & or * in quotes.",
)
_TAG = Say(
    "不能使用标签（!）。",
    "Tags (!) are not used here.",
    "请删去标签；以 ! 开头的文字请加引号。",
    "Remove the tag; put text that begins with ! in quotes.",
)
_KEY = Say(
    "名称必须是文字。", "A key must be text.", "请检查冒号前的内容。", "Look at what stands before ':'."
)
_TOO_LONG = Say(
    f"文字超过 {TEXT_BYTES} 字节。", f"The text is longer than {TEXT_BYTES} bytes.", "请缩短。", "Shorten it."
)
_TOO_LARGE = Say(
    "数字太大。", "The number is too large.", "编号请加引号。", "Put numbers that name something in quotes."
)
