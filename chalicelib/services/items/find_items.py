"""Find items by what people type: a name, part of one, a department, an everyday word; mistyped, too."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.unit import every_unit
from chalicelib.services.items.life_events import EVERYDAY

LONGEST_QUERY = 60
_GOOD, _NEAR = 0.6, 0.25
_FILLER = ("怎么办理", "怎么办", "我想要", "我想", "我要", "办理", "申请", "如何", "一个", "一家", "一下")
_SMALL_WORDS = {"a", "an", "the", "my", "for", "of", "to", "i", "want", "need", "how", "apply", "get", "open"}
_ALIKE = 0.78


class Found(NamedTuple):
    """The items that were found, the best first; not ``sure``: only what may have been meant."""

    items: tuple[Item, ...]
    sure: bool


def find_items(release: Release, items: Iterable[Item], query: str) -> Found:
    """
    The items that a query may mean, among those given.

    Nothing that is typed is refused: what says nothing finds nothing, what is mistyped finds what it is
    nearest to, marked as not sure.
    """
    units = {unit.unit: unit.name for unit in every_unit(release.units)}
    wanted = _Wanted(query[:LONGEST_QUERY])
    scored = []
    for item in items:
        unit = units.get(item.units.decides)
        name = (item.name.zh, item.name.en)
        score = wanted.score(name, (unit.zh, unit.en) if unit else ("", ""))
        if score >= _NEAR:
            scored.append((-score, len(item.name.zh), item.item, item))
    scored.sort()
    best = -scored[0][0] if scored else 0.0
    good = tuple(entry[-1] for entry in scored if -entry[0] >= max(_GOOD, best / 2))
    return Found(good, sure=True) if good else Found(tuple(entry[-1] for entry in scored[:5]), sure=False)


class _Wanted:
    """A query, taken apart once."""

    def __init__(self, query: str) -> None:
        text = unicodedata.normalize("NFKC", query).casefold()
        for filler in _FILLER:
            text = text.replace(filler, " ")
        self._latin = [word for word in _words(text) if word not in _SMALL_WORDS]
        self._chinese = "".join(sign for sign in text if _is_chinese(sign))
        self._official = _official(self._chinese, self._latin)

    def score(self, name: tuple[str, str], unit: tuple[str, str]) -> float:
        """How well an item fits: from 0, not at all, to above 1."""
        zh, en = name
        everyday = 0.9 if any(word in zh for word in self._official) else 0.0
        found = max(_in_chinese(self._chinese, zh), 0.8 * _in_chinese(self._chinese, unit[0]))
        if self._latin:
            latin = max(_in_latin(self._latin, en), 0.8 * _in_latin(self._latin, unit[1]))
            found = max(found, latin) if not self._chinese else (found + latin) / 2
        return max(found, everyday)


def _official(chinese: str, latin: list[str]) -> tuple[str, ...]:
    """What official names say for the everyday words in a query."""
    found: list[str] = []
    for words, official in EVERYDAY.items():
        for word in words.split():
            if (word in chinese) if _is_chinese(word[0]) else any(_alike(one, word) for one in latin):
                found += official
    return tuple(found)


def _in_chinese(query: str, text: str) -> float:
    """The share of a query's pairs of signs that a text has; all of it as it was typed is more."""
    if not query:
        return 0.0
    if query in text:
        return 1.0 + len(query) / (len(text) + 1)
    pairs = [query[at : at + 2] for at in range(len(query) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def _in_latin(query: list[str], text: str) -> float:
    """The share of a query's words that a text has, or has something very much like."""
    known = set(_words(text.casefold()))
    return sum(any(_alike(word, other) for other in known) for word in query) / len(query)


def _alike(word: str, other: str) -> bool:
    from difflib import SequenceMatcher

    if len(word) > 2 and other.startswith(word):
        return True
    if abs(len(word) - len(other)) > 3:
        return False
    return SequenceMatcher(None, word, other).ratio() >= _ALIKE


def _words(text: str) -> Iterator[str]:
    word = ""
    for sign in text:
        if sign.isascii() and sign.isalnum():
            word += sign
        elif word:
            yield word
            word = ""
    if word:
        yield word


def _is_chinese(sign: str) -> bool:
    return sign.isalpha() and not sign.isascii()
