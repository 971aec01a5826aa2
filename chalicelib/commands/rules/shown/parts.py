"""Parts of a short answer in one language, laid out to fit a screen together; no name is cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chalicelib.commands.columns import wrapped
from chalicelib.commands.language import label, told
from chalicelib.decisions.forms.form import Text

COLUMNS = 78
"""Of eighty: a sign that never begins a line may stand beyond."""
_INDENT = "  "
_LEAST = 2
"""Lines that every part may take, however long the others are."""


class Part(NamedTuple):
    """A heading ("" for none), what stands below it, and how many lines it may take in any case."""

    title: str
    words: Text
    most: int

    @property
    def heading(self) -> list[str]:
        """The heading's lines."""
        return shortened(label(self.title, self.title).rstrip(), 2, "") if self.title else []


def laid_out(parts: Sequence[Part], lines: int) -> Iterator[str]:
    """The parts in so many lines: what one leaves over is for those that need more, the last first."""
    needs = [len(wrapped(told(part.words), COLUMNS, _INDENT)) for part in parts]
    given = [min(need, part.most) for need, part in zip(needs, parts, strict=True)]
    spare = lines - sum(given) - sum(len(part.heading) for part in parts)
    while spare < 0 and max(given) > _LEAST:
        longest = given.index(max(given))
        given[longest], spare = given[longest] - 1, spare + 1
    for number in reversed(range(len(parts))):
        more = min(max(spare, 0), needs[number] - given[number])
        given[number], spare = given[number] + more, spare - more
    for part, most in zip(parts, given, strict=True):
        yield from part.heading
        yield from lines_of(part.words, most)


def lines_of(words: Text, most: int) -> list[str]:
    """Words in the language of the user in so many lines."""
    return shortened(told(words), most, _INDENT)


def shortened(text: str, most: int, indent: str) -> list[str]:
    """
    A text in at most so many lines; what does not fit is left out from the end of a clause on, or else from
    between two words, and only where a single name is too long for all of them in its middle.
    """
    lines = wrapped(text, COLUMNS, indent)
    if len(lines) <= most:
        return lines
    clause, word = (_last(text, _ends(text, sign), most, indent) for sign in (_CLAUSE, _WORD))
    if word:
        return wrapped(_cut(text, clause if clause >= _ENOUGH * word else word), COLUMNS, indent)
    lines = wrapped(text, COLUMNS - 4, indent)[:most]
    return [*lines[:-1], lines[-1] + _MORE]


_ENOUGH = 0.7
"""A clause is kept whole where it is so much of what there is room for."""
_MORE = "……"


def _last(text: str, ends: Sequence[int], most: int, indent: str) -> int:
    """The last end at which a text takes so many lines; 0 if it takes more at each."""
    fits = (end for end in reversed(ends) if len(wrapped(_cut(text, end), COLUMNS, indent)) <= most)
    return next(fits, 0)


def _cut(text: str, end: int) -> str:
    return f"{text[:end].rstrip()}{' ' if text.isascii() else ''}{_MORE}"


_CLAUSE, _WORD = re.compile("[；。，、]|[;,.:](?= )"), re.compile("(?=[ ，。；、])")
_OPENS, _CLOSES = "“（《(", "”）》)"


def _ends(text: str, sign: re.Pattern[str]) -> list[int]:
    """Where a text may end, by a sign that stands in no quotation and in no brackets."""
    outside, depth, quoted = set[int](), 0, False
    for at, letter in enumerate(text):
        depth += (letter in _OPENS) - (letter in _CLOSES)
        quoted ^= letter == '"'
        if depth == 0 and not quoted:
            outside.add(at)
    return [found.end() for found in sign.finditer(text) if found.start() in outside and found.end()]
