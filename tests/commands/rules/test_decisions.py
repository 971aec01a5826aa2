"""Every command of the policy desk does for any decision what it does for the channel."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

import pytest

from chalicelib.__main__ import COMMANDS, main
from chalicelib.authoring.check import check
from chalicelib.authoring.checking.load import load, read
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.recheck import recheck
from chalicelib.authoring.report import markdown
from chalicelib.authoring.review import review
from chalicelib.authoring.workbook.sheets.sheets import sheets
from chalicelib.commands.releases.activate import show_review
from chalicelib.decisions.forms.form import FactValue
from chalicelib.services.releases.clocks_of_cases import ClockThen
from tests.authoring.region import spoil, write_decisions, write_region
from tests.authoring.workbook.office import add, contents, drop, put, refused, stored, taken
from tests.commands.conftest import Said

TODAY = date(2026, 6, 1)
PATH, CARDS = "decisions/special-path.yaml", "decisions/supervision.yaml"
OLD = '{"applicant.age": 85, "application.urgent": false}'
IN_TIME = """\
invariants:
  - invariant: in-time
    title: {zh: 按期, en: in time}
    when: {clock.days_left: {at_least: 1}}
    expect: [warning, none, yellow]
"""
OVERDUE = '{"clock.days_left": -2, "case.correction_rounds": 0, "clock.share_used": 100}'
LATE = '{"clock.days_left": -2, "case.correction_rounds": 0, "clock.share_used": 120}'


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return write_decisions(write_region(tmp_path / "licang"))


def found(region: Path) -> list[tuple[str, int, str]]:
    """What a check finds in the files of decisions, but for rules without an example."""
    problems = check(region, TODAY).problems
    there = (one for one in problems if one.file.startswith("decisions/") and one.code != "no-example")
    return [(one.file, one.line, one.code) for one in there]


def told(region: Path, code: str) -> Problem:
    return next(one for one in check(region, TODAY).problems if one.code == code)


def test_a_check_goes_through_every_decision_and_counts_its_situations(region: Path) -> None:
    alone = check(write_region(region.parent / "alone"), TODAY)
    both = check(region, TODAY)
    assert alone.ok
    assert both.ok
    assert both.situations > alone.situations
    assert both.agreement is not None
    assert both.agreement.asked["durable_rules"] == both.agreement.situations


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "code"),
    [
        (PATH, "when: {}, choose: none", "when: {application.urgent: true}, choose: none", 9, "gap"),
        (PATH, "when: {application.urgent: true, item.inspection: joint}, choose: squad",
         "when: {}, choose: squad", 11, "dead-rule"),
        (PATH, "expect: [squad, home-call]}", "expect: [squad]}", 14, "invariant"),
        (PATH, "expect: home-call, by: very-old", "expect: none, by: very-old", 16, "example"),
        (PATH, "expect: home-call, by: very-old", "expect: home-call, by: ordinary", 16, "example"),
        (CARDS, "{clock.share_used: {at_least: 80}}", "{clock.share_used: {at_least: 80}, "
         "clock.days_left: {at_least: -4}}", 15, "idle-condition"),
        (CARDS, "{clock.share_used: {at_least: 80}}", "{clock.days_left: {at_most: -1}}", 15,
         "conflicting-rules"),
    ],
)  # fmt: skip
def test_what_is_proved_of_channels_is_proved_of_any_decision_and_told_in_its_file(
    region: Path, file: str, old: str, new: str, line: int, code: str
) -> None:
    spoil(region, file, old, new)
    assert (file, line, code) in found(region)


def test_what_no_rule_decides_is_no_gap_where_it_has_an_outcome(region: Path) -> None:
    spoil(region, CARDS, "when: {}, choose: none", "when: {clock.days_left: {at_least: 9}}, choose: none")
    assert "gap" not in {code for _, _, code in found(region)}
    spoil(region, CARDS, "otherwise: warning", "otherwise: undetermined")
    spoil(region, CARDS, "asked: every_working_day", "asked: never")  # else nobody could be asked each day
    assert (CARDS, 11, "gap") in found(region)


def test_an_invariant_counts_what_comes_out_where_no_rule_decides(region: Path) -> None:
    text = (region / CARDS).read_text(encoding="utf-8")
    (region / CARDS).write_text(text + IN_TIME, encoding="utf-8")
    spoil(region, CARDS, "when: {}, choose: none", "when: {clock.days_left: {at_least: 9}}, choose: none")
    assert "invariant" not in {code for _, _, code in found(region)}
    spoil(region, CARDS, "expect: [warning, none, yellow]", "expect: [none, yellow]")
    assert (CARDS, 18, "invariant") in found(region)
    assert "“预警”（warning）" in told(region, "invariant").zh


def test_findings_speak_of_outcomes_and_not_of_channels(region: Path) -> None:
    spoil(region, CARDS, "{clock.share_used: {at_least: 80}}", "{clock.days_left: {at_most: -1}}")
    words = told(region, "conflicting-rules")
    assert "结果却不同" in words.zh
    assert "another outcome" in words.en
    assert "渠道" not in words.zh
    assert "channel" not in words.en


def test_a_release_is_rechecked_with_each_finding_at_the_line_of_its_rule(region: Path) -> None:
    spoil(region, PATH, "expect: [squad, home-call]}", "expect: [squad]}")
    again = recheck(load(region), TODAY)
    assert (PATH, 14, "invariant") in [(one.file, one.line, one.code) for one in again.problems]


@pytest.mark.parametrize(
    ("decision", "facts", "outcome", "rule"),
    [
        ("special-path", OLD, "home-call", "very-old"),
        ("supervision", LATE, "yellow", "overdue"),
        ("supervision", '{"clock.days_left": 3}', "warning", None),
    ],
)
def test_any_decision_is_taken_with_its_rule_and_basis(
    said: Said, region: Path, decision: str, facts: str, outcome: str, rule: str | None
) -> None:
    made = said("rules", "decide", str(region), "--decision", decision, "--item", "food", "--facts", facts)
    assert (made["decision"], made["outcome"], made["rule"]) == (decision, outcome, rule)
    assert "channel" not in made
    assert "visits" not in made


def test_a_decision_that_nobody_declared_is_no_call(said: Said, region: Path) -> None:
    told = said("rules", "decide", str(region), "--decision", "special-pat", "--item", "food", ends=2)
    assert "是不是“special-path”" in told


def test_a_batch_is_decided_by_the_decision_that_is_named(
    capsys: pytest.CaptureFixture[str], region: Path, tmp_path: Path
) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(f'{{"item": "food", "facts": {OLD}}}\n', encoding="utf-8")
    assert main(["rules", "decide", str(region), "--decision", "special-path", "--batch", str(cases)]) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "home-call"


@pytest.fixture
def edited(region: Path, tmp_path: Path) -> Path:
    """The region with the old called on from ninety on, and its invariant loosened."""
    folder = write_decisions(write_region(tmp_path / "edited" / "licang"))
    spoil(folder, PATH, "when: {applicant.age: {at_least: 80}}, choose: home-call",
          "when: {applicant.age: {at_least: 90}}, choose: home-call")  # fmt: skip
    spoil(
        folder,
        PATH,
        "when: {applicant.age: {at_least: 80}}, expect",
        "when: {applicant.age: {at_least: 95}}, expect",
    )
    return folder


def test_a_difference_lists_the_moves_of_every_decision_and_the_words_of_its_form(
    said: Said, region: Path, edited: Path
) -> None:
    made = said("rules", "diff", str(region), str(edited))
    assert (made["decision"], made["moved"]) == ("channel", 0)
    [path] = made["decisions"]
    assert made["all_decisions"] == {
        "situations": made["situations"] + path["situations"],
        "moved": path["moved"],
    }
    assert (path["decision"], path["title"]["zh"]) == ("special-path", "特事特办")
    assert {(one["from"], one["to"]) for one in path["moves"]} == {("home-call", "none")}
    assert path["moved"] == sum(one["count"] for one in path["moves"]) > 0
    entries = {one["field"]: one for one in made["entries"]}
    assert {(one["file"], one["danger"]) for one in entries.values()} == {(PATH, "law")}
    loosened = entries["invariants[old-are-helped].when[applicant.age]"]
    assert (loosened["old"], loosened["new"]) == ({"at_least": 80}, {"at_least": 95})
    assert "不变式“高龄有人上门”" in loosened["title"]["zh"]


def test_a_difference_shows_outcomes_by_their_titles(
    capsys: pytest.CaptureFixture[str], region: Path, edited: Path
) -> None:
    spoil(edited, PATH, "choose: none", "choose: squad")
    assert main(["rules", "diff", str(region), str(edited)]) == 0
    shown = capsys.readouterr().out
    assert "【特事特办 Special path】" in shown
    assert "上门办理 a home call  →  小分队上门 the squad comes" in shown
    assert "旧 old: 不需要（none） / not needed (none)" in shown
    assert "› 结果" in shown


def test_what_did_not_change_its_meaning_is_not_listed(said: Said, region: Path, edited: Path) -> None:
    text = (region / PATH).read_text(encoding="utf-8")
    (edited / PATH).write_text("# 演示\n" + text, encoding="utf-8")
    made = said("rules", "diff", str(region), str(edited))
    assert (made["decisions"], made["entries"]) == ([], [])


def test_days_on_which_a_rule_of_any_decision_comes_or_goes_are_told_with_what_moves_from_then_on(
    said: Said, region: Path, edited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(edited, CARDS, "choose: none, basis: [{title: 演示监督办法}], from: 2018-01-01",
          "choose: none, basis: [{title: 演示监督办法}], from: 2018-01-01, until: 2030-05-31")  # fmt: skip
    made = said("rules", "diff", str(region), str(edited), "--since", "2026-06-01")
    assert "2030-06-01" in made["as_of"]
    cards = next(one for one in made["decisions"] if one["decision"] == "supervision")
    [move] = cards["moves"]
    assert (move["from"], move["to"]) == ("none", "warning")
    moves = [{"from": "none", "to": "warning", "count": move["count"]}]
    items = [{"on": one["on"], "moves": one["moves"]} for one in cards["days"]]
    assert items == [{"on": "2026-06-01", "moves": []}, {"on": "2030-06-01", "moves": moves}]
    assert main(["rules", "diff", str(region), str(edited), "--since", "2026-06-01", "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    some = f"{cards['situations']} 种情形中 {move['count']} 种改变（{move['count']} 种 正常 → 预警）"
    assert f"2030-06-01 效能监督：{some}（规则“正常”失效）" in shown
    assert "2030-06-01 特事特办：" not in shown, "nothing of it begins or ends that day"
    assert "2030-06-01 办理渠道：" not in shown


def test_past_cases_are_taken_again_by_the_decision_that_is_named(
    said: Said, region: Path, edited: Path, tmp_path: Path
) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(f'{{"item": "food", "facts": {OLD}, "on": "2026-01-05"}}\n', encoding="utf-8")
    made = said(
        "rules", "replay", str(region), str(edited), "--cases", str(cases), "--decision", "special-path"
    )
    assert (made["cases"], made["matrix"]) == (1, {"home-call": {"none": 1}})
    assert made.keys().isdisjoint({"visits", "parcels"})


def test_an_explanation_has_the_deciding_facts_why_not_another_and_the_nearest_change(
    said: Said, region: Path
) -> None:
    words = ("rules", "explain", str(region), "--item", "food", "--decision", "special-path", "--facts")
    made = said(*words, '{"applicant.age": 79, "application.urgent": true}')
    assert made["decision"]["outcome"] == "none"
    assert {one["fact"] for one in made["deciding"]} == {"applicant.age", "item.inspection"}
    assert [(one["outcome"], one["rule"]) for one in made["why_not"]] == [
        ("squad", "urgent-joint"),
        ("home-call", "very-old"),
    ]
    nearest = {one["outcome"]: one["change"] for one in made["nearest"]}
    assert nearest == {"home-call": {"applicant.age": 80}, "squad": {"item.inspection": "joint"}}


def test_the_screen_of_an_explanation_speaks_of_outcomes_where_no_channel_is_decided(
    region: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["rules", "explain", str(region), "--item", "food", "--decision", "supervision", "--lang"]
    why = ["--facts", LATE, "--why-not", "none"]
    assert main([*asked, "zh", *why]) == 0
    shown = capsys.readouterr().out
    assert "先决定，结果为“黄牌”。" in "".join(line.strip() for line in shown.splitlines())
    assert "渠道" not in shown
    assert main([*asked, "en", *why]) == 0
    assert "(other outcomes and changes: --all; one outcome only: --why-not)" in capsys.readouterr().out


def test_why_not_an_outcome_that_nobody_declared_is_no_call(said: Said, region: Path) -> None:
    words = ("rules", "explain", str(region), "--item", "food", "--decision", "special-path")
    zh, en = said(*words, "--why-not", "one_visit", ends=2).split(" / ")
    assert "没有结果“one_visit”" in zh
    assert "squad（小分队上门）、home-call（上门办理）、none（不需要）" in zh
    assert "squad (the squad comes), home-call (a home call), none (not needed)" in en


@pytest.mark.parametrize("title", ["squad", "小分队上门", "the squad comes", " 小分队上门 "])
def test_why_not_is_asked_by_code_or_by_title_in_either_language(
    said: Said, region: Path, title: str
) -> None:
    words = ("rules", "explain", str(region), "--item", "food", "--decision", "special-path")
    assert {one["outcome"] for one in said(*words, "--why-not", title)["why_not"]} == {"squad"}


def test_examples_are_proposed_and_confirmed_in_the_file_of_their_decision(said: Said, region: Path) -> None:
    words = ("rules", "examples", str(region), "--decision", "special-path")
    made = said(*words, "--on", "2026-06-01")
    assert made["decision"] == "special-path"
    squad = next(one for one in made["proposed"] if one["expect"] == "squad")
    assert squad["by"] == "urgent-joint"
    channels = (region / "channels.yaml").read_bytes()
    said(*words, "--on", "2026-06-01", "--confirm", squad["id"], "--by", "张三")
    assert (region / "channels.yaml").read_bytes() == channels
    stands = load(region).decisions["special-path"].examples[-1]
    assert (stands.expect, stands.by) == ("squad", "urgent-joint")
    assert stands.confirmed is not None
    assert (PATH, 10, "no-example") not in [
        (one.file, one.line, one.code) for one in check(region, TODAY).problems
    ]


def test_examples_of_a_decision_asked_of_clocks_tell_each_rule_apart(said: Said, region: Path) -> None:
    made = said("rules", "examples", str(region), "--decision", "supervision", "--on", "2026-06-01")
    assert {one["by"] for one in made["proposed"]} >= {
        "overdue-long", "overdue", "told-twice", "nearly-due", "in-order",
    }  # fmt: skip
    numbers = [one["facts"].get("clock.days_left", 0) for one in made["proposed"]]
    assert min(numbers) > -100  # no number that nobody would ever read on a clock


def test_a_proposed_example_is_called_in_the_language_of_the_user(
    region: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["rules", "examples", str(region), "--decision", "special-path", "--on", "2026-06-01", "--lang"]
    main([*asked, "en"])
    named = [line for line in capsys.readouterr().out.splitlines() if "  [" in line]
    assert named
    assert not [line for line in named if re.search("[\u4e00-\u9fff]", line)]


def test_a_value_that_cannot_be_right_is_shown_again_to_whoever_typed_it(
    region: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = '{"applicant.age": "eighty\\u001b[31m"}'
    asked = ["rules", "decide", str(region), "--decision", "special-path", "--item", "food", "--facts", typed]
    assert main([*asked, "--lang", "en"]) == 3
    told = capsys.readouterr().out
    assert 'given applicant.age: "eighty' in told
    assert "\x1b" not in told


@pytest.mark.parametrize("to", ["jdm", "dmn", "dmn11"])
@pytest.mark.parametrize("decision", ["special-path", "supervision"])
def test_an_export_of_any_decision_is_read_back_by_an_engine_that_answers_as_the_rules_do(
    said: Said, region: Path, tmp_path: Path, to: str, decision: str
) -> None:
    out = tmp_path / f"{decision}.{to}"
    words = ("--to", to, "--out", str(out), "--on", "2026-06-01", "--decision", decision)
    if to == "jdm":
        made = said("rules", "export", str(region), *words, "--verify")
        assert made["verified"] is True
    else:
        said("rules", "export", str(region), *words)
    text = out.read_text(encoding="utf-8")
    assert "outcome" in text
    assert "渠道" not in text


SQUAD = "决策1 special-path"


def test_rules_of_any_decision_go_to_excel_and_back_and_nothing_else_changes(region: Path) -> None:
    before = contents(region)
    assert taken(region).files == ()
    found = stored(
        region, put(SQUAD, "very-old", "年龄", "≥85"), put(SQUAD, "ordinary", "结果", "小分队上门")
    )
    assert [change.file for change in found.files] == [PATH]
    assert found.difference is not None
    assert [one.decides for one in found.difference.decisions] == ["special-path"]
    rules = {rule.rule: rule for rule in load(region).decisions["special-path"].rules}
    assert rules["very-old"].when[0].at_least == 85
    assert rules["ordinary"].choose == "squad"
    after = contents(region)
    assert {file for file in before if before[file] != after[file]} == {PATH}
    changed = zip(before[PATH].splitlines(), after[PATH].splitlines(), strict=True)
    assert sum(was != now for was, now in changed) == 2


def test_examples_and_invariants_of_any_decision_go_to_excel_and_back(region: Path) -> None:
    shown, proved = "示例1 special-path", "不变式1 special-path"
    found = stored(
        region,
        put(shown, "老人", "年龄", 90),
        add(shown, None, 示例名称="老人二", 事项代号="food", 年龄=81, 急需="否", 应得的结果="上门办理"),
        put(proved, "old-are-helped", "年龄", "≥85"),
        drop(shown, "青年"),
    )
    assert [change.file for change in found.files] == [PATH]
    path = load(region).decisions["special-path"]
    assert [(one.name, one.facts["applicant.age"]) for one in path.examples] == [("老人", 90), ("老人二", 81)]
    assert path.examples[1].expect == "home-call"
    assert path.invariants[0].when[0].at_least == 85
    assert path.rules == load(region).decisions["special-path"].rules
    mistakes = refused(
        region, put(shown, "老人", "年龄", "八十"), put(proved, "old-are-helped", "允许的结果", "飞船")
    )
    assert {str(cell).split("!")[0] for cell, _, _ in mistakes} == {shown, proved}


def test_a_wrong_cell_of_a_decision_is_told_by_its_cell(region: Path) -> None:
    mistakes = refused(
        region, put(SQUAD, "very-old", "年龄", "八十"), put(SQUAD, "ordinary", "结果", "出件快递")
    )
    cells = {cell: code for cell, code, _ in mistakes}
    assert len(cells) == 2
    assert all(cell.startswith(f"{SQUAD}!") for cell in cells)


def test_a_sheet_has_the_facts_alone_that_its_decision_can_test(region: Path) -> None:
    one, two = (sheet for sheet in sheets(read(region)[0]) if sheet.name.startswith("决策"))
    named = [{column.path[1] for column in sheet.columns if column.path[0] == "when"} for sheet in (one, two)]
    assert {"applicant.age", "application.urgent"} <= named[0]
    assert not any(name.startswith(("case.", "clock.")) for name in named[0])
    assert {"clock.days_left", "case.correction_rounds"} <= named[1]
    assert not any(name.startswith("applicant.") for name in named[1])


def test_a_workbook_holds_all_decisions_and_names_none(said: Said, region: Path, tmp_path: Path) -> None:
    words = ("rules", "export", str(region), "--to", "xlsx", "--out", str(tmp_path / "a.xlsx"))
    assert "不用 --decision" in said(*words, "--decision", "supervision", ends=2)


def test_items_are_counted_by_outcome(said: Said, region: Path) -> None:
    made = said("rules", "totals", str(region), "--decision", "special-path", "--on", "2026-06-01")
    assert made["outcomes"]["none"]["items"] == made["licence_items"] == 2
    assert "channels" not in made


def test_a_decision_on_clocks_is_counted_over_no_items(said: Said, region: Path) -> None:
    why = said("rules", "totals", str(region), "--decision", "supervision", ends=2)
    assert "问的是计时，不是事项" in why
    assert "rules replay --decision supervision" in why


def test_advice_says_plainly_where_no_attribute_of_an_item_can_change_a_decision(
    said: Said, region: Path
) -> None:
    cards = said("rules", "advise", str(region), "--decision", "supervision", "--on", "2026-06-01")
    assert cards["attributes"] == {}
    assert "没有可建议的修改" in cards["zh"]
    path = said("rules", "advise", str(region), "--decision", "special-path", "--on", "2026-06-01")
    assert path["attributes"] == {"item.inspection": [{"value": "none", "items": 2}]}
    for made in (cards, path):
        assert 0 < len(made["rule_changes"]) <= 10
        sizes = [sum(move["situations"] for move in one["moves"]) for one in made["rule_changes"]]
        assert sizes == sorted(sizes)
        assert all(one["file"].startswith("decisions/") and sizes[0] for one in made["rule_changes"])
    lowered = [one for one in path["rule_changes"] if (one["rule"], one["kind"]) == ("very-old", "bound")]
    assert not any(move["from"] == "home-call" for one in lowered for move in one["moves"])  # an invariant


def test_advice_says_so_where_an_example_or_a_law_stands_against_every_change(
    said: Said, region: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An invariant holds those of eighty, an example one of seventy-nine; a law says what is inspected."""
    spoil(region, "facts.yaml", "item.inspection\n", "item.inspection\n    set_by: law\n")
    spoil(
        region,
        PATH,
        "applicant.age: 30, application.urgent: true",
        "applicant.age: 79, application.urgent: true",
    )
    asked = ("rules", "advise", str(region), "--decision", "special-path", "--on", "2026-06-01")
    made = said(*asked)
    assert (made["rule_changes_tried"], made["rule_changes"]) == (4, [])
    assert main([*asked, "--lang", "zh"]) == 0
    shown = capsys.readouterr().out
    assert "试过的调整有 4 处会改变结果，都与不变式、示例、事项自己的要素或法律所定的要素不符" in shown
    assert "把数字的界限增减一个单位" in shown


def test_a_bound_is_tried_one_unit_lower_and_higher_than_it_is(said: Said) -> None:
    asked = ("rules", "advise", "rules/licang", "--decision", "special-path", "--on", "2026-06-01")
    ages = [one["en"].rpartition("must be ")[2] for one in said(*asked)["rule_changes"]]
    assert ages == [
        f"{age} or more instead of {bound} or more" for bound in (80, 60) for age in (bound - 1, bound + 1)
    ]


def test_no_adjustment_moves_an_item_against_what_its_file_says(said: Said, region: Path) -> None:
    """Every rule for the squad asks that an inspection is joint; the shop's file says that it is required."""
    asked = ("rules", "advise", str(region), "--decision", "special-path", "--on", "2026-06-01")
    into = "由“联合”改为“联合”或“需要”"
    assert [one for one in said(*asked)["rule_changes"] if into in one["zh"]]
    food = "items/market/food.yaml"
    spoil(region, food, "inspection: none", "inspection: required")
    assert not [one for one in said(*asked)["rule_changes"] if into in one["zh"]]


def test_advice_on_another_decision_moves_no_bound_of_what_only_a_law_changes(
    said: Said, region: Path
) -> None:
    asked = ("rules", "advise", str(region), "--decision", "special-path", "--on", "2026-06-01")
    assert [one for one in said(*asked)["rule_changes"] if "现场勘验" in one["zh"]]
    spoil(region, "facts.yaml", "item.inspection\n", "item.inspection\n    set_by: law\n")
    assert not [one for one in said(*asked)["rule_changes"] if "现场勘验" in one["zh"]]


def test_what_a_decision_asks_on_submission_is_told_before_it_is_in_force(
    said: Said, region: Path, edited: Path
) -> None:
    spoil(edited, PATH, "{application.urgent: true, item.inspection: joint}", "{application.urgent: true}")
    made = said("rules", "diff", str(region), str(edited))
    assert {"item": "food", "fact": "application.urgent", "added": True, "required": False} in made["asks"]


def test_a_check_names_every_decision_and_so_does_what_an_approver_reads(region: Path, edited: Path) -> None:
    names = ["channel", "special-path", "supervision"]
    checks = check(region, TODAY).as_json()
    assert [one["decision"] for one in checks["decisions"]] == names
    assert sum(one["situations"] for one in checks["decisions"]) == checks["situations"]
    spoil(edited, PATH, "facts: {applicant.age: 85,", "facts: {applicant.age: 95,")
    seen = review(load(region), load(edited), [], TODAY)
    assert [one["decision"] for one in seen.as_json()["diff"]["decisions"]] == ["special-path"]
    shown = markdown(seen, Notes())
    assert "### 特事特办 Special path" in shown
    assert "上门办理 a home call → 不需要 not needed" in shown


class OneClock:
    """A clock that is overdue by two days, and others of which nothing more is known."""

    unknown, more = 2, False

    def on(self, day: date) -> list[ClockThen]:
        facts: dict[str, FactValue] = json.loads(OVERDUE)
        return [ClockThen("food", facts, day, datetime(2026, 5, 4, tzinfo=UTC))]


def test_an_approver_reads_in_words_which_running_clocks_come_out_otherwise(
    region: Path, edited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(edited, CARDS, "{clock.days_left: {at_most: -5}}", "{clock.days_left: {at_most: -2}}")
    spoil(edited, PATH, "facts: {applicant.age: 85,", "facts: {applicant.age: 95,")
    seen = review(load(region), load(edited), [], TODAY, clocks=OneClock())
    assert seen.unknown == []
    assert seen.as_json()["replay_clocks"]["supervision"]["matrix"] == {"yellow": {"red": 1}}
    show_review(seen, load(edited))
    shown = capsys.readouterr().out
    assert "正在走的计时：1 个中 1 个改变结果，1 个更重，0 个更轻 / running clocks: 1 of 1 come out" in shown
    assert "1 个：黄牌 → 红牌（更重） / 1: yellow card → red card (graver)" in shown
    assert "2 more were kept by an older program" in shown
    assert "不能用真实办件" not in shown
    without = review(load(region), load(edited), [], TODAY)
    assert [moves.decides for moves in without.unknown] == ["supervision"]


class Notes:
    """What a report says beside the findings."""

    region, at, files, refused = "licang", datetime(2026, 6, 1, tzinfo=UTC), (PATH,), None


ABOUT_THE_WHOLE = {"check", "diff", "import", "schema", "publish", "activate", "rollback", "log", "shadow"}
"""Commands that are about all decisions of a region at once."""


def test_every_command_on_rules_is_about_all_decisions_or_asks_which() -> None:
    """A new command belongs to one of the two; then it has a test here."""
    for (group, word), place in COMMANDS.items():
        if group == "rules" and word not in ABOUT_THE_WHOLE:
            module, _, name = place.rpartition(".")
            parser = ArgumentParser()
            getattr(import_module(f"chalicelib.commands.{module}"), name).arguments(parser)
            assert "--decision" in parser.format_help(), word
