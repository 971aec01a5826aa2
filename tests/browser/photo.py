"""A photograph as telephones take it: lying on its side, with a note how to turn it and where it was."""

from __future__ import annotations

import base64
import struct

from playwright.sync_api import Page

WIDTH, HEIGHT = 3000, 2250
"""Pixels of a large photograph, as the camera wrote them."""

_PICTURE = """([w, h]) => { const c = document.createElement("canvas"); c.width = w; c.height = h;
    const g = c.getContext("2d"), d = g.createImageData(w, h);
    for (let i = 0; i < d.data.length; i++) d.data[i] = i % 4 == 3 ? 255 : (i * 2654435761 >>> 7) & 255;
    g.putImageData(d, 0, 0); g.fillStyle = "red"; g.fillRect(0, h / 2, w / 2, h / 2);
    return c.toDataURL("image/jpeg", 0.92).split(",")[1]; }"""
"""Noise but for the quarter at the lower left, which is the upper left when the picture is upright."""

_RED = """async (jpeg) => { const bytes = Uint8Array.from(atob(jpeg), (one) => one.charCodeAt(0));
    const p = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }));
    const c = document.createElement("canvas"); c.width = p.width; c.height = p.height;
    const g = c.getContext("2d"); g.drawImage(p, 0, 0);
    const red = (x, y) => { const [r, n, b] = g.getImageData(x * p.width, y * p.height, 1, 1).data;
                            return r > 230 && n < 30 && b < 30; };
    const places = { "upper left": [[.1, .1], [.4, .4]], "upper right": [[.9, .1], [.6, .4]],
                     "lower left": [[.1, .9], [.4, .6]], "lower right": [[.9, .9], [.6, .6]] };
    return Object.keys(places).filter((name) => places[name].every(([x, y]) => red(x, y))); }"""

PLACE = b"36.16N 120.43E"
"""Where the telephone notes that it was."""


def _note() -> bytes:
    """
    EXIF of two entries and a list of positions (EXIF 2.32, 4.6.4 and 4.6.6).

    Orientation 6: a quarter turn clockwise shows the picture upright. The place stands as a map's datum,
    which is a text of any length.
    """
    entries = struct.pack(">HHHIHHHHIII", 2, 0x0112, 3, 1, 6, 0, 0x8825, 4, 1, 38, 0)
    positions = struct.pack(">HHHIII", 1, 0x0012, 2, len(PLACE) + 1, 56, 0) + PLACE + b"\0"
    return b"Exif\0\0" + struct.pack(">2sHI", b"MM", 42, 8) + entries + positions


_FRAMES = (0xC0, 0xC1, 0xC2)
"""Markers of a frame, baseline, extended and progressive (ITU-T T.81, table B.1)."""


def photograph(page: Page, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """A JPEG of ``width`` by ``height`` pixels, taken with the telephone held upright at ``PLACE``."""
    jpeg = base64.b64decode(page.evaluate(_PICTURE, [width, height]))
    note = b"\xff\xe1" + struct.pack(">H", len(_note()) + 2) + _note()
    return jpeg[:2] + note + jpeg[2:]


def red_quarters(page: Page, jpeg: bytes) -> list[str]:
    """Which quarters of a picture are red as a browser shows it, turned as a note in it says."""
    found: list[str] = page.evaluate(_RED, base64.b64encode(jpeg).decode())
    return found


def pixels(jpeg: bytes) -> tuple[int, int]:
    """Width and height of a JPEG as its pixels lie in the file, whatever a note on turning says."""
    place = 2
    while jpeg[place + 1] not in _FRAMES:
        place += 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
    height, width = struct.unpack(">HH", jpeg[place + 5 : place + 9])
    return width, height
