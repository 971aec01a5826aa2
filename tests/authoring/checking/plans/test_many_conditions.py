"""A plan of which many steps each hang on another fact is walked as far as that tells something."""
# ruff: noqa: E501  # rule files

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import read
from chalicelib.authoring.checking.plans.law.laws import lint_plans
from chalicelib.authoring.checking.plans.walking import kinds
from chalicelib.authoring.checking.plans.walking.kinds import Walks
from chalicelib.authoring.checking.plans.walking.walk import Walk
from chalicelib.authoring.findings.problems import Problem, TooManySituationsError
from chalicelib.authoring.proofs.demands import demands
from chalicelib.authoring.proofs.prove import prove
from chalicelib.decisions.forms.plan import Plan
from tests.authoring.region import write_district

TODAY = date(2026, 6, 1)
LOOK = """\
part: look
title: {zh: 查看, en: A look}
steps:
  - step: look
    title: {zh: 查看, en: A look}
    by: staff
    unit: decides
    outcomes:
      - {outcome: seen, title: {zh: 看过, en: seen}, next: onward}
      - {outcome: more, title: {zh: 须补充, en: more is asked for}, next: answer, issues: correction, lines: required}
  - step: answer
    title: {zh: 补充, en: Something is supplied}
    by: applicant
    within: {working_days: 15}
    late: lapsed
    outcomes:
      - {outcome: supplied, title: {zh: 已补充, en: supplied}, next: look}
      - {outcome: lapsed, title: {zh: 逾期, en: not in time}, next: look}
"""
SHUT = """\
part: shut
title: {zh: 不予许可, en: Refused}
exits: [refused]
steps:
  - step: shut
    title: {zh: 不予许可, en: Refused}
    by: staff
    unit: decides
    outcomes:
      - outcome: refuse
        title: {zh: 不予许可, en: refused}
        next: refused
        marks: decided
        reason: required
        issues: refusal
"""
DECISION = "  - {part: decision}\n"


def region(folder: Path, number: int, *more: str) -> Path:
    """
    The district with a channel of which so many looks each hang on an answer of its own.

    Args:
        more: further uses of parts before the decision.
    """
    write_district(folder)
    with (folder / "facts.yaml").open("a", encoding="utf-8") as facts:
        for n in range(number):
            title = f"{{zh: 问题{n}, en: question {n}}}"
            facts.write(f"  - {{fact: application.answer_{n}, title: {title}, type: bool, usual: false}}\n")
    (folder / "parts" / "look.yaml").write_text(LOOK, encoding="utf-8")
    if more:
        (folder / "parts" / "shut.yaml").write_text(SHUT, encoding="utf-8")
    plan = folder / "plans" / "outbound_courier.yaml"
    text = plan.read_text(encoding="utf-8")
    assert DECISION in text
    looks = [
        f"  - {{part: look, as: look-{n}, when: {{application.answer_{n}: true}}}}\n" for n in range(number)
    ]
    plan.write_text(text.replace(DECISION, "".join((*looks, *more, DECISION))), encoding="utf-8")
    return folder


def found(folder: Path) -> list[Problem]:
    """What is told of plans, by law and by proof."""
    files, release = read(folder)
    walks = Walks(release, TODAY)
    proof = prove(files, release, TODAY, walks)
    assert proof.complete
    of_plans = (one for one in proof.problems if one.file.startswith(("plans", "parts")))
    return [*lint_plans(files, walks), *demands(files, release, TODAY, walks), *of_plans]


@pytest.mark.parametrize("number", [14, 20, 40])
def test_work_grows_with_the_steps_and_not_with_all_ways_through_them(tmp_path: Path, number: int) -> None:
    files, release = read(region(tmp_path / "licang", number))
    walks = Walks(release, TODAY)
    assert list(lint_plans(files, walks)) == []
    assert len(list(walks.met(release.plans["outbound_courier"]))) < 20 * number


def test_what_only_two_answers_together_bring_about_is_found_among_twenty(tmp_path: Path) -> None:
    """Those who answer so are never granted anything."""
    when = "application.answer_3: true, application.answer_17: false"
    folder = region(tmp_path / "licang", 20, f"  - {{part: shut, when: {{{when}}}}}\n")
    assert "never-granted" in {one.code for one in found(folder)}


def test_of_fourteen_answers_nothing_is_told_that_is_not_wrong(tmp_path: Path) -> None:
    assert found(region(tmp_path / "licang", 14)) == []


PLAN = "plans/outbound_courier.yaml"
SPOILT = {
    "nothing": (PLAN, DECISION, DECISION),
    "a look that asks for ever": ("parts/look.yaml", ", next: onward}", ", next: look}"),
    "a hearing left out": (PLAN, "  - {part: hearing, when: {item.hearing: true}}\n", ""),
    "refused, and told as granted": (PLAN, "gives: refusal, end: refused", "gives: refusal, end: granted"),
}


class Endless(Walks):
    """Of one channel the walks turn out to be too many only when the first that no item takes is asked for."""

    def every(self, plan: Plan) -> Iterator[Walk]:
        yield from ()
        if plan.plan == "outbound_courier":
            raise TooManySituationsError("more than there is room for")
        yield from super().every(plan)


def test_walks_that_turn_out_to_be_too_many_while_they_are_looked_at_are_told(tmp_path: Path) -> None:
    """No item comes to the look, so that every item that could be is asked for."""
    files, release = read(region(tmp_path / "licang", 1, "  - {part: shut, when: {item.secret: true}}\n"))
    told = list(lint_plans(files, Endless(release, TODAY)))
    assert [(one.file, one.code) for one in told if one.code.startswith("too-many")] == [
        (PLAN, "too-many-situations")
    ]


@pytest.mark.parametrize("name", SPOILT)
def test_all_cases_at_once_tell_what_each_by_itself_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = region(tmp_path / "licang", 2)
    file, old, new = SPOILT[name]
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    told = []
    for few in (1 << 14, 0):
        monkeypatch.setattr(kinds, "FEW", few)
        told.append(sorted((one.file, one.line, one.code) for one in found(folder)))
    assert told[0] == told[1]
    assert bool(told[0]) is (name != "nothing")
