"""Examples 示例: each is decided again, and each rule is to have one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chalicelib.authoring.checking.rules import all_rules
from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import Problem, problem
from chalicelib.authoring.findings.telling import named_channel
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.decide import Decision, usual_facts, what_if
from chalicelib.decisions.effect import in_effect
from chalicelib.decisions.explain import not_in_effect
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Example, Release


def check_examples(files: Folder, release: Release, today: date) -> Iterator[Problem]:
    """
    Examples that come out otherwise or are of no day of their item, and rules that decide none of them.

    Args:
        today: stands in for examples without a day.
    """
    usual = usual_facts(release)
    shown: set[str | None] = set()
    for example in files.examples:
        form = example.form
        if not in_effect(release.items[form.item], form.on or today):
            yield _outside(example, release, form.on or today)
            continue
        decision = what_if(release, form.item, usual | form.facts, form.on or today)
        shown.add(decision.rule)
        yield from _otherwise(example, release, decision)
    lacking = say("no-example", file=files.decision_file)
    for _, rule in all_rules(files):
        if rule.form.rule not in shown:
            yield rule.at().tell(lacking, "warning")


def _otherwise(example: Read[Example], release: Release, decision: Decision) -> Iterator[Problem]:
    form = example.form
    if decision.channel != form.expect:
        expected, got = (named_channel(release, one) for one in (form.expect, decision.channel))
        yield _example(example, "expect", expected, got)
    elif form.by is not None and decision.rule != form.by:
        yield _example(example, "by", _rule(form.by), _rule(decision.rule))


def _outside(example: Read[Example], release: Release, on: date) -> Problem:
    told = not_in_effect(release, release.items[example.form.item], on)
    message = say("example-outside", name=example.form.name, on=on, told=told)
    return problem(example.document.file, example.node.find("on"), message)


def _rule(name: str | None) -> Text:
    if name is None:
        return Text(zh="（没有规则符合）", en="(no rule applies)")
    return Text(zh=f"规则“{name}”", en=f"the rule '{name}'")


def _example(example: Read[Example], key: str, expected: Text, got: Text) -> Problem:
    message = say("example", name=example.form.name, expected=expected, got=got)
    return problem(example.document.file, example.node.find(key), message)
