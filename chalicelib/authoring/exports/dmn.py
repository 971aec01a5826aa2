"""
Write a DMN 1.3 document (OMG formal/21-02-01): one decision, one table, hit policy FIRST, in FEEL.

Input data ``item`` and ``application`` are the two groups that ``rules decide`` prints as ``facts``,
``code`` beside them where items have rules of their own; dates are given as text. The decision gives
``channel`` (another one ``outcome``) and ``rule``, which is null in the last row. Rows are closed by
themselves (see ``table``): DMN engines differ in what they make of a value outside the declared ones; of a
fact that not every row
looks at a column asks whether it is right, if it is given. A name that is not declared is not looked at.
Titles, in Chinese and English, and the basis are the table's annotations, and again each row's description,
which is what dmn-js shows beside it; a diagram is drawn, so that modelers open it.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from chalicelib.authoring.exports.diagram import Shapes, draw
from chalicelib.authoring.exports.feel import TYPES, FeelRow, literal, rows, unary_test
from chalicelib.authoring.exports.table import CODE, Table, about, both, titled
from chalicelib.authoring.exports.xml import add, leaf, root, written
from chalicelib.decisions.facts.facts import bounds
from chalicelib.decisions.facts.value_set import ValueSet
from chalicelib.decisions.forms.form import SCOPES, Text
from chalicelib.decisions.forms.model import Fact


def dmn(table: Table) -> str:
    """The document, as XML in UTF-8."""
    definitions = opened(table, about(table))
    groups = list(_groups(table))
    for group in groups:
        _type(definitions, table, group)
    _answer_type(definitions, table)
    _decision(definitions, table, groups)
    for group in groups:
        data = add(definitions, "inputData", id=group, name=group)
        add(data, "variable", id=f"{group}-variable", name=group, typeRef=_type_name(group))
    draw(definitions, Shapes(table.decides, groups))
    return written(definitions)


def opened(table: Table, told: str) -> ET.Element:
    """A document that has nothing yet but its name and what it tells of itself."""
    region = table.release.region
    definitions = root(
        "definitions",
        id="definitions",
        name=f"{region.name.zh} {region.name.en} {table.on}",
        namespace=f"urn:zero-errand:{region.region}",
    )
    leaf(definitions, "description", told)
    return definitions


def _groups(table: Table) -> Iterator[str]:
    for group in SCOPES:
        if any(fact.fact.startswith(f"{group}.") for fact in table.release.facts):
            yield group
    if table.codes:
        yield "code"


def _type_name(group: str) -> str:
    return "string" if group == "code" else f"t{group.title()}"


def _type(definitions: ET.Element, table: Table, group: str) -> None:
    if group == "code":
        return
    made = add(definitions, "itemDefinition", id=_type_name(group), name=_type_name(group))
    for fact in table.release.facts:
        if fact.fact.startswith(f"{group}."):
            name = fact.fact.removeprefix(f"{group}.")
            part = add(made, "itemComponent", id=f"t-{fact.fact}", name=name, label=both(titled(fact)))
            leaf(part, "typeRef", "string" if fact.type == "date" else TYPES[fact.type])
            if fact.type != "date":
                _values(
                    part, "allowedValues", f"t-{fact.fact}-values", unary_test(fact, ValueSet.every(fact))
                )


def _answer_type(definitions: ET.Element, table: Table) -> None:
    made = add(definitions, "itemDefinition", id="tAnswer", name="tAnswer")
    for name in (table.answer, "rule"):
        leaf(add(made, "itemComponent", id=f"tAnswer.{name}", name=name), "typeRef", "string")


def _decision(definitions: ET.Element, table: Table, groups: list[str]) -> None:
    name = table.decides
    decision = add(definitions, "decision", id=name, name=name, label=table.title)
    add(decision, "variable", id=f"{name}-variable", name=name, typeRef="tAnswer")
    for group in groups:
        needs = add(decision, "informationRequirement", id=f"needs-{group}")
        add(needs, "requiredInput", href=f"#{group}")
    made = add(decision, "decisionTable", id=f"{name}-table", hitPolicy="FIRST")
    if table.codes:
        _input(made, "code", CODE, "string", "code")
    for fact in table.facts:
        _input(made, fact.fact, titled(fact), TYPES[fact.type], _read(fact))
    for fact in table.optional:
        _input(made, f"{fact.fact}-right", _right_title(fact), "boolean", _right(fact))
    _outputs(made, table)
    for name in ("zh", "en", "设定依据 basis"):
        add(made, "annotation", name=name)
    for row in rows(table):
        _rule(made, row, table)


def _input(made: ET.Element, name: str, title: Text, kind: str, expression: str) -> None:
    clause = add(made, "input", id=f"in-{name}", label=both(title))
    read = add(clause, "inputExpression", id=f"in-{name}-expression", typeRef=kind)
    leaf(read, "text", expression)


def _read(fact: Fact) -> str:
    """The fact as the table tests it: text as a date, and of numbers the whole ones only."""
    match fact.type:
        case "date":
            return f"date({fact.fact})"
        case "whole_number":
            return f"if floor({fact.fact}) = {fact.fact} then {fact.fact} else null"
        case _:
            return fact.fact


def _right(fact: Fact) -> str:
    """Whether a fact is not given, or is right."""
    name = fact.fact
    match fact.type:
        case "date":
            return f"{name} = null or date({name}) != null"
        case "whole_number":
            least, most = bounds(fact)
            return f"{name} = null or (floor({name}) = {name} and {name} >= {least} and {name} <= {most})"
        case _:
            values = ",".join(map(literal, ValueSet.every(fact).members))
            return f"list contains([null,{values}], {name})"


def _right_title(fact: Fact) -> Text:
    return Text(zh=f"{fact.title.zh}：未给出，或填写正确", en=f"{fact.title.en}: not given, or right")


def _outputs(made: ET.Element, table: Table) -> None:
    name = table.answer
    output = add(made, "output", id=f"out-{name}", name=name, label=table.title, typeRef="string")
    known = ",".join(map(literal, table.outcomes))
    _values(output, "outputValues", f"out-{name}-values", known)
    add(made, "output", id="out-rule", name="rule", label="规则 rule", typeRef="string")


def _rule(made: ET.Element, row: FeelRow, table: Table) -> None:
    """A row; of the facts that it need not look at only the last row takes what is wrong."""
    tests = row.tests + ["-" if row.last else "true"] * len(table.optional)
    rule = add(made, "rule", id=f"rule-{row.name}")
    leaf(rule, "description", row.told)
    for number, test in enumerate(tests):
        _values(rule, "inputEntry", f"rule-{row.name}-in-{number}", test)
    for number, answer in enumerate(row.answers):
        _values(rule, "outputEntry", f"rule-{row.name}-out-{number}", answer)
    for text in row.words:
        leaf(add(rule, "annotationEntry"), "text", text)


def _values(parent: ET.Element, tag: str, name: str, text: str) -> None:
    leaf(add(parent, tag, id=name), "text", text)
