"""Texts that look like placeholders and are none, beside those that are."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.authoring.checking.placeholders import lint_texts
from chalicelib.authoring.reading.folder import read_folder
from tests.authoring.region import spoil, write_region

FOOD = "items/market/food.yaml"
PART = "parts/pre-review.yaml"


def told(folder: Path) -> list[tuple[str, str]]:
    return [(one.file, one.code) for one in lint_texts(read_folder(folder))]


@pytest.mark.parametrize("name", ["licang", "demo-linshan"])
def test_the_texts_of_both_regions_are_written(name: str) -> None:
    assert told(Path("rules") / name) == []


@pytest.mark.parametrize(
    "text",
    ["等待定价的商品目录", "制度有待完善", "待补充材料齐全后受理", "暂无欠税证明", "XL型设备", "测试机构资质",
     "未填写项目清单", "第X条", "A*B", "真的？", "to be confirmed by the buyer: form", "test report"],
)  # fmt: skip
def test_words_that_belong_to_a_text_are_let_be(tmp_path: Path, text: str) -> None:
    spoil(write_region(tmp_path), FOOD, "zh: 申请书", f"zh: '{text}'")
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    "text",
    ["TODO", "todo", "名称TODO", "[TBD]", "fixme", "xxx", "Xxx", "XX许可", "某某证", "待定", "名称（待定）",
     "待补", "待填写：", "……待完善", "占位符", "测试", "暂缺", "N/A", "???", "×××", "***", "____",
     "to be determined", "Lorem ipsum dolor", "{{名称}}"],
)  # fmt: skip
def test_a_text_still_to_be_written_is_told_where_it_stands(tmp_path: Path, text: str) -> None:
    spoil(write_region(tmp_path), FOOD, "zh: 申请书", f"zh: '{text}'")
    assert told(tmp_path) == [(FOOD, "placeholder")]


def test_a_step_may_say_what_a_case_waits_for(tmp_path: Path) -> None:
    spoil(write_region(tmp_path), PART, "title: {zh: 补正, en: Correction}", "title: {zh: 待补充, en: test}")
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("was", "broken"),
    [("name: {zh: 申请书,", 'name: {zh: "申请书\\n（免交）",'), ("zh: 申请书,", 'zh: "申请\\r书",')],
)
def test_a_name_of_several_lines_is_told(tmp_path: Path, was: str, broken: str) -> None:
    spoil(write_region(tmp_path), FOOD, was, broken)
    [one] = lint_texts(read_folder(tmp_path))
    assert (one.file, one.code, one.severity) == (FOOD, "yaml-character", "error")
    assert "⟨U+000A⟩" in one.zh
    assert "一行" in one.mend_zh


def test_an_answer_of_several_lines_is_let_be(tmp_path: Path) -> None:
    answer = 'questions: [{question: {zh: 怎么交, en: How}, answer: {zh: "先填表\\n再交", en: "a\\nb"}}]'
    with (write_region(tmp_path) / FOOD).open("a", encoding="utf-8") as file:
        file.write(f"guide: {{{answer}}}\n")
    assert told(tmp_path) == []


def test_codes_and_values_are_no_texts(tmp_path: Path) -> None:
    spoil(write_region(tmp_path), FOOD, "material: form", "material: xxx")
    assert told(tmp_path) == []
