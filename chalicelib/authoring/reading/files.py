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

from chalicelib.authoring.findings.problems import TOP, Problem, Say, problem
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
            _check_plain(os.fstat(handle))  # it may be another one by now
            content = file.read(FILE_BYTES + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Unreadable(TOP, "unreadable-file", _CLOSED) from error
    check_size(len(content))
    return content


def _check_plain(state: os.stat_result) -> None:
    if stat.S_ISLNK(state.st_mode):
        raise Unreadable(TOP, "link", _LINK)
    if not stat.S_ISREG(state.st_mode):
        raise Unreadable(TOP, "no-plain-file", _NOT_PLAIN)
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
            problems.append(problem(name or folder.name, TOP, "too-many-files", _TOO_MANY))
            break
    return sorted(found[:MOST_FILES])


def _entries(folder: Path, name: str, problems: list[Problem]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted((one for one in entries if not one.name.startswith(".")), key=lambda one: one.name)
    except OSError:
        problems.append(problem(name or folder.name, TOP, "unreadable-file", _CLOSED))
        return []


def _named(
    entries: Iterable[os.DirEntry[str]], folder: str, problems: list[Problem]
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """With their paths those that may be rule files or their folders; what is wrong with a name is told."""
    seen: dict[str, str] = {}
    for entry in entries:
        if not (_like_rules(entry.name) or _leads_to_folder(entry)):
            continue
        path = str(PurePosixPath(folder, entry.name))
        alike = unicodedata.normalize("NFC", entry.name).casefold()
        if not entry.name.isprintable():
            problems.append(problem(_shown(path), TOP, "strange-name", _STRANGE))
        elif _reserved(entry.name):
            problems.append(problem(path, TOP, "reserved-name", _reserved_name(entry.name)))
        elif alike in seen:
            problems.append(problem(path, TOP, "same-name", _same(entry.name, seen[alike])))
        else:
            seen[alike] = entry.name
            yield path, entry


def _sort_in(
    path: str, entry: os.DirEntry[str], found: list[str], folders: list[str], problems: list[Problem]
) -> None:
    if entry.is_symlink():
        problems.append(problem(path, TOP, "link", _LINK))
    elif _like_rules(entry.name):
        if entry.is_file(follow_symlinks=False):
            found.append(path)
        else:
            problems.append(problem(path, TOP, "no-plain-file", _NOT_PLAIN))
    elif path.count("/") >= DEEPEST:
        problems.append(problem(path, TOP, "too-deep", _TOO_DEEP))
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


def _reserved(name: str) -> bool:
    return name.split(".")[0].rstrip().lower() in _RESERVED or name.endswith((".", " "))


def _shown(path: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in path[:120])


def _reserved_name(name: str) -> Say:
    return Say(
        f"Windows 上不能有名为“{name}”的文件或文件夹。",
        f"On Windows no file or folder can be called '{name}'.",
        "请改名，使各处都能打开这个文件夹。",
        "Rename it, so that the folder can be opened everywhere.",
    )


def _same(name: str, other: str) -> Say:
    return Say(
        f"“{name}”与“{other}”只是大小写或字符编码不同，在有些电脑上是同一个文件。",
        f"'{name}' and '{other}' differ in capitals or the coding of signs alone: some computers see one.",
        "请改名或删去一个。",
        "Rename or remove one.",
    )


_LINK = Say(
    "这是一个链接（快捷方式），不会被读取：规则只在本文件夹内。",
    "This is a link and is not read: rules stand in the folder itself.",
    "请换成文件本身，或删去。",
    "Put the file itself here, or remove the link.",
)
_NOT_PLAIN = Say(
    "这不是普通文件（是文件夹、管道、设备之类），不会被读取。",
    "This is no plain file but a folder, a pipe, a device or the like: it is not read.",
    "请删去，或换成规则文件。",
    "Remove it, or put the rule file in its place.",
)
_CLOSED = Say(
    "无法打开：没有读取权限，或磁盘有误。",
    "It cannot be opened: there is no right to read it, or the disk is at fault.",
    "请检查文件的权限。",
    "Look at the rights of the file.",
)
_TOO_MANY = Say(
    f"规则文件超过 {MOST_FILES} 个。",
    f"There are more than {MOST_FILES} rule files.",
    "请检查是否选错了文件夹。",
    "See whether this is the right folder.",
)
_TOO_DEEP = Say(
    "文件夹的层次太深，不会被读取。",
    "The folder lies too deep and is not looked into.",
    "请按示例文件夹放置。",
    "Place it as in the sample folder.",
)
_STRANGE = Say(
    "名称中有看不见的字符，或不是 UTF-8 编码，不会被读取。",
    "The name has signs that do not show, or is not UTF-8: it is not read.",
    "请改名：字母、数字、连字符。",
    "Rename it: letters, digits, hyphens.",
)
