"""A workbook comes back as the folder it was; an edit changes its place of its file and nothing else."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.workbook.taking.take import take
from chalicelib.decisions.forms.form import Condition, Text
from chalicelib.decisions.forms.material import Deferrable
from chalicelib.decisions.forms.plan import Period
from tests.authoring.region import spoil, write_region
from tests.authoring.workbook.office import (
    TODAY,
    Edit,
    add,
    cell,
    column_of,
    contents,
    drop,
    edited,
    export,
    put,
    refused,
    stored,
    swap,
    taken,
)

FOOD = "items/market/food.yaml"
VAULT = "items/health/vault.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_region(tmp_path / "region")


def check_lines(folder: Path, before: dict[str, bytes], *changes: tuple[str, str, str]) -> None:
    """The folder is what it was but for these changes: file, old text, new text."""
    expected = {file: content.decode() for file, content in before.items()}
    for file, old, new in changes:
        assert expected[file].count(old) == 1
        expected[file] = expected[file].replace(old, new)
    assert {file: content.decode() for file, content in contents(folder).items()} == expected


def change(folder: Path, *edits: Edit) -> dict[str, bytes]:
    before = contents(folder)
    stored(folder, *edits)
    return before


def test_without_a_change_no_file_changes(folder: Path) -> None:
    found = taken(folder)
    assert (found.files, found.findings, found.ok) == ((), (), True)
    assert found.difference is not None
    assert found.difference.channel.days[0].moved == 0


def test_the_real_region_comes_back_to_the_byte(tmp_path: Path) -> None:
    folder = Path("rules/licang")
    straight = take(export(folder, tmp_path / "straight.xlsx"), folder, TODAY)
    book = load_workbook(tmp_path / "straight.xlsx")
    book.save(tmp_path / "saved.xlsx")
    saved = take(tmp_path / "saved.xlsx", folder, TODAY)
    assert (straight.files, saved.files) == ((), ())


def test_an_item_is_ended_in_its_row_and_says_what_stands_in_its_place(folder: Path) -> None:
    before = change(
        folder, put("事项", "food", "取消", date(2027, 3, 31)), put("事项", "food", "代替的事项", "vault")
    )
    ended = "{decides: market}\nuntil: 2027-03-31\nreplaced_by: vault\nbasis: [{title: 食品安全法"
    check_lines(folder, before, (FOOD, "{decides: market}\nbasis: [{title: 食品安全法", ended))
    assert load(folder).items["food"].until == date(2027, 3, 31)
    assert cell(folder, "事项", "food", "取消") == datetime(2027, 3, 31)  # noqa: DTZ001 - Excel's days have no zone
    change(folder, put("事项", "food", "取消", None), put("事项", "food", "代替的事项", None))
    assert contents(folder) == before


def test_the_same_folder_gives_the_same_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = export(folder, folder.with_suffix(".xlsx")).read_bytes()
    later = type("Later", (datetime,), {"now": classmethod(lambda cls, tz=None: cls(2030, 1, 1, tzinfo=tz))})
    monkeypatch.setattr("openpyxl.writer.excel.datetime.datetime", later)
    assert export(folder, folder.with_suffix(".xlsx")).read_bytes() == one


CHANNELS, INVARIANTS = "channels.yaml", "invariants.yaml"
SECRET = "true}\n    choose: one_visit\n    basis: [{title: 保"
CELLS: list[tuple[str, str, str, object, str, str, str]] = [
    ("规则", "courier", "纸质原件份数", "≤2", CHANNELS, "{at_most: 0}", "{at_most: 2}"),
    ("规则", "courier", "纸质原件份数", "0至2", CHANNELS, "{at_most: 0}", "{at_least: 0, at_most: 2}"),
    ("规则", "courier", "纸质原件份数", "0|2", CHANNELS, "{at_most: 0}", "[0, 2]"),
    ("规则", "courier", "纸质原件份数", 0, CHANNELS, "{at_most: 0}", "0"),
    ("规则", "courier", "同意快递", "非 否", CHANNELS, "courier: true}\n", "courier: {not: false}}\n"),
    ("规则", "secret", "涉密", None, CHANNELS, f"{{item.secret: {SECRET}", f"{{{SECRET[4:]}"),
    (
        "规则", "secret", "现场勘验", "需要|联合", CHANNELS,
        SECRET, SECRET.replace("true", "true, item.inspection: [required, joint]"),
    ),
    (
        "规则", "counter", "失效", date(2027, 1, 1), CHANNELS,
        "2004-07-01\nexamples", "2004-07-01\n    until: 2027-01-01\nexamples",
    ),
    (
        "规则", "courier", "依据", "《行政许可法》第四十四条\n《民法典》", CHANNELS,
        "第四十四条}]", "第四十四条}, {title: 民法典}]",
    ),
    ("规则", "courier", "办理渠道", "最多跑一次", CHANNELS, "choose: outbound_courier", "choose: one_visit"),
    ("规则", "vault-always", "失效", date(2021, 1, 1), VAULT, "until: 2020-12-31", "until: 2021-01-01"),
    ("规则", "vault-always", "规则代号", "rest", VAULT, "- rule: vault-always", "- rule: rest"),
    ("事项", "food", "事项名称", "食品许可", FOOD, "zh: 食品经营许可", "zh: 食品许可"),
    ("事项", "food", "事项类型", "公共服务", FOOD, 'type: "01"', 'type: "20"'),
    ("事项", "food", "现场勘验", "需要", FOOD, "inspection: none", "inspection: required"),
    ("事项", "food", "承诺时限", 5, FOOD, "promised: {working_days: 10}", "promised: {working_days: 5}"),
    ("事项", "vault", "受理时点", "网上预审通过即受理", VAULT, "trigger: paper", "trigger: prereview"),
    (
        "事项", "food", "勘验单位", "卫健局", FOOD,
        "{decides: market}", "{decides: market, inspects: [health]}",
    ),
    (
        "事项", "food", "法定时限", "3个月", FOOD,
        "statutory: {working_days: 20}", "statutory: {months: 3}",
    ),
    ("材料", "form", "原件份数", 0.0, FOOD, "", ""),
    ("材料", "form", "必要性", "可不交", FOOD, "originals: 0}", "originals: 0, need: optional}"),
    ("材料", "old", "必要性", None, VAULT, ", need: optional}", "}"),
    ("材料", "form", "材料名称", "'=申请", FOOD, "zh: 申请书", "zh: \"'=申请\""),
    (
        "示例", "普通", "同意快递", "否", CHANNELS,
        "普通, item: food", "普通, item: food, facts: {application.courier: false}",
    ),
    ("示例", "不用快递", "同意快递", None, CHANNELS, "facts: {application.courier: false}, ", ""),
    (
        "不变式", "secret-at-counter", "生效", date(2027, 1, 1), INVARIANTS,
        "expect: one_visit}", "expect: one_visit, from: 2027-01-01}",
    ),
    (
        "不变式", "secret-at-counter", "失效", "２０２７－０１－０１ ", INVARIANTS,
        "expect: one_visit}", "expect: one_visit, until: 2027-01-01}",
    ),
    (
        "不变式", "secret-at-counter", "允许的渠道", "最多跑一次|出件快递", INVARIANTS,
        "expect: one_visit", "expect: [one_visit, outbound_courier]",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "row", "heading", "value", "file", "old", "new"), CELLS)
def test_a_cell_changes_its_place_and_nothing_else(
    folder: Path, sheet: str, row: str, heading: str, value: object, file: str, old: str, new: str
) -> None:
    before = change(folder, put(sheet, row, heading, value))
    check_lines(folder, before, *([(file, old, new)] if old else []))


AS_TYPED: list[tuple[str, str, str, str, str]] = [
    ("规则", "secret", "涉密", "是 ", ""),
    ("规则", "secret", "涉密", "\u3000是\u00a0", ""),
    ("规则", "secret", "现场勘验", "　需要｜ 联合", "item.inspection: [required, joint]"),
    ("规则", "secret", "现场勘验", "非　ｊｏｉｎｔ", "item.inspection: {not: joint}"),
    ("规则", "courier", "纸质原件份数", "＞＝２", "item.paper_originals: {at_least: 2}"),
    ("规则", "courier", "纸质原件份数", " １至３　", "item.paper_originals: {at_least: 1, at_most: 3}"),
    ("规则", "courier", "纸质原件份数", "０｜２", "item.paper_originals: [0, 2]"),
    ("规则", "courier", "生效", "　２０１６－０９－０１", "from: 2016-09-01"),
    ("规则", "courier", "规则代号", "ｃｏｕｒｉｅｒ－２ ", "rule: courier-2"),
    ("规则", "courier", "办理渠道", "最多跑一次\u3000", "choose: one_visit"),
    ("规则", "courier", "依据", "《行政许可法》第四十四条\n", ""),
    ("规则", "secret", "只用于事项", " ｆｏｏｄ", "rule: secret"),
    ("事项", "food", "决定单位", "ｈｅａｌｔｈ", "decides: health"),
    ("事项", "food", "法定时限", "３０ ", "statutory: {working_days: 30}"),
    ("事项", "food", "勘验单位", "卫健局　", "inspects: [health]"),
    ("示例", "普通", "事项代号", "vault　", "item: vault"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "row", "heading", "typed", "new"), AS_TYPED)
def test_blanks_and_wide_letters_that_a_hand_leaves_are_read_as_what_they_mean(
    folder: Path, sheet: str, row: str, heading: str, typed: str, new: str
) -> None:
    files = taken(folder, put(sheet, row, heading, typed)).files
    more = [one.file for one in files if (one.after or "").count(new) > (one.before or "").count(new)]
    assert len(more) == bool(new)
    assert bool(files) == bool(new)


def test_two_words_that_differ_by_their_width_alone_are_told_apart(folder: Path) -> None:
    spoil(folder, "facts.yaml", "zh: 不需要", "zh: 需要（甲）")
    spoil(folder, "facts.yaml", "{zh: 联合, en: joint}", "{zh: 需要(甲), en: joint}")
    edit = put("规则", "secret", "现场勘验", "需要(甲)")
    assert "item.inspection: joint}" in str(taken(folder, edit).files[0].after)
    edit = put("规则", "secret", "现场勘验", "需要（甲)")
    assert [code for _, code, _ in refused(folder, edit)] == ["not-one-of"]


def test_a_reason_to_visit_comes_and_goes_with_both_its_languages(folder: Path) -> None:
    before = change(
        folder,
        put("事项", "food", "到场理由", "须本人"),
        put("事项", "food", "到场理由（英文）", "in person"),
    )
    line = "visit_reason: {zh: 须本人, en: in person}\n"
    check_lines(
        folder, before, (FOOD, "acceptance_trigger: prereview\n", f"{line}acceptance_trigger: prereview\n")
    )
    change(folder, put("事项", "food", "到场理由", None), put("事项", "food", "到场理由（英文）", None))
    assert contents(folder) == before


def test_rules_move_with_their_comments(folder: Path) -> None:
    spoil(folder, "channels.yaml", "  - rule: courier\n", "  # for the willing\n  - rule: courier\n")
    spoil(folder, "channels.yaml", "from: 2016-08-01", "from: 2016-08-01   # the first day")
    stored(folder, swap("规则", 3, 4))  # row 2 is the vault's own rule
    text = (folder / "channels.yaml").read_text(encoding="utf-8")
    assert text.startswith("decision: channel\nrules:\n  # for the willing\n  - rule: courier\n")
    assert [rule.rule for rule in load(folder).rules] == ["courier", "secret", "counter"]
    assert "from: 2016-08-01   # the first day\n  - rule: secret" in text


def test_a_row_added_between_is_a_rule_between(folder: Path) -> None:
    before = change(
        folder,
        add(
            "规则", 4, 规则代号="joint", 名称="联合", **{"名称（英文）": "Joint"}, 现场勘验="联合",
            办理渠道="最多跑一次", 依据="《行政许可法》第三十四条", 生效=date(2020, 1, 1),
        ),
    )  # fmt: skip
    rule = """\
  - rule: joint
    title: {zh: 联合, en: Joint}
    when: {item.inspection: joint}
    choose: one_visit
    basis:
      - {title: 行政许可法, article: 第三十四条}
    from: 2020-01-01
"""
    check_lines(folder, before, ("channels.yaml", "  - rule: courier\n", f"{rule}  - rule: courier\n"))


def test_a_row_deleted_is_a_rule_deleted(folder: Path) -> None:
    stored(folder, drop("规则", "vault-always"))
    assert "rules" not in (folder / VAULT).read_text(encoding="utf-8")
    assert load(folder).items["vault"].rules == ()


def test_a_rule_may_become_one_item_s_own(folder: Path) -> None:
    found = stored(folder, put("规则", "secret", "只用于事项", "food"))
    assert [(one.file, one.kind) for one in found.files] == [("channels.yaml", "changed"), (FOOD, "changed")]
    assert [rule.rule for rule in load(folder).items["food"].rules] == ["secret"]


NEW_ITEM: dict[str, str | int] = {
    "事项代号": "tea", "事项名称": "茶馆", "事项名称（英文）": "Tea house", "决定单位": "卫健局",
    "事项类型": "公共服务", "设定依据": "《公共场所卫生管理条例》",
    "涉密": "否", "现场勘验": "不需要", "电子证照": "否",
    "受理时点": "网上预审通过即受理", "法定时限": 20, "承诺时限": 10,
    "结果名称": "证", "结果名称（英文）": "Licence", "结果形式": "纸质",
}  # fmt: skip


def test_a_new_item_is_a_new_file_with_its_materials(folder: Path) -> None:
    before = contents(folder)
    material: dict[str, str | int] = {
        "事项代号": "tea",
        "材料代号": "plan",
        "材料名称": "图",
        "材料名称（英文）": "Plan",
        "提交方式": "只上传",
        "原件份数": 0,
    }
    found = stored(folder, add("事项", **NEW_ITEM), add("材料", **material))
    assert [(one.file, one.kind) for one in found.files] == [("items/health/tea.yaml", "added")]
    assert contents(folder) == before | {
        "items/health/tea.yaml": """\
item: tea
name: {zh: 茶馆, en: Tea house}
type: "20"
units: {decides: health}
basis:
  - {title: 公共场所卫生管理条例}
facts: {secret: false, inspection: none, electronic_result: false}
acceptance_trigger: prereview
limits:
  statutory: {working_days: 20}
  promised: {working_days: 10}
materials:
  - {material: plan, name: {zh: 图, en: Plan}, format: electronic, originals: 0}
result:
  name: {zh: 证, en: Licence}
  form: paper
""".encode()
    }
    assert found.ok


def test_an_item_deleted_with_its_rows_is_a_file_deleted(folder: Path) -> None:
    drops = [drop("事项", "vault"), drop("规则", "vault-always"), drop("材料", "plan"), drop("材料", "old")]
    found = stored(folder, *drops, drop("示例", "涉密"))
    assert [(one.file, one.kind) for one in found.files] == [("channels.yaml", "changed"), (VAULT, "removed")]
    assert set(load(folder).items) == {"food"}


def test_an_item_of_another_name_moves_its_file_with_its_comments_and_stays_in_its_folder(
    folder: Path,
) -> None:
    spoil(folder, FOOD, "  secret: false\n", "  secret: false   # sure\n")
    edits = [put("事项", "food", "决定单位", "卫健局"), put("事项", "food", "事项代号", "meal")]
    examples = [put("示例", name, "事项代号", "meal") for name in ("普通", "不用快递")]
    found = stored(folder, *edits, put("材料", "form", "事项代号", "meal"), *examples)
    assert [(one.file, one.kind) for one in found.files] == [
        ("channels.yaml", "changed"),
        (FOOD, "removed"),
        ("items/market/meal.yaml", "added"),
    ]
    text = (folder / "items/market/meal.yaml").read_text(encoding="utf-8")
    assert text.startswith("item: meal\n")
    assert "  secret: false   # sure\n" in text
    assert found.ok


def test_columns_may_be_moved_and_rows_left_empty(folder: Path) -> None:
    def edit(book: Workbook) -> None:
        sheet = book["规则"]
        one, other = column_of(sheet, "涉密"), column_of(sheet, "办理渠道")
        for row in range(1, sheet.max_row + 1):
            first, second = sheet.cell(row, one), sheet.cell(row, other)
            first.value, second.value = second.value, first.value
        sheet.insert_rows(3, 2)

    assert taken(folder, edit).files == ()


def test_no_column_is_of_a_fact_that_cannot_be_tested_and_an_older_workbook_has_it_empty(
    folder: Path,
) -> None:
    spoil(
        folder,
        "facts.yaml",
        "  - {fact: application.courier,",
        f"{CORRECTIONS}  - {{fact: application.courier,",
    )
    heading = "补正次数\ncorrections"

    def older(book: Workbook) -> None:
        for name in ("规则", "示例", "不变式"):
            sheet = book[name]
            assert heading not in [sheet.cell(1, n).value for n in range(1, sheet.max_column + 1)]
            sheet.cell(1, sheet.max_column + 1).value = heading

    def written(book: Workbook) -> None:
        older(book)
        book["规则"].cell(2, book["规则"].max_column).value = "3"

    assert taken(folder, older).files == ()
    assert [code for _, code, _ in refused(folder, written)] == ["heading"]


CORRECTIONS = (
    "  - {fact: case.correction_rounds, title: {zh: 补正次数, en: corrections}, type: whole_number}\n"
)


def test_text_that_excel_would_work_out_stays_text(folder: Path) -> None:
    name = "=1+1"
    spoil(folder, FOOD, "zh: 食品经营许可", f'zh: "{name}"')
    spoil(folder, FOOD, "en: Food business licence", 'en: "+@_x0041_ \\u3000x"')
    file = export(folder, folder.with_suffix(".xlsx"))
    sheet = load_workbook(file)["事项"]
    shown = sheet.cell(3, column_of(sheet, "事项名称"))
    assert (shown.value, shown.data_type, shown.quotePrefix) == (name, "s", True)
    assert take(file, folder, TODAY).files == ()


def test_a_fact_or_a_region_whose_name_begins_as_a_formula_makes_none_of_a_heading(folder: Path) -> None:
    spoil(folder, "facts.yaml", "zh: 涉密", "zh: \"=HYPERLINK('http://a.example')\"")
    spoil(folder, "region.yaml", "zh: 李沧区", 'zh: "=1+1"')
    file = export(folder, folder.with_suffix(".xlsx"))
    cells = [cell for sheet in load_workbook(file) for row in sheet.iter_rows() for cell in row]
    odd = [(cell.data_type, cell.quotePrefix) for cell in cells if str(cell.value).startswith("=")]
    assert set(odd) == {("s", True)}
    assert take(file, folder, TODAY).files == ()


def test_days_are_days_of_excel_s_and_codes_are_text(folder: Path) -> None:
    shown = cell(folder, "规则", "secret", "生效")
    assert isinstance(shown, datetime)
    assert shown.date() == date(2004, 7, 1)
    assert cell(folder, "事项", "food", "事项类型") == "行政许可"
    spoil(folder, "channels.yaml", "from: 2016-08-01", "from: 1899-12-31")
    assert cell(folder, "规则", "courier", "生效") == "1899-12-31"
    assert taken(folder).files == ()


BORN = "  - {fact: application.born, title: {zh: 出生日期, en: born}, type: date, usual: 2000-01-01}\n"


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("≤2010-12-31", "{at_most: 2010-12-31}"),
        ("1990-01-01–2010-12-31", "{at_least: 1990-01-01, at_most: 2010-12-31}"),
        ("1990-01-01至2010-12-31", "{at_least: 1990-01-01, at_most: 2010-12-31}"),
        ("非 1990-01-01", "{not: 1990-01-01}"),
        (date(1990, 1, 1), "1990-01-01"),
    ],
)
def test_conditions_on_days_are_read_as_those_on_numbers_are(folder: Path, typed: object, means: str) -> None:
    facts = folder / "facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8") + BORN, encoding="utf-8")
    spoil(folder, "channels.yaml", "{item.secret: true}", "{application.born: {at_least: 1990-01-01}}")
    assert cell(folder, "规则", "secret", "出生日期") == "≥1990-01-01"
    before = change(folder, put("规则", "secret", "出生日期", typed))
    check_lines(folder, before, (CHANNELS, "{at_least: 1990-01-01}", means))


def test_labels_that_are_not_clear_give_way_to_codes(folder: Path) -> None:
    spoil(folder, "facts.yaml", "{zh: 联合, en: joint}", "{zh: 需要, en: joint}")
    stored(folder, put("事项", "food", "现场勘验", "joint"))
    assert cell(folder, "事项", "food", "现场勘验") == "joint"
    assert load(folder).items["food"].facts["inspection"] == "joint"


def test_what_a_workbook_moves_is_told_and_written_only_when_asked(folder: Path) -> None:
    before = contents(folder)
    found = taken(folder, put("规则", "courier", "办理渠道", "最多跑一次"))
    assert found.difference is not None
    assert [(move.from_, move.to) for move in found.difference.channel.moves] == [
        ("outbound_courier", "one_visit")
    ]
    assert [one.item for one in found.difference.channel.items] == ["food"]
    assert contents(folder) == before


def test_a_copy_of_the_folder_takes_the_workbook_too(folder: Path, tmp_path: Path) -> None:
    file = edited(folder, put("规则", "courier", "生效", date(2016, 9, 1)))
    shutil.copytree(folder, tmp_path / "elsewhere")
    assert [one.file for one in take(file, tmp_path / "elsewhere", TODAY).files] == ["channels.yaml"]


def test_when_a_material_is_needed_comes_back_as_it_was_written(folder: Path) -> None:
    agent = (
        "  - {fact: application.agent, title: {zh: 代理人办理, en: by an agent}, type: bool, usual: false}\n"
    )
    facts = folder / "facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8") + agent, encoding="utf-8")
    line = "format: electronic, originals: 0"
    written = (
        f"{line}, when: {{application.agent: true}}, deferrable: {{before: made, days: 20}}, "
        "committed: {when: {application.agent: {not: false}}, checked_within: {months: 2}, "
        'text: {zh: 本人承诺：属实。, en: "I promise: it is true."}}'
    )
    spoil(folder, FOOD, line, written)
    assert cell(folder, "材料", "form", "适用情形") == "代理人办理：是"
    assert cell(folder, "材料", "form", "容缺后补") == "20日，制证前"
    assert cell(folder, "材料", "form", "告知承诺") == "代理人办理：非 否"
    assert cell(folder, "材料", "form", "承诺内容") == "本人承诺：属实。"
    before = change(folder)
    check_lines(folder, before)


def test_an_officer_says_in_a_cell_when_a_material_is_needed_or_may_follow(folder: Path) -> None:
    agent = (
        "  - {fact: application.agent, title: {zh: 代理人办理, en: by an agent}, type: bool, usual: false}\n"
    )
    facts = folder / "facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8") + agent, encoding="utf-8")
    stored(
        folder,
        put("材料", "form", "适用情形", "代理人办理: 是"),
        put("材料", "form", "容缺后补", "10个工作日"),
        put("材料", "form", "告知承诺", "代理人办理：否"),
        put("材料", "form", "核查期限", "60日"),
        put("材料", "form", "承诺内容", "本人承诺：属实。"),
        put("材料", "form", "承诺内容（英文）", "I promise: it is true."),
    )
    (material,) = load(folder).items["food"].materials
    assert material.when == (Condition(fact="application.agent", any_of=(True,)),)
    assert material.deferrable == Deferrable(working_days=10)
    assert material.committed is not None
    assert material.committed.when == (Condition(fact="application.agent", any_of=(False,)),)
    assert material.committed.checked_within == Period(days=60)
    assert material.committed.text == Text(zh="本人承诺：属实。", en="I promise: it is true.")
    promise = ("告知承诺", "核查期限", "承诺内容", "承诺内容（英文）")
    stored(folder, *(put("材料", "form", heading, None) for heading in promise))
    assert load(folder).items["food"].materials[0].committed is None


def test_what_is_shared_has_no_form_and_its_cells_are_empty_again_when_it_is_not(folder: Path) -> None:
    line = "format: electronic, originals: 0"
    spoil(folder, FOOD, line, "shared: {from: market}")
    assert cell(folder, "材料", "form", "共享来源") == "市场监管局"
    stored(folder, put("材料", "form", "共享来源", None), put("材料", "form", "提交方式", "只上传"))
    (material,) = load(folder).items["food"].materials
    assert (material.shared, material.format) == (None, "electronic")
