"""A question to the decisions of a release: an item and what is known of an application, looked at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from operator import contains
from typing import Any, NamedTuple

from chalicelib.decisions import explain
from chalicelib.decisions.effect import as_of, cut_days, in_effect
from chalicelib.decisions.facts.facts import checked, item_facts
from chalicelib.decisions.facts.needs import hangs_on
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Fact, Item, Release
from chalicelib.decisions.memory import Memory

RELEASES = 8
NAMES = 64
"""Sets of names, each in an order, in which applications mostly come."""
EXPECTED = 1_024
"""The same of all items, by the day of the application."""
_PLAIN = frozenset({bool, int, str})

Known = tuple[dict[str, FactValue], dict[str, Text], Text | None]
"""
What is known of an application, looked at by the facts that a release declares: the facts, the item's own and
what was said; what is wrong, by name; and why nothing is decided, where the item is not in effect.
"""


class UnknownItemError(LookupError):
    """The release has no item of this code. 没有这个事项。"""


class Question:
    """One question to any number of decisions of a release; its facts are looked at once, when one has to."""

    def __init__(
        self,
        release: Release,
        item: str,
        given: Mapping[str, object],
        on: date,
        applied: date,
        *,
        overriding: bool = False,
    ) -> None:
        if item not in release.items:
            raise UnknownItemError(item)
        self.item, self.on, self.applied = item, on, applied
        self.given, self.overriding = given, overriding
        self.names, self.values = tuple(given), tuple(given.values())
        self.kinds = tuple(map(type, self.values))  # a 1 is not a True, though they are equal
        self._facts_of = facts_of(release)
        self._known: Known | None = None
        expected = self._facts_of.expected(self)
        self.as_expected = expected if expected is not None and expected.kinds == self.kinds else None

    @property
    def known(self) -> Known:
        """Looked at when a decision first wants it, and kept for the next."""
        if self._known is None:
            self._known = self._facts_of.known(self)
        return self._known

    @property
    def form(self) -> Item:
        """The item as of the day of the application."""
        return self._facts_of.as_of(self.item, self.applied)

    @property
    def time(self) -> int:
        """In which of the times of its materials the item was applied for."""
        return self._facts_of.time(self.item, self.applied)

    @property
    def question(self) -> tuple[object, ...] | None:
        """What the answer is remembered by; None where a value is of no plain kind."""
        if self.as_expected is not None:  # its number stands for item, day, names and kinds
            return self.on, self.as_expected.number, self.values
        if not _PLAIN.issuperset(self.kinds):
            return None
        return self.item, self.on, self.applied, self.names, self.values, self.kinds


class _Own(NamedTuple):
    """What an item says itself: its facts, as declared, and what is wrong with them."""

    facts: dict[str, FactValue]
    wrong: dict[str, Text]


class _Named(NamedTuple):
    """What the values of some names mostly are, in their order: of which type, and among which."""

    kinds: tuple[type, ...]
    listed: tuple[Container[object], ...]


_numbers = count()


@dataclass(frozen=True, eq=False, slots=True)
class _Expected:
    """
    What is known of a question before its values: what these mostly are, and what the item says itself.
    ``own`` is None where that hangs on the values, or is wrong, or the item is not in effect. Decisions are
    remembered by ``number``: no other has it, of whatever release and however long ago. It is a plain value,
    so that the garbage collector need not go through what is remembered.
    """

    number: int
    kinds: tuple[type, ...]
    listed: tuple[Container[object], ...]
    own: Mapping[str, FactValue] | None


class FactsOf:
    """The facts of a release: what is declared, what its items say, and what a question adds to that."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._declared = release.declared
        self._of_application = {n: f for n, f in self._declared.items() if not n.startswith("item.")}
        self._cuts: dict[str, list[date]] = {}
        self._forms: dict[tuple[str, int], Item] = {}
        self._items: dict[tuple[str, int], _Own] = {}
        self._hang: dict[str, tuple[str, ...]] = {}
        self._named: Memory[tuple[tuple[str, ...], bool], _Named] = Memory(NAMES)
        self._expected: Memory[tuple[object, ...], _Expected] = Memory(EXPECTED)

    def known(self, asked: Question) -> Known:
        """What a question adds to what its item says itself, looked at."""
        expected = asked.as_expected
        if expected is None or expected.own is None or not all(map(contains, expected.listed, asked.values)):
            return self._looked_at(asked)
        given: Mapping[str, Any] = asked.given  # of the right types, and right: most are so
        return {**expected.own, **given}, {}, None

    def _looked_at(self, asked: Question) -> Known:
        """The same, one fact after the other."""
        form, given = self._release.items[asked.item], asked.given
        if not in_effect(form, asked.applied):  # it has no facts on that day either
            return {}, {}, explain.not_in_effect(self._release, form, asked.applied)
        said, invalid = checked(self._askable(asked), given)
        own, wrong = self._item(asked.item, asked.applied, said)
        facts = {**own, **said}
        invalid = {name: text for name, text in wrong.items() if name not in said} | invalid
        for name in given.keys() - said.keys():
            facts.pop(name, None)  # not known after all, or wrong: the item's own does not stand in
        return facts, invalid, None

    def _askable(self, asked: Question) -> Mapping[str, Fact]:
        return self._declared if asked.overriding else self._of_application

    def expected(self, asked: Question) -> _Expected | None:
        """What is known of a question before its values; None where a name that was given is not declared."""
        key = asked.names, asked.item, asked.applied, asked.overriding
        return self._expected.get(key) or self._expect(asked, key)

    def _expect(self, asked: Question, key: tuple[object, ...]) -> _Expected | None:
        named = self._named.get((asked.names, asked.overriding)) or self._names(asked)
        if named is None:
            return None
        form = self._release.items[asked.item]
        own = None
        if in_effect(form, asked.applied) and not self.hangs_on(form):
            facts, wrong = self._item(asked.item, asked.applied, {})
            own = None if wrong else facts
        return self._expected.put(key, _Expected(next(_numbers), *named, own))

    def _names(self, asked: Question) -> _Named | None:
        """What is declared of all the names that were given; None where one is not declared."""
        declared = self._askable(asked)
        if not declared.keys() >= asked.given.keys():
            return None
        plain = [declared[name].plain for name in asked.names]
        named = _Named(tuple(kind for kind, _ in plain), tuple(listed for _, listed in plain))
        return self._named.put((asked.names, asked.overriding), named)

    def hangs_on(self, item: Item) -> tuple[str, ...]:
        """What of the application the item's needs hang on, on whatever day."""
        known = self._hang.get(item.item)
        if known is None:
            known = self._hang[item.item] = hangs_on(self._release.items[item.item])
        return known

    def as_of(self, item: str, applied: date) -> Item:
        """An item as of the day of an application."""
        key = item, self.time(item, applied)
        known = self._forms.get(key)
        if known is None:
            known = self._forms[key] = as_of(self._release.items[item], applied)
        return known

    def time(self, item: str, applied: date) -> int:
        """In which of the times between the days on which its materials change a day lies."""
        cuts = self._cuts.get(item)
        if cuts is None:
            cuts = self._cuts[item] = cut_days(self._release.items[item].materials)
        return bisect_right(cuts, applied) if cuts else 0

    def _item(self, item: str, applied: date, said: Mapping[str, FactValue]) -> _Own:
        """The item's own facts, those among them that are computed under this application."""
        key = item, self.time(item, applied)
        known = self._items.get(key)
        if known is None:
            form = self.as_of(item, applied)
            right, wrong = checked(self._declared, item_facts(self._release, form, said))
            known = _Own({name: right[name] for name in self._declared if name in right}, wrong)
            if not self.hangs_on(form):
                self._items[key] = known
        return known


_known: Memory[str, FactsOf] = Memory(RELEASES)


def facts_of(release: Release) -> FactsOf:
    """What is worked out once of a release's facts, and of its items'; of a view that of its release."""
    return _known.get(release.digest) or _known.put(release.digest, FactsOf(release))
