"""Receive rule files dropped into the rules bucket: check them whole, publish, leave a report beside them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.clock import Clock
from chalicelib.ports.rules.incoming_folder import Dropped, IncomingFolder, IncomingState, IncomingStates
from chalicelib.ports.rules.past_cases import RECENT, Decided, PastCases
from chalicelib.ports.rules.running_clocks import RunningClocks
from chalicelib.releases.log import Entry
from chalicelib.releases.signer import dropper
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem, VersionConflictError
from chalicelib.services.releases.clocks_of_cases import ClocksOfCases
from chalicelib.services.releases.incoming.contributors import enlist, settle
from chalicelib.services.releases.incoming.dropped_files import MOST_FILES, fingerprint
from chalicelib.services.releases.publication_log import ReleaseRepository
from chalicelib.services.releases.publish_rules import publish_release

LARGEST_FILE = 2_000_000
LARGEST_FOLDER = 64_000_000
_ATTEMPTS = 3
_ZONE = ZoneInfo("Asia/Shanghai")
"""Where a region without a release is taken to be."""


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
        clocks: ClocksOfCases | None,
    ) -> Examined: ...


class Notes(NamedTuple):
    """
    What a report says beside the findings: ``at`` in the region's time; ``files`` are the paths of those
    it is on; ``refused`` is why a clean folder was not published.
    """

    region: str
    at: datetime
    files: tuple[str, ...]
    published: Entry | None
    refused: Text | None


class Bucket(Protocol):
    """Every port that receiving rules touches."""

    @property
    def incoming(self) -> IncomingFolder: ...
    @property
    def incoming_states(self) -> IncomingStates: ...
    @property
    def releases(self) -> ReleaseRepository: ...
    @property
    def past(self) -> PastCases: ...
    @property
    def running_clocks(self) -> RunningClocks: ...
    @property
    def clock(self) -> Clock: ...


def receive_rules(ports: Bucket, examine: Examine, region: str, authors: Collection[str]) -> None:
    """
    Check all that lies in the folder now; publish it if it is clean, once for each of ``authors`` and of
    those who dropped before them what is not in force yet; and leave the report. It is not put in force:
    a second person does that.

    However many files are told of, in whatever order and by however many at once: the report is on the
    folder as it lies there in the end. Nobody reports on files that have changed while they were looked at;
    whoever finds them changed after reporting begins again; and what was examined already is only left
    alone while the report that lies there is about it.

    Raises:
        VersionConflictError: the files kept changing.
        Problem: 409, the publication log is broken; the report says so, too.
    """
    for _ in range(_ATTEMPTS):
        seen, active = ports.incoming.listing(region, MOST_FILES), ports.releases.standing(region).active
        name = fingerprint(seen)
        if not seen or _examined_already(ports, region, authors, name, active):
            return
        state = enlist(ports.incoming_states, region, authors, active)
        answer = _answer(ports, examine, region, state, seen)
        if answer is None:
            continue
        if answer.trouble is None:
            settle(
                ports.incoming_states, region, state._replace(digest=answer.made, seen=name, beside=active)
            )
        if ports.incoming.listing(region, MOST_FILES) != seen:
            continue
        if answer.trouble is not None:
            raise answer.trouble
        return
    raise VersionConflictError("the rule files kept changing")


def _examined_already(
    ports: Bucket, region: str, authors: Collection[str], name: str, active: str | None
) -> bool:
    """Someone slower who stopped halfway may have left an older report over it: so that is looked at."""
    last = ports.incoming_states.last(region)
    same = (last.seen, last.beside) == (name, active) and last.by.issuperset(authors)
    return same and ports.incoming.reported(region) == {name}


class _Answer(NamedTuple):
    """The release that a clean folder made, and what kept it from being published."""

    made: str | None
    trouble: Problem | None


def _answer(
    ports: Bucket, examine: Examine, region: str, state: IncomingState, seen: tuple[Dropped, ...]
) -> _Answer | None:
    """Examine, publish and report; None, and nothing is done, if the files change before it is done."""
    now, refused = ports.clock.now(), _too_much(seen)
    files = {} if refused else ports.incoming.read(region, seen)
    if files is None:
        return None
    found = _examined(ports, examine, region, files, now)
    if ports.incoming.listing(region, MOST_FILES) != seen:
        return None
    release = found.release if refused is None and found.ok else None
    published, trouble = _published(ports, release, state, found, now)
    refused = refused if trouble is None else trouble.text
    paths = tuple(file.path for file in seen)
    notes = Notes(region, now.astimezone(_zone(ports, region)), paths, published, refused)
    content = _told(found, notes, state) | (found.as_json() if files else {})
    shown = json.dumps(content, ensure_ascii=False, indent=1)
    ports.incoming.put_report(region, found.markdown(notes), shown.encode(), fingerprint(seen))
    return _Answer(None if release is None else release.digest, trouble)


def _published(
    ports: Bucket, release: Release | None, state: IncomingState, found: Examined, now: datetime
) -> tuple[Entry | None, Problem | None]:
    """The newest entry about a clean folder that is not in force; or what keeps it from being published."""
    published = None
    if release is None or _in_force(ports, release):
        return None, None
    try:
        for author in sorted(state.by):
            published = publish_release(ports.releases, release, dropper(author), now, found.checks)
    except Problem as problem:
        return published, problem
    return published, None


def _zone(ports: Bucket, region: str) -> ZoneInfo:
    active = ports.releases.standing(region).active
    return _ZONE if active is None else ZoneInfo(ports.releases.get(active).region.time_zone)


def _in_force(ports: Bucket, release: Release) -> bool:
    return ports.releases.standing(release.region.region).active == release.digest


def _examined(
    ports: Bucket, examine: Examine, region: str, files: Mapping[str, bytes], now: datetime
) -> Examined:
    active = ports.releases.standing(region).active
    old = None if active is None else ports.releases.get(active)
    today = now.astimezone(_ZONE).date() if old is None else local_day(old, now)
    recent = () if old is None else tuple(ports.past.recent(region, now, RECENT))
    clocks = None if old is None else ClocksOfCases(ports.running_clocks, ports.releases, old)
    return examine(region, files, old, recent, today, clocks)


def _told(found: Examined, notes: Notes, state: IncomingState) -> dict[str, Any]:
    return {
        "ok": found.ok and notes.refused is None,
        "region": notes.region,
        "at": notes.at.astimezone(UTC).isoformat(timespec="seconds"),
        "files": len(notes.files),
        "taken": notes.files,
        "authors": sorted(state.by),
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
