"""Carriers that are left alone for now: one row each, changed by one call at a time."""

from __future__ import annotations

from chalicelib.adapters.dynamodb import rows
from chalicelib.adapters.dynamodb.rows import text
from chalicelib.adapters.dynamodb.table import NEW, SAME, Table, put
from chalicelib.ports.carriers import Suspension


class Suspensions(Table):
    """The part of the port ``Cases`` that is about carriers."""

    def suspensions(self, region: str) -> tuple[Suspension, ...]:
        values = {":pk": text(f"POLLING#{region}"), ":carriers": text("CARRIER#")}
        found = self._query("pk = :pk AND begins_with(sk, :carriers)", values, ConsistentRead=True)
        return tuple(held for row in found if (held := rows.read_suspension(row)) is not None)

    def suspend(self, suspension: Suspension) -> bool:
        condition = f"{NEW} OR {SAME}" if suspension.tries == 0 else SAME
        row = rows.suspension_row(suspension)
        return self._put_if(put(self._table, row, condition, suspension.tries - 1))

    def resume(self, region: str, carrier: str | None = None) -> bool:
        carriers = [each.carrier for each in self.suspensions(region)] if carrier is None else [carrier]
        over = [rows.suspension_over(region, each) for each in carriers]
        ended = [self._put_if(put(self._table, row, "version > :version", -1)) for row in over]
        return any(ended)
