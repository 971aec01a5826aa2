"""
The world in memory, behind ``ports``.

The table keeps the rows of ``adapters.dynamodb.rows`` as they would lie in the cloud and holds every
condition of the real commit, so that whatever cannot be written and read back shows up here too.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from chalicelib.adapters.dynamodb import rows, table
from chalicelib.adapters.dynamodb.cases import (
    case_rows,
    commit,
    event_rows,
    file_rows,
    text_rows,
    waiting_rows,
)
from chalicelib.adapters.dynamodb.people import file_names, find_rows, party_rows
from chalicelib.adapters.dynamodb.rows import Row
from chalicelib.adapters.file_check import FileCheck
from chalicelib.adapters.sealing import envelope
from chalicelib.authoring.checking.load import load
from chalicelib.cases.case import Case
from chalicelib.cases.events import AnyEvent
from chalicelib.cases.notices import Series
from chalicelib.cases.parcels.shipments import Tracking, TrackingEvent, TrackingProblem, event_key
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.parcels.waybill import Waybill
from chalicelib.cases.people.parties import FindKind, Parties
from chalicelib.cases.uploads.files import FilePlace, UploadedFile
from chalicelib.cases.values import Effect
from chalicelib.decisions.forms.clock import Warn
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import Period
from chalicelib.ports.carriers import Booking, Order, Suspension
from chalicelib.ports.cases import Commit, Due, History, Loaded, ProcessedMessage, Remains, StoredCase, Work
from chalicelib.ports.sealing import Place
from chalicelib.ports.storage.files import Declared, Shown, Stored, UploadForm
from chalicelib.services.errors import PermanentError, RetryableError

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Monday, nine o'clock in Licang; no festival within the next weeks."""


@cache
def whole_licang() -> Release:
    """The region's rule files as they stand, read once."""
    return load(Path("rules/licang"))


@cache
def licang() -> Release:
    """
    The same without the decisions beside the channel, so that clocks warn whoever supervises themselves.
    Nobody in these tests says how old she is: each case would have one line more, that a person decides.
    """
    last_day, release = Warn(days_left=0, tell="supervises"), whole_licang()
    clocks = tuple(
        clock.model_copy(update={"warn": (*clock.warn, last_day)}) if clock.warn else clock
        for clock in release.clocks
    )
    return release.model_copy(update={"decisions": {}, "clocks": clocks})


CHAIN = event_rows.Chain(lambda: ("what the trail is chained with in tests",))


class OneKey:
    """The port ``Sealer`` with one key for ever, and the real envelope."""

    _key, _name = b"a key of thirty-two bytes, tests", "licang/2026Q1#001"

    def seal(self, place: Place, clear: bytes) -> bytes:
        return envelope.seal(self._key, self._name, place, clear)

    def open(self, place: Place, sealed: bytes) -> bytes:
        return envelope.unseal(self._key, place, envelope.take_apart(sealed))

    def digest(self, kind: str, value: str) -> str:
        return hashlib.sha256(f"{kind} {value}".encode()).hexdigest()


class Killed(BaseException):
    """The process ended: nothing after this happens."""


def _read(head: Row, files: list[Row]) -> Loaded:
    case = case_rows.read_case(head)
    return Loaded(case, file_rows.read_files(files).in_time(case.closed))


def _key(row: Row) -> tuple[str, str]:
    return row["pk"]["S"], row["sk"]["S"]


@dataclass
class Table:
    """
    The port ``Cases``. ``stream`` collects new effects as the real stream would report them;
    ``meanwhile`` runs before each commit, for races; ``kill`` says of one write after another whether the
    process ends "before" or "after" it, or the table is "busy"; ``asked`` names the units whose lists were
    read, ``opened`` counts the sealed rows of texts that were.
    """

    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    stream: list[dict[str, str]] = field(default_factory=list)
    commits: list[Commit] = field(default_factory=list)
    meanwhile: list[Callable[[], object]] = field(default_factory=list)
    kill: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    serial: int = 0
    opened: int = 0

    def load(self, no: str) -> Case | None:
        row = self._get(rows.case_key(no))
        return None if row is None else case_rows.read_case(row)

    def load_all(self, nos: Collection[str]) -> dict[str, Callable[[], Case]]:
        found = {no: self._get(rows.case_key(no)) for no in nos}
        return {no: partial(case_rows.read_case, row) for no, row in found.items() if row is not None}

    def load_with_files(self, no: str) -> Loaded | None:
        found = self.stored(no)
        return None if found is None else found.read()

    def stored(self, no: str) -> StoredCase | None:
        head = self._get(rows.case_key(no))
        files = [row for row in self._of(no) if row["sk"]["S"].startswith("FILE#")]
        return None if head is None else StoredCase(case_rows.code_digest(head), partial(_read, head, files))

    def remains(self, no: str, region: str) -> Remains:
        units = (waiting_rows.unit_of(row, region) for row in self._of(no))
        return Remains(self.events(no), tuple(unit for unit in units if unit is not None))

    def _of(self, no: str) -> list[Row]:
        return [row for (pk, _), row in sorted(self.rows.items()) if pk == f"CASE#{no}"]

    def parties(self, case: Case) -> Parties | None:
        row = None if case.erased else self._get(rows.case_key(case.no, party_rows.NAME))
        return None if row is None else party_rows.opened("", row, OneKey())

    def texts(self, no: str, names: Collection[str]) -> Mapping[str, str]:
        keys = text_rows.keys(no, names)
        self.opened += len(keys)
        found = (self._get(key) for key in keys)
        return text_rows.opened("", [row for row in found if row is not None], names, OneKey)

    def erase_parties(self, no: str) -> None:
        """One row after the other, as the real table does."""
        parties = self._get(rows.case_key(no, party_rows.NAME))
        told = [
            key
            for key in sorted(self.rows)
            if key[0] == f"CASE#{no}" and key[1].startswith((party_rows.TEXTS, party_rows.FILES))
        ]
        found = [_key(key) for key in find_rows.find_keys(parties, no).values()]
        for key in (*found, *told, (f"CASE#{no}", party_rows.NAME)):
            with self._written():
                self.rows.pop(key, None)

    def find(self, region: str, kind: FindKind, value: str, before: str = "") -> Iterator[str]:
        return self._under(find_rows.find_pk(region, kind, value, OneKey()), before)

    def find_person(self, region: str, identity: str, before: str = "") -> Iterator[str]:
        return self._under(find_rows.digest_pk(region, "identity", identity), before)

    def is_person_of(self, region: str, identity: str, no: str) -> bool:
        return no in self.find_person(region, identity)

    def _under(self, under: str, before: str) -> Iterator[str]:
        found = sorted((sk for pk, sk in self.rows if pk == under), reverse=True)
        return iter([no for no in found if not before or no < before])

    def put_file(self, no: str, file: UploadedFile) -> bool:
        return self._file(file_rows.file_write("", no, file, file_rows.NEWER))

    def take_back(self, no: str, file: UploadedFile) -> bool:
        return self._file(file_rows.file_write("", no, file, file_rows.SAME_OR_NEWER))

    def name_place(self, case: Case, place: FilePlace, name: str) -> bool:
        row = file_names.sealed_row("", case, place, name, OneKey())
        with self._written():
            new = _key(row) not in self.rows
            if new:
                self._put(row)
        return new

    def file_names(self, no: str, places: Iterable[FilePlace]) -> Mapping[str, str]:
        return file_names.opened("", no, places, OneKey)

    def _file(self, write: dict[str, Any]) -> bool:
        """One row, written if its condition holds."""
        with self._written():
            holds = self._holds(write)
            if holds:
                self._put(write["Put"]["Item"])
        return holds

    @contextmanager
    def _written(self) -> Iterator[None]:
        """A write: the process may end before or after it."""
        death = self.kill.pop(0) if self.kill else ""
        if death == "before":
            raise Killed
        if death == "busy":
            raise RetryableError("the table is busy")
        yield
        if death == "after":
            raise Killed

    def events(self, no: str) -> tuple[AnyEvent, ...]:
        found = [
            row
            for (pk, sk), row in sorted(self.rows.items())
            if pk == f"CASE#{no}" and sk.startswith("EVENT#")
        ]
        return tuple(event for row in found for event in event_rows.read_events(row))

    def latest_events(self, no: str, most: int, before: int | None = None) -> History:
        last = "EVENT$" if before is None else event_rows.sort_key(before - 1)
        found = [
            row
            for (pk, sk), row in sorted(self.rows.items(), reverse=True)
            if pk == f"CASE#{no}" and "EVENT#" <= sk <= last
        ]
        return event_rows.gathered(found, most)

    def seen(self, trigger: str) -> ProcessedMessage | None:
        row = self._get(rows.seen_key(trigger))
        return None if row is None else rows.read_seen(row)

    def open_effect(self, case: str, effect: str) -> Effect | None:
        row = self._get(rows.case_key(case, f"EFFECT#{effect}"))
        if row is None:
            raise PermanentError("no such effect")
        return None if row["state"]["S"] != "open" else case_rows.read_effect(row)

    def load_effect(self, case: str, effect: str) -> tuple[Case, Effect] | None:
        head, open_effect = self.load(case), self.open_effect(case, effect)
        if head is None:
            raise PermanentError("no such effect")
        return None if open_effect is None else (head, open_effect)

    def load_parcel(self, waybill: Waybill) -> tuple[Case | None, Suspension | None]:
        return self.load(waybill.case), self.suspension(waybill.region, waybill.carrier)

    def waybill(self, key: str) -> Waybill | None:
        carrier, _, parcel = key.partition("#")
        row = self._get(rows.waybill_key(carrier, parcel))
        return None if row is None else case_rows.read_waybill(row)

    def waybills(self, keys: Collection[str]) -> dict[str, Waybill]:
        found = {key: self.waybill(key) for key in keys}
        return {key: waybill for key, waybill in found.items() if waybill is not None}

    def due(self, region: str, now: datetime) -> Iterator[Due]:
        by = rows.moment(now)
        waiting = [row for row in self.rows.values() if row.get("due_at", {"S": "x"})["S"] <= by]
        for row in sorted(waiting, key=lambda row: str(row["due_at"]["S"])):
            if row["due_pk"]["S"].startswith(f"DUE#{region}#"):
                yield rows.read_due(row)

    def lease(self, due: Due, until: datetime) -> bool:
        assert due.at is not None
        key = _key(rows.due_row_key(due))
        with self._written():
            same = self.rows.get(key, {}).get("due_at") == {"S": rows.moment(due.at)}
            if same:
                self.rows[key] = self.rows[key] | {"due_at": {"S": rows.moment(until)}}
        return same

    def work(self, region: str, unit: str, most: int = 100, after: str = "") -> Iterator[Work]:
        self.asked.append(unit)
        name = {"S": waiting_rows.desk_pk(region, unit)}
        found = [row for row in self.rows.values() if row.get("desk_pk") == name]
        for row in sorted(found, key=lambda row: str(row["desk_at"]["S"])):
            if row["desk_at"]["S"] > after:
                yield waiting_rows.read_work(row)

    def commit(self, change: Commit) -> None:
        if self.meanwhile:
            self.meanwhile.pop(0)()
        with self._written():
            last = "" if change.before is None else self._last(change.after.no)
            parties = party_rows.sealed_row("", change, OneKey)
            texts = text_rows.sealed_row("", change, OneKey)
            before = self._get(rows.case_key(change.after.no, party_rows.NAME))
            made = [*commit.writes("", change, last, CHAIN, parties, texts, before)]
            failed = [not self._holds(write.item) for write in made]
            if any(failed):
                raise commit.conflict(made, failed)
            self.commits.append(change)
            for write in made:
                self._write(write.item)
            self.stream += [{"case": change.after.no, "effect": each.effect} for each in change.effects]

    def _last(self, no: str) -> str:
        row = self._get(rows.case_key(no))
        return "" if row is None else str(row["last"]["S"])

    def _holds(self, item: dict[str, Any]) -> bool:
        """Whether the condition of a write holds; it is one of those that the real commit has."""
        [write] = item.values()
        row = self._get(write.get("Item") or write["Key"])
        match write.get("ConditionExpression"):
            case None:
                return True
            case table.NEW:
                return row is None
            case table.SAME:
                return row is not None and row["version"] == write["ExpressionAttributeValues"][":version"]
            case file_rows.NEWER:
                new, item = write["ExpressionAttributeValues"], row or {}
                return not item or item["order"]["S"] < new[":order"]["S"] or item["file"] != new[":file"]
            case file_rows.SAME_OR_NEWER:
                new = write["ExpressionAttributeValues"]
                return row is None or row["order"]["S"] <= new[":order"]["S"]
            case commit.OPEN:
                return row is not None and row["state"] == {"S": "open"}
            case commit.FEWER:
                names, most = write["ExpressionAttributeNames"], write["ExpressionAttributeValues"]
                counted = {each: (row or {}).get(names[f"#{each}"], {"N": "0"}) for each in ("day", "hour")}
                return all(int(n["N"]) < int(most[f":{each}"]["N"]) for each, n in counted.items())
            case other:
                raise AssertionError(other)

    def _write(self, item: dict[str, Any]) -> None:
        [(kind, write)] = item.items()
        match kind:
            case "Put":
                self._put(write["Item"])
            case "Delete":
                self.rows.pop(_key(write["Key"]), None)
            case "Update" if write["ConditionExpression"] == commit.FEWER:
                row, names = self._get(write["Key"]) or write["Key"], write["ExpressionAttributeNames"]
                counted = {
                    name: int(row.get(name, {"N": "0"})["N"]) + 1 for name in names.values() if name != "ttl"
                }
                self._put(row | {name: {"N": str(n)} for name, n in counted.items()})
            case "Update":  # an effect is done
                row = self.rows[_key(write["Key"])]
                kept = {name: value for name, value in row.items() if not name.startswith("due_")}
                version = write["ExpressionAttributeValues"][":version"]
                self._put(kept | {"state": {"S": "done"}, "case_version": version})

    def claim(self, key: str, now: datetime, until: datetime) -> Waybill | None:
        waybill = self.waybill(key)
        if waybill is None:
            raise PermanentError("no such waybill")
        if waybill.due is None or waybill.due > now:
            return None
        mine = waybill.model_copy(update={"due": until, "version": waybill.version + 1})
        with self._written():
            self._put(case_rows.waybill_row(mine))
        return mine

    def postpone(self, case: str, effect: str, until: datetime) -> None:
        row = self.rows[f"CASE#{case}", f"EFFECT#{effect}"]
        if row["state"]["S"] == "open":
            with self._written():
                self._put({**row, "due_at": {"S": rows.moment(until)}})

    def put_off(self, case: str, effect: str, now: datetime) -> bool:
        row = self.rows.get((f"CASE#{case}", f"EFFECT#{effect}"))
        if row is None:
            raise PermanentError("no such effect")
        if row["state"]["S"] != "open":
            return False
        with self._written():
            self._put(case_rows.put_off(row, now))
        return True

    def keep_stray(self, region: str, key: str, version: str, at: datetime) -> None:
        self.rows.setdefault((f"STRAY#{region}", f"{key}#{version}"), {"at": {"S": rows.moment(at)}})

    def strays(self, region: str) -> list[str]:
        return [sk for pk, sk in self.rows if pk == f"STRAY#{region}"]

    def next_serial(self, region: str, day: date) -> int:
        self.serial += 1
        return self.serial

    def last_serials(self, region: str, series: Sequence[Series]) -> tuple[int, ...]:
        return tuple(self._version(rows.series_key(region, each)) for each in series)

    def mark_code_used(self, no: str, at: datetime) -> None:
        self.rows.setdefault((f"CASE#{no}", "CODE"), rows.code_row(no, at))

    def code_used(self, no: str) -> bool:
        return (f"CASE#{no}", "CODE") in self.rows

    def suspensions(self, region: str) -> tuple[Suspension, ...]:
        found = [row for (pk, _), row in self.rows.items() if pk == f"POLLING#{region}"]
        return tuple(held for row in found if (held := rows.read_suspension(row)) is not None)

    def suspension(self, region: str, carrier: str) -> Suspension | None:
        row = self._get(rows.suspension_key(region, carrier))
        return None if row is None else rows.read_suspension(row)

    def suspend(self, suspension: Suspension) -> bool:
        held = self.suspension(suspension.region, suspension.carrier)
        if (-1 if held is None else held.tries) != suspension.tries - 1:
            return False
        self._put(rows.suspension_row(suspension))
        return True

    def resume(self, region: str, carrier: str | None = None) -> bool:
        ended = [each.carrier for each in self.suspensions(region) if carrier in (None, each.carrier)]
        for each in ended:
            self._put(rows.suspension_over(region, each))
        return bool(ended)

    def _get(self, key: Row) -> Row | None:
        return self.rows.get(_key(key))

    def _version(self, key: Row) -> int:
        row = self._get(key)
        return 0 if row is None else int(row["version"]["N"])

    def _put(self, row: Row) -> None:
        self.rows[_key(row)] = row


@dataclass
class Shelf:
    """The port ``Releases``."""

    digest: str
    releases: dict[str, Release]
    in_shadow: str | None = None

    def active(self, region: str) -> str:
        return self.digest

    def lately_active(self, region: str) -> str:
        return self.digest

    def get(self, digest: str) -> Release:
        if digest not in self.releases:
            raise PermanentError("no such release")
        return self.releases[digest]

    def shadow(self, region: str) -> str | None:
        return self.in_shadow

    def put_in_force(self, release: Release) -> None:
        self.releases[release.digest] = release
        self.digest = release.digest


@dataclass
class Bucket:
    """The port ``Files``, by key and version."""

    objects: dict[tuple[str, str], bytes] = field(default_factory=dict)
    documents: dict[str, bytes] = field(default_factory=dict)

    def presign_upload(self, key: str, seconds: int, declared: Declared | None = None) -> str:
        return f"https://files.invalid/{key}?put&seconds={seconds}"

    def presign_form(self, key: str, seconds: int, largest: int, then: str) -> UploadForm:
        return UploadForm("https://files.invalid/", {"key": key, "success_action_redirect": then})

    def presign_download(self, key: str, seconds: int, shown: Shown, version: str | None = None) -> str:
        return f"https://files.invalid/{key}?get&seconds={seconds}"

    def open(self, key: str, version: str, largest: int) -> Stored | None:
        content = self.objects.get((key, version))
        if content is None:
            return None
        if len(content) > largest:
            return Stored(content=io.BytesIO(), size=len(content), sha256="")
        return Stored(io.BytesIO(content), len(content), hashlib.sha256(content).hexdigest())

    def remove(self, key: str, version: str) -> None:
        """Versions are kept in the order in which they came."""
        same = [each for each in self.objects if each[0] == key]
        for each in same[: same.index((key, version)) + 1] if (key, version) in same else ():
            del self.objects[each]

    def remove_below(self, prefix: str) -> None:
        self.objects = {each: kept for each, kept in self.objects.items() if not each[0].startswith(prefix)}
        self.documents = {k: kept for k, kept in self.documents.items() if not k.startswith(prefix)}

    def put_document(self, key: str, content: bytes) -> None:
        self.documents[key] = content


@dataclass
class Carrier:
    """
    The port ``Couriers``: one order number is one parcel. ``refuses`` is the answer to the next
    orders, ``says`` what it tells of a parcel; ``asked`` and ``orders`` are what it was sent.
    """

    now: Callable[[], datetime]
    parcels: dict[str, str] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    trace: dict[str, tuple[TrackingEvent, ...]] = field(default_factory=dict)
    problems: dict[str, tuple[TrackingProblem, str]] = field(default_factory=dict)
    refuses: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    made: int = 0
    days_ahead: int = 2

    def book(self, order: Order) -> Booking:
        self.orders.append(order)
        if self.silent:
            raise RetryableError(self.silent.pop(0))
        if order.number not in self.parcels and self.refuses:
            return Booking(number=None, refusal=self.refuses.pop(0))
        found = order.number in self.parcels
        if not found:
            self.made += 1
            self.parcels[order.number] = f"EX{self.made:09d}CN"
        return Booking(number=self.parcels[order.number], found=found)

    def cancel(self, order: str) -> None:
        number = self.parcels.get(order)
        if number is not None and self.trace.get(number):
            raise PermanentError("a courier has it")
        self.parcels.pop(order, None)

    def track(self, carrier: str, number: str, phone: str | None) -> Tracking:
        self.asked.append((number, phone))
        problem, code = self.problems.get(number, (None, ""))
        events = () if problem else self.trace.get(number, ())
        if problem is None and not events:
            problem, code = TrackingProblem.NO_TRACE, "500"
        return Tracking(
            carrier=carrier, number=number, at=self.now(), events=events, problem=problem, code=code
        )

    def tell(self, number: str, status: ShipmentStatus, words: str = "") -> None:
        """Something happened to the parcel just now."""
        at, text = self.now(), words or f"{status} {len(self.trace.get(number, ()))}"
        event = TrackingEvent(
            at=at, status=status, code="1", text=text, key=event_key("ems", number, at, text)
        )
        self.trace[number] = (*self.trace.get(number, ()), event)


@dataclass
class Messages:
    """The port ``Queue``."""

    waiting: list[dict[str, str]] = field(default_factory=list)

    def send(self, messages: list[dict[str, str]]) -> None:
        self.waiting += messages

    def depth(self) -> int:
        return len(self.waiting)


@dataclass
class Hands:
    """The port ``Clock``: time passes when the test says so."""

    at: datetime = MORNING

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **time: float) -> None:
        self.at += timedelta(**time)


@dataclass
class Secrets:
    """The port ``Codes``, without secrets."""

    used: int = 0

    def query_code(self, case: str, replaced: int = 0) -> str:
        which = f"code of {case} {replaced}" if replaced else f"code of {case}"
        return hashlib.sha256(which.encode()).hexdigest()[:10].upper()

    def pseudonym(self, text: str) -> str:
        return hashlib.sha256(f"pseudonym of {text}".encode()).hexdigest()

    def unused(self) -> str:
        self.used += 1
        return f"{self.used:032x}"

    def jitter(self) -> float:
        return 0.5


class World:
    """Every port in memory, under ``release``."""

    def __init__(self, release: Release | None = None, at: datetime = MORNING) -> None:
        release = release or licang()
        self.region = release.region.region
        self.cases = self.due_rows = Table()
        self.releases = Shelf(release.digest, {release.digest: release})
        self.files = Bucket()
        self.file_check = FileCheck()
        self.clock = Hands(at)
        self.couriers = Carrier(now=self.clock.now)
        self.effects = Messages()
        self.due = Messages()
        self.codes = Secrets()
        self.sealer = OneKey()


def unmasked(case: Case) -> Case:
    """The case as its events tell it: the masked name of the applicant is not in them."""
    return case.model_copy(update={"applicant": case.applicant.model_copy(update={"masked": None})})


def variant(item: str, **facts: object) -> Release:
    """The region's release with other facts of one item; None leaves a fact out."""
    release = licang()
    form = release.items[item]
    changed = {name: value for name, value in {**form.facts, **facts}.items() if value is not None}
    items = {**release.items, item: form.model_copy(update={"facts": changed})}
    return fresh(release, items=items)


def extendable(release: Release) -> Release:
    """A region's rules with ten working days more for each item that is not handled at once (art. 42)."""
    more = Period(working_days=10)
    items = {
        code: item
        if item.limits.statutory.at_once
        else item.model_copy(update={"limits": item.limits.model_copy(update={"extension": more})})
        for code, item in release.items.items()
    }
    return fresh(release, items=items)


def fresh(release: Release, **changes: object) -> Release:
    """A changed copy, named by its own digest."""
    content = {name: getattr(release, name) for name in type(release).model_fields}
    return Release.model_construct(**{**content, **changes})


__all__ = ["Killed", "World", "extendable", "fresh", "licang", "replace", "unmasked", "variant"]
