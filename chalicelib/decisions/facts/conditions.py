"""Conditions looked at with facts: whether they hold, and what is not known yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chalicelib.decisions.forms.form import Condition, FactValue


def as_told(test: Condition) -> tuple[object, ...]:
    """A condition as it is told from others: alike are those that ask the same; a 1 is not a yes."""
    types = tuple(map(type, (*test.any_of, *test.none_of)))
    return test.fact, test.any_of, test.none_of, test.at_least, test.at_most, types


def each_once(tests: Iterable[Condition]) -> list[Condition]:
    """Conditions in their order, each object once: rules that were read from files share most of theirs."""
    return list({id(test): test for test in tests}.values())


def holds(condition: Condition, value: FactValue) -> bool:
    """Whether a known value passes a test."""
    if condition.any_of:
        return value in condition.any_of
    if condition.none_of:
        return value not in condition.none_of
    low, high = condition.at_least, condition.at_most
    return (low is None or low <= value) and (high is None or value <= high)  # type: ignore[operator]


def hold(conditions: Iterable[Condition], facts: Mapping[str, FactValue]) -> bool:
    """Whether all of these hold. As the rules mean it: a fact that is not known matches nothing."""
    for condition in conditions:
        value = facts.get(condition.fact)
        if value is None or not holds(condition, value):
            return False
    return True


def unsettled(tests: Iterable[Condition], known: Mapping[str, FactValue]) -> tuple[Condition, ...] | None:
    """The tests of facts that are not known; None where a known one does not pass."""
    found = []
    for test in tests:
        value = known.get(test.fact)
        if value is None:
            found.append(test)
        elif not holds(test, value):
            return None
    return tuple(found)
