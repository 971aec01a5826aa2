"""
What members of staff are called: one sealed row ``NAMED#<region>`` / HEAD, which holds names by staff number.
It is written when somebody signs on whose name is new or another; the table itself shows no name.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from chalicelib.adapters.dynamodb.rows import Row, number, text
from chalicelib.adapters.dynamodb.table import NEW, SAME, Table, put
from chalicelib.ports.sealing import Place, Sealer
from chalicelib.services.errors import BrokenSealError, ErasedKeyError, RetryableError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

LOOKED_AT_SECONDS = 60.0
"""So long a process goes by the names that it knows."""

MOST = 5_000
"""Names in the row, which may have 400 KB: those that were written last."""

_ATTEMPTS = 5


class ColleagueRow(Table):
    """The port ``Colleagues``."""

    def __init__(self, client: DynamoDBClient, table: str, region: str, sealer: Callable[[], Sealer]) -> None:
        super().__init__(client, table)
        self._key: Row = {"pk": text(f"NAMED#{region}"), "sk": text("HEAD")}
        self._sealer = sealer
        self._known: Mapping[str, str] = {}
        self._until = 0.0

    def names(self) -> Mapping[str, str]:
        if time.monotonic() >= self._until:
            self._known, _ = self._read()
            self._until = time.monotonic() + LOOKED_AT_SECONDS
        return self._known

    def keep(self, staff: str, name: str) -> None:
        for _ in range(_ATTEMPTS):
            known, version = self._read()
            if known.get(staff) == name or self._written(_with(known, staff, name), version):
                self._until = 0.0  # the next page reads it anew
                return
        raise RetryableError("others kept signing in")

    def _read(self) -> tuple[dict[str, str], int]:
        """
        Names, and the version of their row; 0: there is none. A name whose key was erased is erased.

        Raises:
            SealError: the row was altered.
        """
        row = self._get(self._key)
        if row is None:
            return {}, 0
        try:
            version, sealed = int(row["version"]["N"]), bytes(row["sealed"]["B"])
        except (KeyError, TypeError, ValueError) as error:
            raise BrokenSealError from error
        try:
            content = self._sealer().open(self._place(version), sealed)
        except ErasedKeyError:
            return {}, version
        names: dict[str, str] = json.loads(content)
        return names, version

    def _written(self, names: dict[str, str], before: int) -> bool:
        content = json.dumps(names, ensure_ascii=False).encode()
        sealed = self._sealer().seal(self._place(before + 1), content)
        row = {**self._key, "version": number(before + 1), "sealed": {"B": sealed}}
        return self._put_if(put(self._table, row, SAME if before else NEW, before or None))

    def _place(self, version: int) -> Place:
        return Place(self._table, self._key["pk"]["S"], "HEAD", version)


def _with(names: Mapping[str, str], staff: str, name: str) -> dict[str, str]:
    kept = {each: known for each, known in names.items() if each != staff}
    return dict([*kept.items(), (staff, name)][-MOST:])
