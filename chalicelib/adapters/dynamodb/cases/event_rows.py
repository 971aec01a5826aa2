"""The events of a case as rows: one a commit, each chained to the one before with a secret key."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chalicelib.adapters.dynamodb.rows import Row, case_key, text
from chalicelib.adapters.dynamodb.schema import CASE
from chalicelib.cases.events import EVENT, AnyEvent
from chalicelib.cases.words import commit_of, is_name, words_in
from chalicelib.ports.cases import Commit, History

_EVENTS = "EVENT#"
_OF_EVENTS = ("pk", "sk", "schema", "before", "body")
_OF_HEAD = ("pk", "sk", "schema", "version", "last", "body")
"""Whose row it is, where it stands and in which form it is written count as much as what it says."""


class Chain:
    """
    Chains event rows, and seals heads: HMAC-SHA256 over key, form and stored text of a row, and over the hash
    of the row before. Whoever may write the table, but has not the key, can make no row that fits.

    ``keys`` gives the secret keys, the one in use first; the others are of older rows. A row says which one
    it was chained with. They are asked for when a row is made or checked, not before.
    """

    def __init__(self, keys: Callable[[], tuple[str, ...]]) -> None:
        self._keys = keys

    def sealed(self, row: Row, last: str) -> Row:
        """A new row with its place in the chain behind the hash ``last``; nothing before the first row."""
        key = self._keys()[0]
        row = row | {"key": text(_name_of(key)), "before": text(last)}
        return row | {"hash": text(_hash(key, row, _OF_EVENTS))}

    def sealed_head(self, row: Row) -> Row:
        """A head whose text nobody changes unnoticed, either: what is decided next is decided by it."""
        key = self._keys()[0]
        return row | {"key": text(_name_of(key)), "seal": text(_hash(key, row, _OF_HEAD))}

    def holds(self, row: Row, last: str) -> bool:
        """Whether a row is as it was written with a key that is known here, behind the hash ``last``."""
        return row["before"]["S"] == last and self._made(row, "hash", _OF_EVENTS)

    def holds_head(self, row: Row) -> bool:
        """Whether a head is as it was written with a key that is known here."""
        return self._made(row, "seal", _OF_HEAD)

    def _made(self, row: Row, field: str, parts: tuple[str, ...]) -> bool:
        named, told = (row.get(name, text(""))["S"] for name in ("key", field))
        key = next((each for each in self._keys() if _name_of(each) == named), None)
        return key is not None and hmac.compare_digest(_hash(key, row, parts).encode(), told.encode())


def event_row(change: Commit, last: str, chain: Chain) -> tuple[Row, str]:
    """
    The events of a change as one row, named by the number of the first; and its hash.

    Args:
        last: the hash of the row before, nothing where there is none.

    Raises:
        ValueError: an event holds words that have no name: they would stand there in clear for good.
    """
    first = change.after.version - len(change.events) + 1
    if any(not _named(each, change, first) for event in change.events for each in words_in(event)):
        raise ValueError("an event holds what somebody wrote, and not its name")
    body = f"[{','.join(event.model_dump_json() for event in change.events)}]"
    row = case_key(change.after.no, sort_key(first)) | CASE.mark | {"body": text(body)}
    row = chain.sealed(row, last)
    return row, row["hash"]["S"]


def _named(words: str, change: Commit, first: int) -> bool:
    """Whether words are the name of a text of this change, or of an earlier one."""
    return words in change.texts or (is_name(words) and commit_of(words) < first)


def read_events(row: Mapping[str, Any]) -> tuple[AnyEvent, ...]:
    """
    The events of a row, whatever version of this program wrote it.

    Raises:
        NewerSchemaError, OtherSchemaError: this program does not know its form.
    """
    return tuple(EVENT.validate_python(each) for each in CASE.read(row))


def gathered(rows: Iterable[Row], most: int) -> History:
    """The events of rows, which come newest first, until there are ``most``; those of a row stay together."""
    told: tuple[AnyEvent, ...] = ()
    first = 1
    for row in rows:
        told = read_events(row) + told
        first = int(row["sk"]["S"].removeprefix(_EVENTS))
        if len(told) >= most:
            break
    return History(told, first)


def verify_chain(rows: Iterable[Row], last: str, chain: Chain) -> int | None:
    """
    The number of the first event of the first row that was changed, moved, lost or added; None if the chain
    is whole.

    ``rows`` are all event rows of a case in order, ``last`` is the hash that its head holds.
    """
    before, n = "", 1
    for row in rows:
        if row["sk"]["S"] != sort_key(n) or not chain.holds(row, before):
            return n
        before, n = row["hash"]["S"], n + len(json.loads(row["body"]["S"]))
    return None if before == last else n


def hashes(rows: Iterable[Row]) -> dict[int, str]:
    """The hash of each row of events, in order, by the number of its last event."""
    found, n = {}, 0
    for row in rows:
        n += len(json.loads(row["body"]["S"]))
        found[n] = row["hash"]["S"]
    return found


def _hash(key: str, row: Row, parts: tuple[str, ...]) -> str:
    told = json.dumps([row[part] for part in parts], sort_keys=True)
    return hmac.new(key.encode(), told.encode(), hashlib.sha256).hexdigest()


def _name_of(key: str) -> str:
    """What a key is called in rows; it does not lead back to the key."""
    return hmac.new(key.encode(), b"name of a key of the chain", hashlib.sha256).hexdigest()[:16]


def sort_key(n: int) -> str:
    """Of the row whose first event has this number."""
    return f"{_EVENTS}{n:06d}"
