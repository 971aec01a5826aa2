"""What is read of a case at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from chalicelib.cases.case import Case
    from chalicelib.cases.events import AnyEvent
    from chalicelib.cases.uploads.files import CaseFiles


class Loaded(NamedTuple):
    """A case with its files, as they were read together."""

    case: Case
    files: CaseFiles


class StoredCase(NamedTuple):
    """
    A case as its rows hold it, before it is made of them: who may not see it is refused without that, whether
    its rows can be read or not.

    ``code_digest`` is that of its query code, None where its rows do not tell; ``read`` makes the case, or
    raises what is wrong with its rows.
    """

    code_digest: str | None
    read: Callable[[], Loaded]


class Remains(NamedTuple):
    """
    What the rows of a case that cannot be read tell all the same: its ``events`` up to the first that cannot
    be read either, and the ``units`` that have a line of it on their lists.
    """

    events: tuple[AnyEvent, ...]
    units: tuple[str, ...]


class History(NamedTuple):
    """Some events of a case in a row, in order; ``first`` is the number of the first of them."""

    events: tuple[AnyEvent, ...]
    first: int


class ProcessedMessage(NamedTuple):
    """
    A trigger that has been dealt with: the case it led to, the fingerprint of what was asked, and of an
    opening a digest of the network it came from.
    """

    case: str
    fingerprint: str
    network: str = ""
