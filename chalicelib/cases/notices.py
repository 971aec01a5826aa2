"""
Notices of a case 文书: what was told to whom, under which number, on which day, and how it was served.

A notice is kept as data, its text never: that is made when somebody opens it, of the wording it was issued
in, and only then do names, reasons and lines come in.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from pydantic import Field

from chalicelib.cases.values import Line, Value, Words
from chalicelib.decisions.forms.form import Basis, Text
from chalicelib.decisions.forms.notice import SERIAL, YEAR, NoticeTemplate, Placeholder, Recipient, Way
from chalicelib.decisions.forms.plan import Period


class Lacking(Value):
    """A material that may follow later 容缺材料, and the local day by which it is to come."""

    material: str
    by: date


Filling = date | Text | Basis | Period | tuple[str, ...] | tuple[Lacking, ...]
"""
What is filled in: a local day, words of the office, an article, a period, papers by material, and papers with
the days by which they are to come.
"""

KEPT = frozenset(
    {
        Placeholder.OFFICE,
        Placeholder.RECEIVED_ON,
        Placeholder.ACCEPTED_ON,
        Placeholder.DECIDED_ON,
        Placeholder.STATUTORY_DUE,
        Placeholder.PROMISED_DUE,
        Placeholder.RESPOND_BY,
        Placeholder.REASON,
        Placeholder.PAPERS,
        Placeholder.DEFERRED,
        Placeholder.HEARING_ON,
        Placeholder.EXTENDED_BY,
        Placeholder.PAUSE_BASIS,
        Placeholder.PAUSED_FROM,
        Placeholder.PAUSED_UNTIL,
    }
)
"""
What a notice keeps, as it was on the day of issue. A reason is among it only where the program gives it, such
as the title of a step that pauses a clock; what a person wrote is sealed beside the case.
"""


MOST = 60
"""
So many notices of a case its head keeps, and beyond them those that wait to be served and the newest of each
kind: what is put away so has come to its end and stays in the events. An ordinary case has two to six.
"""


class Served(Value):
    """
    A notice has reached a recipient 送达: by which way, and on which local day. ``parcel`` is the order of
    the one that brought it; its carrier may take that back.
    """

    to: Recipient
    way: Way
    on: date
    parcel: str | None = None


class Notice(Value):
    """
    A notice that was issued. ``id`` names it within its case, ``number`` everywhere; ``release`` and
    ``template`` (the digest of its wording) are what it was issued by. ``to``: who was a recipient on that
    day. ``reason`` and ``lines`` are what a
    person wrote with it: a correction of two hundred lines stands in the event alone, of which a head keeps
    the number, ``event``. ``due``: until when it is waited that it is served by itself; None once it is, or
    somebody sees to it.
    """

    id: str = Field(pattern=r"^[a-z0-9-]{1,60}\.[0-9]{1,4}$")
    kind: str
    number: str | None = None
    to: tuple[Recipient, ...]
    issued_on: date
    issued_at: datetime
    release: str
    template: str
    values: dict[Placeholder, Filling] = {}
    reason: Words | None = None
    lines: tuple[Line, ...] = ()
    event: int | None = None
    due: datetime | None = None
    served: tuple[Served, ...] = ()

    def put_down(self, event: int) -> "Notice":
        """As a head keeps it, issued by the event of this number."""
        return self.model_copy(update={"reason": None, "lines": (), "event": event})

    @property
    def unserved(self) -> tuple[Recipient, ...]:
        """The recipients whom it has not reached yet."""
        reached = {one.to for one in self.served}
        return tuple(one for one in self.to if one not in reached)

    def surely_served(self, to: Recipient) -> bool:
        """Whether it has reached a recipient by a way that no carrier takes back."""
        return any(one.to == to and one.parcel is None for one in self.served)


class Series(NamedTuple):
    """What serials are counted by 文号序列: the text of the number, whichever notice has it, and the year."""

    text: str
    year: int

    def number(self, serial: int) -> str:
        """The number of a serial, such as 李审受〔2026〕7号; serials begin with 1, without zeros before."""
        return self.text.replace(YEAR, str(self.year)).replace(SERIAL, str(serial))


def series_of(template: NoticeTemplate, day: date) -> Series:
    """The series in which a notice of a local day is numbered."""
    return Series(template.number, day.year)


def next_id(kind: str, notices: Iterable[Notice]) -> str:
    """The name of a case's next notice of a kind; the newest of each kind is always kept."""
    numbers = (int(one.id.rpartition(".")[2]) for one in notices if one.kind == kind)
    return f"{kind}.{max(numbers, default=0) + 1}"


def put_away(notices: Mapping[str, Notice], seen_to: Collection[str]) -> dict[str, Notice]:
    """
    Those that a head goes on to keep: the oldest that have come to their end are put away (``MOST``).

    Args:
        seen_to: those that are on somebody's list.
    """
    over = max(0, len(notices) - MOST)
    still = {*seen_to, *{one.kind: one.id for one in notices.values()}.values()}
    gone = {*[name for name, one in notices.items() if one.due is None and name not in still][:over]}
    return {name: one for name, one in notices.items() if name not in gone}


def recipients(template: NoticeTemplate, *, agent: bool) -> tuple[Recipient, ...]:
    """
    Whom a notice goes to.

    Args:
        agent: whether an agent's mandate holds on the day. A notice for agents alone goes to the applicant
            where there is none: nothing is told to nobody.
    """
    found = tuple(one for one in template.to if agent or one != "agent")
    return found or ("applicant",)


def kept(template: NoticeTemplate, known: Mapping[Placeholder, Filling]) -> dict[Placeholder, Filling]:
    """Of what is known of a case, what its texts need and a notice keeps."""
    return {name: known[name] for name in sorted(template.placeholders & KEPT | _SIGNED) if name in known}


_SIGNED = {Placeholder.OFFICE}
"""Who signs stands below every notice, whether its text says so or not."""


def reached(notice: Notice, served: Served) -> Notice:
    """
    The notice once it has reached a recipient; the first time counts, whatever comes after, unless that was
    by a parcel. It is served with the first of its recipients: what reaches an agent reaches whoever sent
    her, and the other way round.
    """
    if served.to not in notice.to or notice.surely_served(served.to):
        return notice
    return notice.model_copy(update={"served": (*notice.served, served), "due": None})


def come_back(notice: Notice, parcel: str) -> Notice:
    """The notice once the parcel that had brought it is not with its recipient: what else served it stays."""
    return notice.model_copy(update={"served": tuple(one for one in notice.served if one.parcel != parcel)})
