"""``rules replay`` as people and scripts call it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from chalicelib.__main__ import main
from chalicelib.commands.columns import left, right, width
from tests.authoring.region import spoil, write_decisions, write_region

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
    assert today.keys() == {"on", "moved", "untold", "matrix", "visits"}
    assert today["moved"] == 4
    assert found == {
        "cases": 5,
        "moved": 4,
        "untold": {"cases": 0, "lacking": {}},
        "matrix": {
            "outbound_courier": {"one_visit": 3},
            "one_visit": {"one_visit": 1, "outbound_courier": 1},
        },
        "visits": {"old": 3, "new": 5},
        "parcels": {"old": {"in": 0, "out": 4}, "new": {"in": 0, "out": 4}},
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
    monkeypatch.setattr("sys.stdin", io.StringIO(CASES))
    assert main(["rules", "replay", *folders, "--cases", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cases"] == 5


def test_lines_that_are_wrong_are_each_named(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str], cases: Path
) -> None:
    wrong = ['{"item": "fod"}', "[]", '{"item": "food", "on": "1.1.2026"}', '{"item": "food", "no": 1}', "{"]
    wrong.append('{"item": "food", "item": "vault"}')
    begun = '{"item": "food", "facts": {"application.courier": true}, "on": "2026-01-01", '
    wrong.append(begun + '"more": {}, "on": "2026-01-01"}')
    cases.write_text(CASES + "\n".join(wrong), encoding="utf-8")
    assert main(["rules", "replay", *folders, "--cases", str(cases)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[1] for line in lines] == ["7", "8", "9", "10", "11", "12", "13"]
    assert "没有这个事项" in lines[0]
    assert main(["rules", "replay", *folders, "--cases", str(cases), "--json"]) == 1
    [problem] = json.loads(capsys.readouterr().out)["problems"]
    assert problem["message"]["zh"].splitlines()[0].endswith(":7: 没有这个事项，请核对 item")
    assert problem["message"]["en"].splitlines()[0] == "line 7: there is no such item, check 'item'"


def test_of_many_wrong_lines_twenty_are_named_and_the_rest_counted(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str], cases: Path
) -> None:
    cases.write_text("\n".join(f'{{"item": "x{n}"}}' for n in range(33)), encoding="utf-8")
    assert main(["rules", "replay", *folders, "--cases", str(cases)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 21
    assert "13" in lines[-1]


def test_a_file_that_is_not_there_is_a_wrong_call(
    capsys: pytest.CaptureFixture[str], folders: tuple[str, str]
) -> None:
    assert main(["rules", "replay", *folders, "--cases", "nowhere.jsonl"]) == 2
    assert "无法读取" in capsys.readouterr().err


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
