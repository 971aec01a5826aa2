"""A workbook an officer likes to use: drop-downs, notes, a header that stays, inner sheets hidden."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.authoring.region import spoil, write_region
from tests.authoring.workbook.office import column_of, export

SHEETS = ["规则", "示例", "不变式", "事项", "材料"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_region(tmp_path / "region")


@pytest.fixture
def book(folder: Path) -> Workbook:
    return load_workbook(export(folder, folder.with_suffix(".xlsx")))


def validation(sheet: Worksheet, heading: str) -> DataValidation | None:
    place = f"{sheet.cell(2, column_of(sheet, heading)).coordinate}"
    return next((one for one in sheet.data_validations.dataValidation if place in one.sqref), None)


def choices(book: Workbook, sheet: str, heading: str) -> list[object]:
    rule = validation(book[sheet], heading)
    assert rule is not None
    name, _, cells = str(rule.formula1).partition("!")
    return [row[0].value for row in book[name.strip("'")][cells.replace("$", "")]]


def test_the_sheets_stand_in_their_order_and_the_inner_ones_are_hidden(book: Workbook) -> None:
    assert book.sheetnames[:6] == ["说明", *SHEETS]
    assert {sheet.title: sheet.sheet_state for sheet in book if sheet.sheet_state != "visible"} == {
        "来源": "veryHidden",
        "取值": "hidden",
    }


@pytest.mark.parametrize("name", SHEETS)
def test_every_column_is_explained_and_the_header_stays_in_sight(book: Workbook, name: str) -> None:
    sheet = book[name]
    visible = [cell for cell in sheet[1] if cell.comment is not None]
    assert len(visible) == sheet.max_column - 1  # all but the hidden one
    assert all("\n" in str(cell.value) for cell in visible)
    assert str(sheet.freeze_panes)[-1] == "2"
    assert str(sheet.auto_filter.ref).startswith("A1:")
    assert sheet.column_dimensions[get_column_letter(sheet.max_column)].hidden


def test_closed_sets_have_drop_downs_that_refuse_and_conditions_drop_downs_that_suggest(
    book: Workbook,
) -> None:
    assert choices(book, "规则", "办理渠道")[0] == "出件快递"
    assert choices(book, "事项", "决定单位")[1:] == ["市场监管局", "卫健局"]
    assert choices(book, "规则", "现场勘验") == ["不需要", "需要", "联合", "非 不需要", "非 需要", "非 联合"]
    closed, open_ = validation(book["事项"], "决定单位"), validation(book["规则"], "现场勘验")
    assert closed is not None
    assert open_ is not None
    assert (closed.showErrorMessage, open_.showErrorMessage) == (True, False)
    assert validation(book["规则"], "名称") is None


def test_no_row_stands_in_a_sheet_twice_and_none_is_out_of_order(folder: Path) -> None:
    file = export(folder, folder.with_suffix(".xlsx"))
    with zipfile.ZipFile(file) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                rows = [int(row) for row in re.findall(rb'<row r="([0-9]+)"', parts.read(name))]
                assert rows == sorted(set(rows)), name


def test_rows_are_high_enough_for_what_they_hold(folder: Path) -> None:
    spoil(folder, "channels.yaml", "zh: 快递送达", f"zh: {'很长的名称' * 20}")
    sheet = load_workbook(export(folder, folder.with_suffix(".xlsx")))["规则"]
    heights = {sheet.cell(row, 1).value: sheet.row_dimensions[row].height or 0 for row in range(2, 6)}
    assert heights["courier"] > 3 * heights["secret"]
    spoil(folder, "channels.yaml", "zh: 涉密到窗口", f"zh: {'很长' * 2_000}")
    sheet = load_workbook(export(folder, folder.with_suffix(".xlsx")))["规则"]
    assert (sheet.row_dimensions[3].height or 0) < 409.5  # Excel has no higher row


def test_demonstration_data_is_called_so_and_real_data_is_not(folder: Path) -> None:
    def said(region: Path) -> str:
        sheet = load_workbook(export(region, folder.with_suffix(".xlsx")))["说明"]
        return "\n".join(str(row[1].value) for row in sheet.iter_rows())

    assert "未经核实" in said(Path("rules/licang"))
    assert "checked by nobody" in said(Path("rules/licang"))
    assert "未经核实" not in said(folder)


@pytest.mark.parametrize("region", ["licang", "demo-linshan"])
def test_the_instructions_show_a_condition_in_words_that_the_region_takes(region: str, folder: Path) -> None:
    book = load_workbook(export(Path("rules") / region, folder.with_suffix(".xlsx")))
    [line] = [str(row[1].value) for row in book["说明"].iter_rows() if "其中之一" in str(row[1].value)]
    shown = re.search("否；(.+)\\|(.+)（其中之一）.*非 (.+)（不是）", line)
    assert shown is not None
    listed = {str(cell.value) for row in book["取值"].iter_rows() for cell in row}
    assert listed >= {shown[1], shown[2], f"非 {shown[3]}"}


def test_the_instructions_name_the_commands_and_both_languages(book: Workbook) -> None:
    text = "\n".join(str(row[1].value) for row in book["说明"].iter_rows())
    for part in ("rules import 文件.xlsx ", " --write", "怎样修改", "How to change it", "不要写公式"):
        assert part in text
    assert text.index("怎样修改") < text.index("How to change it")


def test_the_instructions_name_the_folder_that_the_workbook_came_from(folder: Path) -> None:
    draft = Path(shutil.copytree("rules/licang", folder.parent / "my draft"))
    book = load_workbook(export(draft, folder.with_suffix(".xlsx")))
    text = "\n".join(str(row[1].value) for row in book["说明"].iter_rows())
    assert f"rules import 文件.xlsx '{draft.as_posix()}' --write" in text


def test_a_single_outcome_that_stands_without_a_list_is_shown_by_its_title(book: Workbook) -> None:
    sheet = book["不变式"]
    assert sheet.cell(2, column_of(sheet, "允许的渠道")).value == "最多跑一次"
