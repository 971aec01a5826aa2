"""
The smallest reader of the DMN that the export writes: it checks the export, it is no DMN engine.

What common modelers make of the documents is asked in tests/authoring/agreement, where dmn-moddle and
feelin read them. This reader is another view of the same: it follows DMN 1.3 itself, in unary tests of
S-FEEL, equality and ranges by type (a text is no date, true is no 1, null equals only null) and hit policy
FIRST, so a list of one value is not that value, as feelin has it. Any form that the export has no need of is
refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Any
from xml.etree import ElementTree as ET

MODEL = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
Value = bool | int | float | str | date | None
Test = Callable[[Any], bool]
_PATH = r"[a-z]+(?:\.[a-z][a-z0-9_]*)?"
_TOKEN = re.compile(
    r'\[(?P<low>-?\d+|date\("[^"]+"\))\.\.(?P<high>-?\d+|date\("[^"]+"\))\]'
    r'|(?P<literal>"(?:[^"\\]|\\.)*"|true|false|-?\d+)'
)


@dataclass(frozen=True)
class Decision:
    """A document's one decision table."""

    inputs: list[Callable[[Mapping[str, Any]], Value]]
    rules: list[tuple[list[Test], tuple[str, str | None]]]

    def answer(self, facts: Mapping[str, Any]) -> tuple[str, str | None]:
        values = [read(facts) for read in self.inputs]
        return next(
            answer
            for tests, answer in self.rules
            if all(test(value) for test, value in zip(tests, values, strict=True))
        )


def read(document: str) -> Decision:
    """
    Raises:
        ValueError: the document holds a form that this reader does not know.
    """
    root = ET.fromstring(document)  # noqa: S314  # written by the export a moment ago
    (made,) = root.iter(f"{MODEL}decisionTable")
    if made.get("hitPolicy") != "FIRST":
        raise ValueError(made.attrib)
    assert [output.get("name") for output in made.findall(f"{MODEL}output")] == ["channel", "rule"]
    inputs = [_input(_text(one, "inputExpression")) for one in made.findall(f"{MODEL}input")]
    rules = []
    for rule in made.findall(f"{MODEL}rule"):
        tests = [_test(_text(entry)) for entry in rule.findall(f"{MODEL}inputEntry")]
        channel, name = [json.loads(_text(entry)) for entry in rule.findall(f"{MODEL}outputEntry")]
        rules.append((tests, (channel, name)))
    return Decision(inputs, rules)


def _text(element: ET.Element, *inside: str) -> str:
    path = "/".join(f"{MODEL}{tag}" for tag in (*inside, "text"))
    found = element.findtext(path)
    assert found is not None
    return found


def _input(expression: str) -> Callable[[Mapping[str, Any]], Value]:
    if re.fullmatch(_PATH, expression):
        return lambda facts: _at(facts, expression)
    if found := re.fullmatch(rf"date\(({_PATH})\)", expression):
        day = found[1]
        return lambda facts: _date(_at(facts, day))
    if found := re.fullmatch(rf"({_PATH}) = null or date\(\1\) != null", expression):
        known = found[1]
        return lambda facts: _at(facts, known) is None or _date(_at(facts, known)) is not None
    if found := re.fullmatch(
        rf"({_PATH}) = null or \(floor\(\1\) = \1 and \1 >= (-?\d+) and \1 <= (-?\d+)\)", expression
    ):
        whole, low, high = found[1], int(found[2]), int(found[3])
        return lambda facts: _within(_at(facts, whole), low, high)
    if found := re.fullmatch(rf"list contains\((\[null,.+\]), ({_PATH})\)", expression):
        listed, chosen = json.loads(found[1]), found[2]
        return lambda facts: any(_alike(_at(facts, chosen), one) for one in listed)
    if found := re.fullmatch(rf"if floor\(({_PATH})\) = (\1) then (\1) else null", expression):
        number = found[1]
        return lambda facts: _whole(_at(facts, number))
    raise ValueError(expression)


def _at(facts: Any, path: str) -> Any:
    for name in path.split("."):
        facts = facts.get(name) if isinstance(facts, Mapping) else None
    return facts


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _whole(value: object) -> int | float | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and floor(value) == value:
        return value
    return None


def _within(value: object, least: int, most: int) -> bool:
    whole = _whole(value)
    return value is None or (whole is not None and least <= whole <= most)


def _alike(value: object, other: object) -> bool:
    return _same_type(value, other) and value == other


def _test(cell: str) -> Test:
    if cell == "-":
        return lambda value: True
    tests: list[Test] = []
    at = 0
    while found := _TOKEN.match(cell, at):
        tests.append(_range(found) if found["literal"] is None else _equal(json.loads(found["literal"])))
        at = found.end() + (cell[found.end() : found.end() + 1] == ",")
    if at != len(cell) or not tests:
        raise ValueError(cell)
    return lambda value: any(test(value) for test in tests)


def _equal(expected: Value) -> Test:
    return lambda value: _same_type(value, expected) and value == expected


def _range(found: re.Match[str]) -> Test:
    low, high = _bound(found["low"]), _bound(found["high"])
    return lambda value: _same_type(value, low) and low <= value <= high


def _bound(text: str) -> Any:
    return date.fromisoformat(text[6:-2]) if text.startswith("date") else int(text)


def _same_type(value: object, other: object) -> bool:
    if isinstance(value, bool) or isinstance(other, bool):
        return isinstance(value, bool) and isinstance(other, bool)
    if isinstance(value, int | float):
        return isinstance(other, int | float)
    return type(value) is type(other)
