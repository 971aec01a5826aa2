"""What a code names 代号所指: of a unit, item, step, courier, rule or clock that a value only refers to."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.authoring.comparing.forms.words.titles import title
from chalicelib.authoring.findings.telling import Titles, titles
from chalicelib.cases.side_titles import TITLES
from chalicelib.decisions.effect import rules_of
from chalicelib.decisions.forms.form import Form, Text
from chalicelib.decisions.forms.model import DecisionTable, Release
from chalicelib.decisions.forms.plan import Plan, Step
from chalicelib.decisions.forms.unit import ItemUnits, every_unit

_ROLES = ("handles", "decides", "makes", "supervises", "inspects", "advises")
_HOLDERS = {
    "each": Text(zh="走本段的单位", en="the unit that walks this part"),
    "unit": Text(zh="本环节的单位", en="the unit of this step"),
    "units": Text(zh="大厅以外持有材料的单位", en="any unit but the hall that holds papers"),
    "applicant": Text(zh="申请人", en="the applicant"),
    "parcel": Text(zh="包裹", en="the parcel"),
    "community": Text(zh="申请人所在社区", en="the community of the applicant"),
    "street": Text(zh="申请人所在街道", en="the street of the applicant"),
}
"""What may stand where a plan names a unit, beside the units and the roles of an item."""

_OF: Mapping[tuple[str, str], str] = {
    ("Rule", "choose"): "channel",
    ("Example", "expect"): "channel",
    ("Invariant", "expect"): "channel",
    ("DecisionTable", "otherwise"): "channel",
    ("Totals", "channels"): "channel",
    ("Region", "carrier"): "courier",
    **{("ItemUnits", role): "unit" for role in _ROLES},
    ("Unit", "joined"): "unit",
    ("Shared", "from"): "unit",
    ("Step", "unit"): "holder",
    ("Outcome", "unit"): "holder",
    ("Lane", "each"): "holder",
    ("HandOver", "from"): "holder",
    ("HandOver", "to"): "holder",
    ("Item", "replaced_by"): "item",
    ("Member", "knows"): "item",
    ("Example", "item"): "item",
    ("Example", "by"): "rule",
    ("Pauses", "clocks"): "clock",
    ("Outcome", "issues"): "notice",
    ("Extend", "issues"): "notice",
    ("Outcome", "opens"): "side task",
    ("Step", "late"): "outcome",
    ("Plan", "start"): "step",
    ("Plan", "exits"): "step",
    ("Outcome", "next"): "step",
    ("Gate", "next"): "step",
    ("Step", "counter"): "step",
    ("Step", "other_than"): "step",
    ("Lane", "first"): "step",
    ("Lane", "onward"): "step",
    ("Lane", "exits"): "step",
}
"""By form and key what a value there refers to."""


class References:
    """The names of all that two releases refer to by a code; those of the second stand first."""

    def __init__(self, old: Release, new: Release) -> None:
        both = (old, new)
        units = {unit.unit: unit.name for one in both for unit in every_unit(one.units)}
        roles = {role: title(ItemUnits, role) for role in _ROLES}
        self._names: dict[str, Titles] = {
            "channel": titles(*both),
            "courier": {code: each.name for one in both for code, each in one.couriers.items()},
            "unit": units,
            "holder": {**_HOLDERS, **roles, **units},
            "item": {code: item.name for one in both for code, item in one.items.items()},
            "rule": {rule.rule: rule.title for one in both for _, rule in rules_of(one)},
            "clock": {clock.clock: clock.title for one in both for clock in one.clocks},
            "notice": {code: notice.title for one in both for code, notice in one.notices.items()},
            "side task": {kind.value: title for kind, title in TITLES.items()},
            "step": {},
            "outcome": {},
        }

    def within(self, form: Form, *others: Form) -> None:
        """
        From here on steps are those of this plan and of the same as it was, outcomes those of this step, or
        with the rules those of this decision; other forms change nothing.
        """
        tables = [one for one in (*others, form) if isinstance(one, DecisionTable)]
        if tables:
            named = {each.outcome: each.title for one in tables for each in one.outcomes}
            self._names["channel"] = named
            self._names["rule"] = {rule.rule: rule.title for one in tables for rule in one.rules}
        steps = [step for step in (*others, form) if isinstance(step, Step)]
        if steps:
            self._names["outcome"] = {one.outcome: one.title for step in steps for one in step.outcomes}
        plans = [plan for plan in (*others, form) if isinstance(plan, Plan)]
        if plans:
            self._names["step"] = {step.step: step.title for plan in plans for step in plan.steps}

    def at(self, form: Form, key: str) -> Titles | None:
        """What values of a key may name; None where they name nothing."""
        kind = _OF.get((type(form).__name__, key))
        return None if kind is None else self._names[kind]
