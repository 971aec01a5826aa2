"""Split a rule or an invariant with alternatives into rows: one for each group of conditions."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.workbook.cells.cells import Typed, Unfit
from chalicelib.authoring.workbook.cells.kinds import Value, Whole, whole
from chalicelib.authoring.workbook.sheets.columns import GROUP, OWNER, Entry

NAMES = ("rule", "invariant")
MOST = 3


def parted(entry: Entry) -> Iterator[Entry]:
    """
    The rows of an entry. The first has all of it; each that follows has its name, its number and what its
    group asks. What every group needs stands in each row.
    """
    groups = entry.get("any")
    if not isinstance(groups, list):
        yield entry
        return
    when = entry.get("when", {})
    for number, group in enumerate(groups, start=1):
        asked = {GROUP: number, "when": {**when, **group}}
        if number == 1:
            yield _in_its_place(entry, asked)
        else:
            yield {key: value for key, value in entry.items() if key in (OWNER, *NAMES)} | asked


def _in_its_place(entry: Entry, asked: Entry) -> Entry:
    """The entry with the conditions of its first group where its conditions stood."""
    kept = {key: value for key, value in entry.items() if key not in ("any", "when")}
    made: Entry = {}
    for key, value in kept.items():
        made[key] = value
        if key == "title":
            made |= asked
    return made if GROUP in made else {**made, **asked}


class Ordinal(Whole):
    """Which group a row is of: 1, 2 or 3."""

    def read(self, cell: Typed) -> Value:
        number = whole(cell)
        if not 1 <= number <= MOST:
            raise Unfit(say("wrong-group", most=MOST))
        return number
