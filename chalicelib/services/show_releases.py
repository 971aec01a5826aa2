"""What policy staff see of releases: the log, what is in force, and one release."""

from __future__ import annotations

from typing import Any

from chalicelib.services.errors import NotStoredError, not_found
from chalicelib.services.keep_log import Shelf, see_log
from chalicelib.services.publication_log import first_broken


def show_releases(shelf: Shelf, region: str) -> dict[str, Any]:
    """A region's publication log, oldest first, where it leads, and the first entry that is ``broken``."""
    standing, log = see_log(shelf, region)
    return {
        "region": region,
        "active": standing.active,
        "shadow": standing.shadow,
        "broken": first_broken(log, standing),
        "log": log,
    }


def show_release(shelf: Shelf, region: str, name: str) -> dict[str, Any]:
    """
    One release of a region, with the log's entries about it.

    Raises:
        Problem: 404, none of that name is stored for the region.
    """
    try:
        release = shelf.get(name)
    except NotStoredError as error:
        raise no_release() from error
    if release.region.region != region:
        raise no_release()
    standing, log = see_log(shelf, region)
    return {
        "digest": name,
        "region": region,
        "active": standing.active == name,
        "shadow": standing.shadow == name,
        "items": len(release.items),
        "rules": len(release.rules) + sum(len(item.rules) for item in release.items.values()),
        "examples": len(release.examples),
        "invariants": len(release.invariants),
        "entries": [entry for entry in log if entry.get("digest") == name],
    }


def no_release() -> Exception:
    return not_found(
        "没有这个规则版本，请在 /releases 中核对版本号",
        "there is no such release; look its digest up under /releases",
    )
