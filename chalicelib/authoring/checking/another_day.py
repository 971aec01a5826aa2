"""Find the rule that is not in effect on a day and would make something come out otherwise then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from chalicelib.decisions.decide import Decision, what_if
from chalicelib.decisions.effect import in_effect, rules_of
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Release, Rule


def rule_of_another_day(
    release: Release, item: str, facts: Mapping[str, FactValue], on: date, wanted: Callable[[Decision], bool]
) -> Rule | None:
    """
    The first rule that is not in effect on a day and would decide as it is wanted on the nearest day on which
    it is; None if there is none.
    """
    for owner, rule in rules_of(release):
        if owner not in (None, item) or in_effect(rule, on):
            continue
        then = rule.from_ if rule.from_ > on or rule.until is None else rule.until
        if in_effect(release.items[item], then):
            decision = what_if(release, item, facts, then)
            if decision.rule == rule.rule and wanted(decision):
                return rule
    return None


def days_words(rule: Rule, on: date) -> Text:
    """Why a rule is not in effect on a day."""
    if rule.from_ > on or rule.until is None:
        return Text(zh=f"自 {rule.from_} 起才有效", en=f"begins on {rule.from_}")
    return Text(zh=f"到 {rule.until} 为止，已失效", en=f"ended on {rule.until}")
