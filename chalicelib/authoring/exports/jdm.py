"""
Write a GoRules JDM document: the same rules for zen-engine and jdm-editor.

zen (2.1.3) goes on where a fact is missing, ill-typed or misspelt, and the next row decides. Two
locks keep such a case from a courier: a JSON Schema on the input, with which zen raises an error that
says what is wrong, and rows that name all right values (see ``table``), should someone take the schema
away; a number that is not whole is then the one thing they let pass. Cells are written only in forms
that zen's own ``validate_unary_expression`` accepts.

In the last row ``rule`` is null; zen leaves a null out of its answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from chalicelib.authoring.exports.table import CODE, Row, Table, about, both, no_rule, titled
from chalicelib.decisions.facts.facts import bounds
from chalicelib.decisions.facts.value_set import Span, ValueSet
from chalicelib.decisions.forms.form import CHANNEL, SCOPES, ChannelName, FactValue
from chalicelib.decisions.forms.model import Fact


class ExportError(ValueError):
    """The format cannot hold something of the rules; the message says what to do, in both languages."""


Json = dict[str, Any]
"""A JSON object, of any shape."""


def jdm(table: Table) -> str:
    """
    The document: input with JSON Schema, one table, output.

    Raises:
        ExportError: a value cannot be written in zen's language.
    """
    schema = json.dumps(input_schema(table), ensure_ascii=False)
    nodes = [
        _node("input", "inputNode", "要素 facts", 0, {"schema": schema}),
        _node(table.decides, "decisionTableNode", table.title, 300, _content(table)),
        _node("output", "outputNode", _OUTPUT.get(table.decides, "结果和规则 outcome and rule"), 600, {}),
    ]
    edges = [_edge("input", table.decides), _edge(table.decides, "output")]
    whole = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


_OUTPUT = {CHANNEL: "渠道和规则 channel and rule"}


def input_schema(table: Table) -> Json:
    """A JSON Schema (draft 2020-12) of the facts that the table takes, as ``rules decide`` prints them."""
    groups: dict[str, Json] = {group: {} for group in SCOPES}
    for fact in table.release.facts:
        group, _, name = fact.fact.partition(".")
        groups[group][name] = {"title": both(titled(fact))} | _kind(fact)
    properties: Json = {}
    for group, facts in groups.items():
        properties[group] = _object(facts, _within(group, table.needed))
    required = [group for group in groups if properties[group]["required"]]
    properties["code"] = {"title": both(CODE), "enum": list(table.release.items)}
    if table.codes:
        required.append("code")
    more = [_more(item, names) for item, names in table.needed_more.items() if names]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "description": about(table),
        **_object(properties, required),
        **({"allOf": more} if more else {}),  # an empty one is no schema
    }


def _more(item: str, names: frozenset[str]) -> Json:
    """What the item's own rules read beyond the region's."""
    groups = {group: _within(group, names) for group in SCOPES}
    wanted = {group: {"required": inner} for group, inner in groups.items() if inner}
    given = {"properties": {"code": {"const": item}}, "required": ["code"]}
    return {"if": given, "then": {"required": list(wanted), "properties": wanted}}


def _within(group: str, names: frozenset[str]) -> list[str]:
    return sorted(name.removeprefix(f"{group}.") for name in names if name.startswith(f"{group}."))


def _object(properties: Json, required: list[str]) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _kind(fact: Fact) -> Json:
    match fact.type:
        case "bool":
            return {"type": "boolean"}
        case "one_of":
            return {"enum": [value.value for value in fact.values]}
        case "whole_number":
            least, most = bounds(fact)
            return {"type": "integer", "minimum": least, "maximum": most}
        case "date":
            return {"type": "string", "pattern": f"^({_DAY})$"}


_LEAP = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26]|0[48])00)"
_DAY = (
    "([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
    "-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
    f"|{_LEAP}-02-29"
)
"""Every day of the calendar from 0001-01-01 on, and nothing else."""


def _content(table: Table) -> Json:
    inputs = [_column(fact.fact, both(titled(fact))) for fact in table.facts]
    if table.codes:
        inputs.insert(0, _column("code", both(CODE)))
    return {
        "hitPolicy": "first",
        "inputs": inputs,
        "outputs": [_column(table.answer, table.title), _column("rule", "规则 rule")],
        "rules": [*(_row(row, table) for row in table.rows), _last(table)],
    }


def _row(row: Row, table: Table) -> Json:
    cells = {fact.fact: _cell(fact, row.cells[fact.fact]) for fact in table.facts if fact.fact in row.cells}
    if row.items is not None:
        cells["code"] = _one_of(row.items)
    words = f"{both(row.rule.title)} ({row.basis})"
    return _cells(row.name, words, table, cells, row.rule.choose, json.dumps(row.rule.rule))


def _last(table: Table) -> Json:
    return _cells("no-rule", both(no_rule(table)), table, {}, table.otherwise, "null")


def _cells(
    name: str, words: str, table: Table, cells: Mapping[str, str], channel: ChannelName, rule: str
) -> Json:
    columns = [fact.fact for fact in table.facts] + (["code"] if table.codes else [])
    asked = {column: cells.get(column, "") for column in columns}
    answered = {table.answer: json.dumps(channel), "rule": rule}
    return {"_id": name, "_description": words, **asked, **answered}


def _cell(fact: Fact, cell: ValueSet) -> str:
    if cell.members:
        return _one_of(cell.members)
    if fact.type == "date":
        return _days(cell.spans)
    return " or ".join(f"$ in [{low}..{high}]" for low, high in cell.spans)


def _days(spans: Sequence[Span]) -> str:
    """With 'and' alone: zen gives 'or' the same rank, and reads no brackets around ranges."""
    tests = [f"d($) in [{_date(spans[0][0])}..{_date(spans[-1][1])}]"]
    for (_, before), (after, _) in pairwise(spans):
        tests.append(f"d($) not in [{_date(before + 1)}..{_date(after - 1)}]")
    return " and ".join(["len($) == 10", *tests])  # d() alone would take a number, or 2018-4-1


def _date(ordinal: int) -> str:
    return f'd("{date.fromordinal(ordinal)}")'


def _one_of(values: tuple[FactValue, ...]) -> str:
    return f"$ in [{', '.join(map(_literal, values))}]"


def _literal(value: FactValue) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    quote = next((mark for mark in ('"', "'") if mark not in value), None)
    if quote is None or "\\" in value:  # zen's texts know no escape
        raise ExportError(
            f"JDM 写不下“{value}”：请去掉引号和反斜杠 / "
            f"JDM cannot hold '{value}': write it without quotes and backslashes"
        )
    return f"{quote}{value}{quote}"


def _column(name: str, words: str) -> Json:
    return {"id": name, "name": words, "field": name}


def _node(name: str, kind: str, words: str, x: int, content: Json) -> Json:
    return {"id": name, "type": kind, "name": words, "position": {"x": x, "y": 0}, "content": content}


def _edge(source: str, target: str) -> Json:
    return {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}
