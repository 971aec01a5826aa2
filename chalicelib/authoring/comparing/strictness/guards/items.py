"""
Items that a bound reaches no longer, or newly, because they say something else of themselves: who writes that
a matter is not secret touches nothing that holds of secret matters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.authoring.comparing.real_items import known
from chalicelib.authoring.comparing.strictness.change import BY_ITEMS, Change, Step, Witness
from chalicelib.authoring.comparing.strictness.guards.guards import Guard, Guards, days_of, guards, too_many
from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.findings.telling import first_of
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Situation, refined
from chalicelib.authoring.space.order import arranged
from chalicelib.decisions.effect import as_of, cut_days, items_on
from chalicelib.decisions.facts.facts import attributes, item_facts
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Item, Release

NAMED = 5
"""Items that are told by name."""


def items(old: Release, new: Release, since: date) -> Iterator[Change]:
    """
    The bounds of the newer release that reach fewer of the items that both have, or more, as far as nothing
    else forbids the same.

    Raises:
        TooManySituationsError: they tell too many situations apart.
    """
    changed = [
        code
        for code, item in new.items.items()
        if code in old.items and _told(item) != _told(old.items[code])
    ]
    for found in guards(old, new) if changed else ():
        if found.new:
            yield from _reached(found, (old, new), changed, since)


def _reached(
    of: Guards, releases: tuple[Release, Release], changed: Collection[str], since: date
) -> list[Change]:
    try:
        return list(_Reach(of, releases, changed).changes(since))
    except TooManySituationsError:
        return [one for guard in of.new for one in _reached_alone(of, guard, releases, changed, since)]


def _reached_alone(
    of: Guards, guard: Guard, releases: tuple[Release, Release], changed: Collection[str], since: date
) -> list[Change]:
    try:
        return list(_Reach(of._replace(new=[guard]), releases, changed, alone=True).changes(since))
    except TooManySituationsError:
        return [too_many(guard, since)]


def _told(item: Item) -> tuple[object, ...]:
    """All of an item that rules may read."""
    return item.facts, item.materials, item.type, item.acceptance_trigger


class _Found(NamedTuple):
    """An item that is reached no longer, or newly: what it says now, and which outcomes that is about."""

    item: Item
    on: date
    facts: Situation
    outcomes: tuple[str, ...]


class _Reach:
    """The guards of a decision, and what items say of themselves."""

    def __init__(
        self, of: Guards, releases: tuple[Release, Release], changed: Collection[str], *, alone: bool = False
    ) -> None:
        self._of, self._releases, self._changed, self._alone = of, releases, changed, alone
        self._tests = [test for one in of.new for test in one.tests]
        self._groups = [[test.fact for test in group] for one in of.new for group in one.groups]
        self._own = sorted({test.fact for test in self._tests if test.fact.startswith("item.")})

    def changes(self, since: date) -> Iterator[Change]:
        """Each guard whose reach is another, from the first day on which it is."""
        found: dict[tuple[str, int], dict[str, _Found]] = {}
        for on in self._days(since) if self._own else ():
            for key, one in self._on(on):
                found.setdefault(key, {}).setdefault(one.item.item, one)
        for guard in self._of.new:
            looser, stricter = (self._step(found.get((guard.key, side), {}), side) for side in (0, 1))
            if looser or stricter:
                yield Change(guard.file, guard.field, guard.title, looser, stricter)

    def _days(self, since: date) -> list[date]:
        materials = (
            material
            for release in self._releases
            for code in self._changed
            for material in release.items[code].materials
        )
        return days_of(self._of.new, since, cut_days(materials))

    def _on(self, on: date) -> Iterator[tuple[tuple[str, int], _Found]]:
        """By guard, and 0 where it is reached no longer, 1 where newly, the items on a day."""
        alike: dict[str, list[str]] = {}
        said = {}
        for code in sorted(items_on(self._releases[1], on).keys() & self._changed):
            both = [self._said(release, code, on) for release in self._releases]
            if both[0] != both[1]:
                said[repr(both)] = both
                alike.setdefault(repr(both), []).append(code)
        if not said:
            return
        space, applies = self._space(on)
        for key, (was, now) in said.items():
            where = [space.with_values(known(space.classes, one)) for one in (was, now)]
            for guard, side, outcomes in self._moved(space, applies, where):
                for code in alike[key]:
                    item = self._releases[1].items[code]
                    yield (guard.key, side), _Found(item, on, now, outcomes)

    def _said(self, release: Release, code: str, on: date) -> Situation:
        """What an item says of what guards ask, whatever its applicants answer."""
        form = as_of(release.items[code], on)
        facts = item_facts(release, form, {}) | attributes(form)
        return {name: facts[name] for name in self._own if name in facts}

    def _space(self, on: date) -> tuple[DecisionSpace, Mapping[str, Situations]]:
        """The situations that the guards tell apart on a day, and by key where each applies."""
        classes = refined(self._of.declared, {test.fact for test in self._tests}, self._tests, on)
        space = DecisionSpace(arranged(classes, self._groups))
        right = space.allowed(self._of.declared[1])
        here = (one for one in self._of.new if one.in_effect(on))
        return space, {one.key: space.any_holding(one.groups) & right for one in here}

    def _moved(
        self, space: DecisionSpace, applies: Mapping[str, Situations], where: Sequence[Situations]
    ) -> Iterator[tuple[Guard, int, tuple[str, ...]]]:
        """The guards that keep back what nothing does with the other facts of an item, and what that is."""
        current = [one for one in self._of.new if one.key in applies]
        here = [{one.key: self._asked(space, applies[one.key] & facts) for one in current} for facts in where]
        for guard in current:
            others = [] if self._alone else [one for one in current if one is not guard]
            for side in (0, 1):
                left = here[side][guard.key] - here[1 - side][guard.key]
                names = tuple(
                    name
                    for name in self._of.outcomes
                    if name in guard.forbids and _left(left, here[1 - side], name, others)
                )
                if names:
                    yield guard, side, names

    def _asked(self, space: DecisionSpace, found: Situations) -> Situations:
        """What is left of a set by all but the facts of items."""
        for fact in self._own:
            if fact in space.classes:
                found = space.spread(found, fact)
        return found

    def _step(self, found: Mapping[str, _Found], side: int) -> Step | None:
        if not found:
            return None
        each = sorted(found.values(), key=lambda one: (one.on, one.item.item))
        first, names = each[0], first_of((one.item.name for one in each), NAMED, "个事项")
        said = (self._of.forbids if side else self._of.allows)(first.outcomes)
        zh, en = ("新适用于", "applies to more items") if side else ("不再适用于", "applies to fewer items")
        if len(each) > 1:
            name = first.item.name
            said = Text(zh=f"其中{name.zh}，{said.zh}", en=f"for {name.en}, {said.en}")
        words = Text(
            zh=f"因事项改了要素或材料，{zh}{names.zh}（{first.on} 起）。{said.zh}",
            en=f"{en} by what they say of themselves: {names.en} (from {first.on} on); {said.en}",
        )
        if self._alone:
            words = Text(zh=words.zh.partition("。")[0], en=words.en.partition(";")[0])
            return Step(BY_ITEMS, words, first.on)
        witness = Witness(first.item.item, dict(first.facts), first.outcomes)
        return Step(BY_ITEMS, words, first.on, None, witness)


def _left(
    left: Situations, reach: Mapping[str, Situations], outcome: str, others: Sequence[Guard]
) -> Situations:
    """Where no other guard keeps an outcome back."""
    for other in others:
        if not left:
            break
        if outcome in other.forbids:
            left = left - reach[other.key]
    return left
