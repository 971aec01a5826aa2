"""What S3 tells of dropped rule files: which regions' folders changed, and by whose hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chalicelib.services.stored_objects import NotUnderstoodError, StoredObject, stored_objects

NOBODY_NAMED = "rules-bucket"
"""The author where S3 does not say who dropped a file."""

_KEY = re.compile(r"incoming/([a-z][a-z0-9-]{0,59})/.+\.ya?ml")


def regions_told_of(body: object) -> list[str]:
    """
    The regions whose files a message is about; none for S3's test message, nor for files elsewhere.

    Raises:
        NotUnderstoodError: something in it is no message of S3.
    """
    told, unread = stored_objects(body)
    if unread:
        raise NotUnderstoodError("a message of the rules bucket is not understood")
    return [region for region, _ in _regions(told)]


def authors_by_region(messages: Iterable[str]) -> dict[str, set[str]]:
    """Everyone who dropped a file, by region; what is no message of S3 is left to fail by itself."""
    found: dict[str, set[str]] = {}
    for message in messages:
        for region, author in _regions(stored_objects(message)[0]):
            found.setdefault(region, set()).add(author)
    return found


def _regions(objects: Iterable[StoredObject]) -> Iterator[tuple[str, str]]:
    for each in objects:
        match = _KEY.fullmatch(each.key)
        if match is not None:
            yield match[1], _author(each.principal)


def _author(principal: str) -> str:
    """Who S3 says it was, such as ``AWS:AIDA…``; cut to what the log takes."""
    name = " ".join(principal.split())[:100]
    return name if name and name.isprintable() else NOBODY_NAMED
