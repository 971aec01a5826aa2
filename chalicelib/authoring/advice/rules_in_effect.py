"""
The rules in effect on a day, and which decides where, so that a change of one rule need only
be worked out where something may change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from chalicelib.authoring.findings.telling import otherwise
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.domain import Situation, place, refined
from chalicelib.authoring.space.order import arranged
from chalicelib.authoring.space.rule_list import RuleList
from chalicelib.authoring.space.space import SpaceCache
from chalicelib.decisions.effect import in_effect, ways
from chalicelib.decisions.facts.asked import missed
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Fact, Release, Rule
from chalicelib.decisions.today import of_day


class RulesInEffect(RuleList):
    """
    The rules in effect for one item (or for any without rules of its own), in order of precedence, over
    all situations that they, the invariants or ``cuts`` tell apart.

    Args:
        cuts: more conditions whose edges the classes of numbers and days must have.
        cache: spaces made before, to share and to add to.
        today: the day that dates are compared with.
    """

    def __init__(
        self,
        release: Release,
        rules: Sequence[Rule],
        cuts: Iterable[Condition],
        cache: SpaceCache | None,
        today: date,
    ) -> None:
        groups = [*(one.groups for one in rules), *(one.groups for one in release.invariants)]
        asked = [test for each in groups for group in each for test in group]
        tests = [*asked, *cuts]
        classes = refined([release.declared], {test.fact for test in asked}, tests, today)
        together = ([test.fact for test in group] for each in groups for group in each)
        space = (cache or SpaceCache()).of(arranged(classes, together), rules)
        super().__init__(rules, space, otherwise(release))

    @cached_property
    def reads(self) -> frozenset[str]:
        """The facts that have to be known."""
        return reads(self.rules)

    def place(self, facts: Mapping[str, FactValue]) -> Situation | None:
        """
        The situation that facts make, each class by its first value; None if one that the rules read is not
        known.

        A fact that only an invariant asks may be missing: no rule sees it.
        """
        here: Situation = {}
        for name, values in self.space.classes.items():
            number = place(values, facts[name]) if name in facts else None
            if number is None and name in self.reads:
                return None
            here[name] = values[number or 0]
        return here


def reads(rules: Iterable[Rule]) -> frozenset[str]:
    """All facts that some rule tests."""
    return frozenset(test.fact for way in ways(rules) for test in way.when)


def deciding(
    facts: Sequence[Fact], rules: Sequence[Rule], known: Mapping[str, FactValue], today: date
) -> Rule | None:
    """
    The rule that decides as a decision would: where a fact is not known that can change it, none does.

    Args:
        facts: as declared.
        rules: in order of precedence, all of them for the item and in effect.
    """
    absent = reads(rules) - known.keys()
    here = [of_day(way, today) for way in ways(rules)]
    if absent and missed(facts, here, known, absent):
        return None
    return reference.first([(None, rule) for rule in here], None, known)


def standing_order(own: Sequence[Rule], region: Sequence[Rule]) -> list[Rule]:
    """An item's own rules and the region's in order of precedence, each whole as its file has it."""
    before = [rule for rule in region if rule.before_items]
    return [*before, *own, *(rule for rule in region if not rule.before_items)]


def current(rules: Iterable[Rule], on: date) -> list[Rule]:
    """Those in effect on a day."""
    return [rule for rule in rules if in_effect(rule, on)]
