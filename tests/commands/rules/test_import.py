"""``rules export --to xlsx`` and ``rules import``, called as people and scripts call them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from chalicelib.__main__ import main
from tests.authoring.region import spoil, write_region
from tests.authoring.workbook.office import contents, edited, put

CHEAP = put("规则", "courier", "办理渠道", "最多跑一次")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_region(tmp_path / "region")


def run(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, str]:
    status = main(["rules", *map(str, argv)])
    return status, capsys.readouterr().out


def test_an_exported_workbook_is_imported_without_a_change(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "rules.xlsx"
    status, told = run(capsys, "export", folder, "--to", "xlsx", "--out", out, "--json")
    assert status == 0
    exported = json.loads(told)
    assert (exported["to"], exported["rules"], exported["items"]) == ("xlsx", 4, 2)
    status, told = run(capsys, "import", out, folder, "--json", "--write")
    assert status == 0
    found = json.loads(told)
    assert (found["ok"], found["written"], found["files"], found["moved"]) == (True, False, [], 0)


def test_an_import_says_what_moves_as_diff_does_and_writes_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, before = edited(folder, CHEAP), contents(folder)
    status, told = run(capsys, "import", file, folder, "--json")
    found = json.loads(told)
    assert (status, found["ok"], found["written"]) == (1, False, False)  # examples and totals differ
    assert (found["files"], found["changes"]) == (["channels.yaml"], {"channels.yaml": "changed"})
    assert contents(folder) == before
    new = tmp_path / "new"
    write_region(new)
    spoil(new, "channels.yaml", "choose: outbound_courier", "choose: one_visit")
    _, told = run(capsys, "diff", folder, new, "--json")
    moves = json.loads(told)
    assert {key: found[key] for key in moves} == moves
    assert {"示例!I2"} <= {problem["cell"] for problem in found["problems"]}


def test_with_write_the_files_are_written_and_a_check_agrees(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = edited(folder, put("事项", "food", "承诺时限", 5))
    status, told = run(capsys, "import", file, folder, "--write", "--json")
    found = json.loads(told)
    assert (status, found["written"], found["files"]) == (0, True, ["items/market/food.yaml"])
    assert "promised: {working_days: 5}}" in (folder / "items/market/food.yaml").read_text(encoding="utf-8")
    assert run(capsys, "check", folder)[0] == 0
    status, told = run(capsys, "import", file, folder, "--json")
    assert (status, json.loads(told)["problems"][0]["code"]) == (1, "stale-workbook")


def test_people_read_the_cells_the_lines_and_what_to_do_next(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, told = run(capsys, "import", edited(folder, CHEAP), folder)
    assert status == 1
    for part in (
        "示例!I2  channels.yaml:",
        "修改 changed: channels.yaml",
        "  -    choose: outbound_courier\n  +    choose: one_visit\n",
        "出件快递 Outbound courier  →  最多跑一次 One visit",
        "确认后加 --write 写入 1 个文件",
        "有错误时也可以写入，以便接着改；改正以前不能发布",
    ):
        assert part in told
    status, told = run(capsys, "import", edited(folder, CHEAP), folder, "--write")
    assert "已写入 1 个文件" in told
    assert "改正以前不能发布" in told
    assert (status, run(capsys, "check", folder)[0]) == (1, 1)  # as the look had said, and still is on record


def test_wrong_cells_are_listed_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, before = edited(folder, put("规则", "secret", "涉密", "treu")), contents(folder)
    status, told = run(capsys, "import", file, folder, "--write")
    assert (status, told.splitlines()[0]) == (
        1,
        "规则!F3 错误 error not-one-of (见 see docs/rules/not-one-of.md)",
    )
    assert "1 处须改正，什么也没有写入" in told
    status, told = run(capsys, "import", file, folder, "--write", "--json")
    found = json.loads(told)
    assert (status, found["written"], found["problems"][0]["cell"]) == (1, False, "规则!F3")
    assert contents(folder) == before


def test_a_changed_folder_that_does_not_load_is_never_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, before = edited(folder, put("事项", "food", "承诺时限", 30)), contents(folder)
    status, told = run(capsys, "import", file, folder, "--write")
    assert (status, told.splitlines()[0].split(" ")[0]) == (1, "事项!U3")
    assert "读不通，什么也没有写入" in told
    assert contents(folder) == before


@pytest.mark.parametrize(("answer", "written"), [("y", True), ("是", True), ("", False), ("n", False)])
def test_on_a_terminal_the_officer_is_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str, written: bool
) -> None:
    file, before = edited(folder, put("规则", "courier", "名称", "快递送")), contents(folder)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda prompt: answer)
    assert main(["rules", "import", str(file), str(folder)]) == 0
    assert (contents(folder) != before) is written


def test_the_end_of_input_is_a_no(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, before = edited(folder, put("规则", "courier", "名称", "快递送")), contents(folder)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdin, "readline", lambda: "")  # Ctrl-D
    assert main(["rules", "import", str(file), str(folder)]) == 0
    assert contents(folder) == before
    assert "什么也没有写入" in capsys.readouterr().out


def test_a_folder_with_mistakes_is_told_before_any_cell(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = edited(folder)
    spoil(folder, "channels.yaml", "{item.secret: true}", "{item.secret: treu}")
    status, told = run(capsys, "import", file, folder, "--json")
    assert (status, json.loads(told)["problems"][0]["code"]) == (1, "wrong-value")


def test_a_wrong_call_says_so(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "import", str(tmp_path / "none.xlsx"), str(folder)]) == 2
    assert "none.xlsx：没有这个文件" in capsys.readouterr().err
    assert main(["rules", "import", str(tmp_path), str(folder)]) == 2
    assert f"无法读写 {tmp_path}：这是文件夹" in capsys.readouterr().err
    out = str(tmp_path / "a.xlsx")
    assert main(["rules", "export", str(folder), "--to", "xlsx", "--out", out, "--on", "2018-01-01"]) == 2
    assert "--on" in capsys.readouterr().err
    spoil(folder, "items/market/food.yaml", "en: Food business licence", f"en: {'a' * 40_000}")
    assert main(["rules", "export", str(folder), "--to", "xlsx", "--out", out]) == 2
    assert "32767" in capsys.readouterr().err
