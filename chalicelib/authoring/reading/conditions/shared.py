"""
Conditions that rules share. Thousands of rules ask the same few things: each is made once, and is the same
object wherever a rule asks it. So rules are read in less time, and who has looked at a condition once knows
it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic_core import to_json

from chalicelib.decisions.forms.form import Condition, Form
from chalicelib.decisions.forms.model import Rule


class Shared(dict[str, Any]):
    """A condition in normal form that was found right, with the form that rules are given."""

    __slots__ = ("form",)

    def __init__(self, content: dict[str, Any]) -> None:
        super().__init__(content)
        self.form = Condition.model_validate_json(to_json(content), strict=True)


Taken = list[tuple[int, list[Shared]]]
"""By the number of a rule what it asks."""


def taken_out(form: type[Form], data: Any) -> Taken:  # JSON of any shape
    """
    What the rules of a form's content ask, as far as it is shared: it is left out of ``data``, for it was
    looked at already.
    """
    found: Taken = []
    for number, rule in enumerate(_content_of_rules(form, data)):
        tests = rule.get("when") if isinstance(rule, dict) else None
        if isinstance(tests, list) and tests and all(isinstance(test, Shared) for test in tests):
            found.append((number, tests))
            rule["when"] = []
    return found


def put_in(form: Form, taken: Taken) -> None:
    """Give the rules of a form that was just made what was left out."""
    if taken:
        rules: tuple[Rule, ...] = (form,) if isinstance(form, Rule) else form.rules  # type: ignore[attr-defined]
        for number, tests in taken:
            rules[number].__dict__["when"] = tuple(test.form for test in tests)


def _content_of_rules(form: type[Form], data: Any) -> Iterable[Any]:
    if form is Rule:
        return (data,)
    rules = data.get("rules") if isinstance(data, dict) and "rules" in form.model_fields else None
    return rules if isinstance(rules, list) else ()
