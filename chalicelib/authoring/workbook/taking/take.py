"""Take a workbook in: work out what it changes, try it in a copy, compare, and only then write."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.authoring.check import check
from chalicelib.authoring.checking.load import read
from chalicelib.authoring.comparing.diff import diff
from chalicelib.authoring.comparing.difference import Difference
from chalicelib.authoring.findings.message import say
from chalicelib.authoring.rewrite.rewrite import RewriteError, rewrite, written
from chalicelib.authoring.workbook.reading.findings import Finding, WorkbookError, of_file
from chalicelib.authoring.workbook.reading.read import Lines, Workbook
from chalicelib.authoring.workbook.sheets.origin import Origin, origin
from chalicelib.authoring.workbook.sheets.rows import Book, book
from chalicelib.authoring.workbook.taking.assemble import Assembled, Filed, assemble
from chalicelib.authoring.workbook.taking.entries import entries
from chalicelib.authoring.workbook.taking.locate import located
from chalicelib.authoring.workbook.taking.moved import moved
from chalicelib.decisions.forms.model import Release


@dataclass(frozen=True)
class FileChange:
    """One file: its text before and after; None where it is not there."""

    file: str
    before: str | None
    after: str | None

    @property
    def kind(self) -> str:
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


@dataclass(frozen=True)
class Taken:
    """
    What a workbook changes. ``new`` is None where the changed folder does not load; then it may not
    be written. ``findings`` are those of the changed folder's check.
    """

    origin: Origin
    files: tuple[FileChange, ...]
    old: Release
    new: Release | None
    findings: tuple[Finding, ...]
    difference: Difference | None

    @property
    def ok(self) -> bool:
        return not any(found.problem.severity == "error" for found in self.findings)

    def as_json(self, *, written: bool) -> dict[str, Any]:
        moved = {} if self.difference is None else self.difference.as_json()
        return {
            "ok": self.ok,
            "written": written,
            "files": [change.file for change in self.files],
            "changes": {change.file: change.kind for change in self.files},
            **moved,
            "problems": [found.as_json() for found in self.findings],
        }


def take(file: Path, folder: Path, today: date, *, meant: bool = False) -> Taken:
    """
    Work out what a workbook changes in the folder that it was exported from. Nothing is written.

    Args:
        today: the day whose rules the check looks at, and from which on the difference is told.
        meant: columns that were moved by themselves are meant so, and not told.

    Raises:
        OSError: the workbook cannot be read.
        RuleFileError: the folder has mistakes as it is.
        WorkbookError: the workbook cannot be taken: it is none of this folder, stale, or has cells
            that are wrong or columns that were moved by themselves.
    """
    opened = Workbook(file)
    files, old = read(folder)
    came = origin(folder, old.region.region)
    opened.check_fresh(came)
    found, made, sheets = changes(folder, book(files), opened)
    if made.moved and not meant:  # what they lead to would be told of every row
        raise WorkbookError(made.moved)
    if not found:
        return Taken(came, (), old, old, (), diff(old, old, today))
    return _tried(folder, came, found, old, made, sheets, today)


def changes(
    folder: Path, content: Book, opened: Workbook
) -> tuple[tuple[FileChange, ...], Assembled, dict[str, Lines]]:
    """
    The files that change, what they were made of, and the lines that were read.

    Raises:
        WorkbookError: cells are wrong.
    """
    lines, made = _assembled(opened, content)
    return _changes(folder, content, made), made, lines


def _assembled(opened: Workbook, content: Book) -> tuple[dict[str, Lines], Assembled]:
    findings = list(opened.unread(sheet.name for sheet in content.sheets))
    lines: dict[str, Lines] = {}
    for sheet in content.sheets:
        try:
            lines[sheet.name] = opened.lines(sheet)
        except WorkbookError as error:
            findings += error.findings
    if not findings:
        read_ = {name: (one, entries(one, content.rows[name], findings)) for name, one in lines.items()}
        made = assemble(content, read_, findings) if not findings else Assembled()
        made.moved = list(moved(read_))
    if findings:
        raise WorkbookError(findings)
    return lines, made


def _changes(folder: Path, content: Book, made: Assembled) -> tuple[FileChange, ...]:
    found: dict[str, FileChange] = {}
    for filed in made.filed:
        if filed.was != filed.file or not _as_before(content, filed):
            before = None if filed.was is None else _text(folder, filed.was)
            after = written(filed.data) if before is None else _rewritten(filed, before)
            if filed.was not in (None, filed.file):
                found[str(filed.was)] = FileChange(str(filed.was), before, None)
                before = None
            if before != after:
                found[filed.file] = FileChange(filed.file, before, after)
    for file in made.removed:
        found.setdefault(file, FileChange(file, _text(folder, file), None))
    return tuple(found[file] for file in sorted(found))


def _as_before(content: Book, filed: Filed) -> bool:
    """A quick look; equal is not yet alike (a 1 is not a true), but then the text is not changed anyway."""
    return repr(content.files.get(filed.file)) == repr(filed.data)


def _text(folder: Path, file: str) -> str:
    return (folder / file).read_bytes().decode("utf-8")


def _rewritten(filed: Filed, before: str) -> str:
    try:
        return rewrite(before, filed.data)
    except RewriteError as error:
        raise of_file(filed.was or filed.file, say("cannot-rewrite")) from error


def _tried(
    folder: Path,
    came: Origin,
    changed: tuple[FileChange, ...],
    old: Release,
    made: Assembled,
    sheets: Mapping[str, Lines],
    today: date,
) -> Taken:
    """The changed folder, made in a copy and checked there."""
    with tempfile.TemporaryDirectory(prefix="rules-import-") as room:
        copy = Path(room) / folder.resolve().name
        for file in came.files:
            (copy / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / file, copy / file)
        for change in changed:
            put(copy, change)
        checked = check(copy, today)
        findings = tuple(located(copy, checked.problems, made.spots, sheets))
    new = checked.release
    difference = None if new is None else diff(old, new, today)
    return Taken(came, changed, old, new, findings, difference)


def put(folder: Path, change: FileChange) -> None:
    """One file as it is to be, in a folder that nobody else uses."""
    path = folder / change.file
    if change.after is None:
        path.unlink()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(change.after.encode("utf-8"))
