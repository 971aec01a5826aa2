"""A rule with alternatives is as many rows in a workbook; they come back as one rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter

from chalicelib.authoring.checking.load import load, read
from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import Mark, problem
from chalicelib.authoring.workbook.reading.read import Workbook
from chalicelib.authoring.workbook.sheets.rows import book
from chalicelib.authoring.workbook.taking.locate import located
from chalicelib.authoring.workbook.taking.take import changes
from tests.authoring.region import spoil, write_region
from tests.authoring.workbook.office import (
    Edit,
    add,
    cell,
    column_of,
    contents,
    drop,
    edited,
    put,
    refused,
    stored,
    taken,
)

CHANNELS, INVARIANTS = "channels.yaml", "invariants.yaml"
FACTS = "  - {fact: application.courier"
ENDS = "  - {fact: application.ends, title: {zh: 期满, en: Ends}, type: date, usual: 2030-01-01}\n"
SECRET = "    when: {item.secret: true}\n"
ANY = "    any: [{item.secret: true, item.inspection: joint}, {application.ends: {before: today}}]\n"
SECOND = "application.ends: {before: today}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The rule "secret" has two groups; an invariant too, which share a condition."""
    folder = write_region(tmp_path / "region")
    spoil(folder, "facts.yaml", FACTS, ENDS + FACTS)
    spoil(folder, CHANNELS, SECRET, ANY)
    both = "when: {item.secret: true}, any: [{item.inspection: joint}, {application.courier: false}]"
    spoil(folder, INVARIANTS, "when: {item.secret: true}", both)
    return folder


def of(folder: Path) -> list[dict[str, object]]:
    (secret,) = (one for one in load(folder).rules if one.rule == "secret")
    return [
        {test.fact: test.any_of or test.at_most or test.at_least for test in group} for group in secret.groups
    ]


def _cell(row: int, heading: str, value: str | None) -> Edit:
    return lambda book: book["规则"].cell(row, column_of(book["规则"], heading), value)


def test_without_a_change_no_file_changes(folder: Path) -> None:
    found = taken(folder)
    assert (found.files, found.findings) == ((), ())
    assert [cell(folder, "规则", "secret", heading) for heading in ("条件组", "涉密", "期满")] == [
        1,
        "是",
        None,
    ]


def test_a_cell_of_one_group_changes_that_group_alone(folder: Path) -> None:
    before = contents(folder)
    stored(folder, put("规则", "secret", "现场勘验", "需要|联合"))
    now = contents(folder)
    assert {file for file in now if now[file] != before[file]} == {CHANNELS}
    changed = (
        before[CHANNELS].decode().replace("item.inspection: joint", "item.inspection: [required, joint]")
    )
    assert now[CHANNELS].decode() == changed


def test_a_further_row_is_a_further_group_and_a_deleted_one_goes(folder: Path) -> None:
    stored(folder, add("规则", 5, 规则代号="secret", 条件组=3, 同意快递="否"))
    assert of(folder)[2] == {"application.courier": (False,)}
    third = lambda book: book["规则"].delete_rows(5)  # noqa: E731
    second = lambda book: book["规则"].delete_rows(4)  # noqa: E731
    stored(folder, third, second)
    assert of(folder) == [{"item.secret": (True,), "item.inspection": ("joint",)}]
    assert "any" not in (folder / CHANNELS).read_text(encoding="utf-8")


def test_what_each_row_of_a_new_rule_asks_alike_is_written_once(folder: Path) -> None:
    new = {
        "名称": "新",
        "名称（英文）": "New",
        "依据": "《行政许可法》",
        "生效": "2026-01-01",
    }
    with_name = {**new, "办理渠道": cell(folder, "规则", "counter", "办理渠道")}
    headings = {"规则代号": "new", "条件组": 1, "涉密": "否", "现场勘验": "联合", **with_name}
    first = add("规则", 5, **headings)  # type: ignore[arg-type]
    second = add("规则", 6, 规则代号="new", 条件组=2, 涉密="否", 期满="当日起30天内")
    stored(folder, first, second)
    text = (folder / CHANNELS).read_text(encoding="utf-8")
    made = next(one for one in load(folder).rules if one.rule == "new")
    assert [test.fact for test in made.when] == ["item.secret"]
    assert [len(group) for group in made.any] == [1, 1]
    assert "within_days: 30" in text


def test_rows_that_continue_nothing_and_cells_that_belong_to_the_first_are_told(folder: Path) -> None:
    lonely = refused(folder, add("规则", 6, 规则代号="nobody", 条件组=2, 涉密="是"))
    assert [(place, code) for place, code, _ in lonely] == [("规则!C6", "lonely-group")]
    skipped = refused(folder, lambda book: book["规则"].cell(4, 3, 3))
    assert [(place, code) for place, code, _ in skipped] == [("规则!C4", "lonely-group")]
    titled = refused(folder, lambda book: book["规则"].cell(4, 4, "又一个名称"))
    assert [(place, code) for place, code, _ in titled] == [("规则!D4", "continued-row")]
    fourth = refused(folder, lambda book: book["规则"].cell(4, 3, 4))
    assert [(place, code) for place, code, _ in fourth] == [("规则!C4", "wrong-group")]


def test_what_the_check_finds_of_a_group_is_told_in_its_row(folder: Path) -> None:
    found = taken(folder, _cell(4, "现场勘验", "联合"), _cell(4, "涉密", "是"), _cell(4, "期满", ""))
    told = [(one.cell, one.problem.code) for one in found.findings]
    assert ("规则!C4", "alternative-contained") in told


def test_a_row_that_asks_less_than_another_of_its_rule_is_told_as_that(folder: Path) -> None:
    more = add("规则", None, 规则代号="courier", 条件组=2, 同意快递="是")
    found = taken(folder, put("规则", "courier", "条件组", 1), more)
    told = [(one.cell, one.problem.code) for one in found.findings if one.problem.severity == "error"]
    assert [code for _, code in told] == ["alternative-contained"]
    (cell, _) = told[0]
    assert cell is not None
    assert cell.startswith("规则!C")


def test_the_first_row_dropped_leaves_the_second_alone(folder: Path) -> None:
    told = refused(folder, drop("规则", "secret"))
    assert [code for _, code, _ in told] == ["lonely-group"]


@pytest.mark.parametrize("row", [3, 4])
def test_a_condition_of_a_group_is_told_at_its_own_cell_and_the_rule_at_its_first_row(
    folder: Path, row: int
) -> None:
    places: dict[str, int] = {}
    found = taken(
        folder,
        _cell(row, "纸质原件份数", "≥0"),
        _cell(3, "名称（英文）", "secret"),
        lambda book: places.update(originals=column_of(book["规则"], "纸质原件份数")),
    )
    idle = [one.cell for one in found.findings if one.problem.code == "idle-condition"]
    assert idle == [f"规则!{get_column_letter(places['originals'])}{row}"]
    unshown = [one.cell for one in found.findings if one.problem.code == "no-example"]
    assert not any(cell.endswith("4") for cell in unshown if cell)


def test_what_is_said_of_the_alternatives_as_a_whole_is_told_by_the_column_of_groups(folder: Path) -> None:
    opened = Workbook(edited(folder))
    _, made, lines = changes(folder, book(read(folder)[0]), opened)
    text = (folder / CHANNELS).read_text(encoding="utf-8").splitlines()
    line = next(number for number, one in enumerate(text, 1) if one.startswith("    any:"))
    told = problem(CHANNELS, Mark(line, 5), say("wrong-alternatives"))
    assert [one.cell for one in located(folder, [told], made.spots, lines)] == ["规则!C3"]
