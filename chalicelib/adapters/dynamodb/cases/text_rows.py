"""
What people wrote in a case: one sealed row for each commit with texts, ``TEXT#<number of its first event>``.

It is written once, in the commit, and never changed; events and head hold the names of what is in it. Who
reads a case does not read it: it is opened where words are shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress

from chalicelib.adapters.dynamodb.cases.case_rows import as_of
from chalicelib.adapters.dynamodb.people.party_rows import PartyRows
from chalicelib.adapters.dynamodb.rows import Row, case_key
from chalicelib.adapters.dynamodb.schema import TEXTS
from chalicelib.cases.words import commit_of
from chalicelib.ports.cases import Commit
from chalicelib.ports.sealing import Place, Sealer
from chalicelib.services.errors import ErasedKeyError

TEXT = "TEXT#"

_AT_ONCE = 100
"""Rows that one read takes (DynamoDB, BatchGetItem)."""


class TextRows(PartyRows):
    """The part of the port ``Cases`` that is about what people wrote."""

    def texts(self, no: str, names: Collection[str]) -> Mapping[str, str]:
        wanted = keys(no, names)
        parts = (wanted[n : n + _AT_ONCE] for n in range(0, len(wanted), _AT_ONCE))
        found = (row for part in parts for row in self._get_all(*part) if row is not None)
        return opened(self._table, found, names, self._sealer)


def sort_key(first: int) -> str:
    """Of the texts of the commit whose first event has this number."""
    return f"{TEXT}{first:06d}"


def keys(no: str, names: Iterable[str]) -> Sequence[Row]:
    """The keys of the rows in which texts of these names lie."""
    return [case_key(no, sort_key(first)) for first in sorted({commit_of(name) for name in names})]


def sealed_row(table: str, change: Commit, sealer: Callable[[], Sealer]) -> Row | None:
    """
    The row of a change's texts; None where nobody wrote anything, and of a case that was erased: what is
    written to settle what came back afterwards may tell of the same people.
    """
    if not change.texts or change.after.erased is not None:
        return None
    no, [sk] = change.after.no, {sort_key(commit_of(name)) for name in change.texts}
    clear = json.dumps(dict(change.texts), ensure_ascii=False, separators=(",", ":")).encode()
    sealed = sealer().seal(_place(table, no, sk), clear)
    return case_key(no, sk) | TEXTS.mark | as_of(change.after) | {"sealed": {"B": sealed}}


def opened(
    table: str, rows: Iterable[Row], names: Collection[str], sealer: Callable[[], Sealer]
) -> dict[str, str]:
    """
    The texts of these names that lie in the rows. Those whose key was erased are erased with it.

    Raises:
        SealError: a row cannot be opened.
        NewerSchemaError, OtherSchemaError: this program does not know its form.
    """
    found: dict[str, str] = {}
    for row in rows:
        with suppress(ErasedKeyError):
            found |= _texts(table, row, sealer())
    return {name: words for name, words in found.items() if name in names}


def _texts(table: str, row: Row, sealer: Sealer) -> dict[str, str]:
    form = TEXTS.of(row)
    place = _place(table, row["pk"]["S"].removeprefix("CASE#"), row["sk"]["S"])
    told: dict[str, str] = TEXTS.brought_up(form, json.loads(sealer.open(place, bytes(row["sealed"]["B"]))))
    return told


def _place(table: str, no: str, sk: str) -> Place:
    """A row of texts has one version: it is never written again."""
    return Place(table, f"CASE#{no}", sk, 1)
