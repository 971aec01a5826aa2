"""Who does something with rules: how that is known, and whether two of them may be one person."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import NamedTuple

from chalicelib.ports.identity import CloudUser
from chalicelib.services.errors import Problem
from chalicelib.texts.lines import clean_line
from chalicelib.texts.signs import WrongText

LONGEST_NAME = 120
"""Characters of a name in the log; a user of the cloud has a shorter one."""

_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]").match
"""Letters and marks that print as nothing (Unicode's Default_Ignorable_Code_Point, in its normal form)."""

_DROPPER = re.compile(r"AWS[A-Z-]*:(AIDA\w+|(?:AROA\w+|\d{12}):.+)")
"""A user, or a session with its name, as S3 tells of them; the account itself is nobody."""


class Way(StrEnum):
    """How it is known who it was."""

    CLOUD = "cloud"
    """The cloud says who calls."""
    BUCKET = "bucket"
    """The rules bucket says who dropped a file."""
    STAFF = "staff"
    """The office's sign-on says who it is."""
    CLAIMED = "claimed"
    """A name that was given, or the login of a machine: nobody vouches for it."""


class Who(NamedTuple):
    """
    ``by`` is the name that counts, ``name`` the one that was given for readers, ``login`` that of the
    machine; ``id`` is the cloud's own. ``cloud_users`` is all that the cloud calls a member of staff, by
    name and id; None: the sign-on does not say.
    """

    by: str
    way: Way = Way.CLAIMED
    id: str | None = None
    name: str | None = None
    login: str | None = None
    cloud_users: tuple[str, ...] | None = None

    @property
    def known(self) -> bool:
        """Whether somebody vouches for who it is."""
        return self.way in (Way.CLOUD, Way.STAFF) or self.id is not None

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


class Likeness(StrEnum):
    """Whether an approver is an author."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


def caller(user: CloudUser | None, name: str | None, login: str) -> Who:
    """Who calls on the command line: the cloud's word counts; without it the name given, or the login."""
    if user is None:
        return Who(name or login, Way.CLAIMED, name=name, login=login)
    return Who(user.name, Way.CLOUD, user.id, name, login)


def dropper(principal: str) -> Who:
    """Who dropped a file, as S3 tells."""
    found = _DROPPER.fullmatch(principal)
    return Who(principal, Way.BUCKET, None if found is None else found[1])


def likeness(author: Who, approver: Who) -> Likeness:
    """
    Whether ``approver`` is ``author``. Any name in common makes them one. Whom nobody vouches for is
    taken at their word, unless they come from one login and give no name, or approve what somebody
    known has published.
    """
    if author.called & approver.called:
        return Likeness.SAME
    if not author.known:
        here = author.login is not None and author.login == approver.login
        return Likeness.SAME if here and approver.name is None else Likeness.OTHER
    if not approver.known or not _comparable(author, approver):
        return Likeness.UNKNOWN
    return Likeness.OTHER


def same_person(one: str, other: str) -> bool:
    """
    Whether two names are one: the same letters and digits however composed, wide or capitalised; white
    space, dots, hyphens and what nobody sees aside.
    """
    return _plain(one) == _plain(other)


def repeats(one: Who, other: Who) -> bool:
    """Whether two entries would say the same of who it was."""
    logins = one.way is not Way.CLAIMED or one.login == other.login
    return (one.way, one.id) == (other.way, other.id) and logins and same_person(one.by, other.by)


def in_order(who: Who) -> Who:
    """
    Names as they stand in the log, white space put in order.

    Raises:
        Problem: 422, there is none, or it is too long or not to be printed.
    """
    return who._replace(by=_full(who.by), name=None if who.name is None else _full(who.name))


def _comparable(author: Who, approver: Who) -> bool:
    """Of a user who dropped a file only the id is known; not every sign-on says who one is in the cloud."""
    if approver.way is Way.STAFF and approver.cloud_users is None:
        return author.way is Way.STAFF
    if author.way is not Way.BUCKET or ":" in (author.id or ""):
        return True
    if approver.way is Way.STAFF:
        users = approver.cloud_users or ()
        return not users or any(user.startswith("AIDA") for user in users)
    return ":" not in (approver.id or "")


def _full(name: str) -> str:
    try:
        return clean_line(name, LONGEST_NAME)
    except WrongText as wrong:
        raise Problem(
            422, "name_needed", f"请写明姓名：{wrong.zh}", f"give a name: this {wrong.en}"
        ) from wrong


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    signs = (sign for sign in folded if unicodedata.category(sign)[0] in "LMN" and not _UNSEEN(sign))
    return unicodedata.normalize("NFKC", "".join(signs))  # what stood between a letter and its accent is gone
