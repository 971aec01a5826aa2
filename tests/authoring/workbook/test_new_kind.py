"""A new kind of rule file is one entry of the table of kinds, a new field one of the table of fields."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import jsonschema
import pytest

from chalicelib.authoring.check import check
from chalicelib.authoring.reading import kinds
from chalicelib.authoring.reading.folder import read_folder
from chalicelib.authoring.reading.kinds import Kind, Listed
from chalicelib.authoring.reading.yaml.nodes import parse
from chalicelib.authoring.schemas import build
from chalicelib.authoring.schemas.words import Field, fields
from chalicelib.decisions.forms.form import Form, Name, Text, Where
from tests.authoring.region import spoil, write_region
from tests.authoring.workbook.office import TODAY, add, cell, contents, put, refused, stored


class Stamp(Form):
    """A made-up form: a seal of the office."""

    stamp: Name
    title: Text
    shape: Literal["round", "square"]
    kept_by: Name
    copies: int = 1
    until: date | None = None
    where: Where


STAMPS = Kind(
    "stamps", "stamps.yaml", "印章 stamps", lists={"stamps": Listed(Stamp, Text(zh="印章", en="Stamps"))}
)
WORDS = {
    "stamp": Field(Text(zh="印章代号", en="stamp"), width=20),
    "title": Field(Text(zh="名称", en="title"), width=30),
    "shape": Field(Text(zh="形状", en="shape"), width=10, values={"round": "圆形", "square": "方形"}),
    "kept_by": Field(Text(zh="保管单位", en="kept by"), width=20, of="units"),
    "copies": Field(Text(zh="枚数，不写为 1", en="how many; without it one"), width=8),
    "until": Field(Text(zh="停用，最后一天", en="until, the last day"), width=12),
}
FILE = """\
# 本区印章
stamps:
  - {stamp: seal, title: {zh: 公章, en: Seal}, shape: round, kept_by: hall}   # 大厅保管
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kinds, "KINDS", (*kinds.KINDS, STAMPS))
    monkeypatch.setitem(fields(), "Stamp", WORDS)
    folder = write_region(tmp_path / "region")
    (folder / "stamps.yaml").write_text(FILE, encoding="utf-8")
    return folder


def test_a_new_kind_of_file_is_read_and_its_mistakes_are_told_in_their_places(folder: Path) -> None:
    read = read_folder(folder)
    assert read.problems == []
    assert [one.form.stamp for one in read.others["stamps"]] == ["seal"]
    spoil(folder, "stamps.yaml", "shape: round", "shape: oval, colour: red")
    told = {(one.code, one.file, one.line) for one in check(folder, TODAY, engines=()).problems}
    assert {("not-one-of", "stamps.yaml", 3), ("unknown-key", "stamps.yaml", 3)} <= told


def test_a_file_of_a_kind_that_no_entry_names_is_told(tmp_path: Path) -> None:
    folder = write_region(tmp_path / "region")
    (folder / "stamps.yaml").write_text(FILE, encoding="utf-8")
    assert [(one.code, one.file) for one in read_folder(folder).problems] == [("unknown-file", "stamps.yaml")]


def test_a_new_kind_of_file_has_a_schema(folder: Path) -> None:
    schema = json.loads(build.schemas()["stamps"])
    content = parse((folder / "stamps.yaml").read_bytes()).plain()
    jsonschema.validate(content, schema)
    assert schema["definitions"]["Stamp"]["properties"]["shape"]["title"] == "形状 shape"
    spoil(folder, "stamps.yaml", "shape: round", "shape: oval")
    with pytest.raises(jsonschema.ValidationError, match="oval"):
        jsonschema.validate(parse((folder / "stamps.yaml").read_bytes()).plain(), schema)


def test_a_new_kind_of_file_goes_through_a_workbook_and_back(folder: Path) -> None:
    before = contents(folder)
    assert stored(folder).files == ()
    assert [cell(folder, "印章", "seal", title) for title in ("形状", "保管单位", "枚数")] == [
        "圆形",
        "大厅",
        1,
    ]
    [wrong] = refused(folder, put("印章", "seal", "保管单位", "卫健居"))
    assert wrong == ("印章!E2", "not-one-of", "是不是“卫健局”？")
    new = {"印章代号": "old", "名称": "旧章", "名称（英文）": "Old", "形状": "方形", "保管单位": "卫健局"}
    stored(folder, put("印章", "seal", "停用", date(2027, 3, 31)), add("印章", **new))
    now = contents(folder)
    assert {file for file in now if now[file] != before[file]} == {"stamps.yaml"}
    assert now["stamps.yaml"].decode() == FILE.replace(
        "kept_by: hall}", "kept_by: hall, until: 2027-03-31}"
    ) + ("  - {stamp: old, title: {zh: 旧章, en: Old}, shape: square, kept_by: health}\n")


def test_a_field_that_gets_a_width_has_its_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    makes = fields()["ItemUnits"]["makes"]
    monkeypatch.setitem(fields()["ItemUnits"], "makes", replace(makes, width=20, of="units"))
    folder = write_region(tmp_path / "region")
    assert cell(folder, "事项", "food", "制证单位") == "大厅"
    stored(folder, put("事项", "food", "制证单位", "卫健局"))
    assert b"makes: health" in contents(folder)["items/market/food.yaml"]
