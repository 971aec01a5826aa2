"""Publish rules: a checked release is stored for good. It is put in force by a second step, and person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.release import canonical, digest
from chalicelib.releases.log import Entry, Kind, Standing, Subject, kind_of, who_of
from chalicelib.releases.signer import Signer, repeats
from chalicelib.services.errors import NotStoredError
from chalicelib.services.releases.callers import named
from chalicelib.services.releases.publication_log import ReleaseRepository, write_entry


def publish_release(
    repository: ReleaseRepository, release: Release, who: Signer, at: datetime, checks: Mapping[str, Any]
) -> Entry:
    """
    Store a release under its digest with the report of its checks; of two reports the fuller one stays.
    Not in force yet; the same person storing it again changes nothing but the report, and is told so:
    ``again``.

    Raises:
        Problem: 409 the log is broken, 422 no name.
    """
    content = canonical(release)
    name, region, who = digest(content), release.region.region, named(who)
    repository.put(content, name)
    if _asked(checks) >= _asked(_kept(repository, name)):
        repository.put_checks(json.dumps(checks, ensure_ascii=False).encode(), name)

    stored: list[Entry] = []

    def known(_: Standing, log: list[Entry]) -> Entry | None:
        mine = [e for e in log if e["digest"] == name and kind_of(e) is Kind.PUBLISHED]
        stored[:] = [entry for entry in mine if repeats(who_of(entry), who)]
        return stored[0] if stored else None

    entry = write_entry(
        repository, region, Kind.PUBLISHED, who, at, lambda *_: Subject(name, release.world), known
    )
    return {"region": region, **entry, "bytes": len(content), **({"again": True} if stored else {})}


def _asked(checks: Mapping[str, Any]) -> tuple[int, int]:
    """How full a report is: the engines that were asked, and in how many situations."""
    asked = [one["asked"] for one in (checks.get("engines") or {}).values() if "asked" in one]
    return len(asked), sum(asked)


def _kept(repository: ReleaseRepository, name: str) -> Mapping[str, Any]:
    try:
        kept: Mapping[str, Any] = json.loads(repository.checks(name))
    except NotStoredError:
        return {}
    return kept
