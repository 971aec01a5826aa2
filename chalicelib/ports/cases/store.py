"""The store of cases as services see it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.ports.cases.due import DueRows

if TYPE_CHECKING:
    from chalicelib.cases.case import Case
    from chalicelib.cases.events import AnyEvent
    from chalicelib.cases.notices import Series
    from chalicelib.cases.parcels.waybill import Waybill
    from chalicelib.cases.people.parties import FindKind, Parties
    from chalicelib.cases.uploads.files import FilePlace, UploadedFile
    from chalicelib.cases.values import Effect
    from chalicelib.ports.carriers import Suspension
    from chalicelib.ports.cases.commit import Commit
    from chalicelib.ports.cases.loaded import History, Loaded, ProcessedMessage, Remains, StoredCase
    from chalicelib.ports.cases.work import Work


class Cases(DueRows, Protocol):
    """The store of cases. Reads are consistent; ``commit`` is the only write on a case's way."""

    def load(self, no: str) -> Case | None: ...
    def load_all(self, nos: Collection[str]) -> Mapping[str, Callable[[], Case]]:
        """
        Those of up to a hundred cases that there are, by number, in one read. Each is opened by a call of its
        own: one whose rows somebody altered raises there, and hides no other.
        """

    def load_with_files(self, no: str) -> Loaded | None:
        """The case with its files; one request, as for the case alone."""

    def stored(self, no: str) -> StoredCase | None:
        """The same request, where it is still to be told whether who asks may see the case."""

    def remains(self, no: str, region: str) -> Remains:
        """What is told of a case that cannot be read, by the rows that can."""

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

    def is_person_of(self, region: str, identity: str, no: str) -> bool:
        """Whether ``find_person`` would find this case, asked of its one row and read as it is now."""

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

    def name_place(self, case: Case, place: FilePlace, name: str) -> bool:
        """
        Keep a new place for the files of this name, and the name sealed; False if the place has a name.
        """

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

    def seen(self, trigger: str) -> ProcessedMessage | None: ...
    def commit(self, change: Commit) -> None:
        """
        Raises:
            AlreadyProcessed: the trigger or the effect has been dealt with.
            VersionConflictError: the case or the waybill changed since it was read, or others gave the
                ``serials``.
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
    def suspend(self, suspension: Suspension) -> bool:
        """
        Leave a carrier alone, anew (``tries`` 0) or once more (the one before had one try less); True for
        the one call that did it.
        """

    def resume(self, region: str, carrier: str | None = None) -> bool:
        """End the suspension of a carrier, or of all; whether there was one."""
