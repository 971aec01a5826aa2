"""
The rules evaluated by plain Python: what durable_rules must agree with, and shares no code with it.

A test of a fact that is not there does not hold, also a ``none_of``: that is how the engine reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Rule
from chalicelib.decisions.today import SeenOn, days_from_today, on_day


def first(
    rules: Iterable[tuple[str | None, Rule]], item: str | None, facts: Mapping[str, FactValue]
) -> Rule | None:
    """
    The first rule that matches, or None.

    Args:
        rules: in order of precedence, each with the item it belongs to, None for any.
        item: the item's code.
        facts: by full name; checked values.
    """
    for owner, rule in rules:
        if owner in (None, item) and matches(rule.groups, facts):
            return rule
    return None


def matches(groups: Iterable[Iterable[Condition]], facts: Mapping[str, FactValue]) -> bool:
    """Whether all the conditions of one of the groups hold."""
    return any(all(holds(condition, facts) for condition in group) for group in groups)


def may_hold(conditions: Iterable[Condition], facts: Mapping[str, FactValue]) -> bool:
    """Whether the facts that are known keep none of the conditions from holding."""
    return all(test.fact not in facts or holds(test, facts) for test in conditions)


def holds(condition: Condition, facts: Mapping[str, FactValue]) -> bool:
    """Whether all that a condition asks is true of the facts."""
    if condition.fact not in facts:
        return False
    value = facts[condition.fact]
    if condition.any_of and value not in condition.any_of:
        return False
    if value in condition.none_of:
        return False
    return _within(value, condition.at_least, condition.at_most)


def _within(value: FactValue, least: int | str | None, most: int | str | None) -> bool:
    """
    Numbers by size, dates as text by the bytes of UTF-8; a number and a text have no order. A bound that
    moves is where it is on the day on which the value is looked at.
    """
    if isinstance(value, SeenOn):
        least, most = on_day(least, value.today), on_day(most, value.today)
    elif days_from_today(least) is not None or days_from_today(most) is not None:
        raise ValueError("a day is compared with a moving bound, and nothing says on which day")
    too_low = least is not None and not _ordered(least, value)
    too_high = most is not None and not _ordered(value, most)
    return not too_low and not too_high


def _ordered(low: FactValue, high: FactValue) -> bool:
    if isinstance(low, str) and isinstance(high, str):
        return low.encode() <= high.encode()
    return isinstance(low, int) and isinstance(high, int) and low <= high
