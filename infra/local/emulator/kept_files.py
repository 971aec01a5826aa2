"""
Files of the emulated store on disk, as ministack lays them out: told of once they lie there.

ministack tells of a file before it is written, from a thread of its own, and goes on when it cannot be
written. Here the order is: on disk, told of, answered; what cannot be written is answered as a fault.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from ministack.services import s3

from infra.local.deploy import CODE_BUCKET
from infra.local.ministack import ACCOUNT

MARGIN_SECONDS = 10.0
"""So long before messages were last written down files are told of again: too often is harmless."""

damage: list[str] = []
_changed = False
_root = Path()
_told: list[tuple[Any, ...]] | None = None


def install(folder: Path) -> None:
    """Keep files in ``folder``; what is there is loaded by ``restore``, once the buckets exist."""
    global _root
    _root = folder
    folder.mkdir(mode=0o700, exist_ok=True)
    shutil.rmtree(folder / ACCOUNT / CODE_BUCKET, ignore_errors=True)  # every start puts its own code there
    for left in folder.rglob("*.tmp"):
        left.unlink()
    s3.DATA_DIR, s3.S3_PERSIST = str(folder), True
    persist, handle = s3._persist_object, s3.handle_request

    def persist_or_fail(bucket: str, key: str, found: Any) -> None:
        global _changed
        _changed = True
        persist(bucket, key, found)
        if isinstance(found, dict) and found.get("body") is not None:
            raise OSError(f"a file of {bucket} could not be written")

    def tell_later(bucket: str, key: str, event: str, *details: Any, **more: Any) -> None:
        if _told is None:
            _tell((bucket, key, event, details, more))
        else:
            _told.append((bucket, key, event, details, more))

    s3._persist_object, s3._fire_s3_event_async = persist_or_fail, tell_later
    s3.handle_request = _told_after(handle)
    s3._get_object = _shown_as_asked(s3._get_object)


def _shown_as_asked(get: Callable[..., Any]) -> Callable[..., Any]:
    """Give an answer the headers that its signed address asks for: of a version ministack forgets them."""

    def shown(bucket: str, key: str, headers: Any, query: dict[str, Any] | None = None) -> Any:
        answer = get(bucket, key, headers, query)
        if answer[0] in (200, 206):
            s3._apply_response_overrides(answer[1], query or {})
        return answer

    return shown


def _told_after(handle: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    async def handle_and_tell(*request: Any) -> Any:
        # ministack works on a request to the store in one go, without giving way to another.
        global _told
        _told = []
        try:
            answer = await handle(*request)
            for each in _told:
                _tell(each)
            return answer
        finally:
            _told = None

    return handle_and_tell


def _tell(what: tuple[Any, ...]) -> None:
    bucket, key, event, details, more = what
    if bucket in s3._bucket_notifications:
        s3._fire_s3_event(bucket, key, event, *details, **more, sequencer=s3._next_event_sequencer(event))


def changed() -> bool:
    """Whether a file was written since the last call."""
    global _changed
    was, _changed = _changed, False
    return was


def flush() -> None:
    """Make what lies on disk last through a power cut: files, and all else on the same file system."""
    handle = os.open(_root, os.O_RDONLY)
    try:
        ctypes.CDLL(None, use_errno=True).syncfs(handle)
    finally:
        os.close(handle)


def restore(folder: Path, told_until: float) -> tuple[int, int]:
    """
    Load the files of every bucket that the stack has, and tell again of those that came after ``told_until``
    (real time, unix seconds) or shortly before. How many there are, and how many were told of again.
    """
    count, again = 0, 0
    for (account, bucket), found in list(s3._buckets._data.items()):
        place = folder / account / bucket
        if account != ACCOUNT or bucket == CODE_BUCKET or not place.is_dir():
            continue
        _set_damaged_aside(place)
        s3._load_persisted_bucket(account, bucket, str(place))
        count += len(found["objects"])
        for key in _later_than(place, told_until - MARGIN_SECONDS):
            again += _tell_again(bucket, key, told_until - MARGIN_SECONDS)
    return count, again


def _set_damaged_aside(place: Path) -> None:
    """A note that cannot be read would keep all other files from being loaded: it is put aside."""
    for note in place.rglob("*.meta.json"):
        try:
            readable = isinstance(json.loads(note.read_bytes()), dict)
        except (OSError, ValueError):
            readable = False
        if not readable:
            note.rename(note.with_name(f"{note.name}.damaged"))
            damage.append(f"{place.name}: 一个文件的说明已损坏 the note on a file is damaged")


def _later_than(place: Path, moment: float) -> Iterator[str]:
    notes = [(note.stat().st_mtime, note) for note in place.rglob("*.meta.json")]
    for written, note in sorted(notes):
        if written >= moment:
            key = json.loads(note.read_bytes()).get("key")
            if key:
                yield str(key)


def _tell_again(bucket: str, key: str, moment: float) -> int:
    versions = s3._object_versions._data.get((ACCOUNT, (bucket, key))) or []
    late = [version for version in versions if _seconds(version["last_modified"]) >= moment - 1]
    for version in late:
        kind = "Removed:DeleteMarkerCreated" if version.get("is_delete_marker") else "Created:Put"
        details = {"version_id": version["version_id"], "size": version["size"], "etag": version["etag"]}
        _tell((bucket, key, f"s3:Object{kind}", (), details))
    return len(late)


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
