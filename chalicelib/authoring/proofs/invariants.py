"""Invariants 不变式, proved: wherever one applies, the channel is one of those that it allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import reduce
from operator import or_

from chalicelib.authoring.bits import less
from chalicelib.authoring.domain import Situation
from chalicelib.authoring.problems import Problem, Say
from chalicelib.authoring.proofs.places import Places, at
from chalicelib.authoring.proofs.words import is_current, situation
from chalicelib.authoring.survey import Survey
from chalicelib.authoring.telling import named_channel
from chalicelib.decisions.form import Channel, Text
from chalicelib.decisions.model import Invariant, Rule


class Invariants:
    """Of each invariant the first situation in which it fails, in the days from ``today`` on."""

    def __init__(self, places: Places, today: date) -> None:
        self._places, self._today = places, today
        self._broken: dict[str, tuple[Survey, Situation, Rule | None]] = {}

    def look(self, survey: Survey) -> None:
        if not is_current(survey.slice.days.last, self._today):
            return
        for read in self._places.folder.invariants:
            if read.form.invariant not in self._broken:
                failing = _failing(read.form, survey)
                if failing:
                    self._broken[read.form.invariant] = self._first(survey, failing)

    def problems(self) -> Iterator[Problem]:
        for read in self._places.folder.invariants:
            if read.form.invariant in self._broken:
                survey, facts, rule = self._broken[read.form.invariant]
                words = situation(self._places.declared, survey.slice, facts)
                yield at(read, "invariant", _fails(read.form, words, rule))

    def _first(self, survey: Survey, failing: int) -> tuple[Survey, Situation, Rule | None]:
        rule = survey.by(failing)
        alike = next((turn.decides for turn in survey.turns if turn.rule is rule), survey.gap)
        return survey, survey.cube(failing & alike), rule


def _failing(invariant: Invariant, survey: Survey) -> int:
    allowed = reduce(or_, (survey.channels.get(channel, 0) for channel in invariant.expect), 0)
    return less(survey.slice.all_holding(invariant.when), allowed)


def _fails(invariant: Invariant, words: Text, rule: Rule | None) -> Say:
    channel = named_channel(Channel.UNDETERMINED if rule is None else rule.choose)
    by = "-" if rule is None else f"{rule.rule} {rule.where.file}:{rule.where.line}"
    return Say(
        f"不变式“{invariant.title.zh}”不成立：{words.zh}，得到{channel.zh}，规则 {by}。",
        f"The invariant '{invariant.title.en}' fails: {words.en} gives {channel.en}, rule {by}.",
        "请修改该规则或其次序，或修改不变式。",
        "Change that rule or its place, or the invariant.",
    )
