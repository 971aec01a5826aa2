"""The world as the services see it. Adapters stand behind these; tests put values in their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import IO, NamedTuple, Protocol

from chalicelib.cases.case import Case
from chalicelib.cases.events import ChannelDecided, Event
from chalicelib.cases.shipments import Tracking
from chalicelib.cases.values import Active, Direction, Effect, Reason, Role, Window
from chalicelib.cases.waybill import Waybill
from chalicelib.decisions.model import Release
from chalicelib.decisions.region import Address
from chalicelib.services.decided import Decided, Shadowed


@dataclass(frozen=True)
class Change:
    """
    One commit: everything or nothing. ``trigger`` names what caused it and is never dealt with twice.

    ``after`` is the case once ``events`` have happened to ``before`` (None: a new case);
    ``effects`` are to be done because of them; ``done`` is the effect whose result this is;
    ``waybill`` is written if its version in the store is one less; ``shadow`` goes with a decision;
    ``network`` is a digest of where a case was opened from.
    """

    trigger: str
    at: datetime
    before: Case | None
    after: Case
    events: tuple[Event, ...] = ()
    effects: tuple[Effect, ...] = ()
    done: str | None = None
    waybill: Waybill | None = None
    fingerprint: str = ""
    network: str = ""
    shadow: Shadowed | None = None

    @property
    def decided(self) -> Decided | None:
        """The decision of the rules among the events; None if there is none, or a person took it."""
        for event in self.events:
            if isinstance(event, ChannelDecided) and event.by.role is Role.SYSTEM:
                return Decided(
                    item=self.after.item,
                    application=self.after.application,
                    on=event.on,
                    at=event.at,
                    channel=event.channel,
                    rule=event.rule,
                    release=event.release,
                    shadow=self.shadow,
                    opened=self.after.opened_at,
                )
        return None


class Seen(NamedTuple):
    """
    A trigger that has been dealt with: the case it led to, the fingerprint of what was asked, and of an
    opening a digest of the network it came from.
    """

    case: str
    fingerprint: str
    network: str = ""


class DueKind(StrEnum):
    CASE = "case"
    EFFECT = "effect"
    WAYBILL = "waybill"


class Due(NamedTuple):
    """
    Something whose time has come; ``key`` finds it: case number, case#effect, or carrier#number.
    ``at`` is the time that its row was found with.
    """

    kind: DueKind
    key: str
    at: datetime | None = None


class Work(NamedTuple):
    """A line of a department's work list 待办."""

    case: str
    item: str
    step: str
    since: datetime
    due: datetime | None
    late: bool = False
    accepted_by_silence: bool = False


@dataclass(frozen=True)
class Suspension:
    """
    A carrier that refuses our account is not asked until ``until``. ``reason`` is its code; ``tries`` counts
    how often it was tried again since.
    """

    region: str
    carrier: str
    reason: str
    since: datetime
    until: datetime
    tries: int


class Cases(Protocol):
    """The store of cases. Reads are consistent; ``commit`` is the only write on a case's way."""

    def load(self, no: str) -> Case | None: ...
    def events(self, no: str) -> tuple[Event, ...]: ...
    def seen(self, trigger: str) -> Seen | None: ...
    def commit(self, change: Change) -> None:
        """
        Raises:
            AlreadyDone: the trigger has been dealt with.
            OvertakenError: the case or the waybill changed since it was read.
            RetryableError: the store is busy.
        """

    def open_effect(self, case: str, effect: str) -> Effect | None:
        """The effect if it is still to be done. PermanentError: there never was such an effect."""

    def waybill(self, key: str) -> Waybill | None: ...
    def claim(self, waybill: Waybill, until: datetime) -> Waybill:
        """
        Put off a waybill's next query until ``until``: the right to ask now.

        Raises:
            OvertakenError: someone else has the right.
        """

    def postpone(self, case: str, effect: str, until: datetime) -> None:
        """Let an open effect wait until its time comes; one that is done is left alone."""

    def put_off(self, case: str, effect: str, now: datetime) -> bool:
        """
        Put off an open effect's next try, each time twice as long; the right to try it now. False if
        it is done, or someone else tries it. PermanentError: there never was such an effect.
        """

    def due(self, region: str, now: datetime) -> Iterator[Due]:
        """What is due by ``now``, the oldest first; read page by page, as far as it is wanted."""

    def lease(self, due: Due, until: datetime) -> bool:
        """
        Move the time of a due row on, so that it is not found again before ``until``; False if it is
        no longer as it was found: someone else has it, or it is done.
        """

    def work(self, region: str, department: str, kind: str) -> tuple[Work, ...]: ...
    def keep_stray(self, region: str, key: str, version: str, at: datetime) -> None:
        """Remember a file that belongs to no case, for a person. Doing it twice is doing it once."""

    def next_serial(self, region: str, day: date) -> int:
        """The next number of the day, from 1. A number may be lost, never given twice."""

    def count_opening(self, counter: str, at: datetime, hour: int, day: int) -> bool:
        """
        Count one opening more under ``counter`` if there were fewer than ``hour`` in this hour and
        ``day`` on this day (UTC); whether there were.
        """

    def mark_code_used(self, no: str, at: datetime) -> None:
        """Remember that a case's query code has been used. Doing it twice is doing it once."""

    def code_used(self, no: str) -> bool: ...
    def suspensions(self, region: str) -> tuple[Suspension, ...]:
        """The carriers that are left alone for now, or whose time to be tried again has come."""

    def suspension(self, region: str, carrier: str) -> Suspension | None: ...
    def suspend(self, suspension: Suspension) -> bool:
        """
        Leave a carrier alone, anew (``tries`` 0) or once more (the one before had one try less); True for
        the one call that did it.
        """

    def resume(self, region: str, carrier: str | None = None) -> bool:
        """End the suspension of a carrier, or of all; whether there was one."""


class Releases(Protocol):
    def active(self, region: str) -> str:
        """The digest of the release in force. Raises PermanentError when there is none."""

    def get(self, digest: str) -> Release:
        """Raises PermanentError for an unknown digest."""

    def shadow(self, region: str) -> str | None:
        """The digest of the release that decides in shadow, if any; may be told some seconds late."""


class Stored(NamedTuple):
    """A version of an object, open for reading; the caller closes ``content``."""

    content: IO[bytes]
    size: int
    sha256: str


class Examined(NamedTuple):
    """
    What a file is by its bytes: ``kind`` in the words of ``cases.file_kinds``, None where they do not tell;
    ``fault`` if it cannot be taken though its kind may be; ``active`` what it does beside showing a document.
    """

    kind: str | None
    fault: Reason | None = None
    active: Active | None = None


class FileCheck(Protocol):
    def examine(self, content: IO[bytes]) -> Examined:
        """
        Look at every byte, within bounds of time and memory.

        Raises:
            RetryableError: it cannot be done just now.
        """


class Declared(NamedTuple):
    """What a file is said to be before it is uploaded: bytes, and media type; None where nothing is said."""

    size: int | None = None
    media_type: str | None = None


class Shown(NamedTuple):
    """As what a file is handed out: its name, and a media type that no browser runs."""

    name: str
    media_type: str


class Files(Protocol):
    def presign_upload(self, key: str, seconds: int, declared: Declared | None = None) -> str:
        """A URL to PUT one object for ``seconds``, and only what was ``declared``."""

    def presign_download(self, key: str, seconds: int, shown: Shown, version: str | None = None) -> str:
        """A URL to read one object for ``seconds``, always answered as an attachment, as ``shown``."""

    def open(self, key: str, version: str, largest: int) -> Stored | None:
        """
        The object's version with its content if that is no larger than ``largest`` bytes, else
        with no content; None if the version is gone.
        """

    def put_document(self, key: str, content: bytes) -> None: ...


@dataclass(frozen=True)
class Order:
    """
    A parcel to be fetched within ``pick_up`` and brought, paid by the office. ``number`` is ours: the
    effect's id. Without ``pick_up`` nothing new is ordered: the order is known to be there.
    """

    number: str
    direction: Direction
    carrier: str
    sender: Address
    recipient: Address
    goods: str
    pick_up: Window | None


@dataclass(frozen=True)
class Booking:
    """
    What the carrier made of an order: its waybill ``number``, or a ``refusal`` (its code) for good.
    ``found``: the order was there already, from a try whose end we never saw.
    """

    number: str | None
    refusal: str | None = None
    found: bool = False


class Couriers(Protocol):
    """Raises RetryableError where asking again may help. One order number is one parcel."""

    @property
    def days_ahead(self) -> int:
        """How many days after today a courier can be ordered for at most: 0 today, 2 the day after next."""

    def book(self, order: Order) -> Booking: ...
    def cancel(self, order: str) -> None:
        """Call an order off; one not there is left alone. PermanentError: a courier has the parcel."""

    def track(self, carrier: str, number: str, phone: str | None) -> Tracking: ...


class Queue(Protocol):
    def send(self, messages: list[dict[str, str]]) -> None: ...
    def depth(self) -> int:
        """How many messages wait, about."""


class Clock(Protocol):
    def now(self) -> datetime: ...


class Codes(Protocol):
    def query_code(self, case: str) -> str:
        """The code that opens a case for whoever holds it; the same for the same case."""

    def pseudonym(self, text: str) -> str:
        """The same for the same text; without the key nobody finds the text from it, or it from the text."""

    def unused(self) -> str:
        """A random name that nobody has used."""

    def jitter(self) -> float:
        """A random number from 0 up to 1."""


class World(Protocol):
    """Every port. A service touches what it needs, and only that is built."""

    @property
    def cases(self) -> Cases: ...
    @property
    def releases(self) -> Releases: ...
    @property
    def files(self) -> Files: ...
    @property
    def file_check(self) -> FileCheck: ...
    @property
    def couriers(self) -> Couriers: ...
    @property
    def effects(self) -> Queue: ...
    @property
    def due(self) -> Queue: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def codes(self) -> Codes: ...
    @property
    def region(self) -> str: ...
