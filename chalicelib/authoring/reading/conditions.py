"""
The language of ``when``: conditions on declared facts, turned into normal form.

    item.secret: true                               equals
    item.inspection: [required, joint]              is one of
    item.paper_originals: {at_least: 1, at_most: 3} lies within, both inclusive
    item.online_depth: {not: IV}                    is not; also a list: is none of
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.authoring.findings.problems import Say, did_you_mean
from chalicelib.authoring.reading.documents import Document
from chalicelib.authoring.reading.wording import wording, yes_or_no
from chalicelib.authoring.reading.yaml.nodes import Node
from chalicelib.decisions.facts import ATTRIBUTES, scope_of, wrong
from chalicelib.decisions.model import Fact

UNKNOWN = "item.unknown"
"""Stands in for a fact that is not declared, which is told where it is written."""

_KINDS = ("at_least", "at_most", "not")


@dataclass(frozen=True)
class Facts:
    """
    The facts of facts.yaml by name. ``broken`` are those whose own declaration is wrong; ``whole`` is
    False where the file could not be read at all. What may well be declared is not called unknown.
    ``scopes``: whose facts may be tested here, as their names begin; by channel rules those of the applicant
    too, of case and clock only by decisions that are asked of them.
    """

    declared: Mapping[str, Fact]
    broken: frozenset[str] = frozenset()
    whole: bool = True
    scopes: tuple[str, ...] = ("item", "application", "applicant")

    @property
    def with_attributes(self) -> Facts:
        """What steps and clocks may test: the declared facts and the attributes of an item."""
        known = {**{fact.fact: fact for fact in ATTRIBUTES}, **self.declared}
        return replace(self, declared=known, scopes=("item", "application"))

    def within(self, *scopes: str) -> Facts:
        """The same facts where only those of these scopes may be tested."""
        return replace(self, scopes=scopes)

    def unknown(self, name: str) -> bool:
        """Whether facts.yaml certainly declares no fact of this name."""
        return self.whole and name not in self.declared and name not in self.broken


def content(document: Document, node: Node, facts: Facts) -> Any:  # JSON of any shape
    """The node's content as the forms hold it: conditions in normal form, no key that is ours to add."""
    if isinstance(node.value, list):
        return [content(document, entry, facts) for entry in node.value]
    if not isinstance(node.value, dict):
        return node.value
    made: dict[str, Any] = {}
    for key, value in node.value.items():
        if key == "where" or key[-1:] == "_":
            document.report(node.key(key), *wording("extra_forbidden", key, {}, ()))
        elif key in ("when", "unless"):
            made[key] = conditions(document, value, facts)
        else:
            inner = value.value
            made[key] = content(document, value, facts) if isinstance(inner, dict | list) else inner
    return made


def conditions(document: Document, node: Node, facts: Facts) -> list[dict[str, Any]]:
    """What stands under ``when``, as ``model.Condition`` holds it; what is wrong with it is reported."""
    if not isinstance(node.value, dict):
        document.report(node.at, "wrong-type", _WHEN)
        return []
    found = []
    for name, value in node.map.items():
        fact = known_fact(document, node, name, facts)
        # a place-holder keeps one mistake from becoming two: there will be no release anyway
        found.append({"fact": UNKNOWN} if fact is None else _condition(document, fact, value))
    return found


def known_fact(document: Document, node: Node, name: str, facts: Facts) -> Fact | None:
    """The declared fact of this name, a key of ``node``; reported with the nearest one if there is none."""
    fact = facts.declared.get(name)
    if facts.unknown(name):
        mend = did_you_mean(name, facts.declared)
        say = Say(f"facts.yaml 没有要素“{name}”。", f"facts.yaml declares no fact '{name}'.", *mend)
        document.report(node.key(name), "unknown-fact", say)
    elif scope_of(name) not in facts.scopes:
        document.report(node.key(name), "fact-scope", _out_of_scope(name, facts.scopes))
    return fact


def check_value(document: Document, fact: Fact, node: Node) -> bool:
    """Whether the node's value is one of the fact's; reported if not."""
    reason = wrong(fact, node.value)
    if reason is None:
        return True
    say = Say(
        f"要素“{fact.title.zh}”（{fact.fact}）{reason.zh}。",
        f"The fact {fact.fact} {reason.en}.",
        *_mend(fact, node),
    )
    document.report(node.at, "wrong-value", say)
    return False


def _condition(document: Document, fact: Fact, node: Node) -> dict[str, Any]:
    if isinstance(node.value, dict):
        return {"fact": fact.fact} | _operators(document, fact, node)
    return {"fact": fact.fact, "any_of": _values(document, fact, node)}


def _operators(document: Document, fact: Fact, node: Node) -> dict[str, Any]:
    for name in node.map.keys() - set(_KINDS):
        say = Say(f"条件中没有“{name}”。", f"A condition has no '{name}'.", *did_you_mean(name, _KINDS))
        document.report(node.key(name), "unknown-key", say)
    if "not" in node.map:
        if len(node.map) > 1:
            document.report(node.at, "mixed-condition", _MIXED)
        return {"none_of": _values(document, fact, node.map["not"])}
    if not node.map:
        document.report(node.at, "empty-condition", _EMPTY)
    return _bounds(document, fact, node)


def _bounds(document: Document, fact: Fact, node: Node) -> dict[str, Any]:
    if fact.type not in ("whole_number", "date"):
        document.report(node.at, "no-bounds", _no_bounds(fact))
        return {}
    given = {name: value for name, value in node.map.items() if name in ("at_least", "at_most")}
    right = {name: value.value for name, value in given.items() if check_value(document, fact, value)}
    match right.get("at_least"), right.get("at_most"):
        case (int(least), int(most)) if least > most:
            document.report(node.find("at_most"), "crossed-bounds", _CROSSED)
        case (str(least), str(most)) if least > most:
            document.report(node.find("at_most"), "crossed-bounds", _CROSSED)
    return right


def _values(document: Document, fact: Fact, node: Node) -> list[object]:
    """A scalar or a list of scalars, each of them right and there once."""
    if isinstance(node.value, dict):
        document.report(node.at, "wrong-type", _EMPTY)
        return []
    nodes = node.list if isinstance(node.value, list) else [node]
    if not nodes:
        document.report(node.at, "empty-condition", _EMPTY)
    values: list[object] = []
    for one in nodes:
        if check_value(document, fact, one):
            if one.value in values:
                document.report(one.at, "duplicate-value", _TWICE)
            values.append(one.value)
    return values


def _mend(fact: Fact, node: Node) -> tuple[str, str]:
    match fact.type:
        case "bool":
            return yes_or_no(node.plain())
        case "one_of":
            return did_you_mean(node.plain(), [value.value for value in fact.values])
        case "whole_number":
            return "请写数字，不加引号，在允许范围内。", "Write a number within the bounds, without quotes."
        case _:
            return "请写实际存在的日期，例如 2018-04-01。", "Write a day that exists, such as 2018-04-01."


def _no_bounds(fact: Fact) -> Say:
    return Say(
        f"要素“{fact.title.zh}”没有大小之分。",
        f"The fact {fact.fact} is no number or date: it has no bounds.",
        "请写一个值、[列表] 或 {not: …}。",
        "Write a value, a [list] or {not: …}.",
    )


def _out_of_scope(name: str, scopes: tuple[str, ...]) -> Say:
    zh, en = "、".join(f"{scope}.…" for scope in scopes), ", ".join(f"{scope}.…" for scope in scopes)
    return Say(
        f"此处不能按“{name}”判断：在这里不会查看它。",
        f"{name} cannot be tested here: it is not looked at.",
        f"请改用 {zh} 要素，或移到可以判断它的决策中。",
        f"Use facts named {en}, or move the test to a decision that knows it.",
    )


_WHEN = Say(
    "when 应为“要素: 值”的形式。",
    "'when' must be lines of 'fact: value'.",
    "例如 {item.secret: true}；没有条件时写 {}。",
    "For example {item.secret: true}; write {} for no condition.",
)
_EMPTY = Say(
    "条件没有值。",
    "The condition has no value.",
    "请写一个值、[列表]、{at_least: …, at_most: …} 或 {not: …}。",
    "Write a value, a [list], {at_least: …, at_most: …} or {not: …}.",
)
_MIXED = Say(
    "not 不能与其他条件写在一起。",
    "'not' stands alone in a condition.",
    "请只写 {not: …}。",
    "Write {not: …} alone.",
)
_CROSSED = Say(
    "at_least 大于 at_most，永远不成立。",
    "at_least is greater than at_most: this never holds.",
    "请交换两个数值。",
    "Exchange the two.",
)
_TWICE = Say("同一个值写了两次。", "The value stands here twice.", "请删去一个。", "Remove one.")
