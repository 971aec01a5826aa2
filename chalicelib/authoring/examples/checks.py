"""Check examples 示例: each is decided again, and each rule is to have one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from chalicelib.authoring.checking.another_day import days_words, rule_of_another_day
from chalicelib.authoring.checking.rules import all_rules
from chalicelib.authoring.examples.later import DaysToCome
from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import Problem, problem
from chalicelib.authoring.findings.telling import named_channel
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.decide import Decision, usual_facts, what_if
from chalicelib.decisions.effect import in_effect
from chalicelib.decisions.explain import not_in_effect
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Example, Release, Rule


def check_examples(files: Folder, release: Release, today: date) -> Iterator[Problem]:
    """
    Examples that come out otherwise or are of no day of their item, and rules that decide none of them. Those
    without a day that will come out otherwise on a day to come.

    Args:
        today: stands in for examples without a day.
    """
    usual = usual_facts(release)
    shown: set[str | None] = set()
    right: list[Read[Example]] = []
    for example in files.examples:
        form = example.form
        if not in_effect(release.items[form.item], form.on or today):
            yield _outside(example, release, form.on or today)
            continue
        decision = what_if(release, form.item, usual | form.facts, form.on or today)
        shown.add(decision.rule)
        if missed := _missed(release, form, decision):
            other = _of_another_day(release, form, form.on or today)
            shown |= set() if other is None else {other.rule}
            yield _failing(example, missed, other, form.on or today)
        else:
            right.append(example)
    yield from _later(right, release, today)
    lacking = say("no-example", file=files.decision_file)
    for _, rule in all_rules(files):
        if rule.form.rule not in shown:
            yield rule.at().tell(lacking, "warning")


def _of_another_day(release: Release, form: Example, on: date) -> Rule | None:
    """The rule by which the example comes out as it says, where that is not in effect on its day."""

    def as_it_says(decision: Decision) -> bool:
        return _missed(release, form, decision) is None

    return rule_of_another_day(release, form.item, usual_facts(release) | form.facts, on, as_it_says)


def _failing(example: Read[Example], missed: _Missed, other: Rule | None, on: date) -> Problem:
    at, name = example.at(missed.key), example.form.name
    if other is None:
        return at.error("example", name=name, **missed.told())
    dates, rule = days_words(other, on), other.title
    return at.error("example/another-day", name=name, rule=rule, dates=dates, on=on, **missed.told())


class _Missed(NamedTuple):
    """What an example expects and does not get; ``key`` is where it says so."""

    key: str
    expected: Text
    got: Text

    def told(self) -> dict[str, Text]:
        return {"expected": self.expected, "got": self.got}


def _missed(release: Release, form: Example, decision: Decision) -> _Missed | None:
    if decision.channel != form.expect:
        return _Missed("expect", *(named_channel(release, one) for one in (form.expect, decision.channel)))
    if form.by is not None and decision.rule != form.by:
        return _Missed("by", _rule(form.by), _rule(decision.rule))
    return None


def _later(examples: Iterable[Read[Example]], release: Release, today: date) -> Iterator[Problem]:
    """Examples without a day that hold today, each on the first day on which it does not."""
    waiting, days = defaultdict[date, list[Read[Example]]](list), DaysToCome(release, today)
    for example in examples:
        for day in days.of(example.form):
            waiting[day].append(example)
    told: set[int] = set()
    for day, each in sorted(waiting.items(), key=lambda one: one[0]):
        for example in each:  # all of a day: its rules are compiled once
            if id(example) not in told and (found := _then(example, release, day)):
                told.add(id(example))
                yield found


def _then(example: Read[Example], release: Release, on: date) -> Problem | None:
    """That an example will not hold on a day."""
    form, item = example.form, release.items[example.form.item]
    if not in_effect(item, on):
        over = not_in_effect(release, item, on)
        return example.at().warning("example-undated/outside", name=form.name, on=on, told=over)
    decision = what_if(release, form.item, usual_facts(release) | form.facts, on)
    missed = _missed(release, form, decision)
    if missed is None:
        return None
    return example.at().warning("example-undated", name=form.name, on=on, **missed.told())


def _outside(example: Read[Example], release: Release, on: date) -> Problem:
    told = not_in_effect(release, release.items[example.form.item], on)
    message = say("example-outside", name=example.form.name, on=on, told=told)
    return problem(example.document.file, example.node.find("on"), message)


def _rule(name: str | None) -> Text:
    if name is None:
        return Text(zh="（没有规则符合）", en="(no rule applies)")
    return Text(zh=f"规则“{name}”", en=f"the rule '{name}'")
