"""Rules for the very same situations 重复、冲突: twice, against each other, or for some days both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.findings.telling import span
from chalicelib.authoring.proofs.rules.places import Places, spans
from chalicelib.authoring.proofs.rules.words import named
from chalicelib.decisions.facts.value_set import ValueSet, asked
from chalicelib.decisions.forms.form import Condition, Text
from chalicelib.decisions.forms.model import Fact, Rule
from chalicelib.decisions.today import moves

Meaning = frozenset[tuple[object, ...]]
Left = Mapping[int, Sequence[Condition]]
"""What is left of the conditions of some rules, by identity."""


class DuplicateRules:
    """Of the region's rules, and of an item's own, those that hold in exactly the same situations."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._alike: dict[tuple[str | None, Meaning], list[Rule]] = {}
        meanings = _Meanings(places.declared)
        for owner, read in places.rules:
            self._alike.setdefault((owner, meanings.of(read.form.when)), []).append(read.form)
        self._pairs = [pair for rules in self._alike.values() for pair in _repeats(rules)]

    @property
    def never(self) -> set[int]:
        """The rules, by identity, that can never decide because another says the same."""
        return {id(later) for earlier, later in self._pairs if _within(later, earlier)}

    def would_overlap(self, left: Left) -> bool:
        """Whether days of two rules would overlap if of some rules only these conditions were left."""
        meanings = _Meanings(self._places.declared)
        changed = {
            id(read.form): (owner, meanings.of(left[id(read.form)]))
            for owner, read in self._places.rules
            if id(read.form) in left
        }
        for key in set(changed.values()):
            alike = {id(rule) for rule in self._alike.get(key, ()) if id(rule) not in left}
            alike |= {rule for rule, other in changed.items() if other == key}
            rules = [read.form for _, read in self._places.rules if id(read.form) in alike]
            if any(not _within(later, earlier) for earlier, later in _repeats(rules)):
                return True
        return False

    def problems(self) -> Iterator[Problem]:
        told: set[int] = set()
        for earlier, later in self._pairs:
            if id(later) in told:
                continue
            told.add(id(later))
            line = self._places.read(earlier).node.at.line
            if not _within(later, earlier):
                older, newer = sorted((earlier, later), key=lambda rule: rule.from_)
                yield self._places.at(newer, _overlap(older, newer), "error", "from")
            elif earlier.choose == later.choose:
                yield self._places.at(later, _twice(earlier, line, self._places.word))
            else:
                yield self._places.at(later, _against(earlier, later, line, self._places.word))


def _repeats(rules: Sequence[Rule]) -> Iterator[tuple[Rule, Rule]]:
    """Of rules for the same situations the pairs in effect on a common day; a rule's own ways are none."""
    return ((one, other) for one, other in spans(rules) if one.rule != other.rule)


def _within(later: Rule, earlier: Rule) -> bool:
    return earlier.from_ <= later.from_ and (later.until or date.max) <= (earlier.until or date.max)


class _Meanings:
    """What the conditions of rules come to, however they are written; one that always holds is left out."""

    def __init__(self, declared: Mapping[str, Fact]) -> None:
        self._declared = declared
        self._known: dict[tuple[int, ...], tuple[object, ...] | None] = {}
        """By the identities of conditions on one fact, which the rules keep."""

    def of(self, when: Sequence[Condition]) -> Meaning:
        tests: dict[str, tuple[Condition, ...]] = {}
        for test in when:
            tests[test.fact] = (*tests.get(test.fact, ()), test)
        return frozenset(meant for some in tests.values() if (meant := self._of(some)) is not None)

    def _of(self, tests: Sequence[Condition]) -> tuple[object, ...] | None:
        key = tuple(map(id, tests))
        if key not in self._known:
            self._known[key] = _meant(self._declared[tests[0].fact], tests)
        return self._known[key]


def _meant(fact: Fact, tests: Sequence[Condition]) -> tuple[object, ...] | None:
    if any(map(moves, tests)):  # by day these are other values
        return fact.fact, *sorted(repr(list(asked(test))) for test in tests)
    held = ValueSet.of(fact, tests)
    return None if held.whole else (fact.fact, held.members, held.spans)


def _twice(earlier: Rule, line: int, word: Text) -> Message:
    name = named([earlier])
    return say("duplicate-rule", line=line, name=name, word=word)


def _against(earlier: Rule, later: Rule, line: int, word: Text) -> Message:
    name = named([earlier])
    chosen = earlier.choose, later.choose
    return say("conflicting-rules", line=line, name=name, word=word, earlier=chosen[0], later=chosen[1])


def _overlap(older: Rule, newer: Rule) -> Message:
    """Of two that begin on one day the newer is the one that lasts longer: it stands after the other."""
    last = min(rule.until or date.max for rule in (older, newer))
    facts: dict[str, object] = {
        "old": named([older]),
        "effect": span(older.from_, older.until),
        "begins": newer.from_,
        "last": last,
        "older": older.rule,
        "newer": newer.rule,
    }
    if older.from_ == newer.from_:
        return Message("date-overlap/one-day", facts | {"after": last + timedelta(days=1)})
    return Message("date-overlap/two-days", facts | {"before": newer.from_ - timedelta(days=1)})
