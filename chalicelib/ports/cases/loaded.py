"""What is read of a case at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from chalicelib.cases.case import Case
    from chalicelib.cases.events import AnyEvent
    from chalicelib.cases.uploads.files import CaseFiles


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
