"""
The publication log 规则发布记录: who published, put in force or took back which release, and when.

Every entry holds the hash of the one before; the newest hash stands beside the release in force. An
entry that is changed, moved, lost or added shows (``first_broken``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, assert_never

from chalicelib.releases.signer import AuthMethod, Signer

Entry = dict[str, str | int | None]
"""
An entry as JSON: ``n`` from 1, ``kind``, ``digest``, ``before`` (the release in force until then), ``by``,
``at`` (aware UTC, ISO 8601), ``last`` (the hash of the entry before) and ``hash``; and what else is known
of who it was: ``way``, ``id``, ``name``, ``login``. Entries from before there were kinds have none: they
put a release in force; those without a way were claimed. ``world`` is the digest of the release's calendars
and units, by which the events of running cases name what they follow.
"""


class Kind(StrEnum):
    """What an entry records."""

    PUBLISHED = "published"
    ACTIVATED = "activated"
    ROLLED_BACK = "rolled-back"
    SHADOW_STARTED = "shadow-started"
    SHADOW_ENDED = "shadow-ended"


class Standing(NamedTuple):
    """Where a region stands: the newest entry (``n``, ``hash``), the release in force, the one in shadow."""

    n: int = 0
    hash: str = ""
    active: str | None = None
    shadow: str | None = None

    def after(self, entry: Entry) -> Standing:
        """The standing once ``entry`` has been written."""
        digest = str(entry["digest"])
        moved = self._replace(n=self.n + 1, hash=str(entry["hash"]))
        kind = kind_of(entry)
        match kind:
            case Kind.PUBLISHED:
                return moved
            case Kind.ACTIVATED | Kind.ROLLED_BACK:
                shadow = None if self.shadow == digest else self.shadow
                return moved._replace(active=digest, shadow=shadow)
            case Kind.SHADOW_STARTED:
                return moved._replace(shadow=digest)
            case Kind.SHADOW_ENDED:
                return moved._replace(shadow=None)
            case _:
                assert_never(kind)


def kind_of(entry: Entry) -> Kind:
    return Kind(str(entry.get("kind", Kind.ACTIVATED)))


class Subject(NamedTuple):
    """What an entry is about: a release; with the digest of its calendars and units if it comes in force."""

    digest: str
    world: str | None = None


def next_entry(standing: Standing, kind: Kind, subject: Subject, who: Signer, at: str) -> Entry:
    """The entry that comes after those there are."""
    entry: Entry = {
        "n": standing.n + 1,
        "kind": kind.value,
        "digest": subject.digest,
        "before": standing.active,
        "by": who.by,
        "way": who.way.value,
        "at": at,
        "last": standing.hash,
    }
    more = {"id": who.id, "name": who.name if who.name != who.by else None, "login": who.login}
    more |= {"world": subject.world}
    entry |= {name: value for name, value in more.items() if value is not None}
    return entry | {"hash": _hash(entry)}


def first_broken(log: Sequence[Entry], standing: Standing) -> int | None:
    """
    The number of the first entry that is not as it was written; None if the log is whole.

    One more than there are entries means that the last ones are gone, or that the release in force is
    not the one the log tells of.
    """
    told = Standing()
    for n, entry in enumerate(log, start=1):
        content = {name: value for name, value in entry.items() if name != "hash"}
        chained = (entry.get("n"), entry.get("last"), entry.get("hash")) == (n, told.hash, _hash(content))
        if not chained or not _tells(entry):
            return n
        told = told.after(entry)
    return None if told == standing else len(log) + 1


def _tells(entry: Entry) -> bool:
    """Whether an entry says what everyone here asks of it, whatever its hash."""
    kind, method = entry.get("kind", Kind.ACTIVATED), entry.get("way", AuthMethod.CLAIMED)
    known = kind in list(Kind) and method in list(AuthMethod)
    return known and all(isinstance(entry.get(name), str) for name in ("digest", "by", "at"))


def who_of(entry: Entry) -> Signer:
    """Who did it, as far as the entry says."""
    id_, name, login = (
        None if entry.get(key) is None else str(entry[key]) for key in ("id", "name", "login")
    )
    return Signer(str(entry["by"]), AuthMethod(str(entry.get("way", AuthMethod.CLAIMED))), id_, name, login)


def publishers(log: Sequence[Entry], digest: str) -> tuple[Signer, ...]:
    """Everyone who published a release, in order."""
    return tuple(who_of(e) for e in log if e["digest"] == digest and kind_of(e) is Kind.PUBLISHED)


def ever_in_force(log: Sequence[Entry]) -> set[str]:
    """The releases that two people have put in force at some time."""
    return {str(entry["digest"]) for entry in log if kind_of(entry) is Kind.ACTIVATED}


def way_back(log: Sequence[Entry]) -> list[str]:
    """
    The releases that led to the one in force, oldest first, that one last.

    A roll-back drops what it went back over, so that a second one goes further back and never to and fro.
    """
    way: list[str] = []
    for entry in log:
        digest, kind = str(entry["digest"]), kind_of(entry)
        if kind is Kind.ROLLED_BACK and digest in way:
            del way[_last(way, digest) + 1 :]
        elif kind in (Kind.ACTIVATED, Kind.ROLLED_BACK) and way[-1:] != [digest]:
            way.append(digest)
    return way


def _last(way: list[str], digest: str) -> int:
    return len(way) - 1 - way[::-1].index(digest)


def _hash(entry: Entry) -> str:
    return hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()
