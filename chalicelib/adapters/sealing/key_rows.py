"""
Wrapped data keys as rows of the one table: ``KEYS#<region>`` / ``<use>#<number>``.

A use is a quarter (2026Q4), or ``digest`` for the key that digests are made with. Of a use there is more than
one key once it was rotated. Erasing the keys of a quarter makes all that was sealed in it unreadable for
good, once the functions that have opened them have ended. The row of an erased key stays without it, says
when that was, and keeps another from taking its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, Self

from chalicelib.adapters.dynamodb.rows import Row, moment, text
from chalicelib.adapters.dynamodb.table import NEW, Table, put
from chalicelib.adapters.faults import translated
from chalicelib.services.errors import BrokenSealError


class KeyId(NamedTuple):
    """Which data key: of a region, for a use, the how-manyth from 1; as text ``licang/2026Q4#001``."""

    region: str
    use: str
    number: int

    def __str__(self) -> str:
        return f"{self.region}/{self.row_name}"

    @property
    def row_name(self) -> str:
        return f"{self.use}#{self.number:03}"

    @property
    def context(self) -> dict[str, str]:
        """What a wrapped key is bound to."""
        return {"region": self.region, "use": self.use, "number": str(self.number)}

    @property
    def next(self) -> Self:
        return self._replace(number=self.number + 1)

    @classmethod
    def read(cls, told: str) -> Self:
        """
        Raises:
            BrokenSealError: it is no key id.
        """
        region, _, name = told.rpartition("/")
        use, _, number = name.rpartition("#")
        if not (region and use and number.isdecimal()):
            raise BrokenSealError
        return cls(region, use, int(number))


class StoredKey(NamedTuple):
    """A data key as it lies in the table, wrapped; None where it was erased."""

    key_id: KeyId
    wrapped: bytes | None


class KeyRows(Table):
    """The rows of data keys. Reads are consistent."""

    def newest(self, region: str, use: str) -> StoredKey | None:
        """The key of a use that is in use now; one request."""
        return next(self.all(region, use, most=1), None)

    def all(self, region: str, use: str, most: int = 100) -> Iterator[StoredKey]:
        """The keys of a use, the newest first, ``most`` in a request; also those that were erased."""
        values = {":pk": text(f"KEYS#{region}"), ":use": text(f"{use}#")}
        condition = "pk = :pk AND begins_with(sk, :use)"
        found = self._query(condition, values, most=most, ConsistentRead=True, ScanIndexForward=False)
        return (_stored(region, row) for row in found)

    def get(self, key_id: KeyId) -> StoredKey | None:
        row = self._get(_key(key_id))
        return None if row is None else _stored(key_id.region, row)

    def add(self, key_id: KeyId, wrapped: bytes, at: datetime) -> bool:
        """Write a new key down; False if there is or was one of that id, which stands."""
        row = _key(key_id) | {"data_key": {"B": wrapped}, "at": text(moment(at))}
        return self._put_if(put(self._table, row, NEW))

    def erase(self, key_id: KeyId, at: datetime) -> None:
        """Erase a data key, and with it whatever it sealed. Doing it twice is doing it once."""
        with translated("the data key cannot be erased"):
            self._client.update_item(
                TableName=self._table,
                Key=_key(key_id),
                UpdateExpression="SET erased_at = if_not_exists(erased_at, :at) REMOVE data_key",
                ExpressionAttributeValues={":at": text(moment(at))},
            )


def _key(key_id: KeyId) -> Row:
    return {"pk": text(f"KEYS#{key_id.region}"), "sk": text(key_id.row_name)}


def _stored(region: str, row: Row) -> StoredKey:
    wrapped = row.get("data_key")
    key_id = KeyId.read(f"{region}/{row['sk']['S']}")
    return StoredKey(key_id, None if wrapped is None else bytes(wrapped["B"]))
