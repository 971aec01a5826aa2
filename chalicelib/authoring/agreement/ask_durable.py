"""A child process: durable_rules asked through the ``Decider``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.authoring.agreement.asking import Ask, Situation, answer_all
from chalicelib.decisions.engine.engine import Decider
from chalicelib.decisions.forms.form import UNDETERMINED
from chalicelib.decisions.forms.model import Fact, Rule
from chalicelib.decisions.limits import Led


def durable(paper: Mapping[str, Any]) -> Ask:
    facts = [Fact.model_validate(fact) for fact in paper["facts"]]
    rules = [Led(item, Rule.model_validate(rule)) for item, rule in paper["rules"]]
    decider = Decider(facts, rules)
    answers = {id(rule): [rule.choose, rule.rule, place] for place, (_, rule) in enumerate(rules)}
    nothing = [UNDETERMINED, None, None]

    def ask(code: str | None, situation: Situation) -> list[Any]:
        rule = decider.first(code or "", situation)
        return nothing if rule is None else answers[id(rule)]

    return ask


if __name__ == "__main__":
    answer_all(durable)
