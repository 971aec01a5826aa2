"""
Make a YAML text say other data by putting other characters in as few places as possible.

A general emitter would write the whole file anew, in its own manner, and lose the comments that stand
behind what is removed. Here all that is not changed stays as it was typed, byte for byte.
"""

from __future__ import annotations

from typing import Any

from chalicelib.authoring.reading.yaml.nodes import Unreadable, parse
from chalicelib.authoring.rewrite.align import align, same
from chalicelib.authoring.rewrite.lines import Lines
from chalicelib.authoring.rewrite.places import Kind, Place, places
from chalicelib.authoring.rewrite.words import INDENT, after_key, block_list, block_map, flow

Value = Any  # JSON of any shape


class RewriteError(ValueError):
    """The text is written in a way that cannot be changed in places; someone must change it by hand."""


def written(data: dict[str, Value]) -> str:
    """A new file."""
    return "\n".join(block_map(data, 0)) + "\n"


def rewrite(text: str, data: dict[str, Value]) -> str:
    """
    The text, saying ``data``: a map whose keys stand in the order in which new ones are to be written.

    Raises:
        Unreadable: the text is no rule file.
        RewriteError: it would not say ``data``.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    old = parse(text.encode()).plain()
    if same(old, data):
        return mark + text
    made = _Rewriter(text).text(places(text), old, data)
    if not _says(made, data):
        raise RewriteError("the file cannot be changed in places")
    return mark + made


def _says(text: str, data: dict[str, Value]) -> bool:
    try:
        return same(parse(text.encode()).plain(), data)
    except Unreadable:
        return False


class _Rewriter:
    def __init__(self, text: str) -> None:
        self._lines = Lines(text)

    def text(self, place: Place, old: Value, new: Value) -> str:
        self._amend(place, old, new)
        return self._lines.spliced(0, len(self._lines.text))

    def _amend(self, place: Place, old: Value, new: Value) -> None:
        if same(old, new):
            return
        if not (old and new) or type(old) is not type(new):
            self._replace(place, new)
        elif isinstance(new, dict):
            self._map(place, old, new)
        elif isinstance(new, list):
            self._list(place, old, new)
        else:
            self._replace(place, new)

    def _replace(self, place: Place, new: Value) -> None:
        """Another value in the place of the whole; what is on lines of its own is taken from the key on."""
        lines = self._lines
        if place.flow and place.kind is Kind.LIST and not place.entries and self._grows(place, new):
            lines.put(place.after, place.end, "")  # a list that was empty begins below its key
            below = block_list(new, lines.column(place.key_start) + len(INDENT))
            lines.insert_after(lines.line_end(place.end), lines.newline.join(below))
            return
        on_lines = place.block_text or (place.kind is not Kind.SCALAR and not place.flow)
        if on_lines or (not place.flow and self._grows(place, new)):
            indent = lines.column(place.key_start)
            lines.put(place.after, lines.end_of(place), after_key(new, indent, lines.newline))
        else:
            shown = flow(new, quoted=place.quoted)
            blank = " " if place.start == place.end else ""
            lines.put(place.start, place.end, blank + shown)

    def _grows(self, place: Place, new: Value) -> bool:
        """Whether a value that was on one line takes several; within brackets it never may."""
        return "\n" in after_key(new, 0, "\n") and self._lines.alone(place.key_start)

    def _map(self, place: Place, old: dict[str, Value], new: dict[str, Value]) -> None:
        entries = {entry.key: entry for entry in place.entries}
        if place.flow and old.keys() != new.keys():
            parts = [
                self._slice(entries[key], old[key], value, key=True)
                if key in entries
                else f"{flow(key)}: {flow(value)}"
                for key, value in new.items()
            ]
            self._within(place, parts)
            return
        anchor: Place | None = None
        for key, value in new.items():
            if key in entries:
                anchor = entries[key]
                self._amend(anchor, old[key], value)
            else:
                self._add(place, anchor, key, value)
        for key in old.keys() - new.keys():
            self._remove(entries[key])

    def _add(self, place: Place, anchor: Place | None, key: str, value: Value) -> None:
        lines = self._lines
        first = place.entries[0]
        indent = lines.column(first.key_start)
        text = f"{' ' * indent}{flow(key)}:{after_key(value, indent, lines.newline)}"
        if anchor is not None:
            lines.insert_after(lines.line_end(lines.end_of(anchor)), text)
        elif lines.alone(first.key_start):
            lines.insert_before(lines.line_start(first.key_start), text)
        else:
            raise RewriteError("nothing can stand before the first key of a list's entry")

    def _remove(self, entry: Place) -> None:
        lines = self._lines
        if not lines.alone(entry.key_start):
            raise RewriteError("the first key of a list's entry stays")
        lines.remove_lines(lines.line_start(entry.key_start), lines.line_end(lines.end_of(entry)))

    def _list(self, place: Place, old: list[Value], new: list[Value]) -> None:
        was = align(old, new)
        if was == list(range(len(old))):
            for entry, before, after in zip(place.entries, old, new, strict=True):
                self._amend(entry, before, after)
        elif place.flow:
            parts = [
                flow(value) if number is None else self._slice(place.entries[number], old[number], value)
                for number, value in zip(was, new, strict=True)
            ]
            self._within(place, parts)
        else:
            for number, value in zip(was, new, strict=True):
                if number is not None:
                    self._amend(place.entries[number], old[number], value)
            self._lines.arrange(place, was, new)

    def _slice(self, entry: Place, old: Value, new: Value, *, key: bool = False) -> str:
        """An entry within brackets as it was typed, but for what changes in it."""
        self._amend(entry, old, new)
        return self._lines.taken(entry.key_start if key else entry.start, entry.end)

    def _within(self, place: Place, parts: list[str]) -> None:
        text = self._lines.text
        first, last = place.entries[0], place.entries[-1]
        head = text[place.start : min(first.key_start, first.start)]
        self._lines.put(place.start, place.end, head + ", ".join(parts) + text[last.end : place.end])
