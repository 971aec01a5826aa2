"""Write values, cells and rows in FEEL, the language of DMN: only what every version of it has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from chalicelib.authoring.exports.table import Table, no_rule
from chalicelib.decisions.facts.value_set import ValueSet
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Fact

TYPES = {"bool": "boolean", "one_of": "string", "whole_number": "number", "date": "date"}


class FeelRow(NamedTuple):
    """
    A row: a unary test for each column, the item's code first where it decides; what it answers, channel
    and rule; what is told of it, in Chinese, in English, and its basis. ``last``: no rule decides there.
    """

    name: str
    tests: list[str]
    answers: list[str]
    words: list[str]
    last: bool = False

    @property
    def told(self) -> str:
        """All that is told of it, as a row's description."""
        return " ".join(word for word in self.words if word != "-")


def rows(table: Table) -> Iterator[FeelRow]:
    """The table's rows, and last the one that holds where no other does."""
    for row in table.rows:
        cells = ((fact, row.cells.get(fact.fact)) for fact in table.facts)
        tests = ["-" if cell is None else unary_test(fact, cell) for fact, cell in cells]
        if row.items is not None:
            tests.insert(0, ",".join(map(literal, row.items)))
        answers = [literal(row.rule.choose), literal(row.rule.rule)]
        yield FeelRow(row.name, tests, answers, [row.rule.title.zh, row.rule.title.en, row.basis])
    open_to_all = ["-"] * (len(table.facts) + bool(table.codes))
    told = no_rule(table)
    answers = [literal(table.otherwise), "null"]
    yield FeelRow("no-rule", open_to_all, answers, [told.zh, told.en, "-"], last=True)


def unary_test(fact: Fact, cell: ValueSet) -> str:
    """The values of a cell, or the ranges of them."""
    if cell.members:
        return ",".join(map(literal, cell.members))
    return ",".join(f"[{bound(fact, low)}..{bound(fact, high)}]" for low, high in cell.spans)


def bound(fact: Fact, number: int) -> str:
    """One end of a range; of dates ``number`` is the ordinal."""
    return f'date("{date.fromordinal(number)}")' if fact.type == "date" else str(number)


def literal(value: FactValue) -> str:
    return json.dumps(value, ensure_ascii=False)
