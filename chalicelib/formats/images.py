"""Check that a picture is whole: JPEG, PNG, WebP."""

from __future__ import annotations

import re
import struct
import zlib

from chalicelib.formats.verdict import damaged, too_complex

_MOST_PIXELS = 1_000_000_000
"""A sheet of A0 at 600 dots an inch has 560 million."""

_MOST_PARTS = 20_000
_NOT_DATA = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""
The next marker of a JPEG: what is no stuffed byte and no restart. Of filling bytes before it the last is
enough: a pattern that takes all of them looks through a long row of them once for each.
"""

_BEGINNING = 4096
"""Bytes of a PNG's packed data that are looked at: the tables at their beginning have some hundred."""

_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_FRAME_HEADER = 16
"""Bytes before the chunks of an animation's frame (RFC 9649, 2.7.1.1)."""

_START, _END, _SCAN, _TEM = 0xD8, 0xD9, 0xDA, 0x01


def check_jpeg(content: bytes) -> None:
    """
    Follow the segments of a JPEG (ITU-T T.81, annex B) to its end. Bytes that some scanners leave between
    them are passed over, as every reader does, and so is what phones append after the end.

    Raises:
        FaultError: the end is not there, there is no picture before it, or it is too large.
    """
    at, seen = 2, set[int]()
    for _ in range(_MOST_PARTS):
        found = _NOT_DATA.search(content, at)
        if found is None:
            raise damaged()
        marker, at = content[found.end() - 1], found.end()
        if marker == _END:
            if not (_FRAMES & seen and _SCAN in seen):
                raise damaged()
            return
        if marker in (_TEM, _START):
            continue
        at = _segment(content, at, marker)
        seen.add(marker)
    raise too_complex()


def _segment(content: bytes, at: int, marker: int) -> int:
    """Where the segment that begins at ``at`` ends."""
    if at + 2 > len(content):
        raise damaged()
    length = int(struct.unpack_from(">H", content, at)[0])
    if length < 2 or at + length > len(content):
        raise damaged()
    if marker in _FRAMES:
        if length < 8:
            raise damaged()
        height, width = struct.unpack_from(">HH", content, at + 3)
        measure(width, max(height, 1))  # a height of 0 is told after the first scan
    return at + length


def check_png(content: bytes) -> None:
    """
    Follow the chunks of a PNG (ISO/IEC 15948) to its end, and check the sum of each.

    Raises:
        FaultError: a chunk is cut off or spoilt, there is no picture, or it is too large.
    """
    at, packed = 8, b""
    for n in range(_MOST_PARTS):
        name, data, at = _chunk(content, at)
        if not n:
            _header(name, data)
        if name == b"IDAT" and len(packed) < _BEGINNING:
            packed += data[:_BEGINNING]
        if name == b"IEND":
            _check_unpacks(packed)
            return
    raise too_complex()


def _check_unpacks(packed: bytes) -> None:
    """Some point must come out of the beginning of the picture's data."""
    try:
        some = zlib.decompressobj().decompress(packed, 2)
    except zlib.error as error:
        raise damaged() from error
    if len(some) < 2:
        raise damaged()


def _chunk(content: bytes, at: int) -> tuple[bytes, bytes, int]:
    """Name and data of the chunk at ``at``, and where it ends."""
    if at + 12 > len(content):
        raise damaged()
    length, name = struct.unpack_from(">I4s", content, at)
    end = at + 12 + length
    if end > len(content):
        raise damaged()
    if zlib.crc32(content[at + 4 : end - 4]) != struct.unpack_from(">I", content, end - 4)[0]:
        raise damaged()
    return name, content[at + 8 : end - 4], end


def _header(name: bytes, data: bytes) -> None:
    if name != b"IHDR" or len(data) != 13:
        raise damaged()
    width, height, depth, colour, compression, filtering, interlace = struct.unpack(">IIBBBBB", data)
    if depth not in (1, 2, 4, 8, 16) or colour not in (0, 2, 3, 4, 6):
        raise damaged()
    if compression or filtering or interlace > 1:
        raise damaged()
    measure(width, height)


def check_webp(content: bytes) -> None:
    """
    Check that a WebP (RFC 9649) has all the bytes that it announces, and a picture among its chunks; those of
    an animation lie in chunks of their own.

    Raises:
        FaultError: it is cut off, holds no picture, or it is too large.
    """
    if len(content) < 20:
        raise damaged()
    end = 8 + int(struct.unpack_from("<I", content, 4)[0])
    if end > len(content) + 1:  # some writers forget the last padding byte
        raise damaged()
    at, pictures = 12, 0
    for _ in range(_MOST_PARTS):
        if at + 8 > end:
            break
        name, length = struct.unpack_from("<4sI", content, at)
        at += 8 + length
        if at > end:
            raise damaged()
        if name == b"ANMF":
            at += _FRAME_HEADER - length
            continue
        pictures += _sized(name, content[at - length : at])
        at += length % 2
    if not pictures:
        raise damaged()


def _sized(name: bytes, data: bytes) -> bool:
    """Whether a chunk is a picture; its size, and that of the canvas, are measured."""
    if name == b"VP8X" and len(data) >= 10:
        measure(1 + int.from_bytes(data[4:7], "little"), 1 + int.from_bytes(data[7:10], "little"))
    elif name == b"VP8 ":
        if data[3:6] != b"\x9d\x01\x2a" or len(data) <= 10:
            raise damaged()
        measure(*(side & 0x3FFF for side in struct.unpack_from("<HH", data, 6)))
    elif name == b"VP8L" and (data[:1] != b"\x2f" or len(data) <= 5):
        raise damaged()
    return name in (b"VP8 ", b"VP8L")


def measure(width: int, height: int) -> None:
    """
    Raises:
        FaultError: there is nothing to see, or more than any sheet has.
    """
    if not width or not height:
        raise damaged()
    if width * height > _MOST_PIXELS:
        raise too_complex()
