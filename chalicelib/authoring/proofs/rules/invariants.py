"""Invariants 不变式, proved: wherever one applies, what comes out is one of those that it allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import reduce
from operator import or_

from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import Problem, TooManySituationsError
from chalicelib.authoring.findings.telling import named_channel
from chalicelib.authoring.proofs.rules.places import Places, at
from chalicelib.authoring.proofs.rules.words import is_current, situation
from chalicelib.authoring.space.coverage import Coverage
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Days, Situation
from chalicelib.authoring.space.space import searched
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Invariant, Rule


class Invariants:
    """
    Of each invariant the first situation in which it fails, in the days from ``today`` on; or that to look
    for one takes too long: then the others are looked at all the same.
    """

    def __init__(self, places: Places, today: date) -> None:
        self._places, self._today = places, today
        self._titles, self._otherwise = places.folder.titles, places.folder.otherwise
        self._broken: dict[str, tuple[Coverage, Days, Situation, Rule | None]] = {}
        self._unknown: set[str] = set()

    def look(self, coverage: Coverage) -> None:
        """
        Raises:
            TooManySituationsError: by search it may still be known.
        """
        for read in self._places.folder.invariants:
            try:
                self._look(read.form, coverage)
            except TooManySituationsError:
                if searched(coverage.space):
                    raise
                self._unknown.add(read.form.invariant)
                coverage.space.once_more()

    def _look(self, invariant: Invariant, coverage: Coverage) -> None:
        days = _together(invariant, coverage.days)
        if days is not None and is_current(days.last, self._today):
            failing = None if invariant.invariant in self._broken else self._failing(invariant, coverage)
            if failing:
                self._broken[invariant.invariant] = coverage, days, *self._first(coverage, failing)

    def problems(self) -> Iterator[Problem]:
        for read in self._places.folder.invariants:
            if read.form.invariant in self._broken:
                space, days, facts, rule = self._broken[read.form.invariant]
                words = situation(self._places.declared, space, facts, days)
                outcome = named_channel(self._titles, self._otherwise if rule is None else rule.choose)
                yield at(read, _fails(read.form, words, rule, outcome))
            elif read.form.invariant in self._unknown:
                yield at(read, say("too-many-situations/invariant", title=read.form.title))

    def _first(self, coverage: Coverage, failing: Situations) -> tuple[Situation, Rule | None]:
        rule = coverage.rule(failing)
        alike = next((turn.decides for turn in coverage.turns if turn.rule is rule), coverage.gap)
        return coverage.space.cube(failing & alike), rule

    def _failing(self, invariant: Invariant, coverage: Coverage) -> Situations:
        allowed = reduce(or_, map(coverage.channel, invariant.expect), coverage.space.none)
        if self._otherwise in invariant.expect:
            allowed |= coverage.gap
        return coverage.space.any_holding(invariant.groups) - allowed


def _together(invariant: Invariant, days: Days) -> Days | None:
    """The days of a space on which the invariant is in effect; None if there is none."""
    first = max(days.first, invariant.from_ or days.first)
    last = min(days.last or date.max, invariant.until or date.max)
    return None if last < first else Days(first, None if last == date.max else last)


def _fails(invariant: Invariant, words: Text, rule: Rule | None, outcome: Text) -> Message:
    facts = {"title": invariant.title, "words": words, "outcome": outcome}
    if rule is None:
        return Message("invariant/by-none", facts)
    place = f"{rule.where.file}:{rule.where.line}"
    return Message("invariant/by-rule", facts | {"rule": rule.rule, "place": place})
