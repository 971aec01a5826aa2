"""Amounts as rule files have them, in their unit: turned into whole numbers of the smallest one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.reading.documents import Document
from chalicelib.authoring.reading.yaml.nodes import Node
from chalicelib.decisions.facts.amounts import in_smallest, is_amount
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Fact

AMOUNT = "amount"
MOST_DECIMALS = 6
_NUMBERS = ("at_least", "at_most", "usual")


def declared_amount(document: Document, node: Node) -> dict[str, Any] | None:
    """
    The declaration of an amount as the form holds it, a whole number of the smallest unit; None where it is
    no amount. What is wrong is reported.
    """
    data = node.plain()
    if not isinstance(data, dict) or data.get("type") != AMOUNT:
        return None
    decimals = data.get("decimals")
    if not isinstance(decimals, int) or isinstance(decimals, bool) or not 0 <= decimals <= MOST_DECIMALS:
        document.report(node.find("decimals"), say("amount/decimals", most=MOST_DECIMALS))
        return {**data, "type": "whole_number", "decimals": 0}
    if "unit" not in data:
        document.report(node.at, say("amount/unit"))
    blank = Text(zh="-", en="-")
    fact = Fact(fact="item.any", title=blank, type="whole_number", unit=blank, decimals=decimals)
    found = {**data, "type": "whole_number"}
    for key in (key for key in _NUMBERS if key in data):
        number = in_smallest(fact, data[key])
        if number is None:
            document.report(node.find(key), say("amount/written", decimals=decimals))
        found[key] = number
    return found


def smallest(fact: Fact, node: Node) -> Any:
    """What a node has as a value of the fact: of an amount in its smallest unit, if it is written rightly."""
    if not is_amount(fact):
        return node.value
    number = in_smallest(fact, node.value)
    return f"{node.value}" if number is None else number  # a text that is no number is wrong


def values_of(node: Node, declared: Mapping[str, Fact], scope: str) -> dict[str, Any]:
    """A map of facts with their values, amounts in their smallest units."""
    found: dict[str, Any] = {}
    for name, value in node.map.items():
        fact = declared.get(f"{scope}{name}")
        found[name] = value.plain() if fact is None or value.map or value.list else smallest(fact, value)
    return found
