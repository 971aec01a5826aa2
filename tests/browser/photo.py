"""A photograph as telephones take it: lying on its side, with a note of how to turn it."""

from __future__ import annotations

import base64
import struct

from playwright.sync_api import Page

WIDTH, HEIGHT = 3000, 2250
"""Pixels, as the camera wrote them."""

_NOISE = """([w, h]) => { const c = document.createElement("canvas"); c.width = w; c.height = h;
    const g = c.getContext("2d"), d = g.createImageData(w, h);
    for (let i = 0; i < d.data.length; i++) d.data[i] = i % 4 == 3 ? 255 : (i * 2654435761 >>> 7) & 255;
    g.putImageData(d, 0, 0); return c.toDataURL("image/jpeg", 0.92).split(",")[1]; }"""

_QUARTER_TURN = b"Exif\0\0" + struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, 6, 0, 0)
"""EXIF of one entry, orientation 6: a quarter turn clockwise shows the picture upright (EXIF 2.32, 4.6.4)."""

_FRAMES = (0xC0, 0xC1, 0xC2)
"""Markers of a frame, baseline, extended and progressive (ITU-T T.81, table B.1)."""


def photograph(page: Page) -> bytes:
    """A JPEG of ``WIDTH`` by ``HEIGHT`` pixels of noise, taken with the telephone held upright."""
    jpeg = base64.b64decode(page.evaluate(_NOISE, [WIDTH, HEIGHT]))
    note = b"\xff\xe1" + struct.pack(">H", len(_QUARTER_TURN) + 2) + _QUARTER_TURN
    return jpeg[:2] + note + jpeg[2:]


def pixels(jpeg: bytes) -> tuple[int, int]:
    """Width and height of a JPEG as its pixels lie in the file, whatever a note on turning says."""
    place = 2
    while jpeg[place + 1] not in _FRAMES:
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    height, width = struct.unpack(">HH", jpeg[place + 5 : place + 9])
    return width, height
