"""One of two releases that are compared: its rules of a day, and what they decide in a slice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.authoring.findings.telling import otherwise
from chalicelib.authoring.space.bits import less
from chalicelib.authoring.space.slices import Member, Slice
from chalicelib.decisions.effect import in_effect, precedence, rules_of
from chalicelib.decisions.facts import wrong
from chalicelib.decisions.form import ChannelName, FactValue
from chalicelib.decisions.limits import Led
from chalicelib.decisions.model import Release, Rule


class Decided(NamedTuple):
    """The situations that a rule decides; None: those that are wrong here, or that no rule decides."""

    rule: Rule | None
    situations: int


class Side:
    """A release, its rules of a day by owner, and what it allows of a slice."""

    def __init__(self, release: Release) -> None:
        self.declared = {fact.fact: fact for fact in release.facts}
        self.rules: dict[str | None, list[Rule]] = {None: []}
        self._allowed: dict[int, int] = {}
        self._rules: list[Led] = rules_of(release)
        self._otherwise = otherwise(release)

    def on(self, day: date) -> None:
        """From here on the rules are those of a day."""
        self.rules = {None: []}
        for item, rule in self._rules:
            if in_effect(rule, day):
                self.rules.setdefault(item, []).append(rule)

    def of(self, item: str | None) -> list[Rule]:
        """The rules for an item in order of precedence; for None those of any item."""
        return precedence(self.rules.get(item, []) if item is not None else [], self.rules[None])

    def turns(self, piece: Slice, members: Iterable[Member]) -> Sequence[Decided]:
        """
        What is decided in a slice by which rule; of what is left None is told first.

        Args:
            members: the rules of this side that can hold in the slice, in order of precedence.
        """
        right = left = self._right(piece)
        found = []
        for _, rule, holds in members:
            found.append(Decided(rule, left & holds))
            left ^= left & holds
        return [Decided(None, less(piece.bits.all, right) | left), *found]

    def outcomes(self, turns: Iterable[Decided]) -> Mapping[ChannelName, int]:
        """The situations by what comes out of them."""
        found: dict[ChannelName, int] = {}
        for rule, situations in turns:
            if situations:
                outcome = self._otherwise if rule is None else rule.choose
                found[outcome] = found.get(outcome, 0) | situations
        return found

    def _right(self, piece: Slice) -> int:
        """The situations in which every fact is right as declared here."""
        if not all(self._is_right(name, value) for name, value in piece.fixed.items()):
            return 0
        known = self._allowed.get(id(piece.bits))
        if known is None:
            known = self._allowed[id(piece.bits)] = piece.bits.allowed(self.declared)
        return known

    def _is_right(self, name: str, value: FactValue) -> bool:
        return name not in self.declared or wrong(self.declared[name], value) is None


def decided_by(turns: Iterable[Decided], situation: int) -> str | None:
    """The rule that decides a situation, by name."""
    rule = next(rule for rule, situations in turns if situations & situation)
    return None if rule is None else rule.rule
