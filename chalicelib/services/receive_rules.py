"""Receive rule files dropped into the rules bucket: check them whole, publish, leave a report beside them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from chalicelib.decisions.form import Text
from chalicelib.decisions.model import Release
from chalicelib.services.days import local_day
from chalicelib.services.decided import RECENT, Decided, PastCases
from chalicelib.services.droppers import Dropping, Drops, enlist, settle, sight
from chalicelib.services.errors import OvertakenError, Problem
from chalicelib.services.keep_log import Shelf
from chalicelib.services.ports import Clock
from chalicelib.services.publication_log import Entry
from chalicelib.services.publish_rules import publish_release

MOST_FILES = 20_000
LARGEST_FILE = 2_000_000
LARGEST_FOLDER = 64_000_000
_ATTEMPTS = 3
_ZONE = ZoneInfo("Asia/Shanghai")
"""Where a region without a release is taken to be."""


class Dropped(NamedTuple):
    """A file below ``incoming/<region>/``: its path there, bytes, and what tells its versions apart."""

    path: str
    size: int
    tag: str
    modified: str


class Incoming(Protocol):
    """The part of the rules bucket that policy staff drop files into."""

    def listing(self, region: str, most: int) -> tuple[Dropped, ...]:
        """The rule files of a region, by path; one more than ``most`` if there are more."""

    def read(self, region: str, files: Iterable[Dropped]) -> dict[str, bytes] | None:
        """Their contents by path, None if one of them has changed or gone meanwhile."""

    def put_report(self, region: str, markdown: str, content: bytes) -> None: ...


class Examined(Protocol):
    """What the policy desk found in a folder."""

    @property
    def ok(self) -> bool: ...
    @property
    def release(self) -> Release | None: ...
    @property
    def checks(self) -> dict[str, Any]: ...
    def as_json(self) -> dict[str, Any]: ...
    def markdown(self, notes: Notes) -> str: ...


class Examine(Protocol):
    """The policy desk: not loaded on a case's way, so it is handed in."""

    def __call__(
        self,
        region: str,
        files: Mapping[str, bytes],
        old: Release | None,
        recent: Collection[Decided],
        today: date,
    ) -> Examined: ...


@dataclass(frozen=True)
class Notes:
    """
    What a report says beside the findings: ``at`` in the region's time; ``refused`` is why a clean folder
    was not published.
    """

    region: str
    at: datetime
    files: int
    published: Entry | None
    refused: Text | None


class Bucket(Protocol):
    """Every port that receiving rules touches."""

    @property
    def incoming(self) -> Incoming: ...
    @property
    def drops(self) -> Drops: ...
    @property
    def releases(self) -> Shelf: ...
    @property
    def past(self) -> PastCases: ...
    @property
    def clock(self) -> Clock: ...


def receive_rules(world: Bucket, examine: Examine, region: str, authors: Collection[str]) -> None:
    """
    Check all that lies in the folder now; publish it if it is clean, once for each of ``authors`` and of
    those who dropped before them what is not in force yet; and leave the report. It is not put in force:
    a second person does that.

    However many files are told of, and in whatever order: the report is on the folder as it lies there
    in the end, because whoever finds it changed after reporting begins again. What was examined already
    is not examined again.

    Raises:
        OvertakenError: the files kept changing.
        Problem: 409, the publication log is broken; the report says so, too.
    """
    seen, active = world.incoming.listing(region, MOST_FILES), world.releases.standing(region).active
    last = world.drops.last(region)
    if not seen or (last.seen == sight(seen, active) and last.by.issuperset(authors)):
        return
    dropping = enlist(world.drops, region, authors, active)
    for _ in range(_ATTEMPTS):
        refused = _too_much(seen)
        files = {} if refused else world.incoming.read(region, seen)
        answer = (
            None if files is None else _answer(world, examine, region, dropping, files, len(seen), refused)
        )
        now = world.incoming.listing(region, MOST_FILES)
        if not now:
            return
        if answer is not None and now == seen:
            if answer.trouble is not None:
                raise answer.trouble
            settle(world.drops, region, dropping, answer.made, sight(seen, active))
            return
        seen = now
    raise OvertakenError("the rule files kept changing")


class _Answer(NamedTuple):
    """The release that a clean folder made, and what kept it from being published."""

    made: str | None
    trouble: Problem | None


def _answer(
    world: Bucket,
    examine: Examine,
    region: str,
    dropping: Dropping,
    files: Mapping[str, bytes],
    count: int,
    refused: Text | None,
) -> _Answer:
    """Examine, publish and report."""
    now = world.clock.now()
    found = _examined(world, examine, region, files, now)
    published, trouble = None, None
    release = found.release if refused is None and found.ok else None
    if release is not None and not _in_force(world, release):
        try:
            for author in sorted(dropping.by):
                published = publish_release(world.releases, release, author, now, found.checks)
        except Problem as problem:
            trouble, refused = problem, problem.text
    notes = Notes(region, now.astimezone(_zone(world, region)), count, published, refused)
    content = _told(found, notes, dropping) | (found.as_json() if files else {})
    shown = json.dumps(content, ensure_ascii=False, indent=1)
    world.incoming.put_report(region, found.markdown(notes), shown.encode())
    return _Answer(None if release is None else release.digest, trouble)


def _zone(world: Bucket, region: str) -> ZoneInfo:
    active = world.releases.standing(region).active
    return _ZONE if active is None else ZoneInfo(world.releases.get(active).region.time_zone)


def _in_force(world: Bucket, release: Release) -> bool:
    return world.releases.standing(release.region.region).active == release.digest


def _examined(
    world: Bucket, examine: Examine, region: str, files: Mapping[str, bytes], now: datetime
) -> Examined:
    active = world.releases.standing(region).active
    old = None if active is None else world.releases.get(active)
    today = now.astimezone(_ZONE).date() if old is None else local_day(old, now)
    recent = () if old is None else tuple(world.past.recent(region, now, RECENT))
    return examine(region, files, old, recent, today)


def _told(found: Examined, notes: Notes, dropping: Dropping) -> dict[str, Any]:
    return {
        "ok": found.ok and notes.refused is None,
        "region": notes.region,
        "at": notes.at.astimezone(UTC).isoformat(timespec="seconds"),
        "files": notes.files,
        "authors": sorted(dropping.by),
        "published": notes.published,
        "refused": None if notes.refused is None else notes.refused.model_dump(),
    }


def _too_much(files: Collection[Dropped]) -> Text | None:
    """Why the folder is not even read."""
    largest = max(files, key=lambda file: file.size)
    if len(files) > MOST_FILES:
        return Text(
            zh=f"文件超过 {MOST_FILES} 个，没有检查；请只放规则文件",
            en=f"there are more than {MOST_FILES} files: nothing was checked; leave rule files only",
        )
    if largest.size > LARGEST_FILE:
        return Text(
            zh=f"文件 {largest.path[:80]} 超过 {LARGEST_FILE // 1_000_000} MB，没有检查；请拆分或删去",
            en=f"{largest.path[:80]} has more than {LARGEST_FILE // 1_000_000} MB: nothing was checked; "
            "split or remove it",
        )
    if sum(file.size for file in files) > LARGEST_FOLDER:
        return Text(
            zh=f"文件合计超过 {LARGEST_FOLDER // 1_000_000} MB，没有检查；请只放规则文件",
            en=f"together the files have more than {LARGEST_FOLDER // 1_000_000} MB: nothing was checked; "
            "leave rule files only",
        )
    return None
