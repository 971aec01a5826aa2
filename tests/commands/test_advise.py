"""``rules advise`` as people and scripts call it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.__main__ import main

ASK = ["rules", "advise", "rules/licang", "--on", "2026-06-01"]
DECLINED = ["--assume", "application.courier=false"]


def asked(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    assert main([*ASK, "--json", *more]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_advise_in_json_has_all_that_was_promised(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys)
    assert list(found) == [
        "region", "release", "on", "assumed", "items", "cases", "situations",
        "attribute_changes", "rule_changes", "edits",
    ]  # fmt: skip
    assert (found["region"], found["on"], found["items"], found["cases"]) == (
        "licang",
        "2026-06-01",
        195,
        None,
    )
    first = found["attribute_changes"][0]
    assert (first["rank"], first["fact"], first["value"], first["lifted"]) == (
        1,
        "item.online_depth",
        "IV",
        46,
    )
    assert first["saved"] == {"undetermined": 0, "visits": 0, "parcels": 46, "sheets": 0}
    assert first["items"][0].keys() == {"item", "zh", "en", "from", "to", "saved", "now", "value"}
    assert [law["rule"] for law in first["law"]] == ["courier-out"]
    assert found["rule_changes"] == []
    every = asked(capsys, "--all", "--limit", "1000")["rule_changes"]
    (dropped,) = [
        one for one in every if one["kind"] == "condition-dropped" and not one["obstacles"]["invariants"]
    ]
    assert (dropped["rule"], dropped["allowed"], len(dropped["obstacles"]["items"])) == (
        "collect-at-inspection", False, 12,
    )  # fmt: skip
    assert (dropped["file"], dropped["lifted"], dropped["burdened"]) == ("channels.yaml", 12, 0)
    assert [one["fact"] for one in dropped["becomes"][0]["when"]] == [
        "item.inspection", "item.paper_originals",
    ]  # fmt: skip


def test_the_materials_that_would_have_to_change_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    second = asked(capsys)["attribute_changes"][1]
    (food,) = [one for one in second["items"] if one["item"] == "food-business-licence"]
    assert [name["en"] for name in food["materials"]] == ["Application form", "Floor plan of the premises"]
    assert (food["now"], food["value"]) == (2, 0)


def test_what_is_not_allowed_is_told_only_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    assert all(one["allowed"] for one in asked(capsys)["rule_changes"])
    every = asked(capsys, "--all", "--limit", "1000")["rule_changes"]
    assert [one["rank"] for one in every] == list(range(1, len(every) + 1))
    refused = [one for one in every if not one["allowed"]]
    assert len(refused) > 20
    for one in refused:
        assert any(one["obstacles"].values())
    courier = [one for one in refused if one["rule"] == "secret-to-counter" and one["kind"] == "channel"]
    assert {one["becomes"][0]["choose"] for one in courier} >= {"two_way_courier", "outbound_courier"}
    assert all("secret-only-at-counter" in one["obstacles"]["invariants"] for one in courier)


def test_applicants_who_decline_couriers_show_where_errands_are_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = asked(capsys, *DECLINED)
    assert found["assumed"] == {"application.courier": False}
    first = found["attribute_changes"][0]
    assert (first["scope"], first["saved"]["visits"]) == ("applicants", 204)


def test_past_cases_weigh(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    line = {"item": "aquaculture-permit", "facts": {"application": {"courier": False}}, "on": "2025-01-02"}
    cases = tmp_path / "cases.jsonl"
    cases.write_text((json.dumps(line) + "\n") * 30, encoding="utf-8")
    found = asked(capsys, "--cases", str(cases))
    assert found["cases"] == 30
    assert found["attribute_changes"][0]["cases"]["saved"]["visits"] == 60
    best = asked(capsys, "--cases", str(cases), "--all")["rule_changes"][0]
    assert (best["cases"]["lifted"], best["cases"]["saved"]["visits"]) == (30, 30)


def test_the_limit_holds_for_each_kind(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "--limit", "1")
    every = asked(capsys, "--limit", "1", "--all")
    assert (len(found["attribute_changes"]), len(every["rule_changes"])) == (1, 1)


def test_the_table_speaks_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASK, *DECLINED, "--all"]) == 0
    shown = capsys.readouterr().out
    for part in (
        "假定 assumed: 申请人不同意使用快递",
        "一、改变要素 changing an attribute",
        "若所有申请人都如此：申请人同意使用快递",
        "二、改变规则 changing a rule",
        "不可行：违反不变式",
        "not allowed: against the invariant",
        "须核对 law to look at: 《中华人民共和国行政许可法》",
        "件 / 102 items lighter: 204 visits fewer",
    ):
        assert part in shown


@pytest.mark.parametrize(
    "more",
    [
        ["--assume", "application.curier=false"],
        ["--assume", "item.secret=false"],
        ["--assume", "application.courier=maybe"],
        ["--assume", "application.courier=1"],
        ["--assume", "application.courier"],
        ["--cases", "nowhere.jsonl"],
    ],
)
def test_a_wrong_call_says_so(capsys: pytest.CaptureFixture[str], more: list[str]) -> None:
    assert main([*ASK, *more]) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("limit", ["0", "-1", "many", "10001", "１"])
def test_a_limit_is_a_number_of_lines(limit: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*ASK, "--limit", limit])
    assert ended.value.code == 2
