"""
What is left open, listed in parts: of a few large ones it is seen at once which of them a cube meets, however
many situations these have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chalicelib.authoring.space.searching.cube import Cube, Point, meeting, numbers

Box = Sequence[int]
"""Of each fact the classes that it may be of, as bits: none is left out."""


class Boxes:
    """
    Boxes, the n-th of which is bit n of a number; no two of them meet.

    Args:
        sizes: how many classes each fact has.
    """

    def __init__(self, sizes: Sequence[int], boxes: Iterable[Box]) -> None:
        self._boxes: list[Box] = []
        self._columns = [[0] * size for size in sizes]
        self._there = 0
        for box in boxes:
            self._put(box)

    def point(self, cubes: Iterable[Cube]) -> Point | None:
        """A situation of the boxes in any of some cubes; None if there is none."""
        for cube in cubes:
            met = meeting(cube, self._columns, self._there)
            if met:
                inside = list(self._boxes[(met & -met).bit_length() - 1])
                for fact, classes in cube:
                    inside[fact] &= classes
                return tuple((classes & -classes).bit_length() - 1 for classes in inside)
        return None

    def leave(self, cube: Cube) -> None:
        """Take what lies in a cube out of the boxes, each of which that meets it falls into parts."""
        for number in numbers(meeting(cube, self._columns, self._there)):
            self._there ^= 1 << number
            inside = list(self._boxes[number])
            for fact, classes in cube:
                if inside[fact] & ~classes:
                    self._put([*inside[:fact], inside[fact] & ~classes, *inside[fact + 1 :]])
                    inside[fact] &= classes

    def _put(self, box: Box) -> None:
        bit = 1 << len(self._boxes)
        self._boxes.append(box)
        self._there |= bit
        for column, classes in zip(self._columns, box, strict=True):
            for number in numbers(classes):
                column[number] |= bit
