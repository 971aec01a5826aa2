"""What may be asked of a case. A command carries everything that is not in the case, time included."""

from datetime import date, datetime

from pydantic import Field

from chalicelib.cases.values import (
    Active,
    Actor,
    Line,
    NumberFault,
    Person,
    Reason,
    Upload,
    Value,
    Window,
)
from chalicelib.decisions.form import Basis, Channel, FactValue, Text


class Asked(Value):
    """``at`` is aware UTC; ``by`` is who asks."""

    at: datetime
    by: Actor


class Open(Asked):
    """Open a case. ``code_digest``: SHA-256 of the query code; the code itself is kept nowhere."""

    no: str
    release: str
    applicant: Person
    application: dict[str, FactValue]
    code_digest: str


class Receive(Asked):
    """
    A file has arrived. ``kind`` is what its bytes say, None if they do not tell; ``fault`` and ``active``
    what is wrong with it; ``largest`` (bytes) and ``kinds`` are the region's limits.
    """

    material: str
    key: str
    version: str
    sequencer: str
    size: int
    kind: str | None
    sha256: str
    largest: int
    kinds: tuple[str, ...]
    fault: Reason | None = None
    active: Active | None = None

    @property
    def upload(self) -> Upload:
        return Upload(
            key=self.key,
            version=self.version,
            sequencer=self.sequencer,
            size=self.size,
            kind=self.kind or "",
            sha256=self.sha256,
        )


class EndStep(Asked):
    """
    A member of staff records the outcome of the step the case stands at. ``round`` guards against
    an answer to an earlier round, ``version`` against one to a case that has changed since. ``lines``
    go with a correction, ``missing`` papers with a count that does not agree, ``number`` with a
    licence made, ``reason`` with a refusal.
    """

    step: str
    outcome: str
    round: int | None = None
    version: int | None = None
    note: str | None = None
    reason: str | None = None
    lines: tuple[Line, ...] = ()
    missing: tuple[str, ...] = ()
    number: str | None = None

    @property
    def why(self) -> str | None:
        """The reason, or the note where that is all that was written."""
        return self.reason or self.note

    def said(self, *, with_reason: bool) -> str | None:
        """The note; a reason that the outcome does not ask for stands in it, so that no word is lost."""
        return self.note if with_reason else "\n".join(filter(None, (self.reason, self.note))) or None


class Choose(Asked):
    """The rules have been asked on day ``on``; the answer with everything that explains it."""

    channel: Channel
    rule: str | None
    file: str | None
    line: int | None
    basis: tuple[Basis, ...]
    because: Text
    release: str
    on: date
    facts: dict[str, FactValue]
    missing: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()


class Settle(Asked):
    """
    A person picks the channel where the rules could not; ``on`` is the local day, ``version`` guards
    against a case that has changed since.
    """

    channel: Channel
    version: int | None = None
    note: str = Field(min_length=1, max_length=500)
    on: date


class Book(Asked):
    """The carrier has taken an order; ``pick_up`` is when its courier is to come, if that is known."""

    order: str
    number: str
    pick_up: Window | None = None


class Misnumber(Asked):
    """The carrier has taken an order, and gave it a ``number`` that cannot be this parcel's."""

    order: str
    number: str
    fault: NumberFault


class Reject(Asked):
    """The carrier will not take an order; asking again would not help."""

    order: str
    reason: str


class Move(Asked):
    """A parcel's status has become ``status`` (a ``shipments.ShipmentStatus``)."""

    order: str
    status: str


class Issue(Asked):
    """The electronic licence or refusal of ``step`` lies under ``key``."""

    effect: str
    step: str
    key: str


class Expire(Asked):
    """The days of a step have run out."""

    step: str
    round: int


class Adopt(Asked):
    """
    Go on under the release that is in force now, before the rules have decided. ``application`` holds the
    facts that this release asks for, all of them.
    """

    release: str
    application: dict[str, FactValue]


class Consent(Asked):
    courier: bool


class Withdraw(Asked):
    """The applicant takes the application back."""


class Rate(Asked):
    score: int = Field(ge=1, le=5)


Command = (
    Open
    | Receive
    | EndStep
    | Choose
    | Settle
    | Book
    | Misnumber
    | Reject
    | Move
    | Issue
    | Expire
    | Adopt
    | Consent
    | Withdraw
    | Rate
)
