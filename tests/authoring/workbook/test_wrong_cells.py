"""What is wrong in a cell is told by the cell, with what was probably meant, and never guessed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from chalicelib.authoring.workbook.reading.findings import WorkbookError
from chalicelib.authoring.workbook.taking.store import store
from tests.authoring.region import spoil, write_region
from tests.authoring.workbook.office import Edit, add, column_of, contents, drop, put, refused, taken


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_region(tmp_path / "region")


# sheet, row, heading, what is typed, the cell, the code, what the way to mend it says
TYPED: list[tuple[str, str, str, object, str, str, str]] = [
    ("规则", "secret", "涉密", "treu", "规则!F3", "not-one-of", "“是”"),
    ("规则", "secret", "涉密", "是的", "规则!F3", "not-one-of", "“是”"),
    ("规则", "secret", "涉密", "yes", "规则!F3", "not-one-of", "“是”"),
    ("规则", "secret", "涉密", "ｙｅｓ", "规则!F3", "not-one-of", "“是”"),
    ("规则", "secret", "涉密", True, "规则!F3", "wrong-type", "请写：是。"),
    ("规则", "secret", "涉密", 1, "规则!F3", "wrong-type", "是、否"),
    ("规则", "secret", "现场勘验", "联台", "规则!G3", "not-one-of", "可用"),
    ("规则", "secret", "现场勘验", "需要,联合", "规则!G3", "not-one-of", "是不是“需要|联合”"),
    ("规则", "secret", "现场勘验", "需 要", "规则!G3", "not-one-of", "是不是“需要”"),
    ("规则", "secret", "现场勘验", "requierd", "规则!G3", "not-one-of", "是不是“需要”"),
    ("规则", "courier", "纸质原件份数", "＞=x", "规则!I4", "wrong-condition", "例如"),
    ("规则", "courier", "纸质原件份数", ">=x", "规则!I4", "wrong-condition", "例如"),
    ("规则", "courier", "纸质原件份数", "＞２", "规则!I4", "wrong-condition", "是不是“≥3”"),
    ("规则", "courier", "纸质原件份数", "≧２", "规则!I4", "wrong-condition", "是不是“≥2”"),
    ("规则", "courier", "纸质原件份数", "2²", "规则!I4", "wrong-condition", "例如"),
    ("规则", "courier", "纸质原件份数", ">2", "规则!I4", "wrong-condition", "是不是“≥3”"),
    ("规则", "courier", "纸质原件份数", "1~3", "规则!I4", "wrong-condition", "是不是“1–3”"),
    ("规则", "courier", "纸质原件份数", "1-3", "规则!I4", "wrong-condition", "是不是“1–3”"),
    ("规则", "courier", "纸质原件份数", "不多于2", "规则!I4", "wrong-condition", "是不是“≤2”"),
    ("规则", "courier", "纸质原件份数", date(2018, 1, 3), "规则!I4", "wrong-type", "1–3"),
    ("规则", "courier", "纸质原件份数", 1.5, "规则!I4", "wrong-type", "20"),
    ("规则", "courier", "纸质原件份数", 61, "规则!I4", "wrong-value", "改正"),
    ("规则", "courier", "纸质原件份数", "≥61", "规则!I4", "wrong-value", "改正"),
    ("规则", "courier", "办理渠道", "出件快遞", "规则!K4", "not-one-of", "是不是“出件快递”"),
    ("规则", "courier", "办理渠道", None, "规则!K4", "empty", "填写"),
    ("规则", "courier", "依据", "行政许可法 第四十四条", "规则!L4", "wrong-basis", "法》第四十四条"),
    ("规则", "courier", "依据", "行政许可法第29条", "规则!L4", "wrong-basis", "《行政许可法》第二十九条”"),
    ("规则", "courier", "依据", "《行政许可法》第29条", "规则!L4", "wrong-article", "请写“第二十九条”"),
    ("规则", "courier", "名称", "快递\u202e送达", "规则!D4", "yaml-character", "请删去它"),
    ("规则", "courier", "名称", "快递\u00a0送达", "规则!D4", "yaml-character", "删去它"),
    ("规则", "courier", "依据", "《\u2f8f政许可法》", "规则!L4", "yaml-character", "“行”"),
    ("事项", "food", "事项名称", "食品\ue863许可", "事项!B3", "yaml-character", "标准汉字"),
    ("事项", "food", "事项名称", "食品\ufe0f许可", "事项!B3", "yaml-character", "请删去它"),
    ("事项", "food", "事项名称", "食品\t许可", "事项!B3", "yaml-character", "改成空格"),
    ("示例", "普通", "示例名称", "普\ufffd", "示例!A2", "yaml-character", "对照原文"),
    ("事项", "food", "法定时限", "10工作日", "事项!T3", "wrong-type", "是不是“10个工作日”"),
    ("规则", "courier", "生效", 20160801, "规则!M4", "broken-cell", "例如 2016-08-01"),
    ("规则", "courier", "生效", -5, "规则!M4", "broken-cell", "例如 2018-04-01"),
    ("规则", "courier", "生效", "20160801", "规则!M4", "wrong-type", "是不是“2016-08-01”"),
    ("规则", "courier", "规则代号", "\u0441ourier", "规则!A4", "wrong-name", "入法重新输入。例如 courier"),
    ("规则", "courier", "依据", "某市第三批目录", "规则!L4", "wrong-basis", "例如“《某市第三批目录》”"),
    ("规则", "courier", "生效", "2016/8/1", "规则!M4", "wrong-type", "是不是“2016-08-01”"),
    ("规则", "courier", "生效", "2016年8月1日", "规则!M4", "wrong-type", "是不是“2016-08-01”"),
    ("规则", "courier", "生效", "2016-02-30", "规则!M4", "wrong-type", "实际存在"),
    ("规则", "courier", "生效", datetime(2016, 8, 1, 10), "规则!M4", "wrong-type", "只写日期"),  # noqa: DTZ001
    ("规则", "courier", "生效", "四二五八三", "规则!M4", "wrong-type", "例如"),
    ("规则", "courier", "规则代号", "Courier Out", "规则!A4", "wrong-name", "courier-out"),
    ("规则", "courier", "规则代号", "a" * 61, "规则!A4", "wrong-name", "food-business-licence"),
    ("规则", "courier", "规则代号", "secret", "规则!A4", "duplicate", "新的代号"),
    ("规则", "courier", "名称", 2018, "规则!D4", "wrong-type", "文本"),
    ("规则", "courier", "只用于事项", "fod", "规则!B4", "unknown-item", "是不是“food”"),
    ("事项", "food", "决定单位", "市场监督局", "事项!E3", "not-one-of", "是不是“市场监管局”"),
    ("事项", "food", "事项名称", "食品许可　", "事项!B3", "spaces", "首尾"),
    ("事项", "food", "事项类型", 1, "事项!D3", "wrong-type", "行政许可"),
    ("事项", "food", "涉密", None, "事项!N3", "empty", "填写"),
    ("事项", "food", "法定时限", "2²", "事项!T3", "wrong-type", "例如"),
    ("事项", "food", "法定时限", "０２０", "事项!T3", "wrong-type", "是不是“20”"),
    ("事项", "food", "法定时限", "2周", "事项!T3", "wrong-type", "自然日写“14日”，工作日写“10个工作日”"),
    ("事项", "food", "法定时限", "1月", "事项!T3", "wrong-type", "请写“1个月”"),
    ("事项", "food", "法定时限", "20天", "事项!T3", "wrong-type", "自然日写“20日”，工作日写“20个工作日”"),
    ("事项", "food", "勘验单位", "卫健局、市场监管局", "事项!G3", "not-one-of", "卫健局|市场监管局"),
    ("材料", "form", "原件去向", "退还", "材料!M4", "not-one-of", "是不是“不退还”"),
    ("材料", "form", "适用情形", "委托：是", "材料!H4", "unknown-fact", "可用：同意快递。写成“要素：值”"),
    ("材料", "form", "适用情形", "同意快递", "材料!H4", "unknown-fact", "要素：值"),
    ("材料", "form", "容缺后补", "20日，决定前", "材料!N4", "wrong-type", "制证前"),
    ("材料", "form", "容缺后补", "二十日", "材料!N4", "wrong-type", "20"),
    ("材料", "form", "事项（只供阅读）", "食品", "材料!B4", "read-only", "恢复"),
    ("材料", "form", "事项代号", "vault2", "材料!A4", "unknown-item", "是不是“vault”"),
    ("示例", "普通", "应得的渠道", "出件", "示例!I2", "not-one-of", "出件快递"),
    ("事项", "food", "事项名称", "长" * 30_000, "事项!B3", "too-long", "缩短"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "row", "heading", "typed", "cell", "code", "mend"), TYPED)
def test_a_mistyped_cell_is_told_with_its_place_and_the_way_to_mend_it(
    folder: Path, sheet: str, row: str, heading: str, typed: object, cell: str, code: str, mend: str
) -> None:
    [(place, found, way)] = refused(folder, put(sheet, row, heading, typed))
    assert (place, found) == (cell, code)
    assert mend in way


def test_a_sign_in_a_cell_that_shows_nothing_is_told_by_its_number(folder: Path) -> None:
    with pytest.raises(WorkbookError, match="“⟨U\\+200B⟩是”中有不可见的字符"):
        taken(folder, put("规则", "secret", "涉密", "\u200b是"))


def test_a_number_with_a_fraction_is_told_with_the_column_that_it_stands_in(folder: Path) -> None:
    with pytest.raises(WorkbookError, match="“法定时限”：应为整数，这里是带小数的数字") as found:
        taken(folder, put("事项", "food", "法定时限", 70.5))
    assert "Statutory limit: The cell must hold a whole number" in str(found.value)


def test_every_mistake_is_told_at_once(folder: Path) -> None:
    edits = [
        put("规则", "courier", "生效", "x"),
        put("事项", "food", "决定单位", "y"),
        put("示例", "普通", "日期", "z"),
    ]
    assert [place for place, _, _ in refused(folder, *edits)] == ["规则!M4", "示例!H2", "事项!E3"]


@pytest.mark.parametrize(
    ("sheet", "row", "heading", "typed", "cell", "code"),
    [
        ("规则", "courier", "纸质原件份数", "3–1", "规则!I4", "crossed-bounds"),
        ("规则", "courier", "现场勘验", "需要|需要", "规则!G4", "duplicate-value"),
        ("规则", "vault-always", "失效", date(2017, 1, 1), "规则!N2", "crossed-dates"),
        ("事项", "food", "承诺时限", 30, "事项!U3", "promised-longer"),
        ("事项", "food", "电子证照", "是", "事项!Z3", "result-form"),
        ("事项", "food", "到场理由", "须本人", "事项!R3", "missing-key"),
        ("材料", "form", "原件份数", 21, "材料!J4", "out-of-bounds"),
        ("材料", "form", "材料代号", "licence", "材料!C4", "reserved"),
        ("示例", "普通", "依据规则", "currier", "示例!J2", "unknown-rule"),
        ("示例", "普通", "事项代号", "foot", "示例!B2", "unknown-item"),
    ],
)
def test_what_the_check_finds_in_the_files_is_told_by_the_cell_and_keeps_them_from_being_written(
    folder: Path, sheet: str, row: str, heading: str, typed: object, cell: str, code: str
) -> None:
    before = contents(folder)
    found = taken(folder, put(sheet, row, heading, typed))
    assert (cell, code) in [(one.cell, one.problem.code) for one in found.findings]
    assert (found.new, found.ok) == (None, False)
    assert contents(folder) == before


def test_what_the_proofs_find_is_told_by_the_cell_too(folder: Path) -> None:
    found = taken(folder, put("规则", "secret", "办理渠道", "出件快递"))
    cells = {(one.cell, one.problem.code) for one in found.findings}
    assert ("不变式!A2", "invariant") in cells
    assert found.new is not None
    assert not found.ok


def test_a_mistake_in_a_moved_row_is_told_by_the_row_it_is_in_now(folder: Path) -> None:
    rule: dict[str, str | date] = {
        "规则代号": "early",
        "名称": "早",
        "名称（英文）": "Early",
        "办理渠道": "最多跑一次",
    }
    rule |= {"依据": "《行政许可法》", "生效": date(2020, 1, 1), "失效": date(2019, 1, 1)}
    found = taken(folder, add("规则", 3, **rule))
    assert [(one.cell, one.problem.code) for one in found.findings] == [("规则!N3", "crossed-dates")]


def test_another_rule_is_told_by_its_row_and_by_no_line_of_a_file(folder: Path) -> None:
    rule: dict[str, str | date] = {"规则代号": "again", "名称": "再", "名称（英文）": "Again", "涉密": "是"}
    rule |= {"办理渠道": "最多跑一次", "依据": "《行政许可法》", "生效": date(2020, 1, 1)}
    found = taken(folder, add("规则", 4, **rule))
    [(at, twice)] = [
        (one.cell, one.problem) for one in found.findings if one.problem.code == "duplicate-rule"
    ]
    assert at == "规则!A4"
    for zh, en in ((twice.zh, twice.en), (twice.mend_zh, twice.mend_en)):
        assert "“规则”表第 3 行" in zh
        assert "in row 3 of the sheet '规则'" in en


def test_rows_of_an_item_that_is_no_more_are_told_once_with_all_of_them(folder: Path) -> None:
    with pytest.raises(WorkbookError) as caught:
        taken(folder, drop("事项", "vault"))
    (told,) = caught.value.findings
    assert (str(told.cell), told.problem.code) == ("规则!B2", "unknown-item")
    assert "材料!2, 材料!3" in told.problem.zh
    assert "材料!2, 材料!3" in told.problem.en
    assert "请全部删除" in told.problem.mend_zh


def test_a_copied_row_must_get_a_code_of_its_own(folder: Path) -> None:
    def copy(book: Workbook) -> None:
        sheet = book["规则"]
        for column in range(1, sheet.max_column + 1):
            sheet.cell(6, column, sheet.cell(4, column).value)

    assert [(place, code) for place, code, _ in refused(folder, copy)] == [("规则!A6", "duplicate")]
    named = taken(folder, copy, put("规则", "courier", "规则代号", "courier"), _rename(6, "courier-2"))
    assert [one.file for one in named.files] == ["channels.yaml"]


def _rename(row: int, code: str) -> Edit:
    return lambda book: book["规则"].cell(row, 1, code)


def test_a_formula_is_refused_with_its_cell_and_so_is_an_error_of_excel_s(folder: Path) -> None:
    edits = [put("事项", "food", "法定时限", "=10+10"), put("规则", "secret", "名称", "#REF!")]
    assert [(place, code) for place, code, _ in refused(folder, *edits)] == [
        ("规则!D3", "broken-cell"),
        ("事项!T3", "formula"),
    ]


def test_merged_cells_are_refused(folder: Path) -> None:
    told = refused(folder, lambda book: book["规则"].merge_cells("C3:D3"))
    assert [(place, code) for place, code, _ in told] == [("规则!C3:D3", "merged-cells")]


def test_headings_and_sheets_must_be_as_they_were(folder: Path) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["规则"]
        sheet.cell(1, column_of(sheet, "生效")).value = "生效日"
        del book["示例"]

    told = [(place, code) for place, code, _ in refused(folder, edit)]
    assert told == [("规则!M1", "heading"), ("规则!M1", "missing-column"), ("None", "missing-sheet")]


def test_what_nobody_would_read_is_told_and_not_lost(folder: Path) -> None:
    def edit(book: Workbook) -> None:
        book.copy_worksheet(book["规则"])["D3"] = "改在复制的表里"
        book.create_sheet("WpsReserved_CellImgList")["A1"] = "x"
        book.create_sheet("空表")
        book["事项"].cell(3, 40).value = "备注"

    told = [(place, code, mend) for place, code, mend in refused(folder, edit)]
    assert [(place, code) for place, code, _ in told] == [("None", "missing-sheet"), ("事项!AN3", "heading")]
    assert "填到原来的表中" in told[0][2]


def test_a_row_above_the_headings_is_one_mistake(folder: Path) -> None:
    assert [
        (place, code) for place, code, _ in refused(folder, lambda book: book["规则"].insert_rows(1))
    ] == [("规则!A1", "heading")]


@pytest.mark.parametrize(
    ("typed", "mend"),
    [
        ("当日起 30 天内", "是不是“当日起30天内”"),
        ("当日起30日内", "是不是“当日起30天内”"),
        ("〈今天", "是不是“<当日”"),
        ("当日", "例如"),
        (43131, "是不是“2018-01-31”"),
        (20180131, "是不是“2018-01-31”"),
        (True, "实际存在"),
    ],
)
def test_a_comparison_with_the_day_that_is_mistyped_is_told_with_what_is_meant(
    folder: Path, typed: object, mend: str
) -> None:
    fact = (
        "  - {fact: application.expires, title: {zh: 到期日, en: expires}, type: date, usual: 2030-01-01}\n"
    )
    spoil(folder, "facts.yaml", "  - {fact: application.courier,", f"{fact}  - {{fact: application.courier,")
    [(place, _, way)] = refused(folder, put("规则", "courier", "到期日", typed))
    assert place == "规则!J4"
    assert mend in way


def test_a_condition_that_excel_shows_as_a_whole_number_is_one(folder: Path) -> None:
    spoil(folder, "channels.yaml", "{at_most: 0}", "0")
    assert taken(folder, put("规则", "courier", "纸质原件份数", 0.0)).files == ()


def test_a_file_written_so_that_no_program_can_change_it_in_places_is_left_alone(folder: Path) -> None:
    spoil(folder, "items/health/vault.yaml", "    until: 2020-12-31\n", "")
    spoil(folder, "items/health/vault.yaml", "  - rule: v", "  - until: 2020-12-31\n    rule: v")
    told = refused(folder, put("规则", "vault-always", "失效", None))
    assert [(place, code) for place, code, _ in told] == [("None", "cannot-rewrite")]


def test_changes_with_which_the_folder_could_not_be_read_are_not_written(folder: Path) -> None:
    read = taken(folder, put("规则", "courier", "名称（英文）", "By courier again"))
    with pytest.raises(WorkbookError) as caught:
        store(replace(read, new=None), folder)
    assert [one.problem.code for one in caught.value.findings] == ["does-not-load"]
    assert "again" not in (folder / "channels.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("edit", "cell", "told"),
    [
        (put("示例", "普通", "事项代号", "fo\u0301d"), "示例!B2", "“事项代号”的写法不对。"),
        (put("示例", "普通", "事项代号", "f\u043eod"), "示例!B2", "“事项代号”里有不是英文的字母。"),
        (put("示例", "普通", "依据规则", "couriers"), "示例!J2", "“依据规则”：没有规则“couriers”。"),
        (put("材料", "form", "原件份数", -3), "材料!J4", "“原件份数”不得小于 0。"),
        (put("事项", "food", "法定时限", 0), "事项!T3", "“法定时限”不得小于 1。"),
    ],
)
def test_what_the_check_finds_in_a_cell_is_told_by_the_title_of_its_column(
    folder: Path, edit: Edit, cell: str, told: str
) -> None:
    found = {one.cell: one.problem for one in taken(folder, edit).findings}
    assert found[cell].zh == told
    assert not re.search("'(item|by|originals|working_days)'", found[cell].en)
