"""Check how the files of a folder fit together: names that must exist, dates, limits of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from chalicelib.authoring.checking.clocks import check_clock_names
from chalicelib.authoring.checking.couriers import check_courier, check_courier_facts
from chalicelib.authoring.checking.decisions import check_decisions
from chalicelib.authoring.checking.items.items import check_item
from chalicelib.authoring.checking.items.successors import check_successors
from chalicelib.authoring.checking.notices.issued import check_issues
from chalicelib.authoring.checking.notices.texts import check_templates
from chalicelib.authoring.checking.plans.files import check_plans
from chalicelib.authoring.checking.plans.parts import check_parts
from chalicelib.authoring.checking.region.hall import check_hall
from chalicelib.authoring.checking.rules import (
    all_rules,
    check_days,
    check_examples,
    check_invariants,
    check_rules,
)
from chalicelib.authoring.findings.message import Both, say
from chalicelib.authoring.findings.problems import TOP, did_you_mean, near, problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import each_once, once_in_folder, same_as_file
from chalicelib.decisions.forms.form import UNDETERMINED
from chalicelib.decisions.forms.model import Rule
from chalicelib.decisions.forms.region import Calendar


def check_coherence(folder: Folder) -> None:
    """Report what does not fit, into the folder's problems."""
    for item in folder.items:
        check_item(item, folder.facts, folder.unit_names)
        check_days(item)
    check_successors(folder)
    for courier in folder.couriers:
        check_courier(courier)
    for calendar in folder.calendars:
        _check_calendar(calendar)
    declared, rules = folder.facts.declared, all_rules(folder)
    check_rules([rule for _, rule in rules], declared)
    _check_precedence(folder, rules)
    check_invariants(folder.invariants, declared)
    check_examples(folder.examples, folder, sorted(folder.rule_names), folder.facts)
    once_in_folder("item", [(read.form.item, read) for read in folder.items])
    once_in_folder("demand", [(read.form.demand, read) for read in folder.demands])
    _check_zone(folder)
    _check_region(folder)
    _check_plans(folder, rules)
    check_parts(folder)
    check_plans(folder)
    check_clock_names(folder)
    check_issues(folder, check_templates(folder))
    check_courier_facts(folder)
    check_decisions(folder)


def _check_zone(folder: Folder) -> None:
    """Every time limit of the region is counted in its zone."""
    if folder.region is None:
        return
    name = folder.region.form.time_zone
    if not _is_zone(name):
        zh, en = did_you_mean(name, available_timezones())
        message = say("time-zone/coherence", name=name, what=Both(zh, en))
        folder.region.report(folder.region.node.find("time_zone"), message)


def _is_zone(name: str) -> bool:
    """Whether there is a time zone of a name; to list all of them takes longer than to read most folders."""
    if name.partition("/")[0] in ("posix", "posixrules", "right"):
        return False  # they lie beside the zones, and are none
    try:
        return ZoneInfo(name).key == name
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False


Rules = Sequence[tuple[str | None, Read[Rule]]]


def _check_precedence(folder: Folder, rules: Rules) -> None:
    """What takes precedence is the region's and stands first, for a file is read from the top."""
    for owner, rule in rules:
        if rule.form.choose == UNDETERMINED:
            rule.report(rule.node.find("choose"), say("not-one-of/undetermined"))
        if owner is not None and rule.form.before_items:
            rule.report(rule.node.key("before_items"), say("before-items/of-item"))
    below = False
    for rule in folder.rules:
        if rule.form.before_items and below:
            rule.report(rule.node.key("before_items"), say("before-items/below"))
        below = below or not rule.form.before_items


def _check_calendar(calendar: Read[Calendar]) -> None:
    form = calendar.form
    same_as_file(calendar, "year", form.year)
    year = int(stem) if (stem := PurePosixPath(calendar.document.file).stem).isdigit() else form.year
    days = [(key, n, day) for key in ("off", "worked") for n, day in enumerate(getattr(form, key))]
    each_once(calendar, [(day.isoformat(), (key, n)) for key, n, day in days])
    for key, number, day in days:
        if day.year not in (year, form.year):
            calendar.report(calendar.node.find(key, number), say("wrong-year"))
        elif (day.weekday() >= 5) != (key == "worked"):
            calendar.report(calendar.node.find(key, number), say("wrong-weekday"))


def _check_region(folder: Folder) -> None:
    region = folder.region
    if region is None:
        return
    check_hall(region)
    if UNDETERMINED in region.form.published.channels:
        region.report(
            region.node.key("published", "channels", "undetermined"), say("not-one-of/undetermined")
        )
    if not folder.files["item"]:
        folder.problems.append(problem("items", TOP, say("missing-file/no-items")))


def _check_plans(folder: Folder, rules: Rules) -> None:
    """Every channel that is named has a plan; a plan that could not be read is reported already."""
    known = sorted(folder.channels)
    told = {*known, UNDETERMINED}
    for _, rule in rules:
        _has_plan(rule, ("choose",), rule.form.choose, known, told)
    for example in folder.examples:
        _has_plan(example, ("expect",), example.form.expect, known, told)
    for invariant in folder.invariants:
        for channel in invariant.form.expect:
            _has_plan(invariant, ("expect",), channel, known, told)


def _has_plan(
    read: Read[Any], place: tuple[str, ...], channel: str, known: Sequence[str], told: set[str]
) -> None:
    """A channel without a plan is told once."""
    if channel in told:
        return
    told.add(channel)
    mend = near(channel, known)
    message = say("missing-plan", channel=channel)
    if mend is not None:
        message = say("missing-plan/near", channel=channel, mend=mend)
    read.report(read.node.find(*place), message)
