"""What is likely wrong though every form is right: items against their decisions, settings against files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from chalicelib.authoring.checking.calendars.calendars import lint_calendars
from chalicelib.authoring.checking.couriers.capacity import lint_capacity
from chalicelib.authoring.checking.couriers.hall import check_hall
from chalicelib.authoring.checking.couriers.placeholders import lint_placeholders
from chalicelib.authoring.checking.items.guides import lint_guide
from chalicelib.authoring.checking.items.limits import lint_limits
from chalicelib.authoring.checking.items.materials import unsaid_promises
from chalicelib.authoring.checking.items.successors import lint_successors
from chalicelib.authoring.checking.likeness import lint_likeness
from chalicelib.authoring.checking.settings import lint_settings
from chalicelib.authoring.findings.problems import TOP, Problem, Say, did_you_mean, problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.decide import Decision
from chalicelib.decisions.model import Item
from chalicelib.decisions.needs import needs_of
from chalicelib.decisions.plan import Plan


def lint_items(folder: Folder, decisions: Mapping[str, Decision]) -> Iterator[Problem]:
    """
    Items against their decisions.

    Args:
        decisions: each item that is not over as the ordinary applicant meets it.
    """
    without_paper = {plan.form.plan for plan in folder.plans if _without_paper(plan.form)}
    for item in folder.items:
        decision = decisions.get(item.form.item)
        if decision is None:
            continue
        online = list(_online(item, decision)) if decision.channel in without_paper else []
        yield from online or (*_visit_reason(item, decision), *_depth_four(item, decision))
        yield from lint_guide(item, decision)


def lint(folder: Folder, today: date) -> Iterator[Problem]:
    """Items in themselves, the settings, and the calendars as they are needed on ``today``."""
    if _declares_joint(folder):
        for item in folder.items:
            yield from _joint(item)
    demands = [demand.form for demand in folder.demands]
    for item in folder.items:
        yield from lint_limits(item, demands)
        yield from unsaid_promises(item)
    yield from lint_capacity(folder)
    yield from lint_likeness(folder)
    yield from _carrier(folder)
    hall = list(check_hall(folder))
    told = {(one.file, one.line, one.column) for one in hall}
    yield from hall
    yield from lint_settings(folder)
    yield from (one for one in lint_placeholders(folder) if (one.file, one.line, one.column) not in told)
    yield from lint_successors(folder, today)
    if folder.region is not None and folder.region.form.published.as_of is None:
        at = folder.region.node.key("published")
        yield problem("region.yaml", at, "no-as-of", _NO_AS_OF, "warning")
    if not folder.invariants:
        yield problem("invariants.yaml", TOP, "no-invariants", _NO_INVARIANTS, "warning")
    yield from lint_calendars(folder, today)


def _visit_reason(item: Read[Item], decision: Decision) -> Iterator[Problem]:
    """A visit needs a reason, and only a visit (lint rules L04 and L05 of the service guide standard)."""
    file, node = item.document.file, item.node
    if decision.visits and item.form.visit_reason is None:
        yield problem(file, node.at, "visit-without-reason", _NO_REASON)
    if decision.visits == 0 and item.form.visit_reason is not None:
        yield problem(file, node.key("visit_reason"), "reason-without-visit", _NO_VISIT)


def _without_paper(plan: Plan) -> bool:
    """Whether neither papers nor a result on paper come or go: online from end to end."""
    return plan.paper_in == "none" and set(plan.result_out) == {"electronic"}


def _online(item: Read[Item], decision: Decision) -> Iterator[Problem]:
    needs = needs_of(item.form, decision.facts)
    for number, material in enumerate(item.form.materials):
        need = needs.get(material.material)
        if need is not None and need.required and material.format == "paper":
            at = item.node.find("materials", number, "format")
            yield problem(item.document.file, at, "online-with-paper", _ONLINE_PAPER)
    if item.form.result.form == "paper":
        at = item.node.find("result", "form")
        yield problem(item.document.file, at, "online-with-paper", _ONLINE_RESULT)


def _depth_four(item: Read[Item], decision: Decision) -> Iterator[Problem]:
    """Online depth IV is no visit (lint rule L07); asked where the region has such a fact."""
    if item.form.facts.get("online_depth") == "IV" and decision.visits:
        at = item.node.find("facts", "online_depth")
        yield problem(item.document.file, at, "online-with-visit", _DEPTH)


def _declares_joint(folder: Folder) -> bool:
    """Whether the region tells joint inspections from others by a fact of the usual name."""
    fact = folder.facts.declared.get("item.inspection")
    return fact is not None and any(value.value == "joint" for value in fact.values)


def _joint(item: Read[Item]) -> Iterator[Problem]:
    joint = item.form.facts.get("inspection") == "joint"
    if joint != (len(item.form.units.inspects) > 1):
        at = item.node.find("facts", "inspection") if joint else item.node.find("units", "inspects")
        yield problem(item.document.file, at, "joint-inspection", _JOINT)


def _carrier(folder: Folder) -> Iterator[Problem]:
    region = folder.region
    known = [courier.form.courier for courier in folder.couriers]
    if region is not None and region.form.carrier not in known:
        carrier = region.form.carrier
        say = Say(
            f"没有快递公司“{carrier}”的设置。",
            f"There are no settings for the carrier '{carrier}'.",
            *(did_you_mean(carrier, known) if known else _create(f"couriers/{carrier}.yaml")),
        )
        yield problem("region.yaml", region.node.find("carrier"), "unknown-carrier", say)


def _create(file: str) -> tuple[str, str]:
    return f"请新建 {file}。", f"Create {file}."


_NO_REASON = Say(
    "须到场的事项没有写到场理由。",
    "An item that needs a visit gives no reason for it.",
    "请补充 visit_reason，或修改事项的要素。",
    "Add visit_reason, or change the item's facts.",
)
_NO_VISIT = Say(
    "不须到场的事项写了到场理由。",
    "An item without a visit gives a reason for one.",
    "请删去 visit_reason。",
    "Remove visit_reason.",
)
_DEPTH = Say(
    "网办深度四级（全程网办）的事项须到场。",
    "An item of online depth IV needs a visit.",
    "请改正网办深度，或修改其他要素使其不须到场。",
    "Correct the online depth, or change the other facts so that nobody has to come.",
)
_ONLINE_PAPER = Say(
    "全程网办的事项要求纸质材料。",
    "A fully online item asks for a material on paper.",
    "请改为 electronic，或修改网办深度。",
    "Make it electronic, or change the online depth.",
)
_ONLINE_RESULT = Say(
    "全程网办的事项只发纸质结果。",
    "A fully online item has a result on paper only.",
    "请改为 electronic 或 both，或修改网办深度。",
    "Make it electronic or both, or change the online depth.",
)
_JOINT = Say(
    "联合勘验须在 units 的 inspects 中列出各单位，也只有联合勘验才列出几个。",
    "A joint inspection, and no other item, has several units that inspect.",
    "请补充 inspects，或改正 inspection。",
    "Add the units under 'inspects', or correct the inspection.",
)
_NO_AS_OF = Say(
    "公布数据没有写明截至日期。",
    "The published figures do not say as of which day they hold.",
    "请在 published 中补充 as_of，例如 as_of: 2018-06-28。",
    "Add as_of to 'published', such as as_of: 2018-06-28.",
)
_NO_INVARIANTS = Say(
    "没有不变式。",
    "There are no invariants.",
    "请新建 invariants.yaml，写明必须成立的要求。",
    "Create invariants.yaml and write what must hold.",
)
