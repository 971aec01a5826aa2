"""People as services see them: staff, who signed on to apply or act, who holds a code, a cloud user."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from chalicelib.cases.values import Actor, Role

EVERY_UNIT = "*"
"""In the place of a unit: all there are."""


class StaffRole(StrEnum):
    """What a member of staff is there for, as the sign-on's ``roles`` name it."""

    OFFICER = "officer"
    """Works at the tasks of her units 办理人员."""
    AUTHOR = "policy-author"
    APPROVER = "policy-approver"
    """Whoever publishes rules, and whoever puts them in force: for one release never the same person."""
    SUPERVISOR = "supervisor"
    """Looks at how cases of the items go that her units supervise, and does nothing in them 效能监督."""
    OPERATOR = "operator"
    """Keeps the system running 运维."""


class Staff(NamedTuple):
    """
    A member of staff 工作人员, the units whose tasks are hers ("*": of all), and her roles beside them;
    ``cloud_users`` is all that the cloud calls her, None if the sign-on does not say. ``id`` is her staff
    number, ``name`` what colleagues call her; ``identity`` the keyed digest of her own identity number, as of
    a ``Person``, by which she keeps out of her own cases: "" where the sign-on does not tell it.
    """

    id: str
    units: tuple[str, ...]
    roles: tuple[str, ...] = ()
    cloud_users: tuple[str, ...] | None = None
    name: str = ""
    identity: str = ""

    @property
    def actor(self) -> Actor:
        return Actor(role=Role.STAFF, id=self.id)

    def serves(self, unit: str) -> bool:
        return unit in self.units or EVERY_UNIT in self.units


class Person(NamedTuple):
    """
    Whoever signed on to apply, or to act for who does: a natural person, or an organisation by whoever may
    sign for it. ``identity`` is a keyed digest of the identity number or credit code (``digest_of``): the
    number itself is forgotten once the token was read.
    """

    name: str
    identity: str
    organisation: bool = False


class CodeHolder(NamedTuple):
    """
    Whoever has shown numbers and query codes of cases in a browser: for these cases alone. ``codes``: by
    number the digest of the code (``Case.code_digest``), so that a code that was replaced opens nothing.
    """

    codes: Mapping[str, str]


Caller = Staff | Person | CodeHolder
"""Who asks, where it is known; None stands for anybody."""


class Session(NamedTuple):
    """
    A browser's session. ``secret`` is what its cookie holds; the table has only its digest. ``began`` and
    ``ends`` by the real time, whatever the office's clock says.
    """

    secret: str
    caller: Caller
    began: datetime
    ends: datetime


class Sessions(Protocol):
    """Sessions of browsers, sealed: whoever reads the table can neither use nor read one."""

    def begin(self, session: Session) -> None:
        """Write one down. Raises SealError, RetryableError."""

    def find(self, secret: str, now: datetime) -> Session | None:
        """The session of a cookie; None if there is none, it was ended, or its time is over."""

    def end(self, secret: str) -> None:
        """End one; ended again it stays so."""

    def end_all(self, caller: Staff | Person) -> None:
        """End all sessions of who signed on, in whichever browser. Raises SealError, RetryableError."""


class Revocations(Protocol):
    """Members of staff whose sign-on the office called back 撤销登录, and when."""

    def revoke(self, staff: str, at: datetime) -> None:
        """Refuse all tokens and sessions that a member of staff was given until ``at``."""

    def revoked(self, staff: str, given: datetime) -> bool:
        """Whether what she was given at a moment was called back since; every process knows in seconds."""


class SignedOn(NamedTuple):
    """Whom a token names, when she was given it, and until when it is good."""

    caller: Staff | Person
    given: datetime
    until: datetime


class Issuer(Protocol):
    """The OpenID Connect issuer 统一身份认证 that the office trusts, and its tokens."""

    def identify(self, token: str) -> SignedOn:
        """
        Whom an access token names.

        Raises:
            Problem: 401, it is not one of the issuer's for us, or not good now; 403, what it says of its
                bearer is not enough to know her by.
            RetryableError: the issuer's keys are not at hand and cannot be had just now.
        """

    def sign_in_url(self, proof: Proof) -> str:
        """Where a browser goes to sign on. Raises RetryableError."""

    def redeem(self, code: str, proof: Proof) -> SignedOn:
        """
        Whom the issuer sent back with this code, as its ID token says.

        Raises:
            Problem, RetryableError: as ``identify``; also a code that was used, or is another browser's.
        """

    def sign_out_url(self) -> str | None:
        """Where a browser ends the issuer's own session, too; None if it has no such place."""


class Proof(NamedTuple):
    """
    What ties an answer of the issuer to the browser that asked (RFC 7636, OpenID Connect 3.1.2.1): ``state``
    and ``nonce`` come back, the ``verifier`` never leaves us before the code is redeemed.
    """

    state: str
    nonce: str
    verifier: str


class CloudUser(NamedTuple):
    """Whom the cloud knows: a user, or a session of a role. ``id`` is never given to another."""

    name: str
    id: str
