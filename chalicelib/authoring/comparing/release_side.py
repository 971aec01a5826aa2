"""One of two releases that are compared: its rules of a day, and what they decide in a space."""

from __future__ import annotations

from datetime import date

from chalicelib.authoring.findings.telling import otherwise
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.rule_list import RuleList
from chalicelib.decisions.effect import in_effect, precedence, rules_of
from chalicelib.decisions.forms.model import Release, Rule
from chalicelib.decisions.limits import OwnedRule


class ReleaseSide:
    """A release, its rules of a day by owner, and what it allows of a space."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.rules: dict[str | None, list[Rule]] = {None: []}
        self._allowed: dict[DecisionSpace, Situations] = {}
        self._rules: list[OwnedRule] = rules_of(release)
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

    def decided(self, space: DecisionSpace, item: str | None) -> RuleList:
        """What the rules for an item decide in a space; what is wrong here is among what none decides."""
        return RuleList(self.of(item), space, self._otherwise, self._right(space))

    def _right(self, space: DecisionSpace) -> Situations:
        """The situations in which every fact is right as declared here."""
        known = self._allowed.get(space)
        if known is None:
            known = self._allowed[space] = space.allowed(self.release.declared)
        return known
