"""Regions differ in what their files say, and in nothing else."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date, timedelta
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest
import yaml
import zen

from chalicelib.__main__ import main
from chalicelib.authoring.check import check
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.exports.jdm import jdm
from chalicelib.authoring.exports.table import table
from chalicelib.authoring.reading.yaml.nodes import parse
from chalicelib.authoring.space.domain import bands
from chalicelib.decisions.decide import decide, usual_facts
from chalicelib.decisions.decision import nested
from chalicelib.decisions.facts.facts import OF_APPLICANT
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.unit import every_unit

RULES = Path(__file__).parents[1] / "rules"
REGIONS = sorted(file.parent for file in RULES.glob("*/region.yaml"))
DEMOS = [folder for folder in REGIONS if folder.name.startswith("demo-")]
LINSHAN = RULES / "demo-linshan"
TODAY = date(2026, 9, 25)
APPLICANTS: list[dict[str, FactValue]] = [
    {
        "application.courier": courier,
        "application.electronic_delivery": electronic,
        "application.commitment": commitment,
        "application.village_agent": agent,
        "application.distance_km": distance,
        "application.licence_expires": expires,
    }
    for courier, electronic, commitment, agent in product((True, False), repeat=4)
    for distance in (4, 9, 10)
    for expires in ("2026-12-31", "2027-01-01")
]

KNOWN_TO_THE_SYSTEM = {"application.courier", "item.mail_result", "item.electronic_result", *OF_APPLICANT}


@cache
def release(folder: Path) -> Release:
    return load(folder)


def of(thing: str, one: Release) -> set[str]:
    """The names of a region's facts, rules, units or steps."""
    match thing:
        case "facts":
            return {fact.fact for fact in one.facts}
        case "rules":
            return {rule.rule for rule in one.rules} | {r.rule for i in one.items.values() for r in i.rules}
        case "steps":
            return {step.step for plan in one.plans.values() for step in plan.steps}
        case _:
            return {unit.unit for unit in every_unit(one.units)}


# --- the folders ---------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", REGIONS, ids=lambda folder: folder.name)
def test_every_region_passes_its_checks_without_a_warning(folder: Path) -> None:
    checked = check(folder, TODAY)
    assert checked.problems == ()
    assert checked.situations > 1000


def test_there_is_a_region_to_copy_from() -> None:
    assert LINSHAN in DEMOS
    assert len(REGIONS) > len(DEMOS)


@pytest.mark.parametrize("folder", DEMOS, ids=lambda folder: folder.name)
def test_a_demo_region_says_in_every_file_that_it_is_made_up(folder: Path) -> None:
    assert release(folder).region.code.startswith("99")  # GB/T 2260 has no such code
    for file in folder.rglob("*.yaml"):
        if file.parent.name == "calendars":  # the State Council's holidays are real
            continue
        first, second, *_ = file.read_text(encoding="utf-8").splitlines()
        assert re.search("演示|虚构", first), file
        assert "emo" in first + second, file


@pytest.mark.parametrize("folder", DEMOS, ids=lambda folder: folder.name)
def test_a_demo_region_teaches_the_next_in_chinese_and_in_english(folder: Path) -> None:
    chinese, _, english = (folder / "README.md").read_text(encoding="utf-8").partition("\n---\n")
    for file in ("region.yaml", "facts.yaml", "channels.yaml", "invariants.yaml", "plans/", "calendars/"):
        assert file in chinese
        assert file in english
    assert "检查清单" in chinese
    assert "Checklist" in english
    assert set(re.findall(r"chalicelib rules (\w+)", chinese)) == set(
        re.findall(r"chalicelib rules (\w+)", english)
    )


@pytest.mark.parametrize("folder", REGIONS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader], ids=lambda loader: loader.__name__)
def test_other_readers_of_yaml_see_in_every_rule_file_what_the_system_sees(folder: Path, loader: Any) -> None:
    """YAML 1.1 takes on, off, yes and no for true and false, and a ? in brackets for a mistake."""
    for file in folder.rglob("*.yaml"):
        content = file.read_bytes()
        read = yaml.load(content.decode("utf-8"), loader)  # noqa: S506 - both loaders are safe ones
        assert json.loads(json.dumps(read, default=date.isoformat)) == parse(content).plain(), file
        assert all_keys_are_text(read), file


def all_keys_are_text(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and all_keys_are_text(inner) for key, inner in value.items())
    return not isinstance(value, list) or all(map(all_keys_are_text, value))


def test_no_two_regions_share_a_code_or_a_name() -> None:
    """Case numbers begin with the code, and releases are published under the name."""
    regions = [release(folder).region for folder in REGIONS]
    assert len({region.code for region in regions}) == len(regions)
    assert [region.region for region in regions] == [folder.name for folder in REGIONS]


def test_a_copy_under_another_name_passes_as_it_is(tmp_path: Path) -> None:
    copy = shutil.copytree(LINSHAN, tmp_path / "next")
    text = (copy / "region.yaml").read_text(encoding="utf-8")
    named = text.replace("region: demo-linshan", "region: next").replace('"990121"', '"990122"')
    (copy / "region.yaml").write_text(named, encoding="utf-8")
    checked = check(copy, TODAY)
    assert checked.problems == ()
    assert checked.release is not None
    assert (checked.release.region.region, checked.release.region.code) == ("next", "990122")


def test_the_page_of_the_demo_region_shows_what_the_commands_really_print(
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = (LINSHAN / "README.md").read_text(encoding="utf-8")
    assert main(["rules", "totals", str(LINSHAN)]) == 0
    for line in capsys.readouterr().out.splitlines():
        assert f"    {line}".rstrip() in page
    assert f"passed: {len(release(LINSHAN).items)} items" in page


@pytest.mark.parametrize("folder", REGIONS, ids=lambda folder: folder.name)
@pytest.mark.parametrize(
    "words", ["totals", "decide --item food-business-licence", "explain --item food-business-licence",
              "export --to jdm --out OUT", "export --to dmn --out OUT"],
)  # fmt: skip
def test_the_commands_work_on_every_region(
    folder: Path, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command, *more = words.replace("OUT", str(tmp_path / "exported")).split()
    assert main(["rules", command, str(folder), *more, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)
    assert "--out" not in more or (tmp_path / "exported").stat().st_size > 1000


def test_a_move_from_one_region_to_the_other_can_be_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "diff", str(RULES / "licang"), str(LINSHAN), "--json"]) == 0
    items = {
        line["item"]: (line["from"], line["to"]) for line in json.loads(capsys.readouterr().out)["items"]
    }
    assert items["food-business-licence"] == ("inspection_collection", "fully_online")


# --- differently ruled ---------------------------------------------------------------------------


def test_the_second_region_is_ruled_by_other_facts_rules_steps_and_units() -> None:
    licang, linshan = release(RULES / "licang"), release(LINSHAN)
    assert of("rules", licang).isdisjoint(of("rules", linshan))
    assert len(of("facts", linshan) - of("facts", licang)) >= 8
    assert len(of("units", linshan) - of("units", licang)) >= 4
    assert of("steps", linshan) - of("steps", licang) >= {"original-by-video", "agent-visit", "visit-in-town"}
    assert licang.region.carrier != linshan.region.carrier


def test_the_second_region_shows_every_kind_of_fact_every_channel_and_rules_that_succeed_each_other() -> None:
    linshan = release(LINSHAN)
    assert {fact.type for fact in linshan.facts} == {"bool", "one_of", "whole_number", "date"}
    usual = usual_facts(linshan)
    channels = {decide(linshan, code, usual, TODAY).channel for code in linshan.items}
    assert channels == set(linshan.plans)
    followed = [rule for rule in linshan.rules if rule.until is not None]
    starts = {rule.from_ for rule in linshan.rules}
    assert len(followed) >= 4
    assert {rule.until + timedelta(days=1) for rule in followed if rule.until} <= starts
    assert {day.year for day in starts} == {2024, 2025, 2026, 2027}
    assert sum(bool(item.rules) for item in linshan.items.values()) >= 2
    assert len({item.units.decides for item in linshan.items.values()}) >= 6


def test_one_code_decides_the_same_item_differently_in_each_region() -> None:
    found = {
        folder.name: decide(
            release(folder), "food-business-licence", usual_facts(release(folder)), TODAY
        ).channel
        for folder in (RULES / "licang", LINSHAN)
    }
    assert found == {"licang": "inspection_collection", "demo-linshan": "fully_online"}


def test_no_line_of_the_system_knows_the_second_region_or_its_facts() -> None:
    own = of("facts", release(LINSHAN)) - KNOWN_TO_THE_SYSTEM
    known = {"item.paper_originals", "application.commitment"}  # 告知承诺: side tasks know it, too
    known |= {"application.by_agent"}  # whoever names an agent on a page has said so
    own = {name for name in own - known if not name.startswith(("case.", "clock."))}  # the program's own
    words = {name.split(".")[1] for name in own} | {"linshan", "临山"}
    for file in (RULES.parent / "chalicelib").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert not [word for word in words if re.search(rf"\b{word}\b", text)], file


@pytest.mark.parametrize("folder", REGIONS, ids=lambda folder: folder.name)
def test_no_region_is_advised_to_lift_a_secret_or_to_shorten_a_distance(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "advise", str(folder), "--on", TODAY.isoformat(), "--limit", "1000"]) == 0
    told = capsys.readouterr().out
    facts = [fact for fact in release(folder).facts if re.search("秘密|公里", fact.title.zh)]
    assert facts
    headings = re.findall(r"^ +\d+\. (.+)", told, re.MULTILINE)
    assert headings
    assert not [line for line in headings for fact in facts if fact.title.zh in line]


def test_exports_of_the_second_region_answer_as_its_rules_do_for_every_item() -> None:
    linshan, asked = release(LINSHAN), 0
    for number, band in enumerate(bands(linshan)):
        exported = zen.ZenEngine().create_decision(jdm(table(linshan, band.first)))
        for item, says in islice(product(linshan.items, APPLICANTS), number, None, 5):
            decision = decide(linshan, item, says, band.first)
            found = exported.evaluate({"code": item, **nested(decision.facts)})["result"]
            assert (found["channel"], found.get("rule")) == (decision.channel, decision.rule), (item, says)
            asked += 1
    assert asked > 3_000
