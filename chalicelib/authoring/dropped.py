"""A folder of rule files that came as bytes, from a bucket: checked as one on disk is, and reported on."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.authoring.agreement.budget import SOON
from chalicelib.authoring.check import Checked, check
from chalicelib.authoring.comparing.replaying.clocks import Clocks
from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import TOP, Problem, problem
from chalicelib.authoring.report import Noted, markdown
from chalicelib.authoring.review import Past, Review, compare
from chalicelib.decisions.forms.model import Release

_PART = re.compile(r"\w[\w. ()（）-]{0,79}")
_DEEPEST = 4
_LONGEST = 255
"""Bytes of a name, as file systems have it."""
MOST_PROBLEMS = 1000


@dataclass(frozen=True)
class Examined:
    """What was found in a dropped folder."""

    review: Review

    @property
    def ok(self) -> bool:
        return self.review.ok and self.release is not None

    @property
    def release(self) -> Release | None:
        return self.review.checked.release

    @property
    def checks(self) -> dict[str, Any]:
        checks = self.review.checked.as_json()
        return checks | {"problems": checks["problems"][:MOST_PROBLEMS]}

    def as_json(self) -> dict[str, Any]:
        return self.review.as_json() | {"checks": self.checks}

    def markdown(self, notes: Noted) -> str:
        return markdown(self.review, notes)


def examine(
    region: str,
    files: Mapping[str, bytes],
    old: Release | None,
    recent: Iterable[Past],
    today: date,
    clocks: Clocks | None = None,
) -> Examined:
    """
    Check ``files`` as the folder of ``region``, and compare it with the release in force.

    Args:
        files: contents by path below the region's folder; names and contents are anybody's.
        old: the release in force, if any.
        recent: real cases decided lately.
        clocks: those that run.
    """
    strange = {path for path in files if not _fits(path) or any(above in files for above in _above(path))}
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent, "region")
        folder.mkdir()
        for path, content in files.items():
            if path not in strange:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
        checked = check(folder, today, budget=SOON)
    problems = [*checked.problems, *map(_unread, strange), *_elsewhere(region, checked)]
    whole = replace(checked, problems=tuple(sorted(set(problems))))
    return Examined(compare(old, whole, recent, today, clocks))


def _fits(path: str) -> bool:
    """Whether a path stays below its folder and can be a file's name anywhere."""
    parts = path.split("/")
    return len(parts) <= _DEEPEST and all(_is_name(part) for part in parts)


def _is_name(part: str) -> bool:
    return _PART.fullmatch(part) is not None and len(part.encode()) <= _LONGEST


def _above(path: str) -> Iterator[str]:
    """Every folder that a path lies in; a bucket may hold a file of the very same name."""
    return (path[: slash.start()] for slash in re.finditer("/", path))


def _unread(path: str) -> Problem:
    return problem(path[:120], TOP, say("unknown-file/strange"))


def _elsewhere(region: str, checked: Checked) -> Iterable[Problem]:
    """One region's folder must not publish another's rules."""
    if checked.release is not None and checked.release.region.region != region:
        name = checked.release.region.region
        message = say("wrong-region", region=region, name=name)
        yield problem("region.yaml", TOP, message)
