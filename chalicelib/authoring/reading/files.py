"""
The files of a region's folder, which may come from anybody: found and read without following a link.

Only a plain file is opened. A pipe would wait for ever, a device never end, and a link lead out of the
folder: what it leads to is neither read nor looked into, and said to be.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import TOP, Problem, problem
from chalicelib.authoring.reading.yaml.nodes import FILE_BYTES, Unreadable, check_size

ENDING = ".yaml"
DEEPEST = 8
"""Levels of folders that are looked into; rule files stand on three."""
MOST_FILES = 20_000
_LIKE_RULES = (ENDING, ".yml")
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
}
"""Names that no file can have on Windows, whatever its ending."""


def read_file(path: Path) -> bytes:
    """
    All that a plain file holds.

    Raises:
        FileNotFoundError: there is none of this name.
        Unreadable: it is no plain file, too large, or cannot be opened.
    """
    try:
        _check_plain(path.lstat())
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            state = os.fstat(handle)
            _check_plain(state)  # it may be another one by now
            content = file.read(state.st_size + 1)
            if len(content) > state.st_size:  # it grows
                content += file.read(FILE_BYTES)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Unreadable(TOP, say("unreadable-file")) from error
    check_size(len(content))
    return content


def _check_plain(state: os.stat_result) -> None:
    if stat.S_ISLNK(state.st_mode):
        raise Unreadable(TOP, say("link"))
    if not stat.S_ISREG(state.st_mode):
        raise Unreadable(TOP, say("no-plain-file"))
    check_size(state.st_size)


def find_files(folder: Path, problems: list[Problem]) -> list[str]:
    """
    The plain files below a folder that end as rule files do, sorted, by path below it; hidden ones are not
    looked at. What stands there instead of a file or folder is reported.
    """
    found: list[str] = []
    folders = [""]
    while folders:
        name = folders.pop()
        entries = _entries(folder / name, name, problems)
        for path, entry in _named(entries, name, problems):
            _sort_in(path, entry, found, folders, problems)
        if len(found) > MOST_FILES:
            problems.append(problem(name or folder.name, TOP, say("too-many-files", most=MOST_FILES)))
            break
    return sorted(found[:MOST_FILES])


def _entries(folder: Path, name: str, problems: list[Problem]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted((one for one in entries if not one.name.startswith(".")), key=lambda one: one.name)
    except OSError:
        problems.append(problem(name or folder.name, TOP, say("unreadable-file")))
        return []


def _named(
    entries: Iterable[os.DirEntry[str]], folder: str, problems: list[Problem]
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """With their paths those that may be rule files or their folders; what is wrong with a name is told."""
    seen: dict[str, str] = {}
    for entry in entries:
        if not (_like_rules(entry.name) or _leads_to_folder(entry) or _is_device(entry)):
            continue
        path = str(PurePosixPath(folder, entry.name))
        alike = unicodedata.normalize("NFC", entry.name).casefold()
        if not entry.name.isprintable():
            problems.append(problem(path[:120], TOP, say("strange-name")))
        elif _reserved(entry.name):
            problems.append(problem(path, TOP, say("reserved-name/windows", name=entry.name)))
        elif alike in seen:
            problems.append(problem(path, TOP, say("twin-name", name=entry.name, other=seen[alike])))
        else:
            seen[alike] = entry.name
            yield path, entry


def _sort_in(
    path: str, entry: os.DirEntry[str], found: list[str], folders: list[str], problems: list[Problem]
) -> None:
    if entry.is_symlink():
        problems.append(problem(path, TOP, say("link")))
    elif _like_rules(entry.name) or _is_device(entry):
        if entry.is_file(follow_symlinks=False):
            found.append(path)
        else:
            problems.append(problem(path, TOP, say("no-plain-file")))
    elif path.count("/") >= DEEPEST:
        problems.append(problem(path, TOP, say("too-deep")))
    else:
        folders.append(path)


def _like_rules(name: str) -> bool:
    return name.lower().endswith(_LIKE_RULES)


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder or a link to one; of a link in a circle nobody can tell, so it counts as one."""
    try:
        return entry.is_dir()
    except OSError:
        return True


def _is_device(entry: os.DirEntry[str]) -> bool:
    """Whether it is neither file, folder nor link, but a pipe or a socket, for which readers wait."""
    return not (entry.is_symlink() or entry.is_file(follow_symlinks=False) or entry.is_dir())


def _reserved(name: str) -> bool:
    return name.split(".")[0].rstrip().lower() in _RESERVED or name.endswith((".", " "))
