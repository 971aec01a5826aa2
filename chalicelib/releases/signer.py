"""Signers 签署人: who does something with rules, how that is known, and whether two may be one person."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import NamedTuple

from chalicelib.texts.lines import clean_line

LONGEST_NAME = 120
"""Characters of a name in the log; a user of the cloud has a shorter one."""

_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]").match
"""Letters and marks that print as nothing (Unicode's Default_Ignorable_Code_Point, in its normal form)."""

_DROPPER = re.compile(r"AWS[A-Z-]*:(AIDA\w+|(?:AROA\w+|\d{12}):.+)")
"""A user, or a session with its name, as S3 tells of them; the account itself is nobody."""


class AuthMethod(StrEnum):
    """How it is known who it was."""

    CLOUD = "cloud"
    """The cloud says who calls."""
    BUCKET = "bucket"
    """The rules bucket says who dropped a file."""
    STAFF = "staff"
    """The office's sign-on says who it is."""
    CLAIMED = "claimed"
    """A name that was given, or the login of a machine: nobody vouches for it."""


class Signer(NamedTuple):
    """
    ``by`` is the name that counts, ``name`` the one that was given for readers, ``login`` that of the
    machine; ``id`` is the cloud's own. ``cloud_users`` is all that the cloud calls a member of staff, by
    name and id; None: the sign-on does not say.
    """

    by: str
    way: AuthMethod = AuthMethod.CLAIMED
    id: str | None = None
    name: str | None = None
    login: str | None = None
    cloud_users: tuple[str, ...] | None = None

    @property
    def known(self) -> bool:
        """Whether somebody vouches for who it is."""
        return self.way in (AuthMethod.CLOUD, AuthMethod.STAFF) or self.id is not None

    @property
    def called(self) -> set[str]:
        """
        Everything this one is called, each as ``same_person`` compares it. An id with a session's name, and
        an ARN, end in a name.
        """
        in_cloud = (self.id or "", *(self.cloud_users or ()))
        ends = (re.split("[:/]", name)[-1] for name in in_cloud)
        names = (self.by, self.name or "", *in_cloud, *ends)
        return set(map(_plain, names)) - {""}


class SamePerson(StrEnum):
    """Whether an approver is an author."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


def dropper(principal: str) -> Signer:
    """Who dropped a file, as S3 tells."""
    found = _DROPPER.fullmatch(principal)
    return Signer(principal, AuthMethod.BUCKET, None if found is None else found[1])


def compare_signers(author: Signer, approver: Signer) -> SamePerson:
    """
    Whether ``approver`` is ``author``. Any name in common makes them one. Whom nobody vouches for is
    taken at their word, unless they come from one login and give no name, or approve what somebody
    known has published.
    """
    if author.called & approver.called:
        return SamePerson.SAME
    if not author.known:
        here = author.login is not None and author.login == approver.login
        return SamePerson.SAME if here and approver.name is None else SamePerson.OTHER
    if not approver.known or not _comparable(author, approver):
        return SamePerson.UNKNOWN
    return SamePerson.OTHER


def same_person(one: str, other: str) -> bool:
    """
    Whether two names are one: the same letters and digits however composed, wide or capitalised; white
    space, dots, hyphens and what nobody sees aside.
    """
    return _plain(one) == _plain(other)


def repeats(one: Signer, other: Signer) -> bool:
    """Whether two entries would say the same of who it was."""
    logins = one.way is not AuthMethod.CLAIMED or one.login == other.login
    return (one.way, one.id) == (other.way, other.id) and logins and same_person(one.by, other.by)


def normalised(who: Signer) -> Signer:
    """
    Put the names in the form in which they stand in the log, white space in order.

    Raises:
        WrongText: there is none, or it is too long or not to be printed.
    """
    name = None if who.name is None else clean_line(who.name, LONGEST_NAME)
    return who._replace(by=clean_line(who.by, LONGEST_NAME), name=name)


def _comparable(author: Signer, approver: Signer) -> bool:
    """Of a user who dropped a file only the id is known; not every sign-on says who one is in the cloud."""
    if approver.way is AuthMethod.STAFF and approver.cloud_users is None:
        return author.way is AuthMethod.STAFF
    if author.way is not AuthMethod.BUCKET or ":" in (author.id or ""):
        return True
    if approver.way is AuthMethod.STAFF:
        users = approver.cloud_users or ()
        return not users or any(user.startswith("AIDA") for user in users)
    return ":" not in (approver.id or "")


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    signs = (sign for sign in folded if unicodedata.category(sign)[0] in "LMN" and not _UNSEEN(sign))
    return unicodedata.normalize("NFKC", "".join(signs))  # what stood between a letter and its accent is gone
