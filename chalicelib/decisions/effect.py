"""Dates of effect 生效日期: which rules stand on a day, and where one set of rules gives way to the next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from chalicelib.decisions.limits import Led
from chalicelib.decisions.model import Invariant, Release, Rule


def rules_of(release: Release) -> list[Led]:
    """All rules in order of precedence: each item's own for itself, then the region's."""
    own = [Led(code, rule) for code, item in release.items.items() for rule in item.rules]
    return own + [Led(None, rule) for rule in release.rules]


def rules_on(release: Release, on: date) -> list[Led]:
    """The rules in effect on a day, in order of precedence."""
    return [led for led in rules_of(release) if in_effect(led.rule, on)]


def in_effect(one: Rule | Invariant, on: date) -> bool:
    return (one.from_ is None or one.from_ <= on) and (one.until is None or on <= one.until)


def cut_days(rules: Iterable[Rule]) -> list[date]:
    """The days on which a rule comes into or goes out of effect, ascending; between two nothing changes."""
    days = set()
    for rule in rules:
        days.add(rule.from_)
        if rule.until is not None and rule.until < date.max:
            days.add(rule.until + timedelta(days=1))
    return sorted(days)
