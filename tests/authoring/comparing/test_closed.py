"""Values of closed lists are told in people's words, each with what is written beside it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from chalicelib.authoring.comparing.forms.danger import Danger
from chalicelib.authoring.comparing.forms.entry import At, entry
from chalicelib.authoring.comparing.forms.words.closed import said
from chalicelib.decisions.forms import clock, fact, guide, item, material, model, plan, region, rule, unit
from chalicelib.decisions.forms.form import Form, Text

PLAIN = {
    "kinds": "file kinds are called by their names",
    "each": "a role, told in the plan",
    "unit": "a role, told in the plan",
    "what": "one value only",
    "reason": "one value only",
    "lines": "one value only",
    "number": "one value only",
    "missing": "one value only",
}


def _forms() -> Iterator[type[Form]]:
    for module in (clock, fact, guide, item, material, model, plan, region, rule, unit):
        for form in vars(module).values():
            if isinstance(form, type) and issubclass(form, Form) and form.__module__ == module.__name__:
                yield form


def _closed(kind: Any) -> Iterator[str]:
    if get_origin(kind) is Literal:
        yield from (value for value in get_args(kind) if isinstance(value, str))
    else:
        for each in get_args(kind):
            yield from _closed(each)


def test_every_value_of_a_closed_list_has_words() -> None:
    found = {
        (name, value)
        for form in _forms()
        for name, at in form.model_fields.items()
        for value in _closed(at.annotation)
    }
    assert ("format", "both") in found
    wordless = {(key, value) for key, value in found if said(key, value) is None and key not in PLAIN}
    assert {(key, value) for key, value in wordless if key not in {"type"}} == set()


def test_old_and_new_are_told_in_words_with_what_is_written() -> None:
    at = At("items/market/food.yaml", "materials[plan].format", Text(zh="形式", en="form"), Danger.PAPERS)
    one = entry(at, "paper", "electronic")
    assert one.words == (
        Text(zh="纸质（paper）", en="on paper (paper)"),
        Text(zh="电子（electronic）", en="electronic (electronic)"),
    )
    assert not isinstance(one.old, Enum)


def test_a_text_that_happens_to_be_such_a_word_is_told_as_it_is() -> None:
    at = At("items/market/food.yaml", "name.zh", Text(zh="名称", en="name"), Danger.OTHER)
    assert entry(at, "paper", "electronic").words == (None, None)
