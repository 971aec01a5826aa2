"""The GoRules JDM export, as zen-engine itself reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import zen

from chalicelib.authoring.exports.jdm import ExportError, jdm
from chalicelib.authoring.exports.table import table
from chalicelib.decisions.decide import usual_facts, what_if
from chalicelib.decisions.effect import items_on
from chalicelib.decisions.forms.model import Release
from tests.authoring.exports.regions import LATER, RIGHT, WRONG, Answer, licang, odd_region, situations, wrong
from tests.authoring.region import spoil, write_region


@pytest.fixture(scope="module")
def region() -> Release:
    return licang()


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return odd_region(tmp_path_factory.mktemp("odd"))


def decision(document: str) -> Any:
    return zen.ZenEngine().create_decision(document)


def answer(found: Any, facts: dict[str, Any]) -> Answer:
    result = found.evaluate(facts)["result"]
    return result["channel"], result.get("rule")


def without_schema(document: str) -> str:
    whole = json.loads(document)
    whole["nodes"][0]["content"] = {}
    return json.dumps(whole)


def test_zen_answers_as_the_rules_do_in_every_situation_of_the_real_region(region: Release) -> None:
    asked = 0
    for band, every in situations(region):
        found = decision(jdm(table(region, band.first)))
        for facts, expected in every:
            asked += 1
            assert answer(found, facts) == expected, (band.first, facts)
    assert asked > 15_000


def test_zen_answers_as_the_rules_do_whatever_the_language_of_rules_can_say(odd: Release) -> None:
    seen = set()
    for band, every in situations(odd):
        found = decision(jdm(table(odd, band.first)))
        for facts, expected in every:
            seen.add(expected)
            assert answer(found, facts) == expected, (band.first, facts)
    assert {rule for _, rule in seen} == {"secret", "courier", "counter", "vault-always"}


def test_every_item_ends_where_decide_sends_it(region: Release) -> None:
    found = decision(jdm(table(region, LATER)))
    for item in items_on(region, LATER):
        ours = what_if(region, item, usual_facts(region) | {"application.courier": True}, LATER)
        assert answer(found, ours.as_json(())["facts"]) == (ours.channel, ours.rule)


def test_the_right_facts_of_these_tests_go_by_courier(region: Release) -> None:
    assert answer(decision(jdm(table(region, LATER))), RIGHT) == ("two_way_courier", "courier-both-ways")


@pytest.mark.parametrize("kind", WRONG)
def test_zen_refuses_facts_of_which(kind: str, region: Release) -> None:
    with pytest.raises(RuntimeError, match="NodeError"):
        decision(jdm(table(region, LATER))).evaluate(wrong(kind))


@pytest.mark.parametrize("kind", [kind for kind in WRONG if kind != "a number is half"])
def test_without_the_schema_a_person_decides_where(kind: str, region: Release) -> None:
    found = decision(without_schema(jdm(table(region, LATER))))
    assert answer(found, wrong(kind)) == ("undetermined", None)


def test_an_item_that_is_missing_or_unknown_is_refused_where_items_have_rules(odd: Release) -> None:
    band, every = list(situations(odd))[2]
    document = jdm(table(odd, band.first))
    facts = next(facts for facts, (channel, _) in every if channel == "outbound_courier")
    for code in ({}, {"code": "fod"}, {"code": None}):
        changed = {"item": facts["item"], "application": facts["application"]} | code
        with pytest.raises(RuntimeError, match="code"):
            decision(document).evaluate(changed)
        assert answer(decision(without_schema(document)), changed) == ("undetermined", None)


def test_what_only_one_item_asks_is_not_asked_of_the_others(odd: Release) -> None:
    band, every = list(situations(odd))[2]
    found = decision(jdm(table(odd, band.first)))
    facts = next(facts for facts, _ in every if facts["code"] == "food")
    assert "agent" not in facts["application"]
    assert answer(found, facts)[0] != "undetermined"
    with pytest.raises(RuntimeError, match="agent"):
        found.evaluate(facts | {"code": "vault"})


def test_before_any_rule_a_person_decides(region: Release) -> None:
    first = next(situations(region))[0].first
    found = decision(jdm(table(region, first.replace(year=first.year - 1))))
    assert answer(found, RIGHT) == ("undetermined", None)


def test_every_cell_is_of_a_form_that_zen_itself_calls_right(region: Release, odd: Release) -> None:
    cells = set()
    for release in (region, odd):
        for band, _ in situations(release):
            content = json.loads(jdm(table(release, band.first)))["nodes"][1]["content"]
            columns = [column["id"] for column in content["inputs"]]
            cells |= {row[column] for row in content["rules"] for column in columns}
    assert len(cells) >= 20
    assert [cell for cell in cells if cell and zen.validate_unary_expression(cell) is not None] == []


def test_zen_would_take_a_misspelt_cell_without_a_word() -> None:
    """Why the export writes cells itself, in a closed form: the class of mistake it must keep out."""
    assert zen.validate_unary_expression("treu") is None


def test_a_text_that_zen_cannot_hold_is_refused_with_a_way_to_mend_it(tmp_path: Path) -> None:
    spoil(write_region(tmp_path / "r"), "facts.yaml", "{value: joint, ", '{value: "it\'s \\"a\\"", ')
    spoil(
        tmp_path / "r", "channels.yaml", "{item.secret: true}", "{item.secret: true, item.inspection: none}"
    )
    spoil(tmp_path / "r", "items/health/vault.yaml", "{item.inspection: joint}", "{item.inspection: none}")
    from chalicelib.authoring.checking.load import load

    with pytest.raises(ExportError, match="without quotes"):
        jdm(table(load(tmp_path / "r"), LATER))
