"""Forms as people write them: JSON without places and without what need not be written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from chalicelib.decisions.form import Condition, FactValue, Form
from chalicelib.decisions.today import days_from_today, moves

Written = Any
"""JSON of any shape."""


def written(value: object) -> Written:
    """A value as a rule file has it; None for none."""
    match value:
        case Condition():
            return condition(value)
        case Form():
            return {
                name: _inner(name, part) for name, part in parts(value).items() if not left_out(value, name)
            }
        case Mapping():
            return {str(key): written(one) for key, one in value.items()}
        case tuple() | list():
            return [written(one) for one in value]
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case _:
            return value


def parts(form: Form) -> dict[str, object]:
    """The parts of a form by the key that stands in the file; where it stands is none of them."""
    found = {field.alias or name: getattr(form, name) for name, field in type(form).model_fields.items()}
    return {key: value for key, value in found.items() if key != "where"}


def condition(test: Condition) -> Written:
    """A test as it stands behind its fact: a value, a list, {not: …} or bounds."""
    if test.any_of:
        return _one_or_more(test.any_of)
    if test.none_of:
        return {"not": _one_or_more(test.none_of)}
    bounds = {"at_least": test.at_least, "at_most": test.at_most}
    if moves(test):
        return _moving(test.at_least, test.at_most) or {k: v for k, v in bounds.items() if v is not None}
    return {name: value for name, value in bounds.items() if value is not None}


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


def _one_or_more(values: tuple[FactValue, ...]) -> Written:
    return values[0] if len(values) == 1 else list(values)


def _inner(name: str, value: object) -> Written:
    if name == "when" and isinstance(value, tuple) and len({test.fact for test in value}) == len(value):
        return {test.fact: condition(test) for test in value}
    if name == "any" and isinstance(value, tuple):
        return [_inner("when", group) for group in value]
    return written(value)


def left_out(form: Form, key: str) -> bool:
    field = next(field for name, field in type(form).model_fields.items() if (field.alias or name) == key)
    return not field.is_required() and bool(parts(form)[key] == field.get_default(call_default_factory=True))
