"""``rules replay`` as people and scripts call it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from chalicelib.__main__ import main
from chalicelib.commands.columns import left, right, width
from tests.authoring.region import spoil, write_region

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
    assert today.keys() == {"on", "moved", "matrix", "visits"}
    assert today["moved"] == 4
    assert found == {
        "cases": 5,
        "moved": 4,
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
