"""Check the region's settings against what they stand for: its code, its clock, and what can be uploaded."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.forms.region import Region

_TENS = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
PROVINCES = frozenset(str(code) for first, last in _TENS for code in range(first, last + 1))
"""The first two digits of GB/T 2260-2007."""
MADE_UP = "99"
"""No code of GB/T 2260 begins so: a region of demonstration may."""

BEIJING = "Asia/Shanghai"
ZONES = {"71": "Asia/Taipei", "81": "Asia/Hong_Kong", "82": "Asia/Macau"}
"""Where another clock than Beijing's is kept, by the first two digits of the code."""

PAGE = 1 << 20
"""
Bytes of a page of A4 in colour at 200 dots an inch, which DA/T 31-2017 asks for at least: 1,654 by 2,339
points, as JPEG some 0.25 bytes each.
"""
PHOTO = 5 << 20
"""Bytes of a photo that a telephone of 12 million points takes, as JPEG some 0.4 bytes each."""
_PICTURES = {"pdf", "jpeg", "png", "ofd", "tiff", "webp"}


def lint_settings(folder: Folder) -> Iterator[Problem]:
    """What cannot be, or keeps people out, in region.yaml."""
    if folder.region is not None:
        yield from _code(folder.region)
        yield from _zone(folder.region)
        yield from _uploads(folder.region)


def _code(region: Read[Region]) -> Iterator[Problem]:
    code = region.form.code
    if code.startswith(MADE_UP):
        if region.form.notice is None:
            yield region.at("code").error("region-code/made-up")
    elif code[:2] not in PROVINCES or (code[2:4] == "00" != code[4:]):
        yield region.at("code").error("region-code/no-region", code=code[:4])


def _zone(region: Read[Region]) -> Iterator[Problem]:
    """One that exists at all: others are told while the folder is read."""
    right = ZONES.get(region.form.code[:2], BEIJING)
    if region.form.time_zone != right:
        key = "time-zone/beijing" if right == BEIJING else "time-zone/local"
        yield region.at("time_zone").error(key, zone=region.form.time_zone, right=right)


def _uploads(region: Read[Region]) -> Iterator[Problem]:
    uploads = region.form.uploads
    if uploads.max_bytes < PAGE:
        yield region.at("uploads", "max_bytes").error(
            "uploads-small/no-page", size=uploads.max_bytes, pixels=4 * PHOTO, photo=PHOTO
        )
    elif uploads.max_bytes < PHOTO:
        yield region.at("uploads", "max_bytes").warning(
            "uploads-small/no-photo", size=uploads.max_bytes, pixels=4 * PHOTO, photo=PHOTO
        )
    if not _PICTURES & set(uploads.kinds):
        yield region.at("uploads", "kinds").error("uploads-kinds")
