"""Forms as people write them: JSON without places and without what need not be written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any

from chalicelib.decisions.facts.amounts import as_written, is_amount
from chalicelib.decisions.facts.value_set import How, asked
from chalicelib.decisions.forms.form import Condition, Form
from chalicelib.decisions.forms.model import Fact
from chalicelib.decisions.today import days_from_today, moves

Written = Any
"""JSON of any shape."""

Declared = Mapping[str, Fact]
NO_FACTS: Declared = MappingProxyType({})


def written(value: object, declared: Declared = NO_FACTS) -> Written:
    """
    A value as a rule file has it; None for none.

    Args:
        declared: the facts by full name: values of amounts among them are told in their unit.
    """
    match value:
        case Condition():
            return condition(value, declared.get(value.fact))
        case Form():
            kept = {name: part for name, part in parts(value).items() if not left_out(value, name)}
            return {name: _inner(name, part, declared) for name, part in kept.items()}
        case Mapping():
            return {str(key): _of_fact(str(key), one, declared) for key, one in value.items()}
        case tuple() | list():
            return [written(one, declared) for one in value]
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case _:
            return value


def parts(form: Form) -> dict[str, object]:
    """The parts of a form by the key that stands in the file; where it stands is none of them."""
    found = {field.alias or name: getattr(form, name) for name, field in type(form).model_fields.items()}
    kept = {key: value for key, value in found.items() if key != "where"}
    return _amount(form, kept) if isinstance(form, Fact) and is_amount(form) else kept


def _amount(fact: Fact, kept: dict[str, object]) -> dict[str, object]:
    """The declaration of an amount: its bounds and its usual value in its unit."""
    numbers = {key: in_unit(fact, kept[key]) for key in ("at_least", "at_most", "usual")}
    return {**kept, "type": "amount", **numbers}


def in_unit(fact: Fact | None, value: object) -> object:
    """A value of a fact as a rule file has it: a whole number of an amount in its unit."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return as_written(fact, int(str(value))) if fact is not None and is_amount(fact) and whole else value


def _of_fact(name: str, value: object, declared: Declared) -> Written:
    fact = declared.get(name) or declared.get(f"item.{name}")
    return written(in_unit(fact, value), declared)


def condition(test: Condition, fact: Fact | None) -> Written:
    """A test as it stands behind its fact: a value, a list, {not: …} or bounds; of an amount in its unit."""
    found = {one.how: [in_unit(fact, value) for value in one.values] for one in asked(test)}
    if How.ONE_OF in found:
        return _one_or_more(found[How.ONE_OF])
    if How.NONE_OF in found:
        return {"not": _one_or_more(found[How.NONE_OF])}
    moving = _moving(test.at_least, test.at_most) if moves(test) else None
    return moving or {_BOUNDS[how]: values[0] for how, values in found.items()}


_BOUNDS = {How.AT_LEAST: "at_least", How.AT_MOST: "at_most"}


def _moving(least: int | str | None, most: int | str | None) -> Written:
    """The one word that bounds stand for which move with the day; None where it takes both of them."""
    match least, most:
        case None, "today-1":
            return {"before": "today"}
        case "today+1", None:
            return {"after": "today"}
        case "today", str() if (days := days_from_today(most)) is not None:
            return {"within_days": days}
    return None


def _one_or_more(values: Sequence[object]) -> Written:
    return values[0] if len(values) == 1 else list(values)


def _inner(name: str, value: object, declared: Declared) -> Written:
    if name == "when" and isinstance(value, tuple) and len({test.fact for test in value}) == len(value):
        return {test.fact: condition(test, declared.get(test.fact)) for test in value}
    if name == "any" and isinstance(value, tuple):
        return [_inner("when", group, declared) for group in value]
    return written(value, declared)


def left_out(form: Form, key: str) -> bool:
    field = next(field for name, field in type(form).model_fields.items() if (field.alias or name) == key)
    return not field.is_required() and bool(parts(form)[key] == field.get_default(call_default_factory=True))
