"""The store of cases as services see it, and what it takes and gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from chalicelib.ports.past_cases import Decided, Taken

if TYPE_CHECKING:
    from chalicelib.cases.case import Case
    from chalicelib.cases.events import AnyEvent
    from chalicelib.cases.notices import Series
    from chalicelib.cases.parcels.waybill import Waybill
    from chalicelib.cases.people.parties import FindKind, Parties
    from chalicelib.cases.uploads.files import CaseFiles, FilePlace, UploadedFile
    from chalicelib.cases.values import Effect
    from chalicelib.ports.carriers import Suspension
    from chalicelib.ports.past_cases import Shadowed


class Counted(NamedTuple):
    """
    Openings counted under ``counter``, at most ``hour`` in an hour and ``day`` on a day (UTC); ``refusal`` is
    raised where there are as many.
    """

    counter: str
    hour: int
    day: int
    refusal: Exception


class Serials(NamedTuple):
    """
    Serials of a series of notices that a commit gives: those after ``last`` up to ``now``. It holds only if
    ``last`` is still the last one given.
    """

    series: Series
    last: int
    now: int


@dataclass(frozen=True)
class Change:
    """
    One commit: everything or nothing. ``trigger`` is an idempotency key: what caused the change is never
    dealt with twice. None where something else in it cannot happen twice: the version of the case or the
    waybill, the effect that is done.

    ``after`` is the case once ``events`` have happened to ``before`` (None: a new case);
    ``effects`` are to be done because of them; ``done`` is the effect whose result this is;
    ``waybill`` is written if its version in the store is one less; ``shadow`` goes with a decision;
    ``network`` is a digest of where a case was opened from, and ``counted`` are the openings it is one of.
    ``parties`` are sealed where they are new or have changed; ``after`` holds their marks. ``serials`` are
    given to notices among the events. ``texts`` are what people wrote, sealed as well: ``events`` and
    ``after`` hold the names of them (``cases.words``).
    """

    trigger: str | None
    at: datetime
    before: Case | None
    after: Case
    events: tuple[AnyEvent, ...] = ()
    effects: tuple[Effect, ...] = ()
    done: str | None = None
    waybill: Waybill | None = None
    fingerprint: str = ""
    network: str = ""
    counted: tuple[Counted, ...] = ()
    shadow: Shadowed | None = None
    parties: Parties | None = None
    serials: tuple[Serials, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def decided(self) -> Decided | None:
        """The decision of the rules among the events; None if there is none, or a person took it."""
        # here: the one clock loads this room, not events
        from chalicelib.cases.events import ChannelDecided, DecisionTaken
        from chalicelib.cases.values import Role
        from chalicelib.decisions.facts.facts import is_of_applicant

        others = {
            event.decision: Taken(event.outcome, event.rule)
            for event in self.events
            if isinstance(event, DecisionTaken) and event.by.role is Role.SYSTEM
        }
        for event in self.events:
            if isinstance(event, ChannelDecided) and event.by.role is Role.SYSTEM:
                known = {name: value for name, value in event.facts.items() if is_of_applicant(name)}
                return Decided(
                    item=self.after.item,
                    application=self.after.application | known,
                    on=event.on,
                    at=event.at,
                    channel=event.channel,
                    rule=event.rule,
                    release=event.release,
                    shadow=self.shadow,
                    opened=self.after.opened_at,
                    others=others,
                )
        return None


class Loaded(NamedTuple):
    """A case with its files, as they were read together."""

    case: Case
    files: CaseFiles


class History(NamedTuple):
    """Some events of a case in a row, in order; ``first`` is the number of the first of them."""

    events: tuple[AnyEvent, ...]
    first: int


class Seen(NamedTuple):
    """
    A trigger that has been dealt with: the case it led to, the fingerprint of what was asked, and of an
    opening a digest of the network it came from.
    """

    case: str
    fingerprint: str
    network: str = ""


class DueKind(StrEnum):
    TASK = "task"
    CLOCK = "clock"
    EFFECT = "effect"
    WAYBILL = "waybill"


class Due(NamedTuple):
    """
    Something whose time has come; ``key`` finds it: case#task (side tasks too), case#clock,
    case#effect, or carrier#number. ``at`` is the time that its row was found with.
    """

    kind: DueKind
    key: str
    at: datetime | None = None


@dataclass(frozen=True)
class Work:
    """
    A line of a unit's work list 待办: a task; where ``side`` says so a side task, where ``clock`` does one
    that whoever supervises was warned of. ``step`` is the plan's step, the kind of a side task, or the clock;
    ``applicant`` a masked name, nothing once the case is closed; ``reached`` the milestones. ``due`` and
    ``late`` tell of its own days and of
    the clocks of its case, ``warned`` that one of them runs down. ``incomplete``: required files are missing.
    ``about`` is what a side task is about that concerns a decision; ``card`` and ``rule`` are what came out
    for a clock under supervision.
    """

    case: str
    task: str
    unit: str
    item: str
    release: str
    channel: str | None
    step: str
    side: bool
    round: int
    since: datetime
    due: datetime | None
    late: bool
    claimed_by: str | None
    applicant: str
    incomplete: bool
    accepted_by_silence: bool
    reached: tuple[str, ...]
    clock: bool = False
    warned: bool = False
    about: tuple[str, ...] = ()
    card: str | None = None
    rule: str | None = None

    @property
    def place(self) -> str:
        """Where it stands in every list: the oldest deadline first, what has none last."""
        due = "9999" if self.due is None else f"{self.due.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
        return f"{due}#{self.case}#{self.task}"


class DueRows(Protocol):
    """What waits for its time, as the one clock sees it."""

    def due(self, region: str, now: datetime) -> Iterator[Due]:
        """What is due by ``now``, the oldest first; read page by page, as far as it is wanted."""

    def lease(self, due: Due, until: datetime) -> bool:
        """
        Move the time of a due row on, so that it is not found again before ``until``; False if it is
        no longer as it was found: someone else has it, or it is done.
        """

    def suspensions(self, region: str) -> tuple[Suspension, ...]:
        """The carriers that are left alone for now, or whose time to be tried again has come."""


class Cases(DueRows, Protocol):
    """The store of cases. Reads are consistent; ``commit`` is the only write on a case's way."""

    def load(self, no: str) -> Case | None: ...
    def load_with_files(self, no: str) -> Loaded | None:
        """The case with its files; one request, as for the case alone."""

    def parties(self, case: Case) -> Parties | None:
        """
        Who the parties of a case are: no request where the case has just been read with its files, an effect
        or a parcel. None: they were erased, be it that their row is still there.

        Raises:
            SealError: they are there and cannot be opened.
        """

    def texts(self, no: str, names: Collection[str]) -> Mapping[str, str]:
        """
        What people wrote in a case, by the names that its events and its head have of it: one request, none
        where no names are given. A name that is missing in the answer: the text was erased.

        Raises:
            SealError: a text is there and cannot be opened.
        """

    def find(self, region: str, kind: FindKind, value: str, before: str = "") -> Iterator[str]:
        """
        The numbers of the cases of a party, by one of her ``search_texts``, or of an item and a day: the
        newest first, or those before a number; read as far as they are wanted.
        """

    def find_person(self, region: str, identity: str, before: str = "") -> Iterator[str]:
        """As ``find``, by the keyed digest of an identity number that signing on leaves (``Person``)."""

    def erase_parties(self, no: str) -> None:
        """
        Delete every row that tells who the parties of a case are: by what they are found, people's texts, the
        names of files, and last the parties. Doing it twice is doing it once.
        """

    def put_file(self, no: str, file: UploadedFile) -> bool:
        """
        Write down what is known of a file, if it tells of a newer version than what is known; whether it
        did. The case itself is not touched: any number of files is written at the same time.
        """

    def take_back(self, no: str, file: UploadedFile) -> bool:
        """
        Write down that a file was taken back; False if a newer version has come meanwhile. No message that
        tells of this version, or of an older one, brings the file back.
        """

    def name_place(self, case: Case, place: FilePlace, name: str) -> None:
        """Keep a new place for the files of this name, and the name sealed."""

    def file_names(self, no: str, places: Iterable[FilePlace]) -> Mapping[str, str]:
        """
        The names that places of a case were given for, by key: opened, no request more. A key that is missing
        in the answer: the name was erased.

        Raises:
            SealError: a name cannot be opened.
        """

    def events(self, no: str) -> tuple[AnyEvent, ...]: ...
    def latest_events(self, no: str, most: int, before: int | None = None) -> History:
        """
        The newest events, or the newest before that number: ``most``, and the rest of the oldest's commit.
        """

    def seen(self, trigger: str) -> Seen | None: ...
    def commit(self, change: Change) -> None:
        """
        Raises:
            AlreadyDone: the trigger or the effect has been dealt with.
            OvertakenError: the case or the waybill changed since it was read, or others gave the ``serials``.
            NumberTakenError: the new waybill's number is another parcel's.
            RetryableError: the store is busy.
            Exception: the refusal of what is ``counted``, of which there are as many as may be.
        """

    def open_effect(self, case: str, effect: str) -> Effect | None:
        """The effect if it is still to be done. PermanentError: there never was such an effect."""

    def load_effect(self, case: str, effect: str) -> tuple[Case, Effect] | None:
        """The case and its effect, in one read, if that is still to be done; else as ``open_effect``."""

    def waybill(self, key: str) -> Waybill | None: ...
    def waybills(self, keys: Collection[str]) -> dict[str, Waybill]:
        """Those of the waybills that there are, by key, in one read."""

    def claim(self, key: str, now: datetime, until: datetime) -> Waybill | None:
        """
        The waybill with its next query put off until ``until``: the right to ask now. None if it is not due
        by ``now``, or someone else has the right. PermanentError: there is no such waybill.
        """

    def load_parcel(self, waybill: Waybill) -> tuple[Case | None, Suspension | None]:
        """The case of a parcel, and whether its carrier is left alone for now: one read."""

    def postpone(self, case: str, effect: str, until: datetime) -> None:
        """Let an open effect wait until its time comes; one that is done is left alone."""

    def put_off(self, case: str, effect: str, now: datetime) -> bool:
        """
        Put off an open effect's next try, each time twice as long; the right to try it now. False if
        it is done, or someone else tries it. PermanentError: there never was such an effect.
        """

    def work(self, region: str, unit: str, most: int = 100, after: str = "") -> Iterator[Work]:
        """
        What a unit has to do, in the order of ``Work.place`` from behind ``after`` on; read as far as it is
        wanted, ``most`` lines at a time.
        """

    def keep_stray(self, region: str, key: str, version: str, at: datetime) -> None:
        """Remember a file that belongs to no case, for a person. Doing it twice is doing it once."""

    def next_serial(self, region: str, day: date) -> int:
        """The next number of the day, from 1. A number may be lost, never given twice."""

    def last_serials(self, region: str, series: Sequence[Series]) -> tuple[int, ...]:
        """The serial last given in each series of notices, 0 where none was: one read."""

    def mark_code_used(self, no: str, at: datetime) -> None:
        """Remember that a case's query code has been used. Doing it twice is doing it once."""

    def code_used(self, no: str) -> bool: ...
    def suspension(self, region: str, carrier: str) -> Suspension | None: ...
    def suspend(self, suspension: Suspension) -> bool:
        """
        Leave a carrier alone, anew (``tries`` 0) or once more (the one before had one try less); True for
        the one call that did it.
        """

    def resume(self, region: str, carrier: str | None = None) -> bool:
        """End the suspension of a carrier, or of all; whether there was one."""
