"""The rows of a folder as it is: each entry of a rule file with the place that it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.authoring.checking.rules import all_rules
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.yaml.nodes import parse
from chalicelib.authoring.workbook.sheets.columns import OWNER, READER, Entry, Sheet
from chalicelib.authoring.workbook.sheets.groups import parted
from chalicelib.authoring.workbook.sheets.sheets import CHANNELS, INVARIANTS, sheets
from chalicelib.decisions.forms.form import Form

RULES, ITEMS, MATERIALS = "规则", "事项", "材料"
APART = ("materials", "rules")
"""What of an item stands on sheets of its own."""


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


def book(folder: Path, files: Folder) -> Book:
    """
    The sheets and rows of a folder.

    Args:
        files: the folder as ``authoring.checking.load.read`` gives it, without a mistake.
    """
    made = sheets(files)
    whole = {one.document.file: _plain(one) for one in (*files.items, *files.decisions)}
    for name in (CHANNELS, INVARIANTS):
        if (folder / name).exists():
            plain = parse((folder / name).read_bytes()).plain()
            whole[name] = plain if isinstance(plain, dict) else {}
    materials = [row for item in files.items for row in _materials(item, whole[item.document.file])]
    apart = {
        RULES: [
            row
            for owner, rule in all_rules(files)
            for row in _rows({OWNER: owner, **_plain(rule)}, rule.document.file)
        ],
        ITEMS: [Row(_apart(whole[item.document.file]), item.document.file) for item in files.items],
        MATERIALS: materials,
    }
    rows = {sheet.name: tuple(apart.get(sheet.name) or _listed(sheet, whole)) for sheet in made}
    return Book(made, rows, whole)


def _listed(sheet: Sheet, whole: Mapping[str, Entry]) -> Iterator[Row]:
    """The rows of a sheet that is one list of one file."""
    if sheet.file is not None:
        for entry in whole.get(sheet.file, {}).get(sheet.under) or ():
            yield from _rows(entry, sheet.file)


def _rows(entry: Entry, file: str) -> Iterator[Row]:
    """The rows of a rule or an invariant, one a group of conditions."""
    rows = tuple(parted(entry))
    source = Source(entry, rows) if len(rows) > 1 else None
    yield from (Row(row, file, source) for row in rows)


def _plain(read: Read[Form]) -> dict[str, Any]:
    plain = read.node.plain()
    return plain if isinstance(plain, dict) else {}


def _apart(item: Entry) -> Entry:
    return {key: value for key, value in item.items() if key not in APART}


def _materials(item: Read[Any], whole: Entry) -> Iterator[Row]:
    above = {OWNER: item.form.item, READER: item.form.name.zh}
    for material in whole["materials"]:
        yield Row({**above, **material}, item.document.file)
