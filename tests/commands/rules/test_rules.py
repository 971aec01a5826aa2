"""The command line of the policy desk, called as people and scripts call it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.__main__ import main
from tests.authoring.region import spoil, write_region

LICANG = "rules/licang"


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return write_region(tmp_path / "licang")


def called(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, Any]:
    """The exit code and the one JSON value on standard output."""
    ended = main([*argv, "--json"])
    return ended, json.loads(capsys.readouterr().out)


def test_check_of_a_right_folder_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    ended, found = called(capsys, "rules", "check", LICANG)
    assert ended == 0
    assert found.keys() == {
        "ok", "release", "world", "items", "situations", "decisions", "engines", "visits", "problems", "asks",
    }  # fmt: skip
    assert (found["ok"], len(found["release"]), len(found["world"])) == (True, 64, 64)
    told = {problem["code"] for problem in found["problems"]}
    assert told <= {"no-calendar"}, "from October on next year's calendar is missed until it is out"


def test_check_of_a_wrong_folder_lists_every_problem(
    capsys: pytest.CaptureFixture[str], region: Path
) -> None:
    spoil(region, "channels.yaml", "{item.secret: true}", "{item.secrt: true}")
    ended, found = called(capsys, "rules", "check", str(region))
    assert (ended, found["ok"], found["release"]) == (1, False, None)
    assert found["problems"][0] == {
        "file": "channels.yaml",
        "line": 5,
        "column": 12,
        "code": "unknown-fact",
        "severity": "error",
        "page": "docs/rules/unknown-fact.md",
        "message": {
            "zh": "facts.yaml 没有要素“item.secrt”。",
            "en": "facts.yaml declares no fact 'item.secrt'.",
        },
        "mend": {"zh": "是不是“item.secret”？", "en": "Did you mean 'item.secret'?"},
    }


@pytest.mark.parametrize(
    "part", ["items", "items/market", "clocks.yaml", "region.yaml", "items/market/food.yaml"]
)
def test_a_part_of_a_region_is_answered_with_the_folder_of_the_whole(
    capsys: pytest.CaptureFixture[str], region: Path, part: str
) -> None:
    for command in (("check",), ("totals",), ("decide", "--item", "food")):
        with pytest.raises(SystemExit) as ended:
            main(["rules", command[0], str(region / part), *command[1:]])
        assert ended.value.code == 2
        assert f"整个地区的文件夹：{region}" in capsys.readouterr().err


def test_a_file_that_is_no_region_s_is_told_to_be_no_folder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text("", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["rules", "check", str(tmp_path / "a.yaml")])
    assert "不是文件夹" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("courier", "application.courier"),
        ("applicant.courier", "application.courier"),
        ("secrt", "item.secret"),
    ],
)
def test_a_fact_that_is_none_is_answered_with_the_one_that_is_meant(
    capsys: pytest.CaptureFixture[str], region: Path, given: str, meant: str
) -> None:
    facts = json.dumps({given: False, "application.courier": True})
    ended, found = called(capsys, "rules", "decide", str(region), "--item", "food", "--facts", facts)
    assert ended == 3
    [invalid] = found["invalid"]
    assert (invalid["name"], meant in invalid["reason"]["zh"], meant in invalid["reason"]["en"]) == (
        given,
        True,
        True,
    )


def test_check_speaks_to_people_too(capsys: pytest.CaptureFixture[str], region: Path) -> None:
    spoil(region, "channels.yaml", "{item.secret: true}", "{item.secrt: true}")
    assert main(["rules", "check", str(region)]) == 1
    shown = capsys.readouterr().out
    assert "channels.yaml:5:12" in shown
    assert "1 error" in shown


def test_a_check_that_finds_plans_wrong_says_what_it_has_not_looked_at(
    capsys: pytest.CaptureFixture[str], region: Path
) -> None:
    spoil(region, "parts/pre-review.yaml", ", accepts: prereview}", "}")
    assert main(["rules", "check", str(region)]) == 1
    told = capsys.readouterr().out
    assert "decided-unaccepted" in told
    assert "改正以上问题后，再检查其余内容（文书、公布数据、事项）。" in told
    assert "Mend these first; notices, published figures and items are checked" in told


def test_totals_are_the_published_figures(capsys: pytest.CaptureFixture[str]) -> None:
    ended, found = called(capsys, "rules", "totals", LICANG)
    assert ended == 0
    assert (found["licence_items"], found["zero_errand"], found["zero_errand_percent"]) == (178, 176, 98.9)
    assert {name: row["items"] for name, row in found["channels"].items()} == {
        "outbound_courier": 61,
        "two_way_courier": 41,
        "inspection_collection": 74,
        "fully_online": 0,
        "one_visit": 2,
    }
    assert found["channels"]["inspection_collection"]["percent"] == 41.6


def test_totals_as_a_table_stand_beside_the_published_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "totals", LICANG]) == 0
    shown = capsys.readouterr().out
    assert "98.9 %" in shown
    assert "for an applicant who agrees to couriers" in shown


@pytest.mark.parametrize(
    ("item", "facts", "channel", "visits"),
    [
        ("food-business-licence", '{"application": {"courier": true}}', "inspection_collection", 0),
        ("food-business-licence", '{"application": {"courier": false}}', "inspection_collection", 1),
        ("food-business-licence", '{"item": {"mail_result": false}}', "inspection_collection", 1),
        ("physician-practice-registration", '{"item": {"mail_result": false}}', "two_way_courier", 1),
        ("physician-practice-registration", '{"application": {"courier": false}}', "one_visit", 2),
        ("teacher-qualification", '{"application": {"courier": true}}', "one_visit", 1),
        ("teacher-qualification", '{"application": {"courier": false}}', "one_visit", 2),
        ("company-record-filing", '{"application": {"courier": false}}', "fully_online", 0),
    ],
)
def test_visits_are_those_of_this_applicant_and_it_is_said_of_whom(
    capsys: pytest.CaptureFixture[str], item: str, facts: str, channel: str, visits: int
) -> None:
    argv = ["rules", "decide", LICANG, "--item", item, "--facts", facts]
    _, found = called(capsys, *argv)
    assert (found["channel"], found["visits"]) == (channel, visits)
    assert main(argv) == 0
    row = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("跑腿次数 visits"))
    assert f": {visits} (" in row
    assert ("does not agree" in row) is ('"courier": false' in facts)


def test_a_check_tells_who_has_to_come_in_a_channel_that_is_called_zero_errand(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, found = called(capsys, "rules", "check", LICANG)
    told = {(one["channel"], *one["facts"].items(), one["visits"]) for one in found["visits"]}
    assert told == {
        ("inspection_collection", ("application.courier", False), 1),
        ("inspection_collection", ("item.mail_result", False), 1),
        ("two_way_courier", ("item.mail_result", False), 1),
    }


def test_decide_gives_all_that_a_decision_stands_on(capsys: pytest.CaptureFixture[str]) -> None:
    ended, found = called(capsys, "rules", "decide", LICANG, "--item", "food-business-licence")
    assert ended == 0
    assert list(found) == [
        "decision", "outcome", "item", "channel", "visits", "rule", "file", "line",
        "basis", "because", "release", "facts", "missing", "invalid",
    ]  # fmt: skip
    assert (found["channel"], found["visits"]) == ("inspection_collection", 0)
    assert found["facts"]["item"]["paper_originals"] == 2
    assert found["facts"]["application"] == {
        "by_agent": False,
        "commitment": False,
        "courier": True,
        "urgent": False,
    }
    assert found["because"].keys() == {"zh", "en"}


@pytest.mark.parametrize("facts", ['{"item": {"secret": true}}', '{"item.secret": true}'])
def test_facts_may_be_nested_or_flat_and_the_ordinary_applicant_stands_in(
    capsys: pytest.CaptureFixture[str], facts: str
) -> None:
    ended, found = called(
        capsys, "rules", "decide", LICANG, "--item", "food-business-licence", "--facts", facts
    )
    assert (ended, found["channel"], found["rule"]) == (0, "one_visit", "secret-to-counter")


def test_printed_facts_can_be_given_again(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["rules", "decide", LICANG, "--item", "sole-trader-registration"]
    _, first = called(capsys, *argv)
    _, again = called(capsys, *argv, "--facts", json.dumps(first["facts"]))
    assert again == first


@pytest.mark.parametrize(
    ("facts", "missing", "invalid"),
    [
        ("{}", ["application.courier"], []),
        ('{"application": {}}', ["application.courier"], []),
        ('{"application": {"courier": null}}', ["application.courier"], []),
        ('{"application.courier": "true"}', [], ["application.courier"]),
        ('{"item.secret": "treu"}', [], ["item.secret"]),
        ('{"item.secrte": true}', [], ["item.secrte"]),
        ('{"item": 5}', ["application.courier"], ["item"]),
    ],
)
def test_missing_and_wrong_facts_end_undetermined(
    capsys: pytest.CaptureFixture[str], facts: str, missing: list[str], invalid: list[str]
) -> None:
    argv = ["rules", "decide", LICANG, "--item", "sole-trader-registration", "--facts", facts]
    ended, found = called(capsys, *argv)
    assert (ended, found["channel"], found["visits"]) == (3, "undetermined", None)
    assert found["missing"] == missing
    assert [one["name"] for one in found["invalid"]] == invalid
    assert all(one["reason"].keys() == {"zh", "en"} for one in found["invalid"])


def test_decide_as_of_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["rules", "decide", LICANG, "--item", "sole-trader-registration", "--on"]
    assert called(capsys, *argv, "2016-07-31")[1]["rule"] == "result-at-counter"
    assert called(capsys, *argv, "2016-08-01")[1]["rule"] == "courier-out"


def test_decide_speaks_to_people_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "decide", LICANG, "--item", "food-business-licence"]) == 0
    shown = capsys.readouterr().out
    assert "渠道 channel" in shown
    assert "《中华人民共和国行政许可法》第三十四条" in shown


@pytest.mark.parametrize(
    "argv",
    [
        ["--item", "food"],
        [],
        ["--item", "food-business-licence", "--batch", "-"],
        ["--item", "food-business-licence", "--facts", "{"],
        ["--item", "food-business-licence", "--facts", "[]"],
        ["--item", "food-business-licence", "--facts", '{"item.secret": true, "item.secret": false}'],
        ["--item", "food-business-licence", "--facts", '{"item.secret": true, "item": {"secret": false}}'],
        ["--batch", "no-such-file.jsonl"],
    ],
)
def test_a_wrong_call_ends_in_two_and_says_why_in_both_languages(
    capsys: pytest.CaptureFixture[str], argv: list[str]
) -> None:
    assert main(["rules", "decide", LICANG, *argv]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert " / " in shown.err


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["rules"],
        ["rules", "decide", LICANG, "--item", "x", "--on", "2026-2-30"],
        ["rules", "check", "no-such-folder"],
        ["rules", "chek", LICANG],
    ],
)
def test_what_cannot_be_parsed_ends_in_two(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(argv)
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("words", [["check"], ["decide"], ["totals"]])
def test_every_command_has_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["rules", *words, "--help"])
    assert ended.value.code == 0
    assert "DIR" in capsys.readouterr().out


def test_wrong_rules_end_any_command_in_one(capsys: pytest.CaptureFixture[str], region: Path) -> None:
    spoil(region, "channels.yaml", "{item.secret: true}", "{item.secrt: true}")
    for argv in (["totals", str(region)], ["decide", str(region), "--item", "food"]):
        ended, found = called(capsys, "rules", *argv)
        assert ended == 1
        assert found["problems"][0]["code"] == "unknown-fact"


def batch(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> tuple[int, list[Any]]:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode(errors="surrogateescape"))))
    ended = main(["rules", "decide", LICANG, "--batch", "-", "--json"])
    return ended, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_batch_gives_a_line_for_each_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    lines = [
        {"item": "food-business-licence"},
        {"item": "food-business-licence", "facts": {"item": {"secret": True}}},
        {"item": "sole-trader-registration", "facts": {"application.courier": True}, "on": "2016-07-31"},
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    ended, found = batch(monkeypatch, capsys, text)
    assert (ended, [one["channel"] for one in found]) == (
        0,
        ["inspection_collection", "one_visit", "one_visit"],
    )
    file = tmp_path / "asked.jsonl"
    file.write_text(text, encoding="utf-8")
    assert main(["rules", "decide", LICANG, "--batch", str(file)]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == found


def test_a_batch_goes_on_after_a_line_that_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = '{"item": "food-business-licence"}\n'
    wrong = ["{\n", "[]\n", '{"item": "food"}\n', '{"item": "food-business-licence", "on": "yesterday"}\n']
    wrong.append('{"item": "food-business-licence", "fact": {}}\n')
    wrong += ['{"item": "\\ud800"}\n', '{"item": "food-business-licence", "facts": {"item.secret": NaN}}\n']
    wrong += ['{"item": "\udcff"}\n', '{"item": "food-business-licence", "facts": {"item.secret": "yes"}}\n']
    ended, found = batch(monkeypatch, capsys, "".join(line + good for line in wrong))
    assert ended == 1
    assert ["error" in one for one in found] == [True, False] * len(wrong)


def test_a_line_that_is_wrong_is_told_in_the_language_of_the_user_and_in_json_in_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "asked.jsonl"
    file.write_text('{"item": "food"}\n', encoding="utf-8")
    assert main(["rules", "decide", LICANG, "--batch", str(file), "--lang", "en"]) == 1
    told = capsys.readouterr()
    assert "There is no item 'food'." in told.err
    assert "没有" not in told.err
    error = json.loads(told.out)["error"]
    assert error["zh"].startswith("没有事项“food”。")
    assert error["en"].startswith("There is no item 'food'.")


def test_a_fact_that_is_misspelt_is_a_wrong_line_of_a_batch(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = '{"item": "food-business-licence", "facts": {"application.curier": true}}\n'
    ended, (found,) = batch(monkeypatch, capsys, line)
    assert (ended, found["line"]) == (1, 1)
    assert found["error"]["en"] == (
        "'application.curier' is not a fact that can be given here (did you mean \"application.courier\"?)"
    )


@pytest.mark.parametrize(
    ("facts", "zh", "en"),
    [
        ('{"application.courier": "yes"}', "应为是或否（true 或 false）", "must be true or false"),
        ('{"item.inspection": "some"}', "应为其中之一：none、required", "must be one of none, required"),
        ('{"applicant": {"age": 400}}', "应为 0 到 150 的整数", "must be a whole number from 0 to 150"),
    ],
)
def test_a_value_that_a_fact_cannot_have_is_a_wrong_line_that_says_what_it_may_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], facts: str, zh: str, en: str
) -> None:
    line = f'{{"item": "food-business-licence", "facts": {facts}}}\n'
    ended, (found,) = batch(monkeypatch, capsys, line)
    assert (ended, found.keys(), found["line"]) == (1, {"line", "error"}, 1)
    assert zh in found["error"]["zh"]
    assert en in found["error"]["en"]


def test_at_the_end_of_a_batch_it_is_told_how_many_lines_were_decided_and_how_many_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = '{"item": "sole-trader-registration"}\n'
    lines = [good, "{\n", good, '{"item": "sole-trader-registration", "facts": {}}\n', "\n", good]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("".join(lines).encode())))
    assert main(["rules", "decide", LICANG, "--batch", "-"]) == 1
    shown = capsys.readouterr()
    assert shown.out.count("\n") == 5
    wrong, count = shown.err.splitlines()
    assert wrong.startswith("-:2: ")
    assert count == (
        "共 5 行：3 行已判断，1 行待人工判断，1 行有误、没有判断 / "
        "5 lines: 3 decided, 1 undetermined, 1 wrong and not decided"
    )


def test_a_batch_with_an_undetermined_line_ends_in_three(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = '{"item": "sole-trader-registration", "facts": {}}\n\n{"item": "sole-trader-registration"}\n'
    ended, found = batch(monkeypatch, capsys, lines)
    assert (ended, [one["channel"] for one in found]) == (3, ["undetermined", "outbound_courier"])


def test_a_decision_tells_its_facts_in_words_and_not_as_a_program_has_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rules", "decide", LICANG, "--item", "food-business-licence"]) == 0
    told = capsys.readouterr().out
    assert "\n涉及国家秘密 item.secret: 否 no\n" in told
    assert "\n现场勘验 item.inspection: 需要 required\n" in told
    assert "\n须收取的纸质原件份数 item.paper_originals: 2\n" in told
    assert not {"True", "False"} & set(told.split())
