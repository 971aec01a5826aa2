"""Whose errands are counted: each item's ordinary application, or past cases come again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from chalicelib.authoring.comparing.replaying.alike import Case
from chalicelib.decisions.effect import rules_of
from chalicelib.decisions.facts.facts import (
    attributes,
    checked,
    is_date,
    item_facts,
    usual_facts,
    with_usual,
)
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.today import moves, moving, on_day


@dataclass(frozen=True)
class WeightedCase:
    """``number`` cases of one item with the same facts; ``wrong`` are names whose value is none."""

    item: str
    facts: Mapping[str, FactValue]
    wrong: frozenset[str]
    number: int

    @cached_property
    def profile(self) -> tuple[object, ...]:
        """What tells two cases apart, whatever their item."""
        return tuple(self.facts.items()), self.wrong

    def having(self, fact: str, value: FactValue) -> WeightedCase:
        """The same with one fact otherwise."""
        return WeightedCase(self.item, {**self.facts, fact: value}, self.wrong - {fact}, self.number)

    def of(self, other: WeightedCase) -> WeightedCase:
        """The same said of another member that is like it in all that counts."""
        return WeightedCase(other.item, self.facts, self.wrong, other.number)


def of_items(release: Release, assumed: Mapping[str, FactValue]) -> Iterator[WeightedCase]:
    """Every item once, with the ordinary applicant's answers, save those that are ``assumed``."""
    usual = {**usual_facts(release), **assumed}
    for item in release.items:
        yield _member(release, item, usual, 1)


def of_cases(
    release: Release, cases: Iterable[tuple[Case, int]], assumed: Mapping[str, FactValue], on: date
) -> Iterator[WeightedCase]:
    """
    Past cases as if they came again on a day; their own days do not count, so a date that rules compare with
    the day of the decision lies as far from it as it did. What is ``assumed`` stands in for what was said.
    """
    usual = usual_facts(release)
    compared = {test.fact for _, rule in rules_of(release) for test in rule.when if moves(test)}
    for case, number in cases:
        said = {**with_usual(usual, case.facts)}
        for name in compared & (case.facts or {}).keys():
            value = said[name]
            if is_date(value):
                said[name] = on_day(moving((date.fromisoformat(str(value)) - case.on).days), on)
        yield _member(release, case.item, {**said, **assumed}, number)


def _member(release: Release, item: str, given: Mapping[str, object], number: int) -> WeightedCase:
    """A fact given wrongly, or as not known, takes the item's own answer away, as in a decision."""
    said, invalid = checked(release.declared, given)
    own, wrong = checked(release.declared, item_facts(release, release.items[item], said))
    facts = {**attributes(release.items[item]), **own, **said}
    for name in given.keys() - said.keys():
        facts.pop(name, None)
    names = {name for name in wrong if name not in said} | invalid.keys()
    return WeightedCase(item, facts, frozenset(names), number)
