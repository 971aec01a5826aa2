"""A column that was sorted, shifted or pasted by itself is told before anything is written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook as Xlsx
from openpyxl.worksheet.worksheet import Worksheet

from chalicelib.__main__ import main
from chalicelib.authoring.checking.load import read
from chalicelib.authoring.workbook.reading.read import Workbook
from chalicelib.authoring.workbook.sheets.rows import book
from chalicelib.authoring.workbook.taking.take import changes
from tests.authoring.workbook.office import Edit, column_of, contents, edited

ITEMS, MATERIALS, RULES = "事项", "材料", "规则"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree("rules/licang", tmp_path / "licang"))


def moved(folder: Path, *edits: Edit) -> list[str]:
    """The headings of the columns that are told, and nothing is said of a cell."""
    file = edited(folder, *edits)
    _, made, _ = changes(folder, book(read(folder)[0]), Workbook(file))
    return [str(one.cell) for one in made.moved]


def column(sheet: str, heading: str, change: Callable[[list[object]], list[object]]) -> Edit:
    """The cells of a column below its heading, changed all at once."""

    def edit(to: Xlsx) -> None:
        rows: Worksheet = to[sheet]
        place = column_of(rows, heading)
        cells = [rows.cell(number, place) for number in range(2, rows.max_row + 1)]
        for cell, value in zip(cells, change([cell.value for cell in cells]), strict=True):
            cell.value = value  # type: ignore[assignment]

    return edit


def ordered(values: list[object]) -> list[object]:
    return sorted(values, key=str)


def heading_of(folder: Path, sheet: str, heading: str) -> str:
    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter

    to = load_workbook(edited(folder))[sheet]
    return f"{sheet}!{get_column_letter(column_of(to, heading))}1"


def headings(folder: Path) -> dict[str, str]:
    """The headings of the sheet of items by the key that they stand for."""
    sheet = book(read(folder)[0]).sheets[3]
    assert sheet.name == ITEMS
    return {".".join(one.path): one.title.zh for one in sheet.columns}


@pytest.mark.parametrize(
    "key", ["name.zh", "name.en", "units.decides", "facts.papers_at_inspection", "limits.promised"]
)
def test_one_column_sorted_by_itself_is_told(folder: Path, key: str) -> None:
    heading = headings(folder)[key]
    assert moved(folder, column(ITEMS, heading, ordered)) == [heading_of(folder, ITEMS, heading)]


def test_two_columns_sorted_are_both_told(folder: Path) -> None:
    both = [headings(folder)[key] for key in ("name.zh", "name.en")]
    found = moved(folder, *(column(ITEMS, heading, ordered) for heading in both))
    assert found == [heading_of(folder, ITEMS, heading) for heading in both]


def test_a_column_shifted_by_a_row_is_told(folder: Path) -> None:
    heading = headings(folder)["name.zh"]
    down = moved(folder, column(ITEMS, heading, lambda values: [values[0], *values[:-1]]))
    assert down == [heading_of(folder, ITEMS, heading)]


def test_a_column_turned_upside_down_is_told(folder: Path) -> None:
    heading = headings(folder)["units.decides"]
    assert moved(folder, column(ITEMS, heading, lambda values: values[::-1])) != []


def test_a_block_that_was_copied_under_a_filter_and_pasted_into_other_rows_is_told(folder: Path) -> None:
    heading = headings(folder)["name.zh"]
    paste = column(ITEMS, heading, lambda values: [*values[:20], *values[50:58], *values[28:]])
    assert moved(folder, paste) == [heading_of(folder, ITEMS, heading)]


def test_codes_sorted_by_themselves_are_told_as_that(folder: Path) -> None:
    heading = headings(folder)["item"]
    sort = column(ITEMS, heading, lambda values: sorted(values, key=str, reverse=True))
    assert moved(folder, sort) == [heading_of(folder, ITEMS, heading)]


def test_a_column_of_materials_sorted_by_itself_is_told(folder: Path) -> None:
    sheet = book(read(folder)[0]).sheets[4]
    heading = next(one.title.zh for one in sheet.columns if one.path == ("name", "zh"))
    assert heading_of(folder, MATERIALS, heading) in moved(folder, column(MATERIALS, heading, ordered))


def whole(sheet: str, key: Callable[[Sequence[object]], str]) -> Edit:
    """All rows sorted with all their cells, as one should."""

    def edit(to: Xlsx) -> None:
        rows: Worksheet = to[sheet]
        cells = [list(row) for row in rows.iter_rows(min_row=2)]
        for row, values in zip(
            cells, sorted([[c.value for c in row] for row in cells], key=key), strict=True
        ):
            for cell, value in zip(row, values, strict=True):
                cell.value = value

    return edit


def test_a_sheet_that_was_sorted_whole_is_not(folder: Path) -> None:
    assert moved(folder, whole(ITEMS, lambda row: str(row[1]))) == []


def exchanged(values: list[object]) -> list[object]:
    return [values[1], values[0], *values[2:]]


@pytest.mark.parametrize("key", ["name.zh", "name.en"])
def test_names_exchanged_between_two_items_are_told_with_their_rows(folder: Path, key: str) -> None:
    heading = headings(folder)[key]
    file = edited(folder, column(ITEMS, heading, exchanged))
    _, made, _ = changes(folder, book(read(folder)[0]), Workbook(file))
    [one] = made.moved
    assert one.cell == heading_of(folder, ITEMS, heading)
    assert "第 2、3 行的内容互换了" in one.problem.zh


def test_codes_exchanged_between_two_items_are_told_as_that(folder: Path) -> None:
    heading = headings(folder)["item"]
    assert moved(folder, column(ITEMS, heading, exchanged)) == [heading_of(folder, ITEMS, heading)]


def test_limits_exchanged_between_two_items_and_one_value_for_many_rows_are_not(folder: Path) -> None:
    limit, depth = headings(folder)["limits.promised"], headings(folder)["facts.online_depth"]
    everywhere = column(ITEMS, depth, lambda values: [values[0]] * len(values))
    assert moved(folder, column(ITEMS, limit, exchanged), everywhere) == []


def test_new_names_for_many_items_are_not(folder: Path) -> None:
    name = headings(folder)["name.zh"]
    assert moved(folder, column(ITEMS, name, lambda values: [f"{value}（新）" for value in values])) == []


def test_nothing_is_written_of_a_moved_column_unless_it_is_said_to_be_meant(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = edited(folder, column(ITEMS, headings(folder)["name.zh"], ordered))
    before = contents(folder)
    assert main(["rules", "import", str(file), str(folder), "--write"]) == 1
    shown = capsys.readouterr().out
    assert "moved-column" in shown
    assert "--moved" in shown
    assert contents(folder) == before
    assert main(["rules", "import", str(file), str(folder), "--json"]) == 1
    [only] = json.loads(capsys.readouterr().out)["problems"]
    assert only["code"] == "moved-column", "what the column leads to in every row is not told beside it"
    main(["rules", "import", str(file), str(folder), "--write", "--moved"])
    assert contents(folder) != before
