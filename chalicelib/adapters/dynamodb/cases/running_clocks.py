"""Running clocks as their rows tell them: found by the index ``due``, a hundred a read, without a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

from chalicelib.adapters.dynamodb import rows
from chalicelib.adapters.dynamodb.cases.due_rows import DueRows
from chalicelib.adapters.dynamodb.cases.waiting_rows import read_clock
from chalicelib.cases.waiting import DRAFT
from chalicelib.ports.cases import Due, DueKind
from chalicelib.ports.rules.running_clocks import Running

LONGEST = 20_000
"""So many rows of the index are gone through at most: tasks, parcels and effects wait there, too."""

READ = ("pk", "sk", "clock", "clock_schema")
"""All that is read of a row, and all that the rights of who receives rule files let be read."""

_AT_ONCE = 100
_EVER = datetime(9999, 12, 31, tzinfo=UTC)


class ClockRows(DueRows):
    """The port ``RunningClocks`` over the one table."""

    def running(self, region: str, most: int) -> Running:
        """
        Raises:
            RetryableError: the table is busy.
            NewerSchemaError, OtherSchemaError: this program does not know the form of a row.
        """
        waiting = iter(self.due(region, _EVER))
        found = list(islice(filter(_of_case, islice(waiting, LONGEST)), most + 1))
        more = len(found) > most or next(waiting, None) is not None
        clocks = [read_clock(row) for row in self._rows(found[:most])]
        known = tuple(one for one in clocks if one is not None)
        return Running(known, len(clocks) - len(known), more)

    def _rows(self, found: Sequence[Due]) -> Iterator[rows.Row]:
        """The rows that the index told of; one whose clock has stopped meanwhile is passed over."""
        for first in range(0, len(found), _AT_ONCE):
            keys = map(rows.due_row_key, found[first : first + _AT_ONCE])
            yield from (row for row in self._get_all(*keys, only=READ) if row is not None)


def _of_case(due: Due) -> bool:
    """Whether it is a clock of the rule files; what the program counts itself has a name of its own."""
    _, _, name = due.key.partition("#")
    return due.kind is DueKind.CLOCK and name != DRAFT and "." not in name
