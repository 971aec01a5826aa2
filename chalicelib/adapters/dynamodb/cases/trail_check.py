"""
Check cases in the table: the chain of their events, the seal of their head, and what other rows tell of both.

Whoever may write the table can put an old head back and take the newer events away: chain and seal hold. But
rows that a commit writes beside them say at which event the case was then, what the case waits for has a row,
and each effect that an event wanted has one: all of these would have to be put back, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import rows
from chalicelib.adapters.dynamodb.cases import case_rows, event_rows, text_rows
from chalicelib.adapters.dynamodb.cases.event_rows import Chain, read_events, verify_chain
from chalicelib.adapters.dynamodb.cases.waiting_rows import waiting_rows
from chalicelib.adapters.dynamodb.people.file_names import holds_name
from chalicelib.adapters.dynamodb.people.party_rows import FILES, NAME, TEXTS
from chalicelib.adapters.dynamodb.rows import Row, text
from chalicelib.adapters.dynamodb.schema import CASE, FILE, LINE, WAYBILL
from chalicelib.adapters.dynamodb.table import Table
from chalicelib.adapters.faults import translated
from chalicelib.cases.case import Case
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.evolve import effects, erasure_of, evolve
from chalicelib.cases.numbers import day_and_serial
from chalicelib.cases.words import commit_of, words_in
from chalicelib.ports.trail import Damage, Erased, Fault, Trail
from chalicelib.services.errors import NewerSchemaError, OtherSchemaError, RetryableError

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

_TRIES = 5
"""A case that somebody changes while it is read is read again."""

_WAITING = ("TASK#", "TIMER#")
_MOVED_ON = {"due_at", "case_version"}
"""Of the row of a task or clock these may differ: its lease, and when it was written last."""


class TrailCheck(Table):
    """Checks one case, or all. It reads, and writes nothing."""

    def __init__(self, client: DynamoDBClient, table: str, chain: Chain) -> None:
        super().__init__(client, table)
        self._chain = chain

    def verify(self, no: str) -> Fault | None:
        """What is wrong with a case; None if it is whole."""
        return self.trail(no).fault

    def trail(self, no: str) -> Trail:
        """
        A case's trail and what is wrong with it.

        Raises:
            NewerSchemaError, OtherSchemaError: another version of the program wrote it.
            RetryableError: it keeps changing.
        """
        for _ in range(_TRIES):
            found = self._partition(no)
            trail = checked(no, found, self._chain)
            if trail.fault is None or self._get(rows.case_key(no)) == found.get("HEAD"):
                return trail
        raise RetryableError("the case keeps changing")

    def trails(self) -> Iterator[Trail]:
        """
        The trails of all cases in the table. Rows elsewhere are heard, too: parcels, and keys that were seen.
        """
        named = self._named()
        for no, (version, row) in sorted(named.items()):
            try:
                trail = self.trail(no)
            except (NewerSchemaError, OtherSchemaError):
                trail = Trail(no, Fault(Damage.OTHER_FORM))
            if trail.fault is None and trail.version < version:
                trail = Trail(no, Fault(Damage.PUT_BACK, trail.version + 1, row))
            elif trail.fault is not None and trail.fault.damage is Damage.GONE and row:
                trail = Trail(no, Fault(Damage.GONE, row=row))
            yield trail

    def was_given(self, region: str, no: str) -> bool:
        """Whether a case number was given out, by the counter of its day."""
        day, serial = day_and_serial(no)
        row = self._get({"pk": text(f"SERIAL#{region}"), "sk": text(day.isoformat())})
        return row is not None and serial <= int(row["serial"]["N"])

    def _partition(self, no: str) -> dict[str, Row]:
        """All rows of a case by their sort key."""
        values = {":pk": text(f"CASE#{no}")}
        return {row["sk"]["S"]: row for row in self._query("pk = :pk", values, ConsistentRead=True)}

    def _named(self) -> dict[str, tuple[int, str]]:
        """Every case that a row tells of, with the latest event that a row outside it knows, and that row."""
        named: dict[str, tuple[int, str]] = {}
        with translated("the table cannot be read"):
            for page in self._client.get_paginator("scan").paginate(
                TableName=self._table, ConsistentRead=True
            ):
                for row in page["Items"]:
                    no, version, kind = _tells_of(row)
                    if no and version >= named.get(no, (-1, ""))[0]:
                        named[no] = (version, kind)
        return named


def _tells_of(row: Mapping[str, Any]) -> tuple[str, int, str]:
    """The case that a row tells of, "" if of none; of a row outside it the event it knows, and its kind."""
    kind, _, rest = row["pk"]["S"].partition("#")
    version = int(row.get("case_version", {"N": "0"})["N"])
    match kind:
        case "CASE":
            return rest, 0, ""
        case "SEEN":
            return row["case"]["S"], version, kind
        case "FIND":
            return row["sk"]["S"], version, kind
        case "WAYBILL":
            return _case_of_parcel(row), version, f"{kind}#{rest}"
        case _:
            return "", 0, ""


def _case_of_parcel(row: Mapping[str, Any]) -> str:
    try:
        return str(WAYBILL.read(row)["case"])
    except (NewerSchemaError, OtherSchemaError):
        return ""


def checked(no: str, found: Mapping[str, Row], chain: Chain) -> Trail:
    """The first thing wrong with the rows of a case, from the inside out."""
    head = found.get("HEAD")
    if head is None:
        return Trail(no, Fault(Damage.GONE, row=min(found, default="")))
    CASE.of(head)
    told = [row for sk, row in sorted(found.items()) if sk.startswith("EVENT#")]
    broken = verify_chain(told, head["last"]["S"], chain)
    if broken is not None:
        return Trail(no, Fault(Damage.CHANGED, broken))
    if not chain.holds_head(head):
        return Trail(no, Fault(Damage.HEAD, 0))
    events = [event for row in told for event in read_events(row)]
    return Trail(
        case=no,
        fault=_beyond(found, int(head["version"]["N"])) or _beside(found, events),
        version=int(head["version"]["N"]),
        hashes=event_rows.hashes(told),
        moments=tuple(event.at for event in events),
        erased=_erased(found, events),
    )


def _erased(found: Mapping[str, Row], events: Sequence[AnyEvent]) -> Erased | None:
    """What was erased, by what the events tell."""
    case, _ = _told(events)
    if case.erased is None:
        return None
    return Erased(
        parties=1 if case.agent is None else 2,
        texts=len({name for event in events for name in words_in(event)}),
        reason=case.erased.reason.value,
        by=case.erased.by,
        at=case.erased.at,
        done=_is_done(case, found),
    )


def _is_done(case: Case, found: Mapping[str, Row]) -> bool:
    return found.get(f"EFFECT#{erasure_of(case.no)}", {}).get("state") == text("done")


def _beyond(found: Mapping[str, Row], version: int) -> Fault | None:
    """A row that was written when the case had more events than its head knows of."""
    later = [(_version(row), sk) for sk, row in found.items() if _version(row) > version]
    return Fault(Damage.PUT_BACK, version + 1, max(later)[1]) if later else None


def _version(row: Row) -> int:
    """The event that a row beside the head knows of; 0 where it does not say."""
    if row["sk"]["S"].startswith(FILES) and not holds_name(row):
        return int(FILE.read(row).get("case_version", 0))
    return int(row.get("case_version", {"N": "0"})["N"])


def _beside(found: Mapping[str, Row], events: Sequence[AnyEvent]) -> Fault | None:
    """A row that does not follow from the events, or one that is missing or otherwise though it does."""
    case, wanted = _told(events)
    effects_there = {sk for sk in found if sk.startswith("EFFECT#")}
    astray = effects_there ^ {f"EFFECT#{effect}" for effect in wanted}
    waits = waiting_rows(case_rows.with_masked_name(case, case_rows.masked_name(found["HEAD"])))
    there = {sk: row for sk, row in found.items() if sk.startswith(_WAITING)}
    astray |= there.keys() ^ waits.keys()
    astray |= {sk for sk in there.keys() & waits.keys() if _differs(there[sk], waits[sk])}
    astray |= _texts_astray(case, found, events)
    astray |= _parties_astray(case, found)
    return Fault(Damage.BESIDE, row=min(astray)) if astray else None


def _texts_astray(case: Case, found: Mapping[str, Row], events: Iterable[AnyEvent]) -> set[str]:
    """Rows of texts that no event names; and those that are missing, unless the parties were erased."""
    names = {name for event in events for name in words_in(event)}
    wanted = {text_rows.sort_key(commit_of(name)) for name in names}
    there = {sk for sk in found if sk.startswith(text_rows.TEXT)}
    return there - wanted if case.erased is not None else there ^ wanted


def _parties_astray(case: Case, found: Mapping[str, Row]) -> set[str]:
    """The row of the parties where it is missing; once their erasure is done, whatever is left of them."""
    if case.erased is None:
        return {NAME} - found.keys()
    done = _is_done(case, found)
    return {sk for sk in found if done and sk.startswith((NAME, TEXTS, FILES))}


def _told(events: Iterable[AnyEvent]) -> tuple[Case, list[str]]:
    """The case that events tell, and the numbers of all effects that they wanted."""
    case: Case | None = None
    wanted: list[str] = []
    for event in events:
        case = evolve(case, event)
        wanted += [effect.effect for effect in effects(case, event)]
    if case is None:
        raise ValueError("a case without events")
    return case, wanted


def _differs(row: Row, wanted: Row) -> bool:
    """Whether a row of what is waited for stands there otherwise; one of an older form is not compared."""
    if "line" in row and LINE.of(row) != LINE.number:
        return False
    as_old = row.get("clock_schema") != wanted.get("clock_schema")
    passed = _MOVED_ON | ({"clock", "clock_schema"} if as_old else set())
    return {k: v for k, v in row.items() if k not in passed} != {
        k: v for k, v in wanted.items() if k not in passed
    }
