"""Who has a case open: rows ``VIEWED#<case>`` / staff number, which the table's time to live takes away."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from chalicelib.adapters.dynamodb.rows import moment, number, text
from chalicelib.adapters.dynamodb.table import Table, put
from chalicelib.ports.people.viewers import Viewer

KEPT = timedelta(hours=1)
MOST = 20
"""Of a case that are read: more people than work on one."""


class ViewerRows(Table):
    """The port ``Viewers``."""

    def of(self, case: str) -> tuple[Viewer, ...]:
        rows = self._query("pk = :pk", {":pk": text(f"VIEWED#{case}")}, MOST)
        return tuple(
            Viewer(row["sk"]["S"], *(datetime.fromisoformat(row[name]["S"]) for name in ("since", "seen")))
            for row in islice(rows, MOST)
        )

    def keep(self, case: str, viewer: Viewer) -> None:
        row = {"pk": text(f"VIEWED#{case}"), "sk": text(viewer.staff)}
        row |= {"since": text(moment(viewer.since)), "seen": text(moment(viewer.seen))}
        row |= {"ttl": number(int((viewer.seen + KEPT).timestamp()))}
        self._put_if(put(self._table, row))
