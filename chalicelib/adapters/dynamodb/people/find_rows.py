"""
By what staff find a case, as rows ``FIND#<region>#<kind>#<keyed digest>`` / case number.

They are written in the commit that gives a case its parties, and go with those. Which they are is told beside
the sealed row of the parties: so they can be taken away without opening it, and when its key is gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb.cases.case_rows import as_of
from chalicelib.adapters.dynamodb.rows import Row, text
from chalicelib.adapters.dynamodb.table import put

if TYPE_CHECKING:
    from chalicelib.cases.case import Case
    from chalicelib.cases.people.parties import FindKind, Parties
    from chalicelib.ports.sealing import Sealer


def find_pk(region: str, kind: FindKind, value: str, sealer: Sealer) -> str:
    """Under what cases of a party are found; nobody can try values against it without the key."""
    return digest_pk(region, kind.value, sealer.digest(kind.value, value))


def digest_pk(region: str, kind: str, digest: str) -> str:
    """The same, where the digest alone is known."""
    return f"FIND#{region}#{kind}#{digest}"


def found_by(case: Case, parties: Parties, sealer: Sealer) -> Row:
    """What the row of the parties tells of it: applicant and agent are found alike; and by item and day."""
    from chalicelib.cases.people.parties import (  # here: every function has this room, few have parties
        FindKind,
        item_and_day,
        search_texts,
    )

    known = [party for party in (parties.applicant, parties.agent) if party is not None]
    told = {find_pk(case.region, *each, sealer) for party in known for each in search_texts(party)}
    told.add(find_pk(case.region, FindKind.ITEM_DAY, item_and_day(case.item, case.no[6:14]), sealer))
    return {"found_by": {"SS": sorted(told)}}


def find_keys(parties: Row | None, no: str) -> dict[str, Row]:
    """The keys of the rows that a row of parties tells of; one of an earlier program tells of none."""
    told = [] if parties is None else parties.get("found_by", {"SS": []})["SS"]
    return {pk: {"pk": text(pk), "sk": text(no)} for pk in told}


def find_writes(table: str, case: Case, before: Row | None, after: Row) -> Iterator[dict[str, Any]]:
    """What a change of parties writes and takes away, by the rows of parties before it and after it."""
    was, now = find_keys(before, case.no), find_keys(after, case.no)
    for pk in now.keys() - was.keys():
        yield put(table, now[pk] | as_of(case))
    for pk in was.keys() - now.keys():
        yield {"Delete": {"TableName": table, "Key": was[pk]}}
