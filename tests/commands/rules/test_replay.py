"""``rules replay`` as people and scripts call it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from chalicelib.__main__ import main
from chalicelib.commands.columns import left, right, width
from tests.authoring.region import spoil, write_decisions, write_region
from tests.bench.region_of import LICANG

CASES = """\
{"item": "food", "facts": {"application": {"courier": true}}, "on": "2026-01-01"}
{"item":"food","facts":{"application.courier":true},"on":"2026-01-01"}

{"item": "food", "facts": {"application": {"courier": true}}, "on": "2026-01-01"}
{"item": "food", "facts": {"application.courier": false}}
{"item": "vault"}
"""


@pytest.fixture
def folders(tmp_path: Path) -> tuple[str, str]:
    old, new = write_region(tmp_path / "old"), write_region(tmp_path / "new")
    for folder in (old, new):  # a copy on paper, for which somebody comes
        food = "items/market/food.yaml"
        spoil(folder, food, "format: electronic, originals: 0", "format: paper, originals: 0, copies: 1")
    spoil(new, "channels.yaml", "application.courier: true}", "application.courier: false}")
    return str(old), str(new)


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    file = tmp_path / "cases.jsonl"
    file.write_text(CASES, encoding="utf-8")
    return file


def test_replay_in_json_has_all_that_was_promised(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str], cases: Path
) -> None:
    assert main(["rules", "replay", *folders, "--cases", str(cases), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (today,) = found.pop("as_of")
    assert today.keys() == {"on", "moved", "untold", "open_again", "matrix", "visits"}
    assert today["moved"] == 4
    assert found == {
        "cases": 5,
        "moved": 4,
        "untold": {"cases": 0, "lacking": {}},
        "open_again": {"cases": 0, "lacking": {}},
        "matrix": {
            "outbound_courier": {"one_visit": 3},
            "one_visit": {"one_visit": 1, "outbound_courier": 1},
        },
        "visits": {"old": 3, "new": 5},
        "undecided": {"old": 0, "new": 0},
        "parcels": {"old": {"in": 0, "out": 4}, "new": {"in": 0, "out": 4}},
        "left_out": 0,
    }


def test_replay_speaks_both_languages(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str], cases: Path
) -> None:
    assert main(["rules", "replay", *folders, "--cases", str(cases)]) == 0
    shown = capsys.readouterr().out
    assert "4 of 5 past cases move" in shown
    assert "  3  出件快递 Outbound courier  →  最多跑一次 One visit" in shown
    row = next(line for line in shown.splitlines() if line.startswith("跑腿次数 visits"))
    assert row.split()[2:] == ["3", "5", "+2"]


def test_cases_may_come_on_standard_input(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(CASES.encode())))
    assert main(["rules", "replay", *folders, "--cases", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cases"] == 5


def test_lines_that_are_wrong_are_each_named_and_the_others_counted(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str], cases: Path
) -> None:
    wrong = ['{"item": "fod"}', "[]", '{"item": "food", "on": "1.1.2026"}', '{"item": "food", "no": 1}', "{"]
    wrong.append('{"item": "food", "item": "vault"}')
    begun = '{"item": "food", "facts": {"application.courier": true}, "on": "2026-01-01", '
    wrong.append(begun + '"more": {}, "on": "2026-01-01"}')
    cases.write_text(CASES + "\n".join(wrong), encoding="utf-8")
    assert main(["rules", "replay", *folders, "--cases", str(cases)]) == 1
    shown = capsys.readouterr()
    lines = shown.err.splitlines()
    assert [line.split(":")[1] for line in lines] == ["7", "8", "9", "10", "11", "12", "13"]
    assert "没有事项“fod”。是不是“food”？" in lines[0]
    assert "4 of 5 past cases move" in shown.out
    assert "另有 7 行有误，没有计入 / 7 lines are wrong and not counted" in shown.out
    assert main(["rules", "replay", *folders, "--cases", str(cases), "--json"]) == 1
    made = json.loads(capsys.readouterr().out)
    assert (made["cases"], made["left_out"], made["ok"]) == (5, 7, False)
    assert [one["line"] for one in made["problems"]] == list(range(7, 14))
    assert made["problems"][0]["message"]["en"] == "There is no item 'fod'. Did you mean 'food'?"


def test_english_tells_one_case_as_one(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str], cases: Path
) -> None:
    cases.write_text('{"item": "food", "facts": {"application.courier": true}}\n{}', encoding="utf-8")
    assert main(["rules", "replay", *folders, "--cases", str(cases), "--lang", "en"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["1 of 1 past case moves", "1 line is wrong and not counted"]
    (row,) = [line for line in lines if line.startswith("parcels in")]
    assert row.split()[-3:] == ["0", "0", "0"]  # none is neither more nor less


def test_of_many_wrong_lines_twenty_are_named_and_the_rest_counted(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str], cases: Path
) -> None:
    cases.write_text("\n".join(f'{{"item": "x{n}"}}' for n in range(33)), encoding="utf-8")
    assert main(["rules", "replay", *folders, "--cases", str(cases)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21
    assert "13" in lines[-1]


FACTS = [
    ('{"application.curier": true}', "不是可以填写的要素（是不是“application.courier”？）"),
    ('{"application": {"curier": true}}', 'did you mean "application.courier"'),
    ('{"application.courier": "true"}', "application.courier（同意快递）应为是或否（true 或 false）"),
    ('{"application.courier": true, "item.inspection": "no"}', "item.inspection (inspection) must be one of"),
    ('{"application.courier": true, "\\u001b[2J": 1}', "\\u001b[2J"),
]


@pytest.mark.parametrize(("facts", "told"), FACTS)
@pytest.mark.parametrize(
    "written", ['{"item": "food", "facts": %s, "on": "2026-01-01"}', '{"facts": %s, "item": "food"}']
)
def test_a_fact_that_is_misspelt_or_mistyped_is_told_at_its_line(
    capsys: pytest.CaptureFixture[str],
    folders: tuple[str, str],
    cases: Path,
    facts: str,
    told: str,
    written: str,
) -> None:
    cases.write_text(CASES + written % facts + "\n" + CASES, encoding="utf-8")
    assert main(["rules", "replay", *folders, "--cases", str(cases)]) == 1
    shown = capsys.readouterr()
    [line] = shown.err.splitlines()
    assert line.startswith(f"{cases}:7: ")
    assert told in line
    assert "8 of 10 past cases move" in shown.out


def test_a_fact_that_only_one_side_declares_or_takes_is_right(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str], cases: Path
) -> None:
    new = Path(folders[1]) / "facts.yaml"
    urgent = "  - {fact: application.urgent, title: {zh: 急, en: urgent}, type: bool, usual: false}\n"
    new.write_text(new.read_text(encoding="utf-8") + urgent, encoding="utf-8")
    spoil(Path(folders[0]), "facts.yaml", "value: joint, title", "value: shared, title")
    spoil(Path(folders[0]), "items/health/vault.yaml", "item.inspection: joint", "item.inspection: shared")
    facts = '{"application.courier": true, "application.urgent": true, "item.inspection": "%s"}'
    lines = [f'{{"item": "food", "facts": {facts % value}}}' for value in ("joint", "shared")]
    cases.write_text("\n".join(lines), encoding="utf-8")
    assert main(["rules", "replay", *folders, "--cases", str(cases), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cases"] == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "是空的"),
        (b"\n \n", "is empty"),
        (b"item,facts\nfood,yes\nvault,no\n", ":1: 不是有效的 JSON"),
        (b"item,facts\nfood,yes\nvault,no\n", "其余 2 行同样 / and 2 more lines alike"),
        (b'[{"item": "food"}, {"item": "vault"}]', "是一个 JSON 列表"),
        (b'{\n "item": "food"\n}', "is one piece of JSON over several lines"),
        ("办件".encode("gb18030"), "不是 UTF-8 文本"),
        (b"PK\x03\x04\x80", "is no text in UTF-8"),
    ],
)
def test_a_file_of_another_kind_is_told_with_a_line_as_it_should_be(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str], cases: Path, content: bytes, told: str
) -> None:
    cases.write_bytes(content)
    assert main(["rules", "replay", *folders, "--cases", str(cases)]) == 1
    shown = capsys.readouterr()
    assert told in shown.err
    assert '{"item": "dog-licence", "facts":' in shown.err
    assert shown.out == ""


def test_the_mark_that_editors_put_before_a_text_is_none_of_its_first_line(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str], cases: Path
) -> None:
    cases.write_text(CASES, encoding="utf-8-sig")
    assert main(["rules", "replay", *folders, "--cases", str(cases), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cases"] == 5


def test_a_file_that_is_not_there_is_a_wrong_call(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str]
) -> None:
    assert main(["rules", "replay", *folders, "--cases", "nowhere.jsonl"]) == 2
    assert "无法读写 nowhere.jsonl：没有这个文件或文件夹" in capsys.readouterr().err


def test_a_chinese_character_takes_two_columns() -> None:
    assert width("渠道 a") == 6
    assert (left("渠道", 6), right("渠道", 6)) == ("渠道  ", "  渠道")


CLOCKS = """\
{"item": "food", "facts": {"clock": {"days_left": -1, "share_used": 100}, "case.correction_rounds": 0}}
{"item": "food", "facts": {"clock": {"days_left": -1, "share_used": 100}, "case.correction_rounds": 0}}
{"item": "food", "facts": {"clock": {"days_left": 1, "share_used": 85}, "case.correction_rounds": 0}}
{"item": "food", "facts": {"clock": {"days_left": 9, "share_used": 10}, "case.correction_rounds": 0}}
"""
"""A line a clock, as ``rules decide --facts`` takes its facts."""


def test_a_file_of_clocks_is_asked_a_decision_on_clocks_and_what_gets_graver_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    old, new = (write_decisions(write_region(tmp_path / name)) for name in ("old", "new"))
    spoil(new, "decisions/supervision.yaml", "{clock.days_left: {at_most: -5}}", "{clock.days_left: -1}")
    spoil(new, "decisions/supervision.yaml", "{at_least: 80}", "{at_least: 90}")
    file = tmp_path / "clocks.jsonl"
    file.write_text(CLOCKS, encoding="utf-8")
    asked = ["rules", "replay", str(old), str(new), "--cases", str(file), "--decision", "supervision"]
    assert main([*asked, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["matrix"] == {"yellow": {"red": 2}, "warning": {"none": 1}, "none": {"none": 1}}
    assert (made["graver"], made["lighter"], made["as_of"][0]["graver"]) == (2, 1, 2)
    assert main(asked) == 0
    shown = capsys.readouterr().out
    assert "4 个计时中，3 个改变结果，2 个更重，1 个更轻 / 3 of 4 clocks move, 2 graver, 1 lighter" in shown
    assert "黄牌 yellow card  →  红牌 red card（更重） (graver)" in shown
    assert "如果在以下日期询问这些计时 the same clocks, had they been asked about on" in shown
    [row] = [
        line
        for line in shown.splitlines()
        if line.startswith("要素不全或无规则适用 facts missing or no rule decides")
    ]
    assert row.split()[-3:] == ["0", "0", "0"]


def test_clocks_of_which_too_little_is_said_are_counted_as_such(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = str(write_decisions(write_region(tmp_path / "licang")))
    file = tmp_path / "clocks.jsonl"
    file.write_text(CLOCKS + '{"item": "food", "facts": {"clock.days_left": 3}}\n', encoding="utf-8")
    asked = ["rules", "replay", folder, folder, "--cases", str(file), "--decision", "supervision"]
    assert main([*asked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["undecided"] == {"old": 1, "new": 1}


def test_cases_are_no_clocks_and_clocks_no_cases_and_each_is_told_as_what_it_is(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, cases: Path
) -> None:
    folder = str(write_decisions(write_region(tmp_path / "licang")))
    asked = ["rules", "replay", folder, folder, "--cases", str(cases)]
    assert main([*asked, "--decision", "supervision"]) == 1
    shown = capsys.readouterr()
    first, rest = shown.err.splitlines()
    assert first.startswith(f"{cases}:1: 这是办件，不是计时")
    assert '"clock.days_left": -1' in first
    assert rest == "……其余 4 行同样 / and 4 more lines alike"
    assert shown.out == ""
    cases.write_text(CLOCKS, encoding="utf-8")
    assert main([*asked, "--json"]) == 1
    made = json.loads(capsys.readouterr().out)
    assert (made["left_out"], [one["line"] for one in made["problems"]]) == (4, [1])
    assert "clocks go with --decision supervision" in made["problems"][0]["message"]["en"]
    cases.write_text(CASES + CLOCKS, encoding="utf-8")
    assert main([*asked, "--json"]) == 1
    made = json.loads(capsys.readouterr().out)
    assert (made["cases"], made["left_out"]) == (5, 4)


@pytest.mark.parametrize(("language", "decision"), [(0, "channel"), (1, "supervision")])
def test_the_lines_that_the_page_on_rules_shows_are_read(
    capsys: pytest.CaptureFixture[str], cases: Path, language: int, decision: str
) -> None:
    blocks = (LICANG.parent / "README.md").read_text(encoding="utf-8").split("```json\n")[1:]
    of_case, of_clock = blocks[language].split("```")[0].splitlines()
    cases.write_text(of_case if decision == "channel" else of_clock, encoding="utf-8")
    asked = ["rules", "replay", str(LICANG), str(LICANG), "--cases", str(cases), "--decision", decision]
    assert main([*asked, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["undecided"] == {"old": 0, "new": 0}
