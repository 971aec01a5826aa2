"""A region with a thousand rules and more is read, proved, compared and replayed as a small one is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chalicelib.authoring.agreement.budget import EVERYDAY
from chalicelib.authoring.agreement.compare import IN_SERVICE, disagreements
from chalicelib.authoring.agreement.engines.durable import Durable
from chalicelib.authoring.agreement.questions import Questions, size
from chalicelib.authoring.check import check
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.diff import diff
from chalicelib.authoring.comparing.replaying.replay import replay
from chalicelib.authoring.space.domain import EffectPeriod, bands
from chalicelib.commands.rules.given.cases_file import read_past_cases
from chalicelib.decisions.decide import usual_facts, what_if
from chalicelib.decisions.effect import items_on
from chalicelib.decisions.forms.model import Release
from tests.authoring.region import spoil
from tests.bench.past_cases import write_past_cases
from tests.bench.region_of import write_region_of

TODAY = date(2026, 6, 1)
STREET = "application.street"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_region_of(tmp_path_factory.mktemp("many") / "region", overrides=1_000, items=40)


@pytest.fixture(scope="module")
def region(folder: Path) -> Release:
    return load(folder)


def own_files(folder: Path) -> Iterator[Path]:
    for file in sorted((folder / "items").rglob("*.yaml")):
        if "\nrules:\n" in file.read_text(encoding="utf-8"):
            yield file


def test_a_thousand_rules_of_items_pass_with_a_warning_each(folder: Path, region: Release) -> None:
    checked = check(folder, TODAY)
    assert checked.ok
    assert {(p.code, p.severity) for p in checked.problems} == {("no-example", "warning")}
    assert len(checked.problems) == sum(len(item.rules) for item in region.items.values()) == 1_000
    assert checked.release is not None
    assert checked.release.digest == region.digest


def test_a_thousand_rules_of_the_region_pass_though_they_are_many_rulesets(tmp_path: Path) -> None:
    folder = write_region_of(tmp_path / "region", rules=1_200)
    checked = check(folder, TODAY)
    assert checked.ok
    assert {p.code for p in checked.problems} == {"no-example"}
    assert checked.agreement is not None
    assert checked.agreement.in_part  # of 32 million situations
    assert set(checked.agreement.asked) == {engine.name for engine in IN_SERVICE}
    release = load(folder)
    said = usual_facts(release) | {"application.courier": False, STREET: "s8", "application.trade": "t80"}
    decision = what_if(release, "dog-licence", said | {"item.papers_at_inspection": False}, TODAY)
    assert decision.rule == "region-1199"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A space of 32 million situations."""
    return load(write_region_of(tmp_path_factory.mktemp("large") / "region", rules=1_200))


def test_a_share_of_a_large_space_has_a_situation_of_each_rule_and_is_no_larger(
    large: Release,
) -> None:
    band = bands(large)[-1]
    asked = [one for one in Questions(large, band, 3_000 / size(large, band)) if not one.more]
    assert sum(map(len, asked)) == 3_000
    assert {place for one in asked for place in one.expected} == set(range(len(band.rules)))
    trades = {one.situation(at)["application.trade"] for one in asked for at in range(len(one))}
    assert trades == {f"t{n}" for n in range(1, 162)}


class Mistaken(Durable):
    """It lets one of 1,200 rules choose another channel."""

    def document(self, release: Release, band: EffectPeriod) -> dict[str, Any]:
        document = super().document(release, band)
        (rule,) = (rule for _, rule in document["rules"] if rule["rule"] == "region-777")
        rule["choose"] = "fully_online"
        return document


def test_one_rule_of_a_large_space_that_an_engine_reads_otherwise_is_found(large: Release) -> None:
    agreement = disagreements(large, bands(large)[-1:], engines=[Mistaken()], budget=EVERYDAY)
    assert {difference.expected[1] for difference in agreement.differences} == {"region-777"}


def test_one_rule_among_a_thousand_that_never_decides_is_found_at_its_place(tmp_path: Path) -> None:
    folder = write_region_of(tmp_path / "region", overrides=1_000, items=40)
    file = list(own_files(folder))[17]
    lines = file.read_text(encoding="utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if "rule: own-17-4," in line)
    spoil(folder, str(file.relative_to(folder)), lines[at], lines[at].replace("s3}", "s2}"))
    errors = [p for p in check(folder, TODAY).problems if p.severity == "error"]
    assert [(folder / p.file, p.line, p.code) for p in errors] == [(file, at + 1, "duplicate-rule")]


def test_each_of_a_thousand_rules_decides_its_own_situation(region: Release) -> None:
    usual = usual_facts(region)
    for code, item in items_on(region, TODAY).items():
        for rule in item.rules:
            facts = {c.fact: c.any_of[0] for c in rule.when}
            assert what_if(region, code, usual | facts, TODAY).rule == rule.rule


def test_an_edit_of_ten_among_a_thousand_rules_moves_only_their_situations(
    tmp_path: Path, region: Release
) -> None:
    fewer = load(write_region_of(tmp_path / "region", overrides=1_000, items=40, kept=990))
    found = diff(region, fewer, TODAY)
    gone = {code for code, item in region.items.items() if item.rules != fewer.items[code].rules}
    assert len(gone) == 1
    assert {move.example.item for move in found.channel.moves} == gone
    assert 0 < (found.channel.days[0].moved or 0) < found.channel.days[0].situations // 1_000


def test_past_cases_are_replayed_alike_in_any_order(tmp_path: Path, region: Release) -> None:
    rules = tuple(rule for rule in region.rules if rule.rule != "courier-out")
    edited = region.model_copy(update={"rules": rules})
    cases = read_past_cases(write_past_cases(tmp_path / "cases.jsonl", region, 3_000), [region], TODAY).cases
    found = replay(region, edited, cases)
    random.Random(1).shuffle(cases)  # noqa: S311  # an order, no secret
    assert replay(region, edited, cases) == found
    assert found.cases == 3_000
    assert found.moved > 0
