"""Tell mistakes that the check finds in the new files by the cell that they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.yaml.nodes import Node, Unreadable, parse
from chalicelib.authoring.workbook.reading.findings import Finding, place
from chalicelib.authoring.workbook.reading.read import Lines
from chalicelib.authoring.workbook.sheets.columns import GROUP, Column
from chalicelib.authoring.workbook.taking.assemble import Spot


class _Mark(NamedTuple):
    """A place in a file, the cell that says what stands there, its column; None: the cell names the row."""

    line: int
    column: int
    cell: str
    of: Column | None = None


def located(
    folder: Path, problems: Iterable[Problem], spots: Iterable[Spot], sheets: Mapping[str, Lines]
) -> list[Finding]:
    """The problems of a folder with their cells, as far as what is wrong stands in one."""
    each = list(problems)
    wanted = {problem.file for problem in each}
    by_file: dict[str, list[Spot]] = {}
    for spot in spots:
        if spot.file in wanted:
            by_file.setdefault(spot.file, []).append(spot)
    marks = {file: _marks(folder / file, found, sheets) for file, found in by_file.items()}
    return [_told(problem, _mark(problem, marks.get(problem.file, []))) for problem in each]


def _marks(file: Path, spots: Iterable[Spot], sheets: Mapping[str, Lines]) -> list[_Mark]:
    try:
        root = parse(file.read_bytes())
    except (OSError, Unreadable):
        return []  # told by its file alone
    found = (mark for spot in spots for mark in _of_spot(root, spot, sheets[spot.sheet]))
    return sorted(found, key=lambda mark: mark[:3])


def _of_spot(root: Node, spot: Spot, lines: Lines) -> Iterator[_Mark]:
    """A row that continues a rule tells of its own group of conditions alone: the rest is the first row's."""
    sheet, start = lines.sheet, root.find(*spot.path)
    if not spot.group:
        yield from _of_keys(root, spot, lines)
    for number, column in enumerate(sheet.columns):
        cell = place(sheet.name, spot.line, lines.places[number])
        if column.path == (GROUP,) and spot.group is not None:
            group = root.find(*spot.path, "any", spot.group)
            yield _Mark(group.line, group.column, cell)
        if column.path[0].startswith("@"):
            continue
        if column.path == sheet.key[-1:] and not spot.group:
            yield _Mark(start.line, start.column, cell)
        path = _written(root, spot, column.path)
        for mark in () if path is None else (root.key(*path), root.find(*path)):
            if mark != start:
                yield _Mark(mark.line, mark.column, cell, column)


def _of_keys(root: Node, spot: Spot, lines: Lines) -> Iterator[_Mark]:
    """What stands in no column of its own is told by the entry's name, alternatives by their number."""
    cells = {
        column.path[0]: place(lines.sheet.name, spot.line, lines.places[number])
        for number, column in reversed([*enumerate(lines.sheet.columns)])
    }
    code = cells[lines.sheet.key[-1]]
    for key, at in root.at_path(*spot.path).keys.items():
        if key == "when" or key not in cells:
            yield _Mark(at.line, at.column, cells.get(GROUP, code) if key == "any" else code)


def _written(root: Node, spot: Spot, path: tuple[str, ...]) -> tuple[str | int, ...] | None:
    """Where the file has what stands in a column of a row; None where another row has it, or nothing asks."""
    if path[0] != "when" or len(path) == 1:
        return None if spot.group else (*spot.path, *path)
    shared, own = (*spot.path, *path), (*spot.path, "any", spot.group or 0, *path[1:])
    if spot.group is not None and _has(root, own):
        return own
    return shared if _has(root, shared) and not spot.group else None


def _has(node: Node | None, path: tuple[str | int, ...]) -> bool:
    """Whether a file says something there."""
    for step in path:
        if node is None:
            return False
        node = node.map.get(step) if isinstance(step, str) else _at(node.list, step)
    return node is not None


def _at(nodes: list[Node], number: int) -> Node | None:
    return nodes[number] if number < len(nodes) else None


_OF_PERIODS = ("working_days", "days", "months")
"""Keys within a value that a cell holds whole."""


def _mark(problem: Problem, marks: Iterable[_Mark]) -> _Mark | None:
    """The cell of the place itself; or of the nearest before it, where an entry as a whole is wrong."""
    before = [mark for mark in marks if (mark.line, mark.column) <= (problem.line, problem.column)]
    return before[-1] if before else None


def _told(problem: Problem, mark: _Mark | None) -> Finding:
    """
    A problem as it is told of its cell: by the title of the column, not by the key that the file has.
    What is told of an entry as a whole names no column.
    """
    if mark is None:
        return Finding(problem)
    if mark.of is None:
        return Finding(problem, mark.cell)
    title = mark.of.title
    zh, en = problem.zh, problem.en
    for key in (*mark.of.path, *_OF_PERIODS):
        zh, en = zh.replace(f"“{key}”", f"“{title.zh}”"), en.replace(f"'{key}'", f"'{title.en}'")
    zh = zh if f"“{title.zh}”" in zh else f"“{title.zh}”：{zh}"
    en = en if f"'{title.en}'" in en else f"{title.en}: {en}"
    return Finding(problem._replace(zh=zh, en=en), mark.cell)
