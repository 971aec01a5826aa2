"""
Write a DMN 1.1 document (OMG formal/16-06-01) for engines that know no later version, and S-FEEL alone.

One decision, such as ``channel``, one table, hit policy FIRST. Every input is a fact's own name, of a date
``date(name)``: what more an expression could ask, such engines refuse. The table asks for less than that
of DMN 1.3 does: it takes a number that is not whole, and what is wrong in a fact that no row looks at. It
says so in its description. All else is as there: facts as ``rules decide`` prints them, rows that are
closed by themselves, ``channel`` and ``rule``, which is null in the last row. No diagram is drawn.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from chalicelib.authoring.exports.dmn import opened
from chalicelib.authoring.exports.feel import TYPES, FeelRow, literal, rows, unary_test
from chalicelib.authoring.exports.table import CODE, Table, about, both, titled
from chalicelib.authoring.exports.xml import add, leaf, written
from chalicelib.decisions.facts.value_set import ValueSet
from chalicelib.decisions.forms.form import SCOPES, Text
from chalicelib.decisions.forms.model import Fact

MODEL = "http://www.omg.org/spec/DMN/20151101/dmn.xsd"
_CAUTION = (
    "整数要素须为整数：本格式不能检查。 See to it that whole numbers are whole: this format cannot tell."
)


def dmn11(table: Table) -> str:
    """The document, as XML in UTF-8."""
    definitions = opened(table, f"{about(table)} {_CAUTION}")
    data = [scope for scope in SCOPES if any(fact.fact.startswith(f"{scope}.") for fact in table.facts)]
    data += ["code"] * bool(table.codes)
    _decision(definitions, table, data)
    for name in data:
        add(definitions, "inputData", id=name, name=name)
    return written(definitions, MODEL)


def _decision(definitions: ET.Element, table: Table, data: list[str]) -> None:
    decision = add(definitions, "decision", id=table.decides, name=table.title)
    for name in data:
        add(add(decision, "informationRequirement"), "requiredInput", href=f"#{name}")
    made = add(decision, "decisionTable", id=f"{table.decides}-table", hitPolicy="FIRST")
    if table.codes:
        _input(made, "code", CODE, "string", "code")
    for fact in table.facts:
        _fact(made, fact)
    known = ",".join(map(literal, table.outcomes))
    _values(_output(made, table.answer, table.title), "outputValues", known)
    _output(made, "rule", "规则 rule")
    for row in rows(table):
        _rule(made, row)


def _fact(made: ET.Element, fact: Fact) -> None:
    is_date = fact.type == "date"
    expression = f"date({fact.fact})" if is_date else fact.fact
    clause = _input(made, fact.fact, titled(fact), TYPES[fact.type], expression)
    if not is_date:
        _values(clause, "inputValues", unary_test(fact, ValueSet.every(fact)))


def _input(made: ET.Element, name: str, title: Text, kind: str, expression: str) -> ET.Element:
    clause = add(made, "input", id=f"in-{name}", label=both(title))
    leaf(add(clause, "inputExpression", id=f"in-{name}-expression", typeRef=kind), "text", expression)
    return clause


def _output(made: ET.Element, name: str, label: str) -> ET.Element:
    return add(made, "output", id=f"out-{name}", name=name, label=label, typeRef="string")


def _rule(made: ET.Element, row: FeelRow) -> None:
    rule = add(made, "rule", id=f"rule-{row.name}")
    leaf(rule, "description", row.told)
    for test in row.tests:
        _values(rule, "inputEntry", test)
    for answer in row.answers:
        _values(rule, "outputEntry", answer)


def _values(parent: ET.Element, tag: str, text: str) -> None:
    leaf(add(parent, tag), "text", text)
