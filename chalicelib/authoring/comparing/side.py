"""One of two releases that are compared: its rules of a day, and what they decide in a space."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.authoring.findings.telling import otherwise
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.decisions.effect import in_effect, precedence, rules_of
from chalicelib.decisions.forms.form import ChannelName
from chalicelib.decisions.forms.model import Release, Rule
from chalicelib.decisions.limits import Led


class Decided(NamedTuple):
    """The situations that a rule decides; None: those that are wrong here, or that no rule decides."""

    rule: Rule | None
    situations: Situations


class Side:
    """A release, its rules of a day by owner, and what it allows of a space."""

    def __init__(self, release: Release) -> None:
        self.declared = {fact.fact: fact for fact in release.facts}
        self.rules: dict[str | None, list[Rule]] = {None: []}
        self._allowed: dict[DecisionSpace, Situations] = {}
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

    def turns(self, space: DecisionSpace, rules: Iterable[Rule]) -> Sequence[Decided]:
        """
        What is decided in a space by which rule; of what is left None is told first.

        Args:
            rules: those of this side, in order of precedence.
        """
        *found, (_, left) = space.first_matches(rules, self._right(space))
        wrong_or_left = ~self._right(space) | left
        decided = (Decided(rule, some) for rule, some in found if some)
        return [Decided(None, wrong_or_left), *decided]

    def outcomes(self, turns: Iterable[Decided]) -> Mapping[ChannelName, Situations]:
        """The situations by what comes out of them."""
        found: dict[ChannelName, Situations] = {}
        for rule, situations in turns:
            outcome = self._otherwise if rule is None else rule.choose
            found[outcome] = found[outcome] | situations if outcome in found else situations
        return found

    def _right(self, space: DecisionSpace) -> Situations:
        """The situations in which every fact is right as declared here."""
        known = self._allowed.get(space)
        if known is None:
            known = self._allowed[space] = space.allowed(self.declared)
        return known


def decided_by(turns: Iterable[Decided], situation: Situations) -> str | None:
    """The rule that decides a situation, by name."""
    rule = next(rule for rule, situations in turns if situations & situation)
    return None if rule is None else rule.rule
