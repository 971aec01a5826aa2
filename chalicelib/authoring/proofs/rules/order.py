"""
Order that matters where it need not 次序: two rules look at the same facts and overlap, with different
channels. Which of them counts is then settled by their place alone, though it could be written down.

A rule that looks at other facts than the one before it is an exception, which is what order is for. So is one
that lies wholly within the later one, such as thresholds written gravest first: moved behind it, it would
never decide, and that is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import reduce
from operator import or_

from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.proofs.rules.places import Places
from chalicelib.authoring.proofs.rules.words import named, situation
from chalicelib.authoring.space.coverage import Coverage
from chalicelib.authoring.space.decision_space import RuleCoverage
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Situation
from chalicelib.decisions.forms.form import ChannelName, Text
from chalicelib.decisions.forms.model import Rule

Group = tuple[str | None, frozenset[str]]


class OrderDependence:
    """The first overlap of each rule with one before it that looks at the same facts."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._found: dict[int, tuple[Rule, Rule, Coverage, Situation]] = {}

    def look(self, coverage: Coverage) -> None:
        taken: dict[Group, dict[ChannelName, list[Situations]]] = {}
        for turn in coverage.turns:
            asked = frozenset(test.fact for group in turn.rule.groups for test in group)
            if asked:
                before = taken.setdefault((self._places.owner(turn.rule), asked), {})
                self._meet(coverage, turn, before)
                before.setdefault(turn.rule.choose, []).append(turn.decides)

    def _meet(
        self, coverage: Coverage, turn: RuleCoverage, before: dict[ChannelName, list[Situations]]
    ) -> None:
        if id(turn.rule) in self._found:
            return
        for channel, decided in before.items():
            if channel != turn.rule.choose:
                decided[:] = [reduce(or_, decided)]
                self._across(coverage, turn, decided[0] & turn.holds)

    def _across(self, coverage: Coverage, turn: RuleCoverage, both: Situations) -> None:
        """Keep the first earlier rule that holds in some of ``both`` and elsewhere too."""
        while both and (earlier := coverage.turn(both)) is not None:
            if not earlier.holds <= turn.holds:
                found = (earlier.rule, turn.rule, coverage, coverage.space.cube(both))
                self._found.setdefault(id(turn.rule), found)
                return
            both -= earlier.decides

    def problems(self, told: Collection[int]) -> Iterator[Problem]:
        """
        Args:
            told: rules, by identity, of which it has been said that part of them never matters.
        """
        for earlier, later, coverage, facts in self._found.values():
            if id(later) in told:
                continue
            words = situation(self._places.declared, coverage, facts)
            line = self._places.read(earlier).node.at.line
            yield self._places.at(later, _order(earlier, line, words, self._places.word), "warning", "when")


def _order(earlier: Rule, line: int, words: Text, word: Text) -> Message:
    name = named([earlier])
    return say("needless-order", line=line, name=name, word=word, words=words)
