"""Check that a TIFF is whole (TIFF 6.0; BigTIFF)."""

from __future__ import annotations

import struct

from chalicelib.formats.images.pictures import measure
from chalicelib.formats.verdict import damaged, too_complex

_MOST_PAGES = 2_000
_MOST_STRIPS = 200_000
_STRIPS = (273, 324)
_OFFSETS = {273: 279, 324: 325, 513: 514}
_COUNTS = set(_OFFSETS.values())
_WIDTH, _HEIGHT, _BITS, _PACKED = 256, 257, 258, 259
_READ = {_WIDTH, _HEIGHT, _BITS, _PACKED, *_OFFSETS, *_COUNTS}
"""Where strips, tiles and (TIFF 6.0, 22: of older scanners) a whole JPEG lie, and how long they are."""

_SIZES = {1: 1, 3: 2, 4: 4, 13: 4, 16: 8, 18: 8}
_LETTERS = {1: "B", 2: "H", 4: "I", 8: "Q"}


def check_tiff(content: bytes) -> None:
    """
    Follow the pages of a TIFF and see that every strip or tile of each lies in the file.

    Raises:
        FaultError: something lies outside, no page has a picture, or there are too many or too large ones.
    """
    try:
        _Reader(content).check()
    except struct.error as error:
        raise damaged() from error


def _check_size(lists: dict[int, list[int]]) -> None:
    """There is something to see; points that are not packed fill their strips, a sample of each at least."""
    width, height, bits, packed = (
        (lists.get(tag) or [default])[0]
        for tag, default in ((_WIDTH, 0), (_HEIGHT, 0), (_BITS, 1), (_PACKED, 1))
    )
    measure(width, height)
    told = sum(sum(lists.get(_OFFSETS[tag], [])) for tag in _STRIPS)
    if packed == 1 and 0 < told < width * height * bits // 8:
        raise damaged()


class _Reader:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._order = "<" if content[:2] == b"II" else ">"
        self._big = content[2:4] in (b"+\x00", b"\x00+")
        self._strips = self._pictures = 0

    def check(self) -> None:
        at = self._number(8, 8) if self._big else self._number(4, 4)
        seen: set[int] = set()
        while at:
            if at in seen or len(seen) >= _MOST_PAGES:
                raise too_complex()
            seen.add(at)
            at = self._page(at)
        if not self._pictures:
            raise damaged()

    def _page(self, at: int) -> int:
        """Where the next page is listed; 0 after the last."""
        count = self._number(at, 8) if self._big else self._number(at, 2)
        entry, start = (20, at + 8) if self._big else (12, at + 2)
        if start + count * entry > len(self._content):
            raise damaged()
        lists = {}
        for n in range(count):
            tag = self._number(start + n * entry, 2)
            if tag in _READ:
                lists[tag] = self._list(start + n * entry)
        for offsets, counts in _OFFSETS.items():
            if offsets in lists:
                self._check_strips(lists[offsets], lists.get(counts, []))
                self._pictures += 1
        if any(tag in lists for tag in _STRIPS):
            _check_size(lists)
        return self._number(start + count * entry, 8 if self._big else 4)

    def _list(self, at: int) -> list[int]:
        width = _SIZES.get(self._number(at + 2, 2), 0)
        count = self._number(at + 4, 8 if self._big else 4)
        self._strips += count
        if self._strips > _MOST_STRIPS:
            raise too_complex()
        field, room = (at + 12, 8) if self._big else (at + 8, 4)
        place = field if width * count <= room else self._number(field, room)
        return [self._number(place + n * width, width) for n in range(count)] if width else []

    def _check_strips(self, offsets: list[int], counts: list[int]) -> None:
        if not offsets or (counts and len(counts) != len(offsets)):
            raise damaged()
        told = counts if any(counts) else [1] * len(offsets)  # some writers tell no lengths, or zeros
        for offset, count in zip(offsets, told, strict=True):
            if not count or offset + count > len(self._content):
                raise damaged()

    def _number(self, at: int, width: int) -> int:
        return int(struct.unpack_from(self._order + _LETTERS[width], self._content, at)[0])
