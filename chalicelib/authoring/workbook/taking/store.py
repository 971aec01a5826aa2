"""Put changed files in their places: all are written beside them first, then each takes its place."""

from __future__ import annotations

from pathlib import Path

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.workbook.cells.cells import Unfit
from chalicelib.authoring.workbook.reading.findings import of_file
from chalicelib.authoring.workbook.sheets.origin import Origin, check_fresh, origin
from chalicelib.authoring.workbook.taking.take import FileChange, Taken


def store(taken: Taken, folder: Path) -> None:
    """
    Write what a workbook changes.

    Raises:
        OSError: a file cannot be written; those that took their place before it stay.
        WorkbookError: the folder changed in the meantime, a path leads out of it, or the changed folder
            does not load; nothing is written.
    """
    if taken.new is None:
        raise of_file(folder.name, say("does-not-load"))
    _check(taken.origin, folder)
    for change in taken.files:
        if not (folder / change.file).resolve().is_relative_to(folder.resolve()):
            raise of_file(change.file, say("outside"))
    ready = _ready(taken.files, folder)
    for beside, path in ready:
        beside.replace(path)
    for change in taken.files:
        if change.after is None:
            (folder / change.file).unlink()


def _check(came: Origin, folder: Path) -> None:
    try:
        check_fresh(came, origin(folder, came.region))
    except Unfit as unfit:
        raise of_file(folder.name, unfit.message) from unfit


def _ready(changes: tuple[FileChange, ...], folder: Path) -> list[tuple[Path, Path]]:
    """Each new text beside the place that it is for; none of them if one cannot be written."""
    made: list[tuple[Path, Path]] = []
    try:
        for change in changes:
            if change.after is not None:
                path = folder / change.file
                path.parent.mkdir(parents=True, exist_ok=True)
                made.append((path.with_name(f".{path.name}.new"), path))
                made[-1][0].write_bytes(change.after.encode("utf-8"))
    except OSError:
        for beside, _ in made:
            beside.unlink(missing_ok=True)
        raise
    return made
