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

_PIECE = 1 << 16
_MOST_UNPACKED, _AT_ONCE = 256 << 20, 1 << 20
"""Bytes of a PNG's points that are unpacked at most, and at once; A4 at 600 dots an inch has 105 million."""

_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Of an interlaced PNG: first column and row, and how far it is to the next ones (ISO/IEC 15948, 8.2)."""

_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Of a point, by the kind of colour."""

_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_FRAME_HEADER = 16
"""Bytes before the chunks of an animation's frame (RFC 9649, 2.7.1.1)."""

_HUFFMAN = {0xC0, 0xC1, 0xC2}
_START, _END, _SCAN, _TEM = 0xD8, 0xD9, 0xDA, 0x01


def check_jpeg(content: bytes) -> None:
    """
    Follow the segments of a JPEG (ITU-T T.81, annex B) to its end. Bytes that some scanners leave between
    them are passed over, as every reader does, and so is what phones append after the end.

    Raises:
        FaultError: the end is not there, there is no picture or far too little of it, or it is too large.
    """
    at, marker, frames = 2, _START, list[int]()
    scanned = 0
    for _ in range(_MOST_PARTS):
        found = _NOT_DATA.search(content, at)
        if found is None:
            raise damaged()
        if marker == _SCAN:
            scanned += len(content[at : found.start()].rstrip(b"\xff"))
        marker, at = content[found.end() - 1], found.end()
        if marker == _END:
            if not frames or scanned < max(frames[0], 1):
                raise damaged()
            return
        if marker in (_TEM, _START):
            continue
        after = _segment(content, at, marker)
        if marker in _FRAMES:
            frames.append(_least(content[at + 2 : after]) if marker in _HUFFMAN else 1)
        at = after
    raise too_complex()


def _least(frame: bytes) -> int:
    """
    Bytes that the scans of a frame have at least: a bit for each block of 8 by 8 of its largest component, as
    no code of Huffman's is shorter (ITU-T T.81, A.1.1 and annex F).
    """
    height, width, count = struct.unpack_from(">HHB", frame, 1)
    parts = [(each >> 4, each & 15) for each in frame[7 : 6 + 3 * count : 3]]
    across, down = (max((part[n] for part in parts), default=0) for n in (0, 1))
    if not across or not down:
        raise damaged()
    return _up(max(_up(width * h, 8 * across) * _up(height * v, 8 * down) for h, v in parts), 8)


def _up(number: int, by: int) -> int:
    return -(-number // by)


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
        FaultError: a chunk is cut off or spoilt, points are missing, or there are too many.
    """
    at, missing, unpacking = 8, 0, zlib.decompressobj()
    for n in range(_MOST_PARTS):
        name, data, at = _chunk(content, at)
        if not n:
            missing = min(_header(name, data), _MOST_UNPACKED)
        if name == b"IDAT" and missing > 0:
            missing -= _unpacked(unpacking, data, missing)
        if name == b"IEND":
            if missing > 0:
                raise damaged()
            return
    raise too_complex()


def _unpacked(unpacking: zlib._Decompress, data: bytes, most: int) -> int:
    """How many bytes of points come out of a piece of the packed data, up to ``most``; they are not kept."""
    come = 0
    try:
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE]
            while come < most and (some := len(unpacking.decompress(piece, _AT_ONCE))):
                come, piece = come + some, unpacking.unconsumed_tail
    except zlib.error as error:
        raise damaged() from error
    return come


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


def _header(name: bytes, data: bytes) -> int:
    """How many bytes the points of the picture have."""
    if name != b"IHDR" or len(data) != 13:
        raise damaged()
    width, height, depth, colour, compression, filtering, interlace = struct.unpack(">IIBBBBB", data)
    if depth not in (1, 2, 4, 8, 16) or colour not in _SAMPLES:
        raise damaged()
    if compression or filtering or interlace > 1:
        raise damaged()
    measure(width, height)
    bits = depth * _SAMPLES[colour]
    passes = _PASSES if interlace else ((0, 0, 1, 1),)
    sizes = ((_up(width - x, across), _up(height - y, down)) for x, y, across, down in passes)
    return sum(rows * (1 + _up(columns * bits, 8)) for columns, rows in sizes if columns > 0 and rows > 0)


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
