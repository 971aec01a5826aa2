"""What S3 tells of dropped rule files: which regions' folders changed, and by whose hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import unquote_plus

NOBODY_NAMED = "rules-bucket"
"""The author where S3 does not say who dropped a file."""

_KEY = re.compile(r"incoming/([a-z][a-z0-9-]{0,59})/.+\.ya?ml")


def regions_told_of(body: Any) -> list[str]:
    """
    The regions whose files a message is about; none for S3's test message, nor for files elsewhere.

    Raises:
        KeyError, TypeError: it is no message of S3.
    """
    return [region for region, _ in _told(body)]


def authors_by_region(messages: Iterable[str]) -> dict[str, set[str]]:
    """Everyone who dropped a file, by region; what is no message of S3 is left to fail by itself."""
    found: dict[str, set[str]] = {}
    for message in messages:
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            for region, author in _told(json.loads(message)):
                found.setdefault(region, set()).add(author)
    return found


def _told(body: Any) -> Iterator[tuple[str, str]]:
    for record in body.get("Records", []):
        match = _KEY.fullmatch(unquote_plus(record["s3"]["object"]["key"]))
        if match is not None:
            yield match[1], _principal(record)


def _principal(record: dict[str, Any]) -> str:
    """Who S3 says it was, such as ``AWS:AIDA…``; cut to what the log takes."""
    told = record.get("userIdentity", {}).get("principalId", "")
    name = " ".join(str(told).split())[:100]
    return name if name and name.isprintable() else NOBODY_NAMED
