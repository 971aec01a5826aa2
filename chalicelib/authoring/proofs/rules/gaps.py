"""Situations that no rule decides 空白: each would end on a person's desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import Problem, scalar
from chalicelib.authoring.proofs.rules.places import Places
from chalicelib.authoring.proofs.rules.words import is_current, situation
from chalicelib.authoring.space.coverage import Coverage
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.reference import may_hold
from chalicelib.decisions.facts.amounts import as_written
from chalicelib.decisions.facts.facts import bounds
from chalicelib.decisions.forms.form import UNDETERMINED, FactValue
from chalicelib.decisions.forms.model import Fact, Rule


class Gaps:
    """The first gap of each space in the days from ``today`` on; an item's only where the region has none."""

    def __init__(self, places: Places, today: date) -> None:
        self._places, self._today = places, today
        self._rule_today = False
        self._found: dict[str | None, tuple[Coverage, Situation]] = {}

    def look(self, coverage: Coverage) -> None:
        days, item = coverage.days, coverage.item
        self._rule_today |= days.first <= self._today and bool(coverage.rules)
        if (
            coverage.gap
            and is_current(days.last, self._today)
            and self._found.keys().isdisjoint({item, None})
        ):
            self._found[item] = (coverage, coverage.space.cube(coverage.gap))

    def problems(self) -> Iterator[Problem]:
        if not self._rule_today:
            yield self._places.general(say("gap/no-rules"))
            return
        if self._places.folder.otherwise != UNDETERMINED:
            return  # then what no rule decides has an outcome, and is meant to have it
        for coverage, facts in self._found.values():
            words = situation(self._places.declared, coverage, facts)
            key = "gap" if self._places.folder.table is None else "gap/of-decision"
            message = say(key, words=words, when=self._when(coverage, facts))
            ended = self._ended(coverage, facts)
            if ended is None:
                yield self._places.general(message)
            else:
                yield self._places.at(ended, message, "error", "until")

    def _ended(self, coverage: Coverage, facts: Situation) -> Rule | None:
        """The rule whose end opened the gap, if one did."""
        first, item = coverage.days.first, coverage.item
        for owner, read in self._places.rules:
            rule = read.form
            ended = rule.until is not None and first - rule.until == timedelta(days=1)
            if owner in (None, item) and ended and may_hold(rule.when, facts):
                return rule
        return None

    def _when(self, coverage: Coverage, facts: Situation) -> str:
        """The conditions of a rule that would close this much of the gap, as one writes them."""
        declared, classes = self._places.declared, coverage.space.classes
        return ", ".join(
            f"{name}: {condition_for(declared[name], value, classes.get(name, (value,)))}"
            for name, value in facts.items()
        )


def condition_for(fact: Fact, value: FactValue, values: tuple[FactValue, ...]) -> str:
    """
    The condition that holds for all that no rule tells from a value, as a rule file has it.

    Args:
        values: one of each class of the fact, in order: where it begins, if it does.
    """
    if isinstance(value, bool) or fact.type not in ("whole_number", "date"):
        return scalar(value)
    number = values.index(value)
    after, is_open = values[number + 1 :], number == 0 and fact.at_least is None
    if fact.type == "date":
        last = str(date.fromisoformat(str(after[0])) - timedelta(days=1)) if after else None
        first = None if is_open else str(value)
    else:
        most = int(after[0]) - 1 if after else bounds(fact)[1]
        first = None if is_open else as_written(fact, int(value))
        last = as_written(fact, most) if after or most == value else None
    return _range(first, last)


def _range(first: str | None, last: str | None) -> str:
    if first == last and first is not None:
        return first
    ends = {"at_least": first, "at_most": last}
    return f"{{{', '.join(f'{name}: {end}' for name, end in ends.items() if end is not None)}}}"
