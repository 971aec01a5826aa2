"""Build the JSON Schema of facts and of ``when``: for any region, or with one's own facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from chalicelib.decisions.facts.amounts import is_amount
from chalicelib.decisions.facts.facts import bounds
from chalicelib.decisions.forms.form import FACT_NAME
from chalicelib.decisions.forms.model import Fact
from chalicelib.decisions.today import MOST_DAYS

Json = dict[str, Any]
"""A JSON object, of any shape."""

DAY: Json = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_ANY: Json = {"type": ["boolean", "integer", "string"]}
_OPERATORS = (
    "一个值；[列表] 其中之一；{at_least: …, at_most: …} 范围；{not: …} 不是",
    "a value; a [list]: one of; {at_least: …, at_most: …}: within; {not: …}: none of",
)

_WITH_TODAY = (
    "{before: today} 早于当日；{after: today} 晚于当日；{within_days: 30} 当日起三十日内",
    "{before: today}, {after: today}, {within_days: 30}: from that day to thirty days later",
)


def when(facts: Mapping[str, Fact] | None, *, dated: bool = False) -> Json:
    """
    The map under ``when``. Without facts: any names of the right form. ``dated``: what is decided there is
    decided on a day, and dates may be compared with it.
    """
    return _named(facts, "", lambda fact: _test(fact, dated=dated))


def _test(fact: Fact | None, *, dated: bool) -> Json:
    condition = _condition(value_of(fact), fact is None or _ordered(fact))
    if dated and (fact is None or fact.type == "date"):
        condition["anyOf"] += _moving()
        condition["description"] += "\n" + "\n".join(_WITH_TODAY)
    return condition


def _moving() -> list[Json]:
    today: Json = {"type": "string", "pattern": r"^today([+-](0|[1-9][0-9]{0,4}))?$"}
    bound = {"anyOf": [DAY, today]}
    days: Json = {"type": "integer", "minimum": 0, "maximum": MOST_DAYS}
    words = [
        _operators({name: kind}, [name])
        for name, kind in (("before", today), ("after", today), ("within_days", days))
    ]
    return [*words, _operators({"at_least": bound, "at_most": bound}, []) | {"minProperties": 1}]


def values(facts: Mapping[str, Fact] | None) -> Json:
    """The map under an example's ``facts``."""
    return _named(facts, "", value_of)


def item_facts(facts: Mapping[str, Fact] | None) -> Json:
    """The map under an item's ``facts``: all that are not computed, without 'item.'."""
    if facts is None:
        return {
            "type": "object",
            "patternProperties": {"^[a-z][a-z0-9_]*$": _ANY},
            "additionalProperties": False,
        }
    own = {name: fact for name, fact in facts.items() if name.startswith("item.") and fact.computed is None}
    return _named(own, "item.", value_of) | {"required": [name.removeprefix("item.") for name in own]}


def value_of(fact: Fact | None) -> Json:
    """A value of the fact."""
    if fact is None:
        return _ANY
    match fact.type:
        case "bool":
            return {"type": "boolean"}
        case "one_of":
            return {"enum": [value.value for value in fact.values]}
        case "whole_number" if is_amount(fact):
            return {"type": ["number", "string"]}
        case "whole_number":
            least, most = bounds(fact)
            return {"type": "integer", "minimum": least, "maximum": most}
        case "date":
            return DAY
        case _:
            assert_never(fact.type)


def _ordered(fact: Fact) -> bool:
    return fact.type in ("whole_number", "date")


def _named(facts: Mapping[str, Fact] | None, prefix: str, kind: Any) -> Json:
    if facts is None:
        return {"type": "object", "patternProperties": {FACT_NAME: kind(None)}, "additionalProperties": False}
    named = {
        name.removeprefix(prefix): {"title": f"{fact.title.zh} {fact.title.en}", **_told(fact, kind(fact))}
        for name, fact in facts.items()
    }
    return {"type": "object", "properties": named, "additionalProperties": False}


def _told(fact: Fact, kind: Json) -> Json:
    """The kind, described by what the fact's values mean and how a test of them is written."""
    lines = [f"{value.value}: {value.title.zh} {value.title.en}" for value in fact.values]
    lines += [kind["description"]] if "description" in kind else []
    return {**kind, "description": "\n".join(lines)} if lines else kind


def _condition(value: Json, ordered: bool) -> Json:
    several = {"type": "array", "items": value, "minItems": 1, "uniqueItems": True}
    negated = _operators({"not": {"anyOf": [value, several]}}, ["not"])
    kinds = [value, several, negated]
    if ordered:
        kinds.append(_operators({"at_least": value, "at_most": value}, []) | {"minProperties": 1})
    return {"anyOf": kinds, "description": "\n".join(_OPERATORS)}


def _operators(properties: Json, required: list[str]) -> Json:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
