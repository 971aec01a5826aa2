"""A file from anywhere: bounded, never run, refused in words; and only ever for the folder it came from."""

from __future__ import annotations

import re
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as Anew
from openpyxl.workbook import Workbook

from chalicelib.authoring.workbook.reading import package
from chalicelib.authoring.workbook.reading.findings import WorkbookError
from chalicelib.authoring.workbook.taking.store import store
from chalicelib.authoring.workbook.taking.take import take
from tests.authoring.region import spoil, write_region
from tests.authoring.workbook.office import TODAY, contents, edited, export, put, taken

SHEET = "xl/worksheets/sheet2.xml"
BOMB = b"<worksheet>" + b" " * 50_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_region(tmp_path / "region")


def remade(folder: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """The folder's workbook with its parts changed by hand."""
    file = export(folder, folder.with_suffix(".xlsx"))
    with zipfile.ZipFile(file) as given:
        parts = {name: given.read(name) for name in given.namelist()}
    change(parts)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file


def told(file: Path, folder: Path) -> list[tuple[str, str, str]]:
    """File or sheet, code and English message of each mistake; nothing may have been written."""
    before = contents(folder)
    with pytest.raises(WorkbookError) as found:
        take(file, folder, TODAY)
    assert contents(folder) == before
    return [(one.problem.file, one.problem.code, one.problem.en) for one in found.value.findings]


def code(file: Path, folder: Path) -> str:
    [(_, found, _)] = told(file, folder)
    return found


def replaced(part: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)

    return change


def added(part: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({part: content})


ENTITY = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><worksheet '
LAUGHS = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><sst '


RELATIONS = "xl/_rels/workbook.xml.rels"
MADE: dict[str, tuple[Callable[[dict[str, bytes]], object], str]] = {
    "an entity in a sheet": (replaced(SHEET, b"<worksheet ", ENTITY), "document-type"),
    "an entity in the workbook": (replaced("xl/workbook.xml", b"<workbook ", ENTITY), "document-type"),
    "a thousand laughs": (added("xl/sharedStrings.xml", LAUGHS + b">&b;</sst>"), "document-type"),
    "macros": (added("xl/vbaProject.bin", b"macro"), "macros"),
    "old macros": (added("xl/macrosheets/sheet1.xml", b"<a/>"), "macros"),
    "half a sheet": (added(SHEET, b"<worksheet><sheetData><row"), "not-a-workbook"),
    "no XML": (added(SHEET, b"\x00\x01"), "not-a-workbook"),
    "a row far down": (replaced(SHEET, b'<row r="2"', b'<row r="2000000"'), "too-large"),
    "a column far out": (replaced(SHEET, b'<c r="A2"', b'<c r="XFD2"'), "too-large"),
    "a cell that is none": (replaced(SHEET, b'<c r="A2"', b'<c r="A0"'), "damaged"),
    "a long text": (replaced(SHEET, b"vault-always</t>", b"x" * 40_000 + b"</t>"), "too-long"),
    "no workbook": (lambda parts: parts.pop("xl/workbook.xml"), "not-a-workbook"),
    "no relations": (lambda parts: parts.pop(RELATIONS), "not-a-workbook"),
}


@pytest.mark.parametrize("what", MADE)
def test_a_workbook_made_by_an_enemy_is_refused(folder: Path, what: str) -> None:
    change, wanted = MADE[what]
    assert code(remade(folder, change), folder) == wanted


def test_a_part_that_would_fill_the_memory_is_never_unpacked(folder: Path) -> None:
    file = remade(folder, lambda parts: parts.update({f"xl/x{n}.xml": BOMB for n in range(5)}))
    assert file.stat().st_size < package.FILE_BYTES
    tracemalloc.start()
    assert code(file, folder) == "too-large"
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_part_that_is_larger_than_it_says_is_not_read_on(folder: Path) -> None:
    file = remade(folder, added(SHEET, BOMB))
    content = bytearray(file.read_bytes())
    said = len(BOMB).to_bytes(4, "little")
    assert content.count(said) == 2  # before the part, and in the table of contents
    file.write_bytes(bytes(content).replace(said, (1_000).to_bytes(4, "little")))
    assert code(file, folder) == "not-a-workbook"


def test_a_file_that_is_too_large_is_not_read_to_its_end(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = export(folder, folder.with_suffix(".xlsx"))
    monkeypatch.setattr(package, "FILE_BYTES", file.stat().st_size - 1)
    assert code(file, folder) == "too-large"


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0 an old .xls", b"rule,when\na,b\n"]
)
def test_what_is_no_workbook_at_all_is_refused(folder: Path, content: bytes) -> None:
    file = folder.with_suffix(".xlsx")
    file.write_bytes(content)
    assert code(file, folder) == "not-a-workbook"


def test_a_relation_that_leads_out_of_the_file_is_not_followed(folder: Path) -> None:
    change = replaced(RELATIONS, b"/xl/worksheets/sheet2.xml", b"/../../etc/hostname")
    assert code(remade(folder, change), folder) == "missing-sheet"


def test_every_cut_of_a_workbook_is_refused_and_none_crashes(folder: Path) -> None:
    file = export(folder, folder.with_suffix(".xlsx"))
    content = file.read_bytes()
    for end in range(0, len(content) - 1, len(content) // 60):
        file.write_bytes(content[:end])
        assert code(file, folder) == "not-a-workbook"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A folder that is only read, and its workbook."""
    folder = write_region(tmp_path_factory.mktemp("flip") / "region")
    return folder, export(folder, folder.with_suffix(".xlsx")).read_bytes()


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_bytes_that_flip_are_refused_or_do_no_harm(whole: tuple[Path, bytes], draw: st.DataObject) -> None:
    folder, content = whole[0], bytearray(whole[1])
    for _ in range(draw.draw(st.integers(1, 4))):
        content[draw.draw(st.integers(0, len(content) - 1))] = draw.draw(st.integers(0, 255))
    folder.with_suffix(".xlsx").write_bytes(content)
    before = contents(folder)
    with suppress(WorkbookError):
        take(folder.with_suffix(".xlsx"), folder, TODAY)
    assert contents(folder) == before


def test_a_workbook_of_someone_else_s_is_refused(folder: Path) -> None:
    file = folder.with_suffix(".xlsx")
    Anew().save(file)
    assert code(file, folder) == "not-our-workbook"


def test_a_hidden_sheet_that_was_changed_is_noticed(folder: Path) -> None:
    def edit(book: Workbook) -> None:
        book["来源"].cell(6, 2).value = "0" * 64

    assert code(edited(folder, edit), folder) == "not-our-workbook"


def test_a_workbook_of_an_earlier_version_is_refused_with_the_way_to_carry_changes_over(folder: Path) -> None:
    """It lacks the columns of a material's days; told so, nobody looks for columns that were never there."""

    def edit(book: Workbook) -> None:
        book["来源"].cell(1, 2).value = "zero-errand-rules-2"
        book["材料"].delete_cols(4)

    [(_, found, said)] = told(edited(folder, edit), folder)
    assert found == "not-our-workbook"
    assert "exported by another version of the program" in said


def test_a_workbook_of_another_region_is_refused(folder: Path) -> None:
    file = export(folder, folder.with_suffix(".xlsx"))
    spoil(folder, "region.yaml", "region: licang", "region: shibei")
    [(_, found, said)] = told(file, folder)
    assert found == "other-region"
    assert "'licang'" in said
    assert "'shibei'" in said


def test_a_stale_workbook_is_refused_and_the_files_that_changed_are_named(folder: Path) -> None:
    file = export(folder, folder.with_suffix(".xlsx"))
    spoil(folder, "items/market/food.yaml", "promised: {working_days: 10}", "promised: {working_days: 9}")
    spoil(folder, "channels.yaml", "decision: channel\n", "decision: channel  # a comment\n")
    [(name, found, said)] = told(file, folder)
    assert (name, found) == ("region.xlsx", "stale-workbook")
    assert "(channels.yaml, items/market/food.yaml)" in said


def test_a_workbook_that_was_written_is_stale_from_then_on(folder: Path) -> None:
    file = edited(folder, put("规则", "courier", "名称", "快递"))
    store(take(file, folder, TODAY), folder)
    assert code(file, folder) == "stale-workbook"


def test_a_folder_that_changes_while_the_workbook_is_looked_at_is_not_written(folder: Path) -> None:
    found = taken(folder, put("规则", "courier", "名称", "快递"))
    spoil(folder, "items/market/food.yaml", "promised: {working_days: 10}", "promised: {working_days: 9}")
    before = contents(folder)
    with pytest.raises(WorkbookError) as error:
        store(found, folder)
    assert error.value.findings[0].problem.code == "stale-workbook"
    assert contents(folder) == before


def test_no_link_leads_a_new_file_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    found = taken(folder, put("事项", "food", "事项名称", "食品"))
    (tmp_path / "outside").mkdir()
    (folder / "items/market").rename(tmp_path / "outside/market")
    (folder / "items/market").symlink_to(tmp_path / "outside/market")
    with pytest.raises(WorkbookError) as error:
        store(found, folder)
    assert error.value.findings[0].problem.code in ("outside", "stale-workbook")
    assert "食品}" not in (tmp_path / "outside/market/food.yaml").read_text(encoding="utf-8")


def test_a_disk_that_fails_half_way_leaves_the_folder_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = taken(folder, put("规则", "courier", "名称", "快递"), put("事项", "food", "事项名称", "食品"))
    assert len(found.files) == 2
    before = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    write = Path.write_bytes

    def failing(path: Path, content: bytes) -> int:
        if "food" in path.name:
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", failing)
    with pytest.raises(OSError, match="No space left"):
        store(found, folder)
    assert {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_shared_texts_in_parts_of_several_looks_read_as_one(folder: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        inline = b't="inlineStr"><is><t xml:space="preserve">secret</t></is></c>'
        assert parts[SHEET].count(inline) == 1  # the rule's code; the row's hidden name says its group too
        parts[SHEET] = parts[SHEET].replace(inline, b't="s"><v>0</v></c>')
        looks = b'<si><r><t>sec</t></r><rPh sb="0" eb="1"><t>aloud</t></rPh><r><t>ret</t></r></si>'
        parts["xl/sharedStrings.xml"] = b"<sst>" + looks + b"</sst>"

    assert take(remade(folder, change), folder, TODAY).files == ()


def test_cells_and_rows_that_do_not_say_their_place_stand_one_after_the_other(folder: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts[SHEET] = re.sub(b'(<row|<c) r="[A-Z0-9]+"', rb"\1", parts[SHEET])

    assert take(remade(folder, change), folder, TODAY).files == ()
