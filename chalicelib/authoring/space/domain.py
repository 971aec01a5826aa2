"""
The finite space of situations: all that the rules can tell apart.

Facts are told apart by ``decisions.classes``; where two releases are compared, by what either can see.
Between two days on which a rule comes or goes the rules are the same, so one day stands for the band.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from chalicelib.authoring.findings.telling import otherwise
from chalicelib.decisions.effect import cut_days, rules_of, rules_on, with_turns
from chalicelib.decisions.facts.classes import Classes, classes, refined
from chalicelib.decisions.forms.form import CHANNEL, UNDETERMINED, FactValue, Name, OutcomeName
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.limits import Led

__all__ = ["Band", "Classes", "Situation", "bands", "classes", "refined"]

Situation = dict[str, FactValue]


@dataclass(frozen=True)
class Band:
    """
    Days from ``first`` to ``last`` (None: without end) with the rules in effect on each of them, of the
    decision that ``decides`` names; ``otherwise`` comes out of it where none of them decides.
    """

    first: date
    last: date | None
    rules: tuple[Led, ...]
    decides: Name = CHANNEL
    otherwise: OutcomeName = UNDETERMINED


def bands(release: Release) -> list[Band]:
    """The bands of effect dates, oldest first; before the first there are no rules."""
    rules = [rule for _, rule in rules_of(release)]
    proved = [test for one in release.invariants for group in one.groups for test in group]
    days = [*with_turns(cut_days(rules), rules, proved), None]
    return [
        Band(
            first,
            None if after is None else after - timedelta(days=1),
            tuple(rules_on(release, first)),
            release.decides,
            otherwise(release),
        )
        for first, after in pairwise(days)
        if first is not None
    ]
