"""Tell what is wrong with a workbook, by sheet and cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter

from chalicelib.authoring.findings.message import Message
from chalicelib.authoring.findings.problems import TOP, Mark, Problem, problem


@dataclass(frozen=True, order=True)
class Finding:
    """
    A mistake, told by the cell it is in. ``problem.file`` is the sheet's name and line and column are
    the cell's, or, where a rule file was read, that file and its place; ``cell`` is then None if the
    file's place stands in no cell.
    """

    problem: Problem
    cell: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {**self.problem.as_json(), "cell": self.cell}

    def __str__(self) -> str:
        return self.problem.told_at(self.place)

    @property
    def place(self) -> str:
        """The cell, and the place in the file that was read from it."""
        if self.cell is None:
            return self.problem.place
        return self.cell if self.of_cell else f"{self.cell}  {self.problem.place}"

    @property
    def of_cell(self) -> bool:
        """Whether it was found in the cell itself, before any rule file was read."""
        return self.cell is not None and self.cell.startswith(f"{self.problem.file}!")


class WorkbookError(ValueError):
    """A workbook that cannot be taken, with every mistake found, in order of sheet and row."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))


def finding(sheet: str, row: int, column: int, message: Message) -> Finding:
    """A mistake in a cell; row and column count from 1."""
    return Finding(problem(sheet, Mark(row, column), message), place(sheet, row, column))


def of_file(name: str, message: Message) -> WorkbookError:
    """A mistake of the workbook as a whole."""
    return WorkbookError([Finding(problem(name, TOP, message))])


def place(sheet: str, row: int, column: int) -> str:
    """A cell's name, such as 规则!F7."""
    return f"{sheet}!{get_column_letter(column)}{row}"
