"""Ask durable_rules through the very ``Decider`` that decides cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.authoring.agreement.engines import child
from chalicelib.authoring.agreement.engines.engine import Answer, Cost, Engine
from chalicelib.authoring.space.domain import EffectPeriod
from chalicelib.decisions.forms.form import UNDETERMINED, Text
from chalicelib.decisions.forms.model import Fact, Release, Rule
from chalicelib.decisions.limits import OwnedRule
from chalicelib.decisions.today import of_day


class Durable(Engine):
    """Its answers also tell which of several rules with one name it was."""

    name = "durable_rules"
    title = Text(zh="规则引擎 durable_rules", en="the rule engine durable_rules")

    def command(self) -> Sequence[str]:
        return child.python("chalicelib.authoring.agreement.engines.durable_worker")

    def document(self, release: Release, band: EffectPeriod) -> dict[str, Any]:
        return {
            "facts": [_fact(fact) for fact in release.facts],
            "rules": [[item, _rule(of_day(rule, band.first))] for item, rule in band.rules],
        }

    def cost(self, band: EffectPeriod) -> Cost:
        rules, facts = len(band.rules), len({test.fact for _, rule in band.rules for test in rule.when})
        return Cost(1e-4 * rules, 1e-5 + 5e-7 * facts + 1e-9 * rules)

    def right(self, place: int, led: OwnedRule | None, otherwise: str = UNDETERMINED) -> Answer:
        return [*super().right(place, led), None if led is None else place]  # it knows of rules alone


def _fact(fact: Fact) -> dict[str, Any]:
    """All that the ``Decider`` reads of a fact."""
    return {"fact": fact.fact, "type": fact.type, "values": [value.value for value in fact.values]}


def _rule(rule: Rule) -> dict[str, Any]:
    """All that the ``Decider`` reads of a rule, which has no alternatives, and what it is told by."""
    when = [dict(test) for test in rule.when]
    return {"rule": rule.rule, "choose": rule.choose, "before_items": rule.before_items, "when": when}
