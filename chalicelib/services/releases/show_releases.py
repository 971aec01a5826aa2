"""What policy staff see of releases: the log, what is in force, and one release."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.tables import every_table, number_of_rules
from chalicelib.releases.log import first_broken
from chalicelib.services.errors import NotStoredError, not_found
from chalicelib.services.releases.dossier import Desk, Dossier, gather
from chalicelib.services.releases.publication_log import ReleaseRepository, see_log

MOST_ENTRIES = 2_000


def show_releases(repository: ReleaseRepository, region: str) -> dict[str, Any]:
    """
    A region's publication log, oldest first, where it leads, and the first entry that is ``broken``;
    ``world`` is the digest of the calendars and units in force, which running cases follow.
    """
    standing, log = see_log(repository, region)
    return {
        "region": region,
        "active": standing.active,
        "world": next((e.get("world") for e in reversed(log) if e.get("digest") == standing.active), None),
        "shadow": standing.shadow,
        "broken": first_broken(log, standing),
        "log": log,
    }


def show_release(repository: ReleaseRepository, region: str, name: str) -> dict[str, Any]:
    """
    One release of a region, with the log's entries about it.

    Raises:
        Problem: 404, none of that name is stored for the region.
    """
    try:
        release = repository.get(name)
    except NotStoredError as error:
        raise no_release() from error
    if release.region.region != region:
        raise no_release()
    standing, log = see_log(repository, region)
    return {
        "digest": name,
        "world": release.world,
        "region": region,
        "active": standing.active == name,
        "shadow": standing.shadow == name,
        "items": len(release.items),
        "rules": number_of_rules(release),
        "examples": sum(len(one.examples) for one in every_table(release)),
        "invariants": sum(len(one.invariants) for one in every_table(release)),
        "entries": [entry for entry in log if entry.get("digest") == name],
    }


Compare = Callable[[Release, Dossier], dict[str, Any]]
"""The policy desk's view of what a dossier's release changes of the one in force; loaded once it is asked."""

NOTHING: Mapping[str, Any] = MappingProxyType(
    {"diff": None, "replay": None, "replay_decisions": {}, "replay_clocks": {}, "one_sided": {}}
)
"""What is told where there is nothing to compare with."""


def show_checks(desk: Desk, region: str, name: str, compare: Compare, now: datetime) -> dict[str, Any]:
    """
    What an approver reads before signing: the report that the release was published with, and all that it
    changes of the release ``in_force``, as every review tells it: values and situations (``diff``), recent
    cases and running clocks; null where there is none in force or it is that one.

    Raises:
        Problem: 404, none of that name is stored for the region.
    """
    show_release(desk.releases, region, name)
    try:
        checks: dict[str, Any] = json.loads(desk.releases.checks(name))
    except NotStoredError as error:
        raise no_release() from error
    active = desk.releases.standing(region).active
    if active is None or active == name:
        return checks | {"in_force": active, **NOTHING}
    old, new = desk.releases.get(active), desk.releases.get(name)
    found = compare(old, gather(desk, old, new, now, active))
    return checks | {"in_force": active, **found, "diff": bounded(found["diff"])}


def bounded(found: dict[str, Any]) -> dict[str, Any]:
    """
    A difference that fits in an answer: of more than 2,000 changed values, or bounds, the gravest, and how
    many more there are; all are shown by ``rules diff``.
    """
    for key in ("entries", "strictness"):
        each = found[key] or ()
        if len(each) > MOST_ENTRIES:
            found = found | {key: each[:MOST_ENTRIES], f"{key}_more": len(each) - MOST_ENTRIES}
    return found


def no_release() -> Exception:
    return not_found(
        "没有这个规则版本，请在 /releases 中核对版本号",
        "there is no such release; look its digest up under /releases",
    )
