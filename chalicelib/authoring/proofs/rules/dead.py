"""Rules that can never decide 永远用不上: earlier ones, alone or together, take all their situations."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.proofs.rules.places import Places
from chalicelib.authoring.proofs.rules.words import named
from chalicelib.authoring.space.coverage import Coverage
from chalicelib.authoring.space.decision_space import RuleCoverage
from chalicelib.decisions.forms.model import Rule


class DeadRules:
    """Looks at every space and all days: a rule that decided in the past is not dead."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._alive: set[int] = set()
        self._hidden: dict[int, tuple[Coverage, RuleCoverage]] = {}

    def look(self, coverage: Coverage) -> None:
        for turn in coverage.turns:
            if turn.decides:
                self._alive.add(id(turn.rule))
            elif id(turn.rule) not in self._alive:
                self._hidden.setdefault(id(turn.rule), (coverage, turn))

    def problems(self, told: Collection[int]) -> Iterator[Problem]:
        """
        Args:
            told: rules, by identity, of which it has been said already.
        """
        for _, read in self._places.rules:
            if id(read.form) not in self._alive and id(read.form) not in told:
                yield self._places.at(read.form, self._said(read.form))

    def _said(self, rule: Rule) -> Message:
        """That a rule never decides, or one of its groups of conditions, where another of them does."""
        takers, number = self._takers(rule), self._places.group(rule)
        if number is not None and any(id(way) in self._alive for way in self._places.beside(rule)):
            group = str(number)
            if takers:
                return say("dead-rule/group", group=group, takers=named(takers))
            return say("dead-rule/group-never", group=group)
        return say("dead-rule/dead", takers=named(takers)) if takers else say("dead-rule/never")

    def _takers(self, rule: Rule) -> list[Rule]:
        """The rules that decide where this one holds."""
        if id(rule) not in self._hidden:
            return []
        coverage, turn = self._hidden[id(rule)]
        return [taker.rule for taker in coverage.space.takers(list(coverage.before(turn)), turn.holds)]
