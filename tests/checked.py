"""Rules that were checked are not checked again in the same process: the check would say the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from chalicelib.authoring.check import Checked, check
from chalicelib.authoring.recheck import recheck
from chalicelib.decisions.forms.model import Release

_KNOWN: dict[tuple[object, ...], Checked] = {}


@pytest.fixture
def checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever publishes, activates or drops rules has them checked; the same rules once, on the same day."""
    for room in ("authoring.check", "commands.releases.publish", "authoring.dropped"):
        monkeypatch.setattr(f"chalicelib.{room}.check", _check)
    monkeypatch.setattr("chalicelib.authoring.review.recheck", _recheck)


def _check(folder: Path, today: date, **more: Any) -> Checked:
    return _once(("folder", folder.name, _bytes(folder)), today, more, lambda: check(folder, today, **more))


def _recheck(release: Release, today: date, *more: Any) -> Checked:
    return _once(("release", release.digest), today, more, lambda: recheck(release, today, *more))


def _once(what: tuple[str, ...], today: date, more: Any, ask: Callable[[], Checked]) -> Checked:
    if isinstance(more, dict):
        more = tuple((name, repr(value)) for name, value in more.items() if name != "progress")
    key = (*what, today, more)
    if key not in _KNOWN:
        _KNOWN[key] = ask()
    return _KNOWN[key]


def _bytes(folder: Path) -> str:
    found = sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            found.update(f"{file.relative_to(folder)}\0{len(content)}\0".encode() + content)
    return found.hexdigest()
