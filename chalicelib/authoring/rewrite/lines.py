"""Hold a text with the changes that are to be made in it, and its lists by lines."""

from __future__ import annotations

from typing import Any, NamedTuple

from chalicelib.authoring.rewrite.places import Place
from chalicelib.authoring.rewrite.words import block_entry


class Splice(NamedTuple):
    """Other characters in the place of ``start`` … ``end``."""

    start: int
    end: int
    text: str


class _Chunk(NamedTuple):
    """A list's entry by lines: the comments right above it, from ``start``, to the end of its last line."""

    start: int
    end: int
    before: str  # what parts it from the entry above: blank lines, comments that stand alone
    head: str  # the comments right above it


class Lines:
    """A text and the splices that were put to it so far; none of them overlap."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self._splices: list[Splice] = []

    def put(self, start: int, end: int, text: str) -> None:
        self._splices.append(Splice(start, end, text))

    def insert_after(self, end: int, line: str) -> None:
        """A new line after the one that ends at ``end``."""
        self.put(end, end, self.newline + line)

    def insert_before(self, start: int, line: str) -> None:
        """A new line before the one that begins at ``start``, which may go itself."""
        if start:
            self.insert_after(self.line_end(start - 1), line)
        else:
            self.put(0, 0, line + self.newline)

    def spliced(self, start: int, end: int) -> str:
        """The characters ``start`` … ``end`` with all that was put there."""
        parts, at = [], start
        for one in sorted((s for s in self._splices if start <= s.start and s.end <= end), key=_order):
            parts += [self.text[at : one.start], one.text]
            at = one.end
        return "".join([*parts, self.text[at:end]])

    def taken(self, start: int, end: int) -> str:
        """``spliced``, and what was put there is put no more: the whole is put elsewhere."""
        made = self.spliced(start, end)
        self._splices = [one for one in self._splices if not (start <= one.start and one.end <= end)]
        return made

    def remove_lines(self, start: int, end: int) -> None:
        """No longer the lines from the one that begins at ``start`` to the one that ends at ``end``."""
        if start:
            self.put(self.line_end(start - 1), end, "")
        else:
            self.put(0, self.next_line(end), "")

    def line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """Where the line of ``at`` ends: at its line break, or at the end of the text."""
        found = self.text.find("\n", at)
        if found < 0:
            return len(self.text)
        return found - (self.text[found - 1 : found] == "\r")

    def next_line(self, at: int) -> int:
        """Where the line after that of ``at`` begins."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found + 1

    def column(self, at: int) -> int:
        return at - self.line_start(at)

    def alone(self, at: int) -> bool:
        """Whether nothing but blanks stands before ``at`` on its line."""
        return not self.text[self.line_start(at) : at].strip()

    def end_of(self, place: Place) -> int:
        """A value's last character; of one that takes whole lines the last line break is not its own."""
        end = place.end
        while end > place.after and self.text[end - 1] in "\r\n":
            end -= 1
        return end

    def arrange(self, place: Place, was: list[int | None], new: list[Any]) -> None:
        """The entries of a list on lines anew: the old ones with their comments, new ones as written."""
        chunks = self._chunks(place)
        indent = self.column(place.entries[0].key_start)
        heads = _heads(chunks, set(was))
        shown = [
            self.newline.join(block_entry(value, indent))
            if number is None
            else heads.get(number, "") + self.spliced(chunks[number].start, chunks[number].end)
            for number, value in zip(was, new, strict=True)
        ]
        usual = chunks[1].before if len(chunks) > 1 and not chunks[1].before.strip() else ""
        before = [chunk.before for chunk in chunks[: len(shown)]]
        before += [usual] * (len(shown) - len(chunks))
        alone = [chunk.before.rstrip("\r\n") for chunk in chunks[len(shown) :] if chunk.before.strip()]
        start, end = chunks[0].start, chunks[-1].end
        self.taken(start, end)
        rest = [between + text for between, text in zip(before[1:], shown[1:], strict=True)]
        self.put(start, end, self.newline.join([shown[0], *rest, *alone]))

    def _chunks(self, place: Place) -> list[_Chunk]:
        chunks: list[_Chunk] = []
        above = self.next_line(place.after)
        for entry in place.entries:
            start = self.line_start(entry.key_start)
            between = self.text[min(above, start) : start].splitlines(keepends=True)
            head: list[str] = []
            while between and between[-1].strip():
                head.insert(0, between.pop())
            end = self.line_end(self.end_of(entry))
            comments = "".join(head)
            chunks.append(_Chunk(start - len(comments), end, "".join(between), comments))
            above = self.next_line(end)
        return chunks


def _heads(chunks: list[_Chunk], kept: set[int | None]) -> dict[int, str]:
    """
    Comments above entries that go, by the entry that they are above from now on: the next one of the
    same group, for they may be the heading of the group.
    """
    found: dict[int, str] = {}
    carried = ""
    for number, chunk in enumerate(chunks):
        carried = "" if chunk.before or chunk.head else carried
        if number not in kept:
            carried = chunk.head or carried
        elif carried:
            found[number], carried = carried, ""
    return found


def _order(splice: Splice) -> tuple[int, int]:
    return splice.start, splice.end
