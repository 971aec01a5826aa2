"""
Ask durable_rules through the ``Decider``, in a child process.

Its rules are no forms but what the ``Decider`` reads of them: to load pydantic would take the child longer
than to answer for a usual region.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from chalicelib.authoring.agreement.engines.worker import Ask, Situation, answer_all
from chalicelib.decisions.engine.engine import Decider
from chalicelib.decisions.limits import OwnedRule

if TYPE_CHECKING:
    from chalicelib.decisions.forms.model import Fact, Rule

_NOTHING = ["undetermined", None, None]
"""As ``forms.form`` calls it, which loads pydantic."""


def durable(document: Mapping[str, Any]) -> Ask:
    facts = [_fact(fact) for fact in document["facts"]]
    rules = [OwnedRule(item, _rule(rule)) for item, rule in document["rules"]]
    decider = Decider(facts, rules)
    answers = {id(rule): [rule.choose, rule.rule, place] for place, (_, rule) in enumerate(rules)}

    def ask(code: str | None, situation: Situation) -> list[Any]:
        rule = decider.first(code or "", situation)
        return _NOTHING if rule is None else answers[id(rule)]

    return ask


def _fact(said: Mapping[str, Any]) -> Fact:
    values = [SimpleNamespace(value=value) for value in said["values"]]
    return cast("Fact", SimpleNamespace(fact=said["fact"], type=said["type"], values=values))


def _rule(said: Mapping[str, Any]) -> Rule:
    when = tuple(SimpleNamespace(**test) for test in said["when"])
    return cast("Rule", SimpleNamespace(**{**said, "when": when}))


if __name__ == "__main__":
    answer_all(durable)
