"""Changes in the words of the people who would make them."""

from __future__ import annotations

from chalicelib.authoring.advice.effort import Effort
from chalicelib.authoring.findings.telling import joined, so
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Fact


def attribute_words(fact: Fact, first: FactValue, after: FactValue | None) -> Text:
    """That a fact is so; of a class of numbers, between which."""
    if fact.type != "whole_number" or isinstance(first, str):
        return so(fact, first)
    if after is None:
        return Text(zh=f"“{fact.title.zh}”不少于 {first}", en=f'"{fact.title.en}" is {first} or more')
    last = int(after) - 1
    if first == last or fact.computed is not None:
        return so(fact, last)
    return Text(
        zh=f"“{fact.title.zh}”在 {first} 到 {last} 之间", en=f'"{fact.title.en}" is {first} to {last}'
    )


def saved_words(saved: Effort) -> Text:
    """What is saved, or costs more; what stays the same is not said."""
    found = [
        Text(zh=f"{_less(number)}{zh} {abs(number)} {unit}", en=f"{abs(number)} {en} {_fewer(number)}")
        for number, zh, unit, en in (
            (saved.visits, "跑腿", "次", "visits"),
            (saved.parcels, "快递", "件", "parcels"),
            (saved.sheets, "交纸质材料", "份", "sheets of paper"),
            (saved.undetermined, "人工判断", "个", "cases for a person to decide"),
        )
        if number
    ]
    return joined(found, "，", ", ") if found else Text(zh="没有变化", en="no difference")


def _less(number: int) -> str:
    return "少" if number > 0 else "多"


def _fewer(number: int) -> str:
    return "fewer" if number > 0 else "more"
