"""
The language of ``when``: conditions on declared facts, turned into normal form.

    item.secret: true                               equals
    item.inspection: [required, joint]              is one of
    item.paper_originals: {at_least: 1, at_most: 3} lies within, both inclusive
    item.online_depth: {not: IV}                    is not; also a list: is none of

What is compared with the day of the decision stands in ``moving``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic_core import ValidationError, to_json

from chalicelib.authoring.findings.message import Both, say
from chalicelib.authoring.findings.problems import did_you_mean
from chalicelib.authoring.reading.conditions.amounts import smallest, values_of
from chalicelib.authoring.reading.conditions.moving import WORDS, is_moving, moving_bound, moving_bounds
from chalicelib.authoring.reading.conditions.shared import Shared
from chalicelib.authoring.reading.conditions.unplaced import unplaced, unplaced_tests
from chalicelib.authoring.reading.documents import Document
from chalicelib.authoring.reading.form_errors import form_error, yes_or_no
from chalicelib.authoring.reading.yaml.marked import Bracketed, Scalar
from chalicelib.authoring.reading.yaml.nodes import Node
from chalicelib.decisions.facts.facts import ATTRIBUTES, scope_of, wrong
from chalicelib.decisions.forms.model import Fact
from chalicelib.decisions.today import crossed, days_from_today

EXAMPLES = ("channels", "decisions/")
"""Where facts are those of examples, by their full names; elsewhere they are an item's."""
UNKNOWN = "item.unknown"
"""Stands in for a fact that is not declared, which is told where it is written."""

_OF_TODAY = ("today", "tomorrow", "yesterday", "now", "今", "明", "昨", "当日", "当天")
"""How people write a day that moves where a fixed one must stand."""
_KINDS = ("at_least", "at_most", "not", *WORDS)
_FEWEST_GROUPS, _MOST_GROUPS = 2, 3


@dataclass(frozen=True)
class Facts:
    """
    The facts of facts.yaml by name. ``broken`` are those whose own declaration is wrong; ``whole`` is
    False where the file could not be read at all. What may well be declared is not called unknown.
    ``scopes``: whose facts may be tested here, as their names begin; by channel rules those of the applicant
    too, of case and clock only by decisions that are asked of them. ``dated``: whether what is tested here is
    tested on a day, the day of a decision.
    """

    declared: Mapping[str, Fact]
    broken: frozenset[str] = frozenset()
    whole: bool = True
    scopes: tuple[str, ...] = ("item", "application", "applicant")
    dated: bool = True
    tests: dict[tuple[str, type, Scalar | bytes], Shared] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Conditions that were found right, by fact, kind of value and value: most come again and again."""

    @property
    def with_attributes(self) -> Facts:
        """What steps and clocks may test: the declared facts and the attributes of an item."""
        known = {**{fact.fact: fact for fact in ATTRIBUTES}, **self.declared}
        return replace(self, declared=known, scopes=("item", "application"), dated=False)

    @property
    def without_day(self) -> Facts:
        """The same facts where nothing says on which day they are tested: as to what the law demands."""
        return replace(self, dated=False)

    @property
    def of_needs(self) -> Facts:
        """
        What an item's materials may test: what the applicant says when she applies. Nobody looks up who she
        is for a list of materials, and nothing says on which day it is tested.
        """
        return replace(self, scopes=("item", "application"), dated=False)

    def shared(self, test: dict[str, Any]) -> dict[str, Any]:
        """A condition in normal form, as all are given it that ask the same."""
        key = test["fact"], bytes, to_json(test)
        try:
            return self.tests.get(key) or self.tests.setdefault(key, Shared(test))
        except ValidationError:
            return test  # what is wrong with it is told with the form that it stands in

    def within(self, *scopes: str) -> Facts:
        """The same facts where only those of these scopes may be tested."""
        return replace(self, scopes=scopes)

    def unknown(self, name: str) -> bool:
        """Whether facts.yaml certainly declares no fact of this name."""
        return self.whole and name not in self.declared and name not in self.broken


def content(document: Document, node: Node, facts: Facts) -> Any:  # JSON of any shape
    """The node's content as the forms hold it: conditions in normal form, no key that is ours to add."""
    if isinstance(node, Bracketed):
        made = unplaced(node.raw, facts)
        if made is not None:
            return made
    return _content(document, node, facts)


def _content(document: Document, node: Node, facts: Facts) -> Any:
    if isinstance(node.value, list):
        return [content(document, entry, facts) for entry in node.value]
    if not isinstance(node.value, dict):
        return node.value
    made: dict[str, Any] = {}
    for key, value in node.value.items():
        if key == "where" or key[-1:] == "_":
            document.report(node.key(key), form_error("extra_forbidden", key, {}, ()))
        elif key in ("when", "unless"):
            made[key] = conditions(document, value, facts)
        elif key == "any":
            made[key] = groups(document, value, facts)
            made.setdefault("when", [])
        elif key == "facts" and isinstance(value.value, dict):
            scope = "" if document.file.startswith(EXAMPLES) else "item."
            made[key] = values_of(value, facts.declared, scope)
        else:
            known = facts.of_needs if key == "materials" else facts
            whole = isinstance(value, Bracketed) or isinstance(value.value, dict | list)
            made[key] = content(document, value, known) if whole else value.value
    return made


def conditions(
    document: Document, node: Node, facts: Facts, no_map: str = "wrong-type/when"
) -> list[dict[str, Any]]:
    """
    What stands under ``when``, as ``model.Condition`` holds it; what is wrong with it is reported.

    Args:
        no_map: what is said where no lines of facts and values stand.
    """
    made = unplaced_tests(node.raw, facts) if isinstance(node, Bracketed) else None
    if made is not None:
        return [*made]
    if not isinstance(node.value, dict):
        document.report(node.at, say(no_map))
        return []
    found = []
    for name, value in node.map.items():
        before = len(document.problems)
        fact = known_fact(document, node, name, facts)
        # a place-holder keeps one mistake from becoming two: there will be no release anyway
        read = {"fact": UNKNOWN} if fact is None else _condition(document, fact, value)
        if not facts.dated and any(
            days_from_today(read.get(key)) is not None for key in ("at_least", "at_most")
        ):
            document.report(value.at, say("no-day"))
        found.append(read if document.problems[before:] else facts.shared(read))
    return found


def groups(document: Document, node: Node, facts: Facts) -> list[list[dict[str, Any]]]:
    """What stands under ``any``: groups of conditions; what is wrong with them is reported."""
    if not isinstance(node.value, list) or not _FEWEST_GROUPS <= len(node.list) <= _MOST_GROUPS:
        document.report(node.at, say("wrong-alternatives"))
        return []
    for group in node.list:
        if isinstance(group.value, dict) and not group.map:
            document.report(group.at, say("empty-condition/group"))
        if isinstance(group.value, dict) and "any" in group.map:
            document.report(group.key("any"), say("wrong-alternatives/nested"))
            return []
    return [conditions(document, group, facts, "wrong-type/group") for group in node.list]


def known_fact(document: Document, node: Node, name: str, facts: Facts) -> Fact | None:
    """The declared fact of this name, a key of ``node``; reported with the nearest one if there is none."""
    fact = facts.declared.get(name)
    if facts.unknown(name):
        mend = did_you_mean(name, facts.declared)
        document.report(node.key(name), say("unknown-fact/conditions", name=name, mend=mend))
    elif scope_of(name) not in facts.scopes:
        scopes = [f"{scope}.…" for scope in facts.scopes]
        document.report(node.key(name), say("fact-scope", name=name, scopes=scopes))
    return fact


def check_value(document: Document, fact: Fact, node: Node) -> bool:
    """Whether the node's value is one of the fact's; reported if not."""
    return check_read_value(document, fact, node, smallest(fact, node))


def check_read_value(document: Document, fact: Fact, node: Node, value: object) -> bool:
    """Whether a value that was read of a node, amounts in their smallest units, is one of the fact's."""
    reason = wrong(fact, value)
    if reason is None:
        return True
    message = say(
        "wrong-value/conditions", title=fact.title, fact=fact.fact, reason=reason, mend=_mend(fact, node)
    )
    document.report(node.at, message)
    return False


def _condition(document: Document, fact: Fact, node: Node) -> dict[str, Any]:
    if isinstance(node.value, dict):
        return {"fact": fact.fact} | _operators(document, fact, node)
    return {"fact": fact.fact, "any_of": _values(document, fact, node)}


def _operators(document: Document, fact: Fact, node: Node) -> dict[str, Any]:
    for name in node.map.keys() - set(_KINDS):
        message = say("unknown-key/conditions", name=name, mend=did_you_mean(name, _KINDS))
        document.report(node.key(name), message)
    if "not" in node.map:
        if len(node.map) > 1:
            document.report(node.at, say("mixed-condition"))
        return {"none_of": _values(document, fact, node.map["not"])}
    if not node.map:
        document.report(node.at, say("empty-condition"))
    moving = moving_bounds(document, fact, node)
    return _bounds(document, fact, node) if moving is None else moving


def _bounds(document: Document, fact: Fact, node: Node) -> dict[str, Any]:
    if fact.type not in ("whole_number", "date"):
        document.report(node.at, say("no-bounds", title=fact.title, fact=fact.fact))
        return {}
    given = {name: value for name, value in node.map.items() if name in ("at_least", "at_most")}
    right = {
        name: bound for name, value in given.items() if (bound := _bound(document, fact, value)) is not None
    }
    match right.get("at_least"), right.get("at_most"):
        case (int(least), int(most)) if least > most:
            document.report(node.find("at_most"), say("crossed-bounds/crossed"))
        case (str(least), str(most)) if crossed(least, most):
            document.report(node.find("at_most"), say("crossed-bounds/crossed"))
    return right


def _bound(document: Document, fact: Fact, node: Node) -> Any:
    """A bound in normal form; None where it is wrong, which is reported."""
    if fact.type == "date" and is_moving(node):
        return moving_bound(document, node)
    return smallest(fact, node) if check_value(document, fact, node) else None


def _values(document: Document, fact: Fact, node: Node) -> list[object]:
    """A scalar or a list of scalars, each of them right and there once."""
    if isinstance(node.value, dict):
        document.report(node.at, say("wrong-type/empty"))
        return []
    nodes = node.list if isinstance(node.value, list) else [node]
    if not nodes:
        document.report(node.at, say("empty-condition"))
    values: list[object] = []
    for one in nodes:
        if check_value(document, fact, one):
            value = smallest(fact, one)
            if value in values:
                document.report(one.at, say("duplicate-value"))
            values.append(value)
    return values


def _mend(fact: Fact, node: Node) -> Both:
    match fact.type:
        case "bool":
            return yes_or_no(node.plain())
        case "one_of":
            return did_you_mean(node.plain(), [value.value for value in fact.values])
        case "whole_number":
            return Both(
                "请写数字，不加引号，在允许范围内。", "Write a number within the bounds, without quotes."
            )
        case _ if str(node.plain()).startswith(_OF_TODAY):
            return Both(
                "与当日比较写作 {before: today}、{after: today} 或 {within_days: 30}；"
                "就是当日的写 {at_least: today, at_most: today}，次日写 today+1。",
                "To compare with the day of the decision write {before: today}, {after: today} or "
                "{within_days: 30}; that very day is {at_least: today, at_most: today}, the next today+1.",
            )
        case _:
            return Both(
                "请写实际存在的日期，例如 2018-04-01。", "Write a day that exists, such as 2018-04-01."
            )
