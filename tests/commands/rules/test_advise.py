"""``rules advise`` as people and scripts call it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.__main__ import main
from tests.authoring.region import spoil, write_region

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
    assert found["edits"].keys() == {"tried", "lightening", "unproved"}


def test_the_materials_that_would_have_to_change_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    second = asked(capsys)["attribute_changes"][1]
    (food,) = [one for one in second["items"] if one["item"] == "food-business-licence"]
    assert [name["en"] for name in food["materials"]] == ["Application form", "Floor plan of the premises"]
    assert (food["now"], food["value"]) == (2, 0)


def test_applicants_who_decline_couriers_show_where_errands_are_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = asked(capsys, *DECLINED)
    assert found["assumed"] == {"application.courier": False}
    first = found["attribute_changes"][0]
    assert (first["scope"], first["saved"]["visits"]) == ("applicants", 143)


def test_past_cases_weigh(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    line = {"item": "aquaculture-permit", "facts": {"application": {"courier": False}}, "on": "2025-01-02"}
    cases = tmp_path / "cases.jsonl"
    cases.write_text((json.dumps(line) + "\n") * 30, encoding="utf-8")
    found = asked(capsys, "--cases", str(cases))
    assert found["cases"] == 30
    assert found["attribute_changes"][0]["cases"]["saved"]["visits"] == 60


def test_a_bound_is_tried_at_the_numbers_that_past_cases_have(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Who has forty-one staff comes to the counter for one; no item and no rule names forty-one."""
    folder = write_region(tmp_path / "licang")
    spoil(folder, "facts.yaml", "usual: true}\n", "usual: true}\n" + STAFF)
    spoil(folder, "channels.yaml", "item.paper_originals: {at_most: 0}, application.courier: true", FEW_STAFF)
    spoil(folder, "items/market/food.yaml", "electronic, originals: 0", "paper, originals: 1")
    spoil(folder, "channels.yaml", "facts: {application.courier: false}", "facts: {application.staff: 90}")
    cases = tmp_path / "cases.jsonl"
    cases.write_text(
        '{"item": "food", "facts": {"application.staff": 41, "application.courier": true}}', encoding="utf-8"
    )
    assert main(["rules", "advise", str(folder), "--on", "2026-06-01", "--cases", str(cases), "--json"]) == 0
    best = json.loads(capsys.readouterr().out)["rule_changes"][0]
    assert (best["kind"], best["rule"], best["cases"]["lifted"]) == ("bound", "courier", 1)
    assert "41 or less instead of 30 or less" in best["en"]


FEW_STAFF = "application.staff: {at_most: 30}"
STAFF = (
    "  - {fact: application.staff, title: {zh: 人数, en: staff}, type: whole_number, at_least: 0, "
    "at_most: 999, usual: 5}\n"
)


@pytest.fixture
def expiring(tmp_path: Path) -> Path:
    """A region that asks for thirty days before a certificate expires; who has fewer comes to the counter."""
    folder = write_region(tmp_path / "licang")
    spoil(folder, "facts.yaml", "usual: true}\n", "usual: true}\n" + EXPIRES)
    spoil(folder, "channels.yaml", "application.courier: true}", UNEXPIRED)
    food = "items/market/food.yaml"
    spoil(folder, food, "format: electronic, originals: 0", "format: paper, originals: 0, copies: 1")
    return folder


EXPIRES = "  - {fact: application.expires, title: {zh: 到期日, en: expiry}, type: date, usual: 2030-01-01}\n"
UNEXPIRED = "application.courier: true, application.expires: {at_least: today+30}}"


def test_past_cases_weigh_by_what_was_said_and_days_from_today_lie_where_they_lay(
    expiring: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    cases = tmp_path / "cases.jsonl"
    said = {"application.expires": "2026-05-21", "application.courier": True}
    cases.write_text(json.dumps({"item": "food", "facts": said, "on": "2026-05-01"}) + "\n", encoding="utf-8")
    called = ["rules", "advise", str(expiring), "--on", "2026-06-01", "--cases", str(cases)]
    assert main([*called, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    [lifted] = found["attribute_changes"]
    assert (lifted["value"], lifted["below"], lifted["lifted"]) == ("2026-07-01", None, 0)
    assert lifted["en"] == '"expiry" is 2026-07-01 or later'
    assert [(one["item"], one["cases"]) for one in lifted["items"]] == [("food", 1)]
    assert [one["rule"] for one in lifted["law"]] == ["counter"]
    best = found["rule_changes"][0]
    assert (best["kind"], best["cases"]["lifted"], best["lifted"]) == ("bound", 1, 0)
    assert "20 days after that day or later instead of 30 days" in best["en"]
    assert [(one["item"], one["cases"]) for one in best["items"]] == [("food", 1)]
    assert main([*called, "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "0 items lighter" not in shown
    assert "Food business licence food: One visit → Outbound courier" in shown


@pytest.mark.parametrize(("expires", "days"), [("2026-06-30", 29), ("2026-06-10", 9), ("2026-05-20", -12)])
def test_a_bound_of_days_from_today_is_tried_where_the_day_assumed_lies(
    expiring: Path, capsys: pytest.CaptureFixture[str], expires: str, days: int
) -> None:
    called = ["rules", "advise", str(expiring), "--on", "2026-06-01", "--json"]
    assert main([*called, "--assume", f"application.expires={expires}"]) == 0
    best = json.loads(capsys.readouterr().out)["rule_changes"][0]
    changed = next(one for one in best["becomes"][0]["when"] if one["fact"] == "application.expires")
    assert (best["kind"], changed["at_least"]) == ("bound", f"today{days:+}")


def test_lines_that_are_wrong_are_told_and_the_others_weigh_as_in_a_replay(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    right = '{"item": "food", "facts": {"application.courier": false}, "on": "2026-01-01"}\n'
    cases = tmp_path / "cases.jsonl"
    cases.write_text(right + right.replace("food", "fod") + right.replace("2026", "2930"), encoding="utf-8")
    asked = ["rules", "advise", str(write_region(tmp_path / "licang")), "--cases", str(cases)]
    assert main([*asked, "--lang", "en"]) == 1
    shown = capsys.readouterr()
    first, second = shown.err.splitlines()
    assert f"{cases}:2: There is no item 'fod'. Did you mean 'food'?" == first
    assert f"{cases}:3: 'on' says 2930-01-01, which has not come yet" in second
    assert "1 past case, rules of" in shown.out
    assert "2 lines are wrong and not counted" in shown.out
    assert "1 past case lighter: 1 visit fewer, 1 parcel more" in shown.out
    assert main([*asked, "--json"]) == 1
    made = json.loads(capsys.readouterr().out)
    assert (made["cases"], made["left_out"], made["ok"]) == (1, 2, False)


def test_a_file_that_is_not_there_is_told_with_its_reason(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main([*ASK, "--cases", str(tmp_path / "none.jsonl"), "--lang", "en"]) == 2
    assert "none.jsonl: there is no such file or folder" in capsys.readouterr().err


def test_one_is_never_told_as_several_and_originals_are_documents(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASK, "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "41 parcels fewer, 369 paper documents fewer" in shown
    assert "for these only: 1 other would get heavier\n" in shown


def test_the_limit_holds_for_each_kind(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "--limit", "1")
    assert len(found["attribute_changes"]) == 1


def test_the_table_speaks_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASK, *DECLINED, "--all"]) == 0
    shown = capsys.readouterr().out
    for part in (
        "假定 assumed: 申请人不同意使用快递",
        "一、改变要素 changing an attribute",
        "若所有申请人都如此：申请人同意使用快递",
        "二、改变规则 changing a rule",
        "种能让事项更简便，但每一种都与某条不变式、某个示例或事项自己的要素相抵触",
        "would make items lighter, but each goes against an invariant, an example or an item's own statement",
        "须核对 law to look at: 《中华人民共和国行政许可法》",
        "件 / 102 items lighter: 143 visits fewer",
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


@pytest.mark.parametrize("more", [["--cases", "nowhere.jsonl"], ["--assume", "application.urgent=true"]])
@pytest.mark.parametrize("decision", ["special-path", "supervision"])
def test_what_weighs_visits_is_refused_where_none_are_weighed(
    capsys: pytest.CaptureFixture[str], decision: str, more: list[str]
) -> None:
    assert main([*ASK, "--decision", decision, *more]) == 2
    assert more[0] in capsys.readouterr().err


@pytest.mark.parametrize("limit", ["0", "-1", "many", "10001", "１"])
def test_a_limit_is_a_number_of_lines(limit: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*ASK, "--limit", limit])
    assert ended.value.code == 2
