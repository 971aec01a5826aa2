"""Check that visits, and only visits, have a reason (rules L04 and L05 of the service guide standard)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from chalicelib.authoring.checking.another_day import days_words, rule_of_another_day
from chalicelib.authoring.checking.rules import all_rules
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.findings.telling import joined
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.decide import Decision
from chalicelib.decisions.facts.facts import usual_facts
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Item, Release, Rule

FEW = 3


def lint_visit_reasons(
    folder: Folder, release: Release, decisions: Mapping[str, Decision], today: date
) -> Iterator[Problem]:
    """
    Items that need a visit and give no reason, and the other way round. Where they need it only while a rule
    is not in effect, that rule is told, once for all of them.
    """
    causes: dict[str, Rule] = {}
    because: dict[str, list[Item]] = {}
    for item in folder.items:
        decision = decisions.get(item.form.item)
        if decision is None:
            continue
        if decision.visits == 0 and item.form.visit_reason is not None:
            yield item.at_key("visit_reason").error("reason-without-visit")
        if not decision.visits or item.form.visit_reason is not None:
            continue
        rule = rule_of_another_day(release, item.form.item, usual_facts(release), today, _without_visit)
        if rule is None:
            yield item.at().error("visit-without-reason")
        else:
            causes[rule.rule] = rule
            because.setdefault(rule.rule, []).append(item.form)
    places = {read.form.rule: read for _, read in all_rules(folder)}
    for name, items in because.items():
        yield _told(places[name], causes[name], items, today)


def _without_visit(decision: Decision) -> bool:
    return decision.visits == 0


def _told(read: Read[Rule], rule: Rule, items: Sequence[Item], today: date) -> Problem:
    key = "from" if rule.from_ > today or rule.until is None else "until"
    names = joined((item.name for item in items[:FEW]), "、", ", ")
    zh, en = ("等", " and others") if len(items) > FEW else ("", "")
    listed = Text(zh=f"{names.zh}{zh}", en=f"{names.en}{en}")
    dates, title = days_words(rule, today), rule.title
    return read.at(key).error(
        "visit-without-reason/another-day", title=title, dates=dates, number=len(items), items=listed
    )
