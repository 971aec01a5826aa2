"""What says the same though it is written otherwise 意思相同: in another order, or by other conditions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import chain

from chalicelib.authoring.comparing.forms.words.written import written
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.domain import refined
from chalicelib.decisions.facts.value_set import ValueSet
from chalicelib.decisions.forms.form import Condition, Form
from chalicelib.decisions.forms.model import DecisionTable, Fact
from chalicelib.decisions.forms.rule import Invariant, Rule
from chalicelib.decisions.today import moves

_IN_ANY_ORDER = {
    ("Calendar", "off"),
    ("Calendar", "worked"),
    ("Clock", "stops"),
    ("Clock", "warn"),
    ("Courier", "polling"),
    ("DecisionTable", "examples"),
    ("DecisionTable", "invariants"),
    ("Invariant", "expect"),
    ("Member", "knows"),
    ("NoticeTemplate", "needs"),
    ("Pauses", "clocks"),
    ("Plan", "lanes"),
    ("Plan", "steps"),
    ("Release", "demands"),
    ("Release", "examples"),
    ("Release", "invariants"),
    ("Step", "other_than"),
    ("Uploads", "kinds"),
}
"""By form and key the lists that say the same in whatever order they stand."""


def in_any_order(form: Form, key: str) -> bool:
    """
    Whether a list says the same in whatever order it stands: so do conditions, and outcomes of a decision
    that is not asked of clocks, on which the gravest stand first.
    """
    if isinstance(form, DecisionTable) and key == "outcomes":
        return form.each != "clock"
    return key in ("when", "any") or (type(form).__name__, key) in _IN_ANY_ORDER


def meaning(value: object, declared: Mapping[str, Fact]) -> str:
    """
    A value as text, the same for what says the same: a condition by the values with which it holds, where
    no bound moves by day; a group in whatever order they stand.

    Args:
        declared: the facts that are declared as they were.
    """
    match value:
        case Condition():
            fact = declared.get(value.fact)
            if fact is None or moves(value):
                return plain(value)
            held = ValueSet.of(fact, [value])
            return repr((value.fact, held.members, held.spans))
        case (Condition(), *_):
            return repr(sorted(meaning(one, declared) for one in value))
        case _:
            return plain(value)


def plain(value: object) -> str:
    """A value as text, by which a 1 is no yes."""
    return json.dumps(written(value), ensure_ascii=False, sort_keys=True)


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
