"""
The YAML that rule files are written in, read in one go.

Almost every file holds no more than maps, lists, and scalars of one line. It is read at once, in half the
time that it takes to make nodes of a parser's events. Whatever else is met, be it right or wrong, is left to
the parser, which alone tells of mistakes: what is read here means the same to it, place for place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from chalicelib.authoring.reading.yaml.marked import NEXT_LINE, START, Bracketed, Node, Place, Raw, Scalar
from chalicelib.authoring.reading.yaml.scalars import DEPTH, READ_AS_TRUTH, Unreadable, plain, said

_DEEPEST, _LONGEST_KEY = DEPTH - 4, 100
_KEY = r'(?:(?:([A-Za-z0-9_][A-Za-z0-9_.-]*+)|"([^"\\\n]{1,99}+)"):'
_QUOTED = r"""(?:"([^"\\\n]*+)"|'([^'\n]*+)')"""


def _value(but: str) -> str:
    """
    Words with the blanks after them, a scalar in quotes, or an opening bracket. Neither a colon nor a # is in
    words, but a colon before a letter, as in an address.
    """
    first, more = r"""(?:[^ \n?:,\[\]{}#&*!|>'"%@`-]|-(?=[0-9]))""", rf"[^\n:#{but}]*+"
    return rf"(?:({first}{more}(?::(?=[A-Za-z0-9/]){more})*+)|{_QUOTED}|([\[{{]))?"


_ENTRY = re.compile(rf" *+{_KEY} ++)?{_value(',{}' + re.escape('[]'))} *+([,}}\]]?)")
"""Within brackets: key, value, and what follows."""
_FOLLOWS = re.compile(r" *+([,}\]]?)")
_LINE = re.compile(rf"( *+)(- ++)?{_KEY}(?=[ \n]|\Z) *+)?{_value('')}")
"""Outside of them: indent, dash, key and value."""
_NOTHING = re.compile(r"(?: *+(?:#[^\n]*+)?\n)*+(?: *+(?:#[^\n]*+)?\Z)?")
_END = re.compile(rf" *+(?:(?<= )#[^\n]*+)?(?:\n{_NOTHING.pattern}|\Z)")
"""Of a line, with all after it that say nothing."""


Matcher = Callable[[str, int], re.Match[str]]
_entry: Matcher = _ENTRY.match  # type: ignore[assignment]  # it always matches
_follows: Matcher = _FOLLOWS.match  # type: ignore[assignment]
_line: Matcher = _LINE.match  # type: ignore[assignment]


class _OtherYaml(Exception):  # noqa: N818  # no mistake
    """Something that is not read here."""


def read_plain(text: str) -> Node | None:
    """
    The one document of a text; None where it holds anything but maps, lists, and scalars of one line.

    Args:
        text: holds no hidden sign.
    """
    if "\t" in text or "\r" in text or not unicodedata.is_normalized("NFC", text):
        return None
    try:
        return _Reader(text).document()
    except (_OtherYaml, Unreadable):
        return None


class _Level:
    """A map or list outside of brackets; all its lines begin in one column."""

    def __init__(self, column: int, at: Place, *, listed: bool) -> None:
        self.column, self.listed = column, listed
        self.list: list[Node] = []
        self.map: dict[str, Node] = {}
        self.keys: dict[str, Place] = {}
        self.node = Node(self.list, at) if listed else Node(self.map, at, self.keys)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text, self._at, self._lines = text, 0, 0
        self._shift: Place = 0
        """What makes a sign's number in the text its place."""
        self._levels: list[_Level] = []
        self._open: str | None = None
        """A key of the last level, whose value begins on the next line."""
        self._known: dict[str, Scalar] = {}
        self._keys: set[str] = set()
        self._places: list[int] = []

    def document(self) -> Node:
        self._skip(_NOTHING)
        root: Node | None = None
        while self._at < len(self._text):
            self._line()
            root = root or self._levels[0].node
        if root is None or self._open is not None:
            raise _OtherYaml
        return root

    def _skip(self, what: re.Pattern[str]) -> None:
        """To the next line that says something."""
        found = what.match(self._text, self._at)
        if found is None:
            raise _OtherYaml
        self._lines += self._text.count("\n", self._at, found.end())
        self._at = found.end()
        self._shift = self._lines * NEXT_LINE - self._at

    def _line(self) -> None:
        found = _line(self._text, self._at)
        dash, key, named = found.group(2, 3, 4)
        level = self._level(found.end(1), listed=dash is not None)
        has_key = key is not None or named is not None
        if dash is not None and has_key:
            entry = self._begin(found.end(2), listed=False)
            level.list.append(entry.node)
            level = entry
        self._at = found.end()
        if has_key:
            name = self._key(key, named, level.map)
            level.keys[name] = self._shift + (found.start(3) if named is None else found.start(4) - 1)
            if found.lastindex is not None and found.lastindex > 4:
                level.map[name] = self._node(found)
            else:
                self._open = name
        elif level.listed:
            level.list.append(self._node(found))
        else:
            raise _OtherYaml
        self._skip(_END)

    def _level(self, at: int, *, listed: bool) -> _Level:
        """That of a line which begins at a sign: a new one where the value of a key begins."""
        column, levels = at - self._at, self._levels
        if self._open is not None or not levels:
            if levels and column < levels[-1].column + (not listed):
                raise _OtherYaml  # the key has no value
            return self._begin(at, listed=listed)
        while levels and (column, listed) < (levels[-1].column, levels[-1].listed):
            levels.pop()
        if not levels or (column, listed) != (levels[-1].column, levels[-1].listed):
            raise _OtherYaml
        return levels[-1]

    def _begin(self, at: int, *, listed: bool) -> _Level:
        if len(self._levels) >= _DEEPEST:
            raise _OtherYaml
        level = _Level(at - self._at, self._shift + at, listed=listed)
        if self._open is not None:
            self._levels[-1].map[self._open], self._open = level.node, None
        self._levels.append(level)
        return level

    def _key(self, key: str | None, named: str | None, beside: Mapping[str, object]) -> str:
        """The key of an entry, without quotes or within, which no other beside it may have."""
        if key is not None and key not in self._keys:
            if len(key) > _LONGEST_KEY or key.lower() in READ_AS_TRUTH:
                raise _OtherYaml
            plain(key, START)
            self._keys.add(key)
        name = named if key is None else key
        if name is None or name in beside or name == "<<":
            raise _OtherYaml
        return name

    def _node(self, found: re.Match[str]) -> Node:
        """The value on a line outside of brackets; what stands in brackets is read to their end."""
        at = self._shift + found.start(5)
        words, double, single, bracket = found.group(5, 6, 7, 8)
        if words is not None:
            return Node(self._scalar(words), at)
        if bracket is not None:
            self._places = []
            self._at = found.end()
            depth = len(self._levels)
            raw = self._map(depth) if bracket == "{" else self._list(depth)
            return Bracketed(raw, self._shift + found.start(8), self._shift, self._places)
        at = self._shift + max(found.start(6), found.start(7)) - 1
        return Node(self._quoted(double, single), at)

    def _scalar(self, words: str) -> Scalar:
        value = self._known[words] = plain(words.rstrip(" "), START)
        return value

    def _quoted(self, double: str | None, single: str | None) -> str:
        text = single if double is None else double
        if text is None:
            raise _OtherYaml
        return said(text, START)

    def _map(self, depth: int) -> dict[str, Raw]:
        """What stands in curly brackets, from after the first of them."""
        text, known, judged, put = self._text, self._known, self._keys, self._places.append
        entries: dict[str, Raw] = {}
        after, here = ",", self._at
        while after == ",":
            found = _entry(text, here)  # of most entries nothing is called but this
            key, named, words, _, _, _, after = found.groups()
            here = found.end()
            if key in judged and key not in entries:
                put(found.start(1))
            elif after == "}" and not found[0][:-1].strip(" "):
                break
            else:
                key = self._key(key, named, entries)
                put(found.start(1) if named is None else found.start(2) - 1)
            if words in known:
                put(found.start(3))
                entries[key] = known[words]
            else:
                entries[key], after, here = self._value(found, depth)
        if after != "}":
            raise _OtherYaml
        self._at = here
        return entries

    def _list(self, depth: int) -> list[Raw]:
        """The same in square brackets."""
        entries: list[Raw] = []
        after = ","
        while after == ",":
            found = _entry(self._text, self._at)
            if found[7] == "]" and not found[0][:-1].strip(" "):
                after, self._at = "]", found.end()
            elif found[1] is not None or found[2] is not None:
                raise _OtherYaml
            else:
                value, after, self._at = self._value(found, depth)
                entries.append(value)
        if after != "]":
            raise _OtherYaml
        return entries

    def _value(self, found: re.Match[str], depth: int) -> tuple[Raw, str, int]:
        """The value of an entry within brackets, the sign after it, and where what comes then begins."""
        words, double, single, bracket, after = found.group(3, 4, 5, 6, 7)
        if bracket is None:
            quoted = words is None
            self._places.append(max(found.start(4), found.start(5)) - 1 if quoted else found.start(3))
            value = self._quoted(double, single) if quoted else self._scalar(words)
            return value, after, found.end()
        if depth > _DEEPEST:
            raise _OtherYaml
        self._places.append(found.start(6))
        self._at = found.end(6)
        raw = self._map(depth + 1) if bracket == "{" else self._list(depth + 1)
        follows = _follows(self._text, self._at)
        return raw, follows[1], follows.end()
