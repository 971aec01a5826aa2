"""Load a region's folder of YAML: a release, or every mistake in it."""

from __future__ import annotations

from pathlib import Path

from chalicelib.authoring.checking.coherence import check_coherence
from chalicelib.authoring.findings.problems import RuleFileError
from chalicelib.authoring.reading.ahead import Ahead
from chalicelib.authoring.reading.folder import Folder, read_folder
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.release import no_collection

__all__ = ["RuleFileError", "load", "load_both", "release_of"]


def load(folder: Path) -> Release:
    """
    Read a region's rule files.

    Args:
        folder: one region, such as ``rules/licang``.

    Raises:
        RuleFileError: carries all problems of the folder, each with file, line, column and mend.
    """
    return read(folder)[1]


def load_both(old: Path, new: Path) -> tuple[Release, Release]:
    """
    Read two folders of a region that are compared; a file that is the same in both is read once.

    Raises:
        RuleFileError: carries all problems of the first of them that has any.
    """
    files, before = read(old)
    return before, read(new, like=files)[1]


def read(folder: Path, ahead: Ahead | None = None, like: Folder | None = None) -> tuple[Folder, Release]:
    """
    ``load``, with the place of every form: for checks that come after.

    Args:
        ahead: files that another process reads meanwhile.
        like: as in ``read_folder``.
    """
    with no_collection():
        files = read_folder(folder, ahead, like)
        if not any(one.code == "unknown-file" for one in files.problems):  # what it says would be missing
            check_coherence(files)
        if files.problems:
            raise RuleFileError(files.problems)
        return files, release_of(files)


def release_of(folder: Folder) -> Release:
    """
    The release of a folder in which nothing is wrong.

    Raises:
        RuleFileError: it has no settings of a region.
    """
    if folder.region is None:
        raise RuleFileError(folder.problems)
    return Release(
        region=folder.region.form,
        facts=tuple(folder.facts.declared.values()),
        rules=tuple(read.form for read in folder.rules),
        items={read.form.item: read.form for read in folder.items},
        plans={read.form.plan: read.form for read in folder.plans},
        couriers={read.form.courier: read.form for read in folder.couriers},
        calendars={read.form.year: read.form for read in folder.calendars},
        clocks=tuple(read.form for read in folder.clocks),
        units=tuple(read.form for read in folder.units),
        invariants=tuple(read.form for read in folder.invariants),
        demands=tuple(read.form for read in folder.demands),
        notices={read.form.notice: read.form for read in folder.notices},
        examples=tuple(read.form for read in folder.examples),
        decisions={read.form.decision: read.form for read in folder.decisions},
    )
