"""
Papers that nobody takes, and who has to come all the same, against plain Python: every applicant of a random
region is gone through.
"""
# ruff: noqa: S311  # the same regions each time, no secret

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from chalicelib.authoring.checking.load import read
from chalicelib.authoring.proofs.papers import papers_not_taken
from chalicelib.authoring.proofs.prove import prove
from chalicelib.decisions.decide import decide
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.ordinary_way import ordinary_way, visits
from tests.authoring.region import spoil, write_region

TODAY, LATER = date(2026, 6, 1), date(2027, 1, 1)
FOOD = "items/market/food.yaml"
FORM = "  - {material: form,"
ANSWERS = ("first", "second", "third")
ASKED = (*(f"application.{name}" for name in ANSWERS), "application.courier")
When = dict[str, bool]


class Paper(NamedTuple):
    """A material of the item: who has to give it, and who may promise instead; ``sheets`` are originals."""

    when: When
    promise: When | None
    required: bool
    sheets: int

    def is_due(self, said: When) -> bool:
        promised = self.promise is not None and self.promise.items() <= said.items()
        return self.required and self.sheets > 0 and self.when.items() <= said.items() and not promised


@pytest.mark.parametrize("seed", range(16))
def test_papers_are_told_that_some_applicant_owes_and_nobody_takes(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    papers = [_paper(chance) for _ in range(chance.randint(2, 4))]
    papers[0] = papers[0]._replace(when=papers[0].when or {ASKED[0]: True})
    folder = _region(tmp_path / "region", papers, chance)
    files, release = read(folder)
    (item,) = (one for one in files.items if one.form.item == "food")
    places = {item.node.find("materials", n).line: n for n in range(len(item.form.materials))}
    told = [places[found.line] for found in papers_not_taken(files, release, TODAY) if found.file == FOOD]
    assert sorted(told) == sorted(_owed_in_vain(release, papers))


@pytest.mark.parametrize("seed", range(16))
def test_who_has_to_come_in_a_channel_without_errands_is_told(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    folder = _region(tmp_path / "region", [_paper(chance) for _ in range(3)], chance)
    spoil(folder, "parts/decision.yaml", "by: staff", "by: staff\n    when: {application.first: false}")
    files, release = read(folder)
    told = [one for one in prove(files, release, TODAY).to_come if one.channel == "outbound_courier"]
    came = list(_came(release))
    for facts, often in came:
        assert often <= max((one.visits for one in told if one.facts.items() <= facts.items()), default=0)
    for one in told:
        assert all(often == one.visits for facts, often in came if one.facts.items() <= facts.items())


def _came(release: Release) -> Iterator[tuple[Mapping[str, FactValue], int]]:
    """Everybody whom the rules ever send on the outbound channel, with the visits of the ordinary way."""
    for said, day, item in product(_applicants(), (TODAY, LATER), release.items.values()):
        decision = decide(release, item.item, said, day)
        if decision.channel == "outbound_courier":
            plan = release.plans[decision.channel]
            yield decision.facts, visits(ordinary_way(release, plan, item, decision.facts))


def test_items_without_rules_of_their_own_are_not_looked_at_rule_by_rule(tmp_path: Path) -> None:
    """Of 20 items more each rule more costs about what it did before."""
    few, many = (_more_for_more_rules(tmp_path / str(items), items) for items in (0, 20))
    assert 0 < many < 2 * few


def _more_for_more_rules(folder: Path, items: int) -> int:
    """How many calls of functions forty rules more take."""
    some, more = (_calls(folder / str(rules), items, rules) for rules in (10, 50))
    return more - some


def _calls(folder: Path, items: int, rules: int) -> int:
    write_region(folder)
    names = "".join(f"{{value: v{n}, title: {{zh: 值, en: value}}}}, " for n in range(rules + 1))
    asked = f"title: {{zh: 街道, en: street}}, type: one_of, usual: v0, values: [{names}]"
    spoil(folder, "facts.yaml", "facts:\n", f"facts:\n  - {{fact: application.street, {asked}}}\n")
    each = "".join(
        f"  - {{rule: r{n}, title: {{zh: 规则, en: rule}}, when: {{application.street: v{n + 1}}}, "
        "choose: one_visit, basis: [{title: 行政许可法}], from: 2020-01-01}\n"
        for n in range(rules)
    )
    spoil(folder, "channels.yaml", "rules:\n", "rules:\n" + each)
    food = (folder / FOOD).read_text(encoding="utf-8")
    for n in range(items):
        text = food.replace("item: food", f"item: food-{n}", 1)
        (folder / FOOD).with_name(f"food-{n}.yaml").write_text(text, encoding="utf-8")
    files, release = read(folder)
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        list(papers_not_taken(files, release, TODAY))
    finally:
        sys.setprofile(None)
    return calls


def _owed_in_vain(release: Release, papers: list[Paper]) -> set[int]:
    """The outbound channel takes no papers in, the visit takes all."""
    return {
        number
        for said in _applicants()
        for day in (TODAY, LATER)
        if decide(release, "food", said, day).channel == "outbound_courier"
        for number, paper in enumerate(papers)
        if paper.is_due(said)
    }


def _applicants() -> Iterator[When]:
    for values in product((True, False), repeat=len(ASKED)):
        yield dict(zip(ASKED, values, strict=True))


def _region(folder: Path, papers: list[Paper], chance: Random) -> Path:
    write_region(folder)
    facts = "".join(
        f"  - {{fact: application.{name}, title: {{zh: 问题, en: question}}, type: bool, usual: false}}\n"
        for name in ANSWERS
    )
    spoil(folder, "facts.yaml", "facts:\n", "facts:\n" + facts)
    spoil(folder, FOOD, FORM, "".join(map(_written, range(len(papers)), papers)) + FORM)
    rules = "".join(_rule(number, chance) for number in range(chance.randint(0, 4)))
    spoil(folder, "channels.yaml", "rules:\n", "rules:\n" + rules)
    return folder


def _paper(chance: Random) -> Paper:
    required = chance.random() < 0.8
    promise = _when(chance, ASKED[:3]) if required and chance.random() < 0.4 else None  # else it needs none
    return Paper(_when(chance, ASKED[:3]), promise or None, required, chance.choice((0, 1, 2)))


def _written(number: int, paper: Paper) -> str:
    more = f", when: {_flow(paper.when)}" if paper.when else ""
    if paper.promise is not None:
        words = "{zh: 本人承诺属实。, en: I promise.}"
        more += f", committed: {{when: {_flow(paper.promise)}, checked_within: {{days: 60}}, text: {words}}}"
    form = f"format: paper, originals: {paper.sheets}" if paper.sheets else "format: electronic"
    need = "required" if paper.required else "optional"
    return f"  - {{material: m{number}, name: {{zh: 材料, en: Paper}}, {form}, need: {need}{more}}}\n"


def _rule(number: int, chance: Random) -> str:
    when: dict[str, object] = {**_when(chance, ASKED)}
    if chance.random() < 0.3:
        when["item.paper_originals"] = f"{{at_most: {chance.randint(0, 2)}}}"
    channel, since = chance.choice(("outbound_courier", "one_visit")), chance.choice((2020, 2027))
    return (
        f"  - {{rule: r{number}, title: {{zh: 规则, en: rule}}, when: {_flow(when)}, choose: {channel}, "
        f"basis: [{{title: 行政许可法}}], from: {since}-01-01}}\n"
    )


def _when(chance: Random, asked: tuple[str, ...]) -> When:
    return {name: chance.random() < 0.5 for name in asked if chance.random() < 0.4}


def _flow(when: When | dict[str, object]) -> str:
    said = (f"{name}: {str(value).lower()}" for name, value in when.items())
    return "{" + ", ".join(said) + "}"
