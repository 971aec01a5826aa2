"""A question to the decisions of a release: an item and what is known of an application, looked at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from operator import contains
from typing import NamedTuple, cast

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
_PLAIN = frozenset({bool, int, str})


class UnknownItemError(LookupError):
    """The release has no item of this code. 没有这个事项。"""


class Known(NamedTuple):
    """
    What is known of an application, looked at by the facts that a release declares: of the item's own and of
    what was said, and what is wrong. ``early``: why nothing is decided, the item is not in effect.
    """

    facts: dict[str, FactValue]
    invalid: dict[str, Text]
    early: Text | None = None


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
        self._release = release
        self._known: Known | None = None
        named = facts_of(release).named(self)
        self.as_declared = named if named is not None and named.kinds == self.kinds else None

    @property
    def known(self) -> Known:
        """Looked at when a decision first wants it, and kept for the next."""
        if self._known is None:
            self._known = facts_of(self._release).known(self)
        return self._known

    @property
    def form(self) -> Item:
        """The item as of the day of the application."""
        return facts_of(self._release).as_of(self.item, self.applied)

    @property
    def time(self) -> int:
        """In which of the times of its materials the item was applied for."""
        return facts_of(self._release).time(self.item, self.applied)

    @property
    def question(self) -> tuple[object, ...] | None:
        """What the answer is remembered by; None where a value is of no plain kind."""
        if self.as_declared is not None:  # it stands for names and kinds, and is there once
            return self.item, self.on, self.applied, self.as_declared, self.values
        if not _PLAIN.issuperset(self.kinds):
            return None
        return self.item, self.on, self.applied, self.names, self.values, self.kinds


class _Own(NamedTuple):
    """What an item says itself: its facts, as declared, and what is wrong with them."""

    facts: dict[str, FactValue]
    wrong: dict[str, Text]


@dataclass(frozen=True, eq=False)
class _Named:
    """What the values of these names mostly are, in their order: of which type, and among which."""

    kinds: tuple[type, ...]
    listed: tuple[Container[object], ...]


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

    def known(self, asked: Question) -> Known:
        """What a question adds to what its item says itself, looked at."""
        form, given = self._release.items[asked.item], asked.given
        if not in_effect(form, asked.applied):  # it has no facts on that day either
            return Known({}, {}, explain.not_in_effect(self._release, form, asked.applied))
        named = asked.as_declared
        said: Mapping[str, FactValue]
        invalid: dict[str, Text]
        if named is not None and all(map(contains, named.listed, asked.values)):
            said, invalid = cast("Mapping[str, FactValue]", given), {}  # most are so
        else:
            said, invalid = checked(self._askable(asked), given)
        own, wrong = self._item(asked.item, asked.applied, said)
        facts = {**own, **said}
        if wrong:
            invalid = {name: text for name, text in wrong.items() if name not in said} | invalid
        if len(said) < len(given):
            for name in given.keys() - said.keys():
                facts.pop(name, None)  # not known after all, or wrong: the item's own does not stand in
        return Known(facts, invalid)

    def _askable(self, asked: Question) -> Mapping[str, Fact]:
        return self._declared if asked.overriding else self._of_application

    def named(self, asked: Question) -> _Named | None:
        """What is declared of all the names that were given; None where one is not declared."""
        return self._named.get((asked.names, asked.overriding)) or self._names(asked)

    def _names(self, asked: Question) -> _Named | None:
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
