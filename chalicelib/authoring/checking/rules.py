"""
Rules, invariants and examples of any decision 规则: each name once, days in order, names that exist, and no
more than the engine can bear.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from chalicelib.authoring.checking.alternatives import check_alternatives
from chalicelib.authoring.findings.message import say
from chalicelib.authoring.reading.conditions.conditions import Facts, check_read_value, known_fact
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import known_name, once_in_folder
from chalicelib.decisions.forms.model import Example, Fact, Invariant, Item, Rule
from chalicelib.decisions.limits import OwnedRule, excesses

Declared = Mapping[str, Fact]


def all_rules(folder: Folder) -> list[tuple[str | None, Read[Rule]]]:
    """Every rule with the item it belongs to, in order of precedence."""
    own = [(item.form.item, rule) for item in folder.items for rule in item.inner("rules", item.form.rules)]
    before = [(None, rule) for rule in folder.rules if rule.form.before_items]
    return [*before, *own, *((None, rule) for rule in folder.rules if not rule.form.before_items)]


def check_rules(rules: Sequence[Read[Rule]], declared: Declared) -> None:
    """Report what is wrong with the rules of a decision, whatever comes out of it."""
    once_in_folder("rule", [(rule.form.rule, rule) for rule in rules])
    for rule in rules:
        check_days(rule)
        check_alternatives(rule, declared)
        for _, reason in excesses(OwnedRule(None, way) for way in rule.form.ways):
            rule.report(rule.node.at, say("engine-limit/coherence", reason=reason))


def check_invariants(invariants: Sequence[Read[Invariant]], declared: Declared) -> None:
    """Report what is wrong with what must always hold."""
    once_in_folder("invariant", [(one.form.invariant, one) for one in invariants])
    for one in invariants:
        check_days(one)
        check_alternatives(one, declared)


def check_examples(
    examples: Sequence[Read[Example]], folder: Folder, rules: Collection[str], facts: Facts
) -> None:
    """
    Report examples of items or rules that are not there, and facts that are not known there or not of their
    kind.

    Args:
        rules: their names.
        facts: those that may be known where the decision is asked.
    """
    once_in_folder("name", [(one.form.name, one) for one in examples])
    codes = folder.item_codes
    for one in examples:
        known_name(one, ("item",), one.form.item, codes, "unknown-item/name")
        if one.form.by is not None:
            known_name(one, ("by",), one.form.by, rules, "unknown-rule")
        node = one.node.map.get("facts")
        for name, value in node.map.items() if node is not None else ():
            fact = known_fact(one.document, node, name, facts) if node is not None else None
            if fact is not None:
                check_read_value(one.document, fact, value, one.form.facts[name])


def check_days(read: Read[Rule] | Read[Invariant] | Read[Item]) -> None:
    """Report a last day before the first."""
    form = read.form
    if form.until is not None and form.from_ is not None and form.until < form.from_:
        read.report(read.node.find("until"), say("crossed-dates"))
