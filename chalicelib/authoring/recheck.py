"""
A release checked again from its published bytes, as its folder was.

A release holds every form with file and line, so the folder is put together from it: all that is
checked of a folder is checked once more, by the program and on the day of the activation. Columns
are lost, and what only the text of a file shows (a key given twice, a typing error) was settled
before there was a release.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from chalicelib.authoring.agreement.budget import EVERYDAY, Budget
from chalicelib.authoring.check import Checked, check_read
from chalicelib.authoring.checking.coherence import check_coherence
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.conditions.conditions import Facts
from chalicelib.authoring.reading.documents import Document, Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.authoring.reading.yaml.marked import NEXT_LINE, NO_COLUMN, Node, Place
from chalicelib.decisions.forms.form import Form, Where
from chalicelib.decisions.forms.model import DecisionTable, Example, Invariant, Item, Release, Rule
from chalicelib.decisions.forms.notice import NoticeTemplate
from chalicelib.decisions.forms.plan import Plan

F = TypeVar("F", bound=Form)


def recheck(release: Release, today: date, budget: Budget = EVERYDAY) -> Checked:
    """
    What ``check`` would say of the folder that this release was made from.

    Args:
        today: as in ``check``; a calendar may be missing today that was not needed at publication.
        budget: as in ``check``.
    """
    folder = remembered(release)
    check_coherence(folder)
    if folder.problems:
        return Checked(release, 0, tuple(sorted(set(folder.problems))))
    return check_read(folder, release, today, budget=budget)


def remembered(release: Release) -> Folder:
    """The folder as the release remembers it: every form at its file and line."""
    problems: list[Problem] = []
    documents: list[Document] = []

    def read(form: F, where: Where) -> Read[F]:
        node = _node(form.model_dump(mode="json", by_alias=True, exclude_defaults=True), _at(where))
        documents.append(Document(where.file, node, problems))
        return Read(form, documents[-1], node)

    for fact in release.facts:
        read(fact, Where(file="facts.yaml", line=1))
    items = list(release.items.values())
    return Folder(
        problems,
        documents,
        files=_files(release),
        region=read(release.region, Where(file="region.yaml", line=1)),
        facts=Facts(release.declared),
        rules=[read(rule, rule.where) for rule in release.rules],
        examples=[read(example, example.where) for example in release.examples],
        invariants=[read(invariant, invariant.where) for invariant in release.invariants],
        demands=[read(demand, demand.where) for demand in release.demands],
        plans=[_plan(read(plan, plan.where)) for plan in release.plans.values()],
        units=[read(unit, unit.where or Where(file="units.yaml", line=1)) for unit in release.units],
        clocks=[read(clock, clock.where) for clock in release.clocks],
        items=[read(item, item.where) for item in items],
        rule_names={rule.rule for item in items for rule in item.rules} | {r.rule for r in release.rules},
        notices=[read(notice, notice.where) for notice in release.notices.values()],
        couriers=[read(courier, courier.where) for courier in release.couriers.values()],
        calendars=[read(calendar, calendar.where) for calendar in release.calendars.values()],
        decisions=[_table(read(table, table.where)) for table in release.decisions.values()],
    )


def _files(release: Release) -> dict[str, list[str]]:
    of_kinds: dict[str, Iterable[Plan | Item | NoticeTemplate]] = {
        "part": (),
        "plan": release.plans.values(),
        "item": release.items.values(),
        "notice": release.notices.values(),
    }
    return {kind: [one.where.file for one in forms] for kind, forms in of_kinds.items()}


def _table(table: Read[DecisionTable]) -> Read[DecisionTable]:
    """A decision with each of its rules, invariants and examples at its own line."""
    form, entries, at = table.form, dict(table.node.map), _at(table.form.where)
    lists: dict[str, Sequence[Rule | Invariant | Example]] = {
        "rules": form.rules,
        "invariants": form.invariants,
        "examples": form.examples,
    }
    for key in lists.keys() & entries.keys():
        both = zip(lists[key], entries[key].list, strict=True)
        entries[key] = Node([_node(node.plain(), _at(one.where)) for one, node in both], at)
    root = Node(entries, at, dict.fromkeys(entries, at))
    return Read(form, Document(form.where.file, root, table.document.problems), root)


def _at(where: Where) -> Place:
    """A place as nodes keep it: a release remembers no columns."""
    return (where.line - 1) * NEXT_LINE + NO_COLUMN


def _plan(plan: Read[Plan]) -> ReadPlan:
    """A plan with each step at the line of its part; of the parts nothing is left but the flat steps."""
    places = {}
    for step in plan.form.steps:
        node = _node(step.model_dump(mode="json", by_alias=True, exclude_defaults=True), _at(step.where))
        places[step.step] = Document(step.where.file, node, plan.document.problems), node
    return ReadPlan(plan.form, plan.document, plan.node, places, dict.fromkeys(places, plan.node))


def _node(value: object, at: Place) -> Node:
    """JSON as a marked node; all of a form stands where the form begins."""
    if isinstance(value, dict):
        return Node(
            {str(key): _node(entry, at) for key, entry in value.items()}, at, dict.fromkeys(value, at)
        )
    if isinstance(value, list):
        return Node([_node(entry, at) for entry in value], at)
    assert value is None or isinstance(value, bool | int | str)  # noqa: S101 - JSON without fractions
    return Node(value, at)
