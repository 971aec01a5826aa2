"""A workbook that LibreOffice has saved is the workbook that it was, and an edit in it is the edit alone."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from chalicelib.authoring.workbook.taking.take import take
from tests.authoring.region import spoil, write_region
from tests.authoring.workbook.office import TODAY, column_of, export, put, taken

OFFICE = shutil.which("soffice")
CHEAP = put("规则", "courier", "办理渠道", "最多跑一次")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_region(tmp_path / "region")


def as_libreoffice_saves(book: Workbook) -> None:
    """What LibreOffice 7.4 makes otherwise: how days look, how deep a sheet is hidden, how lines break."""
    book["来源"].sheet_state = "hidden"
    for sheet in book:
        sheet.freeze_panes = None
        for row in sheet.iter_rows():
            for cell in row:
                if cell.number_format == "yyyy-mm-dd":
                    cell.number_format = "yyyy\\-mm\\-dd"
                if isinstance(cell.value, str) and "_x000D_" in cell.value:
                    cell.value = cell.value.replace("_x000D_", "")


def test_what_libreoffice_makes_otherwise_is_no_change(folder: Path) -> None:
    spoil(folder, "items/market/food.yaml", "zh: 食品经营许可", 'zh: "食品\\r\\n经营许可"')
    spoil(folder, "items/market/food.yaml", "en: Food business licence", 'en: "=1+1"')
    assert taken(folder, as_libreoffice_saves).files == ()
    changed = taken(folder, CHEAP, as_libreoffice_saves)
    assert [(one.file, one.kind) for one in changed.files] == [("channels.yaml", "changed")]


def test_a_workbook_in_another_format_is_refused_with_the_one_to_save_it_in(folder: Path) -> None:
    file = folder.with_suffix(".xlsx")
    shutil.make_archive(str(file.with_suffix("")), "zip", folder)  # an .ods is a zip of other parts
    file.with_suffix(".zip").rename(file)
    with pytest.raises(ValueError, match=r"LibreOffice choose Save As and the format \.xlsx"):
        take(file, folder, TODAY)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_itself_changes_nothing_and_keeps_drop_downs_and_notes(tmp_path: Path) -> None:
    folder = Path("rules/licang")
    saved = by_libreoffice(export(folder, tmp_path / "rules.xlsx"))
    assert take(saved, folder, TODAY).files == ()
    book = load_workbook(saved)
    rules = book["规则"]
    assert rules.cell(1, 1).comment is not None
    lists = rules.data_validations.dataValidation
    assert any(rules.cell(2, column_of(rules, "办理渠道")).coordinate in one.sqref for one in lists)
    put("规则", "secret-to-counter", "名称", "另一名称")(book)
    book.save(saved)
    [change] = take(saved, folder, TODAY).files
    before, after = str(change.before).split("\n"), str(change.after).split("\n")
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        (
            "    title: {zh: 涉密事项到窗口办理, en: Secret matters go to the counter}",
            "    title: {zh: 另一名称, en: Secret matters go to the counter}",
        )
    ]


def by_libreoffice(file: Path) -> Path:
    """The file opened and saved again by LibreOffice, with a profile of its own."""
    out = file.parent / "saved"
    profile = f"-env:UserInstallation=file://{file.parent / 'profile'}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603  # what runs is ours
    return out / file.name
