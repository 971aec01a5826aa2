"""
What an edit of the rules moves: in the whole space of situations, exactly, and on the items.

Each band of effect dates from a given day on is gone through, on the common refinement of both
releases' facts. A value that a release does not allow makes it undetermined, as in a decision; a
fact that only one of them declares is not asked by the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chalicelib.authoring import reference
from chalicelib.authoring.amendments import amendments
from chalicelib.authoring.bits import Bits, Classes, less, place, refined
from chalicelib.authoring.difference import Difference, ItemMove, Move, Moved
from chalicelib.authoring.domain import Situation
from chalicelib.authoring.totals import usual_decisions
from chalicelib.decisions.effect import cut_days, in_effect, rules_of
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.facts import bounds, item_facts, usual_facts
from chalicelib.decisions.form import Channel
from chalicelib.decisions.limits import Led
from chalicelib.decisions.model import Fact, Release, Rule


def diff(old: Release, new: Release, since: date) -> Difference:
    """
    Compare two releases from a day on: the band of that day and each later one.

    Situations are counted a band; an item with rules of its own has a space of its own.
    """
    comparison = _Comparison(old, new)
    for day in _days(old, new, since):
        comparison.go(day)
    moves = sorted(comparison.moves.values(), key=lambda move: -move.situations)
    items, also = tuple(_items(old, new, since)), tuple(amendments(old, new))
    return Difference(since, comparison.situations, tuple(moves), items, also)


class _Side:
    """One release, its rules of a day by owner, and what it allows of a space."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.declared = {fact.fact: fact for fact in release.facts}
        self._allowed: dict[int, int] = {}
        self._rules: list[Led] = rules_of(release)

    def on(self, day: date) -> None:
        self.rules: dict[str | None, list[Rule]] = {None: []}
        for item, rule in self._rules:
            if in_effect(rule, day):
                self.rules.setdefault(item, []).append(rule)

    def of(self, item: str | None) -> list[Rule]:
        """The rules for an item in order of precedence; for None those of any item."""
        own = self.rules.get(item, []) if item is not None else []
        return own + self.rules[None]

    def channels(self, bits: Bits, item: str | None) -> dict[Channel, int]:
        allowed = self._allowed.get(id(bits))
        if allowed is None:
            allowed = self._allowed[id(bits)] = bits.allowed(self.declared)
        found = {Channel.UNDETERMINED: less(bits.all, allowed)}
        for rule, matched in bits.first_matches(self.of(item), allowed):
            channel = Channel.UNDETERMINED if rule is None else rule.choose
            found[channel] = found.get(channel, 0) | matched
        return {channel: matched for channel, matched in found.items() if matched}

    def rule(self, item: str | None, situation: Situation, bits: Bits) -> str | None:
        right = all(
            bits.allowed({fact: self.declared[fact]}) & bits.with_value(fact, value)
            for fact, value in situation.items()
            if fact in self.declared and fact in bits.classes
        )
        found = reference.first([(None, rule) for rule in self.of(item)], item, situation) if right else None
        return None if found is None else found.rule


class _Comparison:
    def __init__(self, old: Release, new: Release) -> None:
        self._old, self._new = _Side(old), _Side(new)
        self._titles = self._old.declared | self._new.declared
        self._both = old.items.keys() & new.items.keys()
        self._always = set(_redeclared(self._old.declared, self._new.declared))
        proved = (*old.invariants, *new.invariants)
        self._proved = [condition for one in proved for condition in one.when]
        self._spaces: dict[tuple[object, ...], Bits] = {}
        self.situations = 0
        self.moves: dict[tuple[Channel, Channel], Move] = {}

    def go(self, day: date) -> None:
        self._old.on(day)
        self._new.on(day)
        for item in (None, *sorted(self._owners() & self._both)):
            bits = self._space(item)
            self.situations += bits.size
            self._compare(bits, item, day)

    def _owners(self) -> set[str]:
        """The items with rules of their own, on either side."""
        return {item for side in (self._old, self._new) for item in side.rules if item is not None}

    def _space(self, item: str | None) -> Bits:
        rules = [*self._old.of(item), *self._new.of(item)]
        tests = [*self._proved, *(condition for rule in rules for condition in rule.when)]
        asked = self._always.union(test.fact for test in tests)
        classes = refined([self._old.declared, self._new.declared], asked, tests)
        key = tuple((name, tuple(map(repr, values))) for name, values in classes.items())
        if key not in self._spaces:
            self._spaces[key] = Bits(classes)
        return self._spaces[key]

    def _compare(self, bits: Bits, item: str | None, day: date) -> None:
        after = self._new.channels(bits, item)
        for from_, was in self._old.channels(bits, item).items():
            for to, becomes in after.items():
                found = was & becomes
                if found and from_ is not to:
                    known = self.moves.get((from_, to))
                    example = known.example if known else self._example(bits, found, item, day)
                    situations = found.bit_count() + (known.situations if known else 0)
                    self.moves[from_, to] = Move(from_, to, situations, example)

    def _example(self, bits: Bits, found: int, item: str | None, day: date) -> Moved:
        """Of the situations that move one that a real item is in, if there is any."""
        for code in [item] if item else sorted(self._both - self._owners()):
            own = found & self._of_item(bits, code)
            if own:
                facts = self._usual(bits, own) | _known(bits.classes, item_facts(self._new.release, code))
                return self._moved(bits, code, day, facts)
        return self._moved(bits, item, day, self._usual(bits, found))

    def _of_item(self, bits: Bits, code: str) -> int:
        found = bits.all
        for fact, value in _known(bits.classes, item_facts(self._new.release, code)).items():
            found &= bits.with_value(fact, value)
        return found

    def _usual(self, bits: Bits, found: int) -> Situation:
        """One of the situations, with the ordinary applicant's answers as far as there is one."""
        for fact, value in _known(bits.classes, usual_facts(self._new.release)).items():
            found = found & bits.with_value(fact, value) or found
        return next(bits.each(found))

    def _moved(self, bits: Bits, item: str | None, day: date, facts: Situation) -> Moved:
        old, new = (side.rule(item, facts, bits) for side in (self._old, self._new))
        return Moved(item, day, facts, old, new, in_words(self._titles, facts))


def _days(old: Release, new: Release, since: date) -> list[date]:
    """``since``, and each later day on which a rule of either comes or goes."""
    cuts = cut_days(rule for release in (old, new) for _, rule in rules_of(release))
    return [since, *(day for day in cuts if day > since)]


def _redeclared(old: dict[str, Fact], new: dict[str, Fact]) -> Iterator[str]:
    """Facts that the releases allow different values: they matter even where no rule asks them."""
    for name in old.keys() & new.keys():
        if _range(old[name]) != _range(new[name]):
            yield name


def _range(fact: Fact) -> tuple[object, ...]:
    return fact.type, {value.value for value in fact.values}, bounds(fact)


def _known(classes: Classes, facts: Situation) -> Situation:
    return {
        name: value
        for name, value in facts.items()
        if name in classes and place(classes[name], value) is not None
    }


def _items(old: Release, new: Release, since: date) -> Iterator[ItemMove]:
    told: set[tuple[str, Channel | None, Channel | None]] = set()
    for day in _days(old, new, since):
        before, after = usual_decisions(old, day), usual_decisions(new, day)
        for item in dict.fromkeys([*before, *after]):
            from_ = before[item].channel if item in before else None
            to = after[item].channel if item in after else None
            if from_ is not to and (item, from_, to) not in told:
                told.add((item, from_, to))
                yield ItemMove(item, from_, to, day)
