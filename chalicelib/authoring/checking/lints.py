"""Find what is likely wrong though every form is right: items against decisions, settings against files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date

from chalicelib.authoring.checking.calendars.years import lint_calendars
from chalicelib.authoring.checking.decisions import lint_outcomes
from chalicelib.authoring.checking.items.capacity import lint_capacity
from chalicelib.authoring.checking.items.guides import lint_guide
from chalicelib.authoring.checking.items.limits import lint_limits, makers_below
from chalicelib.authoring.checking.items.material_days import lint_days_of_materials
from chalicelib.authoring.checking.items.materials import asked_elsewhere, unsaid_promises
from chalicelib.authoring.checking.items.successors import lint_successors
from chalicelib.authoring.checking.items.visit_reasons import lint_visit_reasons
from chalicelib.authoring.checking.likeness import lint_likeness
from chalicelib.authoring.checking.notices.exchanged import lint_exchanged
from chalicelib.authoring.checking.placeholders import lint_texts
from chalicelib.authoring.checking.region.hall import lint_hall
from chalicelib.authoring.checking.region.names import lint_names
from chalicelib.authoring.checking.region.settings import lint_settings
from chalicelib.authoring.checking.wording import lint_fact_words
from chalicelib.authoring.findings.message import Both, say
from chalicelib.authoring.findings.problems import TOP, Problem, did_you_mean, problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.yaml.marked import Bracketed, Node, Raw
from chalicelib.decisions.decide import Decision
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.plan import Plan


def lint_items(
    folder: Folder, release: Release, decisions: Mapping[str, Decision], today: date
) -> Iterator[Problem]:
    """
    Items against their decisions.

    Args:
        decisions: each item that is not over as the ordinary applicant meets it.
    """
    without_paper = {plan.form.plan for plan in folder.plans if _without_paper(plan.form)}
    paper: dict[str, Decision] = {}
    for item in folder.items:
        decision = decisions.get(item.form.item)
        if decision is None:
            continue
        online = list(_online(item)) if decision.channel in without_paper else []
        if not online:
            paper[item.form.item] = decision
        yield from online or _depth_four(item, decision)
        yield from lint_guide(item, decision)
    yield from lint_visit_reasons(folder, release, paper, today)


def lint(folder: Folder, today: date) -> Iterator[Problem]:
    """Items in themselves, the settings, and the calendars as they are needed on ``today``."""
    if _declares_joint(folder):
        for item in folder.items:
            yield from _joint(item)
    demands = [demand.form for demand in folder.demands]
    makers = makers_below(folder)
    limits = [found for item in folder.items for found in lint_limits(item, demands, makers)]
    yield from limits
    for item in folder.items:
        yield from unsaid_promises(item)
        yield from lint_days_of_materials(item)
    yield from asked_elsewhere(folder, today)
    yield from lint_outcomes(folder)
    yield from lint_capacity(folder)
    yield from lint_likeness(folder)
    yield from lint_fact_words(folder)
    yield from lint_exchanged(folder)
    yield from _carrier(folder)
    hall = list(lint_hall(folder))
    told = {(one.file, one.line, one.column) for one in (*hall, *limits)}
    yield from hall
    yield from lint_settings(folder)
    yield from lint_names(folder)
    yield from (one for one in lint_texts(folder) if (one.file, one.line, one.column) not in told)
    yield from _repeated(folder)
    yield from lint_successors(folder, today)
    if folder.region is not None and folder.region.form.published.as_of is None:
        yield folder.region.at_key("published").warning("no-as-of")
    if not folder.invariants:
        yield problem("invariants.yaml", TOP, say("no-invariants"), "warning")
    yield from lint_calendars(folder, today)


def _repeated(folder: Folder) -> Iterator[Problem]:
    """Values and maps that stand twice in a list, in any file: no list has a meaning for that."""
    for document in folder.documents:
        left = [document.root]
        while left:
            node = left.pop()
            if isinstance(node, Bracketed) and not _repeats(node.raw):
                continue
            value = node.value
            within = list(value.values()) if isinstance(value, dict) else node.list
            left += [one for one in within if isinstance(one.value, dict | list)]
            if isinstance(value, list):
                for one in _again(within):
                    whole = isinstance(one.value, dict | list)
                    message = say("duplicate-value/whole") if whole else say("duplicate-value")
                    yield problem(document.file, one.at, message)


def _again(within: Sequence[Node]) -> Iterator[Node]:
    """The values of a list that stand in it before; maps are looked at as a whole where they seem alike."""
    sketches = [_sketch(one.raw if isinstance(one, Bracketed) else one.value) for one in within]
    count, seen = Counter(sketches), set[str]()
    for sketch, one in zip(sketches, within, strict=True):
        if count[sketch] > 1:
            whole = json.dumps(one.plain(), sort_keys=True)
            if whole in seen:
                yield one
            seen.add(whole)


def _sketch(value: object) -> Hashable:
    """What tells most maps from one another: the single values in them, such as a name."""
    if isinstance(value, dict):
        each = (inner.value if type(inner) is Node else inner for inner in value.values())
        return frozenset(repr(inner) for inner in each if isinstance(inner, str | int))
    return len(value) if isinstance(value, list) else repr(value)


def _repeats(raw: Raw) -> bool:
    """Whether a value stands twice in a list within one that is written in brackets."""
    if isinstance(raw, dict):
        return any(map(_repeats, raw.values()))
    if not isinstance(raw, list):
        return False
    each = [json.dumps(one, sort_keys=True) for one in raw] if len(raw) > 1 else []
    return len(set(each)) < len(each) or any(map(_repeats, raw))


def _without_paper(plan: Plan) -> bool:
    """Whether neither papers nor a result on paper come or go: online from end to end."""
    return plan.paper_in == "none" and set(plan.result_out) == {"electronic"}


def _online(item: Read[Item]) -> Iterator[Problem]:
    """What runs online from end to end gives no paper out; that it takes none in, ``proofs.papers`` tells."""
    if item.form.result.form == "paper":
        yield item.at("result", "form").error("online-with-paper/online-result")


def _depth_four(item: Read[Item], decision: Decision) -> Iterator[Problem]:
    """Online depth IV is no visit (lint rule L07); asked where the region has such a fact."""
    if item.form.facts.get("online_depth") == "IV" and decision.visits:
        yield item.at("facts", "online_depth").error("online-with-visit")


def _declares_joint(folder: Folder) -> bool:
    """Whether the region tells joint inspections from others by a fact of the usual name."""
    fact = folder.facts.declared.get("item.inspection")
    return fact is not None and any(value.value == "joint" for value in fact.values)


def _joint(item: Read[Item]) -> Iterator[Problem]:
    joint = item.form.facts.get("inspection") == "joint"
    if joint != (len(item.form.units.inspects) > 1):
        at = item.at("facts", "inspection") if joint else item.at("units", "inspects")
        yield at.error("joint-inspection/joint")


def _carrier(folder: Folder) -> Iterator[Problem]:
    region = folder.region
    known = [courier.form.courier for courier in folder.couriers]
    if region is not None and region.form.carrier not in known:
        carrier = region.form.carrier
        create = Both(f"请新建 couriers/{carrier}.yaml。", f"Create couriers/{carrier}.yaml.")
        mend = did_you_mean(carrier, known) if known else create
        yield region.at("carrier").error("unknown-carrier", carrier=carrier, mend=mend)
