"""
Facts as durable_rules is told them: short properties of one message.

The library finds tests by the name of a property, and tries those of one name one after the other. So each
value of a fact that rules name is a property of its own: where rules ask whether the street is A or B, their
tests are ``{"f7": 1}`` and ``{"f8": 1}``, a message says ``"f7":1`` where it is A, and nothing of a street
that no rule names. Only a fact of which rules ask more is told with its value: bounds, or values that it
must not have. Names are our own: no fact can be taken for ``id`` or ``sid``.

Where many tests stand side by side the library goes through them for every property of a message, because it
sorts names into 32 places only. So a hundred streets, each named by itself, stand in ten groups of ten: a
rule asks for the group, then for the street, and the message says both.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import isqrt
from typing import TYPE_CHECKING, Any

from chalicelib.decisions import limits

if TYPE_CHECKING:  # who only decides, as the process that the desk asks, needs no pydantic
    from chalicelib.decisions.forms.form import Condition, FactValue
    from chalicelib.decisions.forms.model import Fact

    Known = FactValue | None
    Written = Mapping[Known, str]
    Names = Mapping[FactValue, tuple[str, ...]]
    """By value what it is called: its own name, before that its group's if it stands in one."""

SIDE_BY_SIDE = 32
"""So many values of a fact or fewer stand in no groups."""
NAMES = 200_000
"""The library tells names apart by 32 bits of a hash: no two of so many have the same."""


class Message:
    """
    What facts and their values are called in the engine.

    ``written``: by fact its values as they stand in a message, ``,"f0":1``; of None, not known, nothing.

    Args:
        facts: those that are asked.
        tests: all conditions of the rules.
    """

    def __init__(self, facts: Sequence[Fact], tests: Iterable[Condition]) -> None:
        asked: dict[str, list[Condition]] = {}
        for test in {id(test): test for test in tests}.values():  # many rules share what they ask
            asked.setdefault(test.fact, []).append(test)
        self.written: dict[str, Written] = {}
        self._facts: dict[str, str] = {}
        self._values: dict[str, Names] = {}
        few = len(facts) <= limits.FACTS // 2  # a group is a property more
        number = 0
        for fact in facts:
            values = _values_named(asked[fact.fact])
            each_alone = all(len(test.any_of) == 1 for test in asked[fact.fact])
            names = _names(values, number, grouped=few and each_alone)
            taken = len({name for path in names.values() for name in path})
            if values and number + taken <= NAMES:
                self._values[fact.fact], self.written[fact.fact] = names, _ByName(fact, names)
            else:
                self._facts[fact.fact], self.written[fact.fact] = f"f{number}", _ByValue(fact, f"f{number}")
                taken = 1
            number += taken

    def tests(self, condition: Condition) -> Iterator[dict[str, Any]]:
        """A condition as tests with one key each; all of them must hold."""
        names = self._values.get(condition.fact)
        if names is None:
            yield from _of_value(self._facts[condition.fact], condition)
        elif len(condition.any_of) == 1:
            yield from ({name: 1} for name in names[condition.any_of[0]])
        else:  # then none of them stands in a group
            yield _one_of([{name: 1} for value in condition.any_of for name in names[value]])


def _names(values: Collection[FactValue], number: int, *, grouped: bool) -> Names:
    """What values are called, by names from ``f<number>`` on."""
    own = enumerate(values, number)
    if not grouped or len(values) <= SIDE_BY_SIDE:
        return {value: (f"f{place}",) for place, value in own}
    size, first = isqrt(len(values) - 1) + 1, number + len(values)
    return {value: (f"f{first + (place - number) // size}", f"f{place}") for place, value in own}


def _values_named(tests: Iterable[Condition]) -> Collection[FactValue]:
    """The values that tests of a fact name; none where one asks more than whether it is among some."""
    values: dict[FactValue, None] = {}
    for test in tests:
        if not test.any_of or test.none_of or test.at_least is not None or test.at_most is not None:
            return ()
        values |= dict.fromkeys(test.any_of)
    return values


def _of_value(name: str, condition: Condition) -> Iterator[dict[str, Any]]:
    if condition.any_of:
        yield _one_of([{name: value} for value in condition.any_of])
    yield from ({"$neq": {name: value}} for value in condition.none_of)
    if condition.at_least is not None:
        yield {"$gte": {name: condition.at_least}}
    if condition.at_most is not None:
        yield {"$lte": {name: condition.at_most}}


def _one_of(tests: list[dict[str, Any]]) -> dict[str, Any]:
    return tests[0] if len(tests) == 1 else {"$or": tests}


class _ByName(dict["Known", str]):
    """A fact of which the values that rules name have names; nothing is told of others."""

    def __init__(self, fact: Fact, names: Names) -> None:
        super().__init__(dict.fromkeys([None, *_listed(fact)], ""))
        self.update({value: "".join(f',"{name}":1' for name in told) for value, told in names.items()})

    def __missing__(self, value: Known) -> str:
        return ""


class _ByValue(dict["Known", str]):
    """A fact that is told with its value; values that are listed, and small numbers, are written once."""

    def __init__(self, fact: Fact, name: str) -> None:
        super().__init__({None: ""})
        self._name = name
        self._kept = frozenset(_listed(fact))

    def __missing__(self, value: Known) -> str:
        written = f',"{self._name}":{json.dumps(value, ensure_ascii=False)}'
        if value in self._kept:
            self[value] = written
        return written


def _listed(fact: Fact) -> Collection[FactValue]:
    """Values that often come."""
    match fact.type:
        case "bool":
            return False, True
        case "one_of":
            return [value.value for value in fact.values]
        case "whole_number":
            return range(10)
        case _:
            return ()
