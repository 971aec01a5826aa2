"""Put entries together into rule files again: which files change, and to what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.schemas.words import fields
from chalicelib.authoring.workbook.cells.cells import nearest
from chalicelib.authoring.workbook.reading.findings import Finding
from chalicelib.authoring.workbook.reading.read import Lines
from chalicelib.authoring.workbook.sheets.columns import OWNER, Entry, Sheet, dig
from chalicelib.authoring.workbook.sheets.rows import Book
from chalicelib.authoring.workbook.taking.entries import Made
from chalicelib.authoring.workbook.taking.fold import folded


@dataclass(frozen=True)
class Filed:
    """A file's content anew. ``was``: the file that it was, under this name or another; None if new."""

    file: str
    was: str | None
    data: dict[str, Any]


@dataclass(frozen=True)
class Spot:
    """Where a line of a sheet stands in the new files."""

    sheet: str
    line: int
    file: str
    path: tuple[str | int, ...]
    group: int | None = None


@dataclass
class Assembled:
    """The files that may have changed, those that go, the place of every line, and columns that moved."""

    filed: list[Filed] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    moved: list[Finding] = field(default_factory=list)


Sheets = Mapping[str, tuple[Lines, Sequence[Made]]]


def assemble(book: Book, sheets: Sheets, findings: list[Finding]) -> Assembled:
    """
    The files that the sheets say.

    Args:
        sheets: each with its lines and entries, in order.
        findings: lines that belong to no item are added here; then the result is of no use.
    """
    made = Assembled()
    sheets = {name: (lines, folded(lines, each, findings)) for name, (lines, each) in sheets.items()}
    lists: dict[str, dict[str, tuple[str, Sequence[Made]]]] = {}
    for sheet in book.sheets:
        own = sheets[sheet.name][1]
        if sheet.under is None:
            within = [one for one in book.sheets if _is_within(one, sheet)]
            codes = [one.entry.get(sheet.key[0], "") for one in own]
            findings += _strays([sheets[one.name] for one in within], codes)
            by_owner = {one.name: _by_owner(sheets[one.name][1]) for one in within}
            for each in own:
                code = each.entry.get(sheet.key[0], "")
                _whole(sheet, made, each, [(one, by_owner[one.name].get(code, [])) for one in within])
            kept = {filed.was for filed in made.filed}
            made.removed += [row.file for row in book.rows[sheet.name] if row.file not in kept]
        elif sheet.file is not None:
            each_of = [one for one in own if one.entry.get(OWNER) is None]
            lists.setdefault(sheet.file, {})[sheet.under] = sheet.name, each_of
    for file, found in lists.items():
        _listed(book, made, file, found)
    return made


def _is_within(sheet: Sheet, whole: Sheet) -> bool:
    """Whether entries of a sheet stand in the files that another has a row each of."""
    of_files = sheet.kind is whole.kind and sheet.file is None and sheet.under is not None
    return of_files or sheet.also == whole.kind.name


def _by_owner(each: Iterable[Made]) -> dict[str | None, list[Made]]:
    found: dict[str | None, list[Made]] = defaultdict(list)
    for one in each:
        found[one.entry.get(OWNER)].append(one)
    return found


def _strays(sheets: Iterable[tuple[Lines, Sequence[Made]]], items: Sequence[str]) -> Iterator[Finding]:
    """Each item that lines name and the sheet of items does not have: at the first, with all others."""
    known, found = set(items), defaultdict[str, list[tuple[Lines, int]]](list)
    for lines, each in sheets:
        for one in each:
            if one.entry.get(OWNER) is not None and one.entry[OWNER] not in known:
                found[str(one.entry[OWNER])].append((lines, one.line.number))
    for code, places in found.items():
        lines, number = places[0]
        rows = ", ".join(f"{other.sheet.name}!{line}" for other, line in places[1:])
        yield lines.finding(number, lines.sheet.place_of[OWNER], _unknown(code, items, rows))


def _whole(sheet: Sheet, made: Assembled, one: Made, within: Iterable[tuple[Sheet, list[Made]]]) -> None:
    """A file that is a row, with its lists from the rows of other sheets."""
    file = one.row.file if one.row else ""
    folder = file.split("/")[1:-1] if file else [str(dig(one.entry, OFFICE))] * (sheet.kind.depth - 1)
    name = f"{one.entry.get(sheet.key[0])}.yaml"
    filed = "/".join([sheet.kind.place, *folder, name])
    made.spots.append(Spot(sheet.name, one.line.number, filed, ()))
    content = dict(one.entry)
    for inner, each in within:
        key = str(inner.under)
        _spots(made, inner.name, filed, key, each)
        if each or not inner.also:
            content[key] = _plain(each)
    form = "" if sheet.kind.form is None else sheet.kind.form.__name__
    order = [*fields()[form], *content]  # a key that no order knows of is not lost either
    data = {key: content[key] for key in dict.fromkeys(order) if key in content}
    made.filed.append(Filed(filed, file or None, data))


OFFICE = ("units", "decides")
"""What of an item names the folder of its file."""


def _listed(book: Book, made: Assembled, file: str, lists: Mapping[str, tuple[str, Sequence[Made]]]) -> None:
    """A file that holds lists of entries."""
    old = book.files.get(file)
    data = dict(old or {})
    for key, (sheet, each) in lists.items():
        _spots(made, sheet, file, key, each)
        if each or key in data:
            data[key] = _plain(each)
    if data:
        made.filed.append(Filed(file, None if old is None else file, data))


def _spots(made: Assembled, sheet: str, file: str, key: str, each: Sequence[Made]) -> None:
    for place, one in enumerate(each):
        path = (key, place)
        made.spots.append(Spot(sheet, one.line.number, file, path, 0 if one.groups else None))
        made.spots += (Spot(sheet, more.line.number, file, path, n) for n, more in enumerate(one.groups, 1))


def _plain(each: Iterable[Made]) -> list[Entry]:
    return [{key: value for key, value in one.entry.items() if not key.startswith("@")} for one in each]


def _unknown(code: str, items: Sequence[str], rows: str) -> Message:
    mend = nearest(code, {item: item for item in items})
    if rows:
        return say("unknown-item/rows", code=code[:60], mend=mend, others=rows)
    return say("unknown-item/unknown", code=code[:60], mend=mend)
