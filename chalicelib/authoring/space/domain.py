"""
The finite space of situations: all that the rules can tell apart.

Facts are told apart by ``decisions.classes``; where two releases are compared, by what either can see.
Between two days on which a rule comes or goes the rules are the same, so one day stands for the band.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.authoring.findings.telling import otherwise
from chalicelib.decisions.effect import cut_days, in_effect, rules_of, with_turns
from chalicelib.decisions.facts.classes import Classes, classes, refined
from chalicelib.decisions.facts.facts import is_date
from chalicelib.decisions.forms.form import CHANNEL, UNDETERMINED, Condition, FactValue, Name, OutcomeName
from chalicelib.decisions.forms.model import Release, Rule
from chalicelib.decisions.limits import OwnedRule

__all__ = ["Classes", "Days", "EffectPeriod", "Situation", "bands", "classes", "refined", "stretches"]

Situation = dict[str, FactValue]


@dataclass(frozen=True)
class EffectPeriod:
    """
    Days from ``first`` to ``last`` (None: without end) with the rules in effect on each of them, of the
    decision that ``decides`` names; ``otherwise`` comes out of it where none of them decides.
    """

    first: date
    last: date | None
    rules: tuple[OwnedRule, ...]
    decides: Name = CHANNEL
    otherwise: OutcomeName = UNDETERMINED


class Days(NamedTuple):
    """From ``first`` to ``last``, both included; None: without end."""

    first: date
    last: date | None


def stretches(rules: Sequence[Rule], proved: Iterable[Condition]) -> Iterator[Days]:
    """The days on which the same of the rules are in effect and tell the same apart, oldest first."""
    return spans(with_turns(cut_days(rules), rules, proved))


def spans(days: Sequence[date]) -> Iterator[Days]:
    """From each day to the one before the next, from the last on without end."""
    return map(Days, days, [*(day - timedelta(days=1) for day in days[1:]), None])


def bands(release: Release) -> list[EffectPeriod]:
    """The bands of effect dates, oldest first; before the first there are no rules."""
    every = rules_of(release)
    rules = [rule for _, rule in every]
    proved = [test for one in release.invariants for group in one.groups for test in group]
    found = []
    for first, last in stretches(rules, proved):
        here = tuple(led for led in every if in_effect(led.rule, first))
        found.append(EffectPeriod(first, last, here, release.decides, otherwise(release)))
    return found


def kind(value: FactValue) -> type:
    """The type that sets a value apart: a 1 is not a True."""
    return str if isinstance(value, str) else type(value)  # also a day that says when it is looked at


def place(values: Sequence[FactValue], value: FactValue) -> int | None:
    """
    Which class a value belongs to: the one that it is, the last that begins before it, or else the first,
    which may have no beginning.
    """
    alike = [(number, known) for number, known in enumerate(values) if kind(known) is kind(value)]
    for number, known in alike:
        if known == value:
            return number
    ordered = type(value) is int or (is_date(value) and all(map(is_date, values)))
    below = [number for number, known in alike if known < value]  # type: ignore[operator]
    if not ordered or not alike:
        return None
    return below[-1] if below else alike[0][0]
