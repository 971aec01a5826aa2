"""Make the rows of a folder: each entry of a rule file with the place that it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.yaml.nodes import Node
from chalicelib.authoring.workbook.sheets.columns import OWNER, READER, Entry, Sheet
from chalicelib.authoring.workbook.sheets.groups import parted
from chalicelib.authoring.workbook.sheets.of_form import lists
from chalicelib.authoring.workbook.sheets.sheets import sheets


@dataclass(frozen=True)
class Source:
    """An entry that is several rows."""

    entry: Entry
    rows: tuple[Entry, ...]


@dataclass(frozen=True)
class Row:
    """
    An entry as its file has it, with ``@`` keys for what the file says by where the entry stands; or one row
    of ``source``.
    """

    entry: Entry
    file: str
    source: Source | None = None


@dataclass(frozen=True)
class Book:
    """A folder as sheets with rows; ``files`` has the whole content of the files that they come from."""

    sheets: tuple[Sheet, ...]
    rows: Mapping[str, tuple[Row, ...]]
    files: Mapping[str, dict[str, Any]]


def book(files: Folder) -> Book:
    """
    The sheets and rows of a folder.

    Args:
        files: the folder as ``authoring.checking.load.read`` gives it, without a mistake.
    """
    made = sheets(files)
    kept = tuple(sheet.kind.place for sheet in made)
    whole = {one.file: _plain(one.root) for one in files.documents if one.file.startswith(kept)}
    return Book(made, {sheet.name: tuple(_of_sheet(sheet, files, whole)) for sheet in made}, whole)


def _of_sheet(sheet: Sheet, files: Folder, whole: Mapping[str, Entry]) -> Iterator[Row]:
    if sheet.under is None:
        apart = () if sheet.kind.form is None else lists(sheet.kind.form).keys()
        for file in files.files[sheet.kind.name]:
            yield Row({key: value for key, value in whole[file].items() if key not in apart}, file)
        return
    listed = [] if sheet.file is None else whole.get(sheet.file, {}).get(sheet.under) or []
    first = [entry for entry in listed if entry.get("before_items") is True]
    yield from _rows(first, sheet.file or "", {OWNER: None} if sheet.also else {})
    for file in files.files[sheet.also or sheet.kind.name] if sheet.also or sheet.file is None else ():
        yield from _rows(whole[file].get(sheet.under) or (), file, _owner(whole[file], sheet))
    rest = [entry for entry in listed if entry.get("before_items") is not True]
    yield from _rows(rest, sheet.file or "", {OWNER: None} if sheet.also else {})


def _owner(file: Entry, sheet: Sheet) -> Entry:
    """Which file an entry is of: by its first key, and for the eye by its name."""
    code = next(iter(file.values()))
    return {OWNER: code} if sheet.also else {OWNER: code, READER: file["name"]["zh"]}


def _rows(entries: Iterable[Entry], file: str, above: Entry) -> Iterator[Row]:
    """The rows of entries, of a rule or an invariant one a group of conditions."""
    for entry in entries:
        whole = {**above, **entry}
        rows = tuple(parted(whole))
        source = Source(whole, rows) if len(rows) > 1 else None
        yield from (Row(row, file, source) for row in rows)


def _plain(node: Node) -> Entry:
    plain = node.plain()
    return plain if isinstance(plain, dict) else {}
