"""The changed files put in their places: all are written beside them first, then each takes its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from chalicelib.authoring.workbook.cells import Unfit
from chalicelib.authoring.workbook.findings import of_file
from chalicelib.authoring.workbook.origin import NOT_OURS, Origin, check_fresh, origin
from chalicelib.authoring.workbook.take import FileChange, Taken


def store(taken: Taken, folder: Path) -> None:
    """
    Write what a workbook changes.

    Raises:
        OSError: a file cannot be written; those that took their place before it stay.
        WorkbookError: the folder changed in the meantime, a path leads out of it, or the changed
            folder does not load; nothing is written.
    """
    if taken.new is None:
        raise of_file(folder.name, "does-not-load", NOT_OURS)
    _check(taken.origin, folder)
    for change in taken.files:
        if not (folder / change.file).resolve().is_relative_to(folder.resolve()):
            raise of_file(change.file, "outside", NOT_OURS)
    ready = list(_beside(taken.files, folder))
    for beside, path in ready:
        beside.replace(path)
    for change in taken.files:
        if change.after is None:
            (folder / change.file).unlink()


def _check(came: Origin, folder: Path) -> None:
    try:
        check_fresh(came, origin(folder, came.region))
    except Unfit as unfit:
        raise of_file(folder.name, unfit.code, unfit.say) from unfit


def _beside(changes: tuple[FileChange, ...], folder: Path) -> Iterator[tuple[Path, Path]]:
    for change in changes:
        if change.after is not None:
            path = folder / change.file
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(f".{path.name}.new")
            beside.write_bytes(change.after.encode("utf-8"))
            yield beside, path
