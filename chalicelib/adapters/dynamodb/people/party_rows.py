"""
The parties of a case as one sealed row ``HEAD#PARTIES`` beside its head.

It is read with the head in one query, written in the commit that changes the parties, and opened only where
somebody asks who they are. The head holds a salted digest of each: a row put back from before is found out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb.cases.case_rows import as_of
from chalicelib.adapters.dynamodb.people.find_rows import digest_pk, find_keys, find_pk, found_by
from chalicelib.adapters.dynamodb.rows import Row, case_key, text
from chalicelib.adapters.dynamodb.schema import PARTIES
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.faults import translated
from chalicelib.cases.numbers import is_case_number
from chalicelib.ports.sealing import Place, Sealer
from chalicelib.services.errors import ErasedKeyError, MovedSealError, VersionConflictError

if TYPE_CHECKING:
    from chalicelib.cases.case import Case
    from chalicelib.cases.people.parties import FindKind, Parties
    from chalicelib.ports.cases import Commit

NAME = "HEAD#PARTIES"

TEXTS, FILES = "TEXT#", "FILE#"
"""How the rows begin that go with the parties: what people wrote, and files with the names they gave them."""

_AT_ONCE = 50
"""Cases of a party that are looked up in one request."""

_REMEMBERED = 100
"""Cases whose sealed row a process has at hand, as it was read with the head."""


class PartyRows(Table):
    """The part of the port ``Cases`` that is about parties."""

    def __init__(self, client: Any, table: str, sealer: Callable[[], Sealer]) -> None:
        super().__init__(client, table)
        self._sealer = sealer
        self._sealed: dict[str, Row] = {}

    def parties(self, case: Case) -> Parties | None:
        """
        Whoever is in the row that came with the case; where none did, or others are in it, it is read. Who
        was sealed with a key that was erased is erased with it.
        """
        if case.erased is not None:
            return None
        try:
            return self._found(case)
        except ErasedKeyError:
            return None

    def _found(self, case: Case) -> Parties | None:
        row = self._sealed.get(case.no)
        found = None if row is None else opened(self._table, row, self._sealer())
        if found is None or not found.are(case.applicant, case.agent):
            row = self._get(case_key(case.no, NAME))
            found = None if row is None else opened(self._table, row, self._sealer())
        if row is not None and found is not None and not found.are(case.applicant, case.agent):
            if int(row["case_version"]["N"]) > case.version:
                raise VersionConflictError("the parties have changed since the case was read")
            raise MovedSealError
        return found

    def find(self, region: str, kind: FindKind, value: str, before: str = "") -> Iterator[str]:
        """The numbers of the cases of a party, the newest first, or those before a number."""
        return self._numbers(find_pk(region, kind, value, self._sealer()), before)

    def find_person(self, region: str, identity: str, before: str = "") -> Iterator[str]:
        return self._numbers(digest_pk(region, "identity", identity), before)

    def is_person_of(self, region: str, identity: str, no: str) -> bool:
        if not is_case_number(no):
            return False
        return self._get({"pk": text(digest_pk(region, "identity", identity)), "sk": text(no)}) is not None

    def _numbers(self, pk: str, before: str) -> Iterator[str]:
        values = {":pk": text(pk)}
        condition = "pk = :pk"
        if before:
            values[":before"], condition = text(before), f"{condition} AND sk < :before"
        for row in self._query(condition, values, most=_AT_ONCE, ScanIndexForward=False):
            yield row["sk"]["S"]

    def erase_parties(self, no: str) -> None:
        """The row that tells by what they are found goes last: stopped halfway it all is begun anew."""
        found = find_keys(self._get(case_key(no, NAME)), no)
        told = [key for start in (TEXTS, FILES) for key in self._keys(no, start)]
        for key in (*found.values(), *told, case_key(no, NAME)):
            with translated("the row cannot be deleted"):
                self._client.delete_item(TableName=self._table, Key=key)
        self._sealed.pop(no, None)

    def _keys(self, no: str, start: str) -> list[Row]:
        """The keys of the rows of a case whose names begin so."""
        values = {":pk": text(f"CASE#{no}"), ":start": text(start)}
        condition = "pk = :pk AND begins_with(sk, :start)"
        found = self._query(condition, values, ConsistentRead=True, ProjectionExpression="pk, sk")
        return [{"pk": row["pk"], "sk": row["sk"]} for row in found]

    def _came_along(self, no: str, row: Row | None) -> None:
        """A sealed row was read with its head: opening it need not ask the table again. None: erased."""
        self._sealed.pop(no, None)
        if row is not None:
            self._sealed[no] = row
        if len(self._sealed) > _REMEMBERED:
            self._sealed.pop(next(iter(self._sealed)), None)


def sealed_row(table: str, change: Commit, sealer: Callable[[], Sealer]) -> Row | None:
    """The row of a change's new parties, and by what they are found; None where they stay as they are."""
    if change.parties is None:
        return None
    no, version = change.after.no, change.after.version
    clear = change.parties.model_dump_json(exclude_defaults=True).encode()
    sealed = sealer().seal(_place(table, no, version), clear)
    found = found_by(change.after, change.parties, sealer())
    return case_key(no, NAME) | PARTIES.mark | as_of(change.after) | {"sealed": {"B": sealed}} | found


def opened(table: str, row: Row, sealer: Sealer) -> Parties:
    """
    Raises:
        SealError: the row cannot be opened.
        NewerSchemaError, OtherSchemaError: this program does not know its form.
    """
    from chalicelib.cases.people.parties import Parties  # here: every function has this room, few open a row

    form = PARTIES.of(row)
    no, version = row["pk"]["S"].removeprefix("CASE#"), int(row["case_version"]["N"])
    clear = sealer.open(_place(table, no, version), bytes(row["sealed"]["B"]))
    return Parties.model_validate(PARTIES.brought_up(form, json.loads(clear)))


def _place(table: str, no: str, version: int) -> Place:
    return Place(table, f"CASE#{no}", NAME, version)
