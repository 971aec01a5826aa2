"""What is known of a case or its item, in words for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.decisions.facts.amounts import amount_words, is_amount
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Fact, Release

_YES, _NO = Text(zh="是", en="yes"), Text(zh="否", en="no")


def show_facts(release: Release, known: Mapping[str, FactValue]) -> list[dict[str, Any]]:
    """Each with its title, in the order of the rules; nothing of what no sentence may tell."""
    return [
        {"title": fact.title.model_dump(), "value": fact_words(fact, known[fact.fact]).model_dump()}
        for fact in release.facts
        if fact.fact in known and not fact.sensitive
    ]


def fact_words(fact: Fact, value: FactValue) -> Text:
    """A value as people say it."""
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, int) and is_amount(fact):
        return amount_words(fact, value)
    titles = {each.value: each.title for each in fact.values}
    return titles.get(str(value)) or Text(zh=str(value), en=str(value))
