"""Whether groups of conditions 条件组 that are written otherwise hold in the same situations."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.domain import refined
from chalicelib.decisions.forms.form import Form
from chalicelib.decisions.forms.model import Fact
from chalicelib.decisions.forms.rule import Invariant, Rule
from chalicelib.decisions.today import moves


def hold_alike(was: Form, now: Form, declared: Mapping[str, Fact]) -> bool:
    """
    Whether a rule or invariant holds wherever it did, by groups of which each tests the same facts: one that
    is missing then makes all of them fail, as before.

    Args:
        declared: the facts that are declared as they were.
    """
    if not isinstance(was, Rule | Invariant) or not isinstance(now, Rule | Invariant):
        return False
    if was.groups == now.groups:
        return True
    every = [*was.groups, *now.groups]
    facts, tests = {frozenset(test.fact for test in group) for group in every}, list(chain(*every))
    asked = frozenset().union(*facts)
    if len(facts) > 1 or not asked <= declared.keys() or any(map(moves, tests)):
        return False
    space = DecisionSpace(refined([declared], asked, tests))
    return space.any_holding(was.groups) == space.any_holding(now.groups)
