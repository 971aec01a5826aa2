"""Read what S3 tells of its objects, whatever carried it: queue, SNS, EventBridge or a replay tool."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from chalicelib.services.errors import PermanentError

_DEEPEST = 24
"""Envelopes within envelopes, and JSON written as text in them, that are opened; nobody wraps it deeper."""


class StoredObject(NamedTuple):
    """
    An object that has come into a bucket, or (``removed``) gone from it. ``version`` and ``sequencer`` are
    empty where S3 does not name them; ``principal`` is who S3 says it was.
    """

    key: str
    version: str
    sequencer: str
    size: int
    principal: str
    removed: bool


class NotUnderstoodError(PermanentError):
    """A message tells of something that is not understood: it is kept for a person."""


def stored_objects(message: object) -> tuple[tuple[StoredObject, ...], int]:
    """
    Read the objects that a message tells of, and count what in it cannot be read; none for S3's test message.

    Understood are S3's own records (Amazon S3 user guide, event message structure), its events on EventBridge
    (keys are not URL-encoded there), and both inside SNS notifications, SQS messages, failure records of
    Lambda and JSON written as text.
    """
    found: list[StoredObject] = []
    unread = 0
    for read in _open(message, _DEEPEST):
        try:
            found.append(read())
        except (NotUnderstoodError, KeyError, TypeError, ValueError, AttributeError, OverflowError):
            unread += 1
    return tuple(found), unread


Reading = Callable[[], StoredObject]


def _open(message: object, deep: int) -> Iterator[Reading]:
    """A reading for each object in the message; one that fails for what is not understood."""
    if isinstance(message, str) and deep:
        yield from _open(_parsed(message), deep - 1)
        return
    if isinstance(message, list) and message:
        for each in message:
            yield from _open(each, deep - 1) if deep else (_fail,)
        return
    if not isinstance(message, Mapping) or not deep:
        yield _fail
    elif message.get("Event") == "s3:TestEvent" and "Records" not in message:
        return
    elif "s3" in message:
        yield lambda: _record(message)
    elif isinstance(message.get("detail"), Mapping) and message.get("source") == "aws.s3":
        yield lambda: _on_event_bridge(message)
    else:
        inner = next((message[name] for name in _ENVELOPES if message.get(name) is not None), None)
        yield from (_fail,) if inner is None else _open(inner, deep - 1)


_ENVELOPES = ("Records", "Sns", "Message", "Messages", "body", "Body", "requestPayload")


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _fail() -> StoredObject:
    raise NotUnderstoodError("no message of S3")


def _record(record: Mapping[str, Any]) -> StoredObject:
    thing = record["s3"]["object"]
    return StoredObject(
        key=unquote_plus(thing["key"]),
        version=str(thing.get("versionId") or ""),
        sequencer=str(thing.get("sequencer") or ""),
        size=int(thing.get("size", 0)),
        principal=str((record.get("userIdentity") or {}).get("principalId", "")),
        removed=_removed(record.get("eventName", "ObjectCreated:Put"), "ObjectCreated:"),
    )


def _on_event_bridge(event: Mapping[str, Any]) -> StoredObject:
    thing = event["detail"]["object"]
    return StoredObject(
        key=_text(thing["key"]),
        version=str(thing.get("version-id") or ""),
        sequencer=str(thing.get("sequencer") or ""),
        size=int(thing.get("size", 0)),
        principal=str(event["detail"].get("requester", "")),
        removed=_removed(event["detail-type"], "Object Created"),
    )


def _removed(name: object, created: str) -> bool:
    """
    Raises:
        NotUnderstoodError: neither a coming nor a going.
    """
    told = _text(name).removeprefix("s3:")
    if told.startswith(created):
        return False
    if told.startswith(("ObjectRemoved:", "Object Deleted", "LifecycleExpiration:")):
        return True
    raise NotUnderstoodError("neither a coming nor a going")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise NotUnderstoodError("no text")
    return value
