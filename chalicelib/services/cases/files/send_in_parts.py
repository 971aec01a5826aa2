"""Take a large file in parts: what has arrived is not sent again after the connection was lost."""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.ports.storage.file_parts import PART_BYTES, FileParts, Part
from chalicelib.ports.storage.files import UPLOAD_SECONDS
from chalicelib.services.errors import Problem


class Place(NamedTuple):
    """A part of a file, and where to PUT it; ``url`` is None where it has arrived already."""

    number: int
    size: int
    url: str | None


class InParts(NamedTuple):
    """An upload in parts, by its name; who gives that name again goes on where it stopped."""

    upload: str
    parts: tuple[Place, ...]


def go_on_in_parts(store: FileParts, key: str, size: int, media_type: str, upload: str) -> InParts:
    """
    Places for the parts of a file that have not arrived.

    Args:
        size: of the whole file, in bytes.
        upload: the name of an upload that was begun before; of another file, or unknown, a new one begins.
    """
    sizes = _sizes(size)
    held = store.held(key, upload) if upload else None
    if held is None or not _of_this(held, sizes):
        upload, held = store.begin(key, media_type), ()
    arrived = {one.number for one in held}
    return InParts(
        upload,
        tuple(
            Place(
                number,
                each,
                None if number in arrived else store.presign(key, upload, number, each, UPLOAD_SECONDS),
            )
            for number, each in sizes.items()
        ),
    )


def join_parts(store: FileParts, key: str, size: int, upload: str) -> None:
    """
    Make the file of its parts. Asked once more, because the first answer was lost, it is answered the same.

    Raises:
        Problem: 409, not all of them have arrived, or the upload is over.
    """
    held, sizes = store.held(key, upload) if upload else None, _sizes(size)
    arrived = held is not None and len(held) == len(sizes) and _of_this(held, sizes)
    if held is not None and arrived and store.join(key, upload, held):
        return
    if not (upload and store.joined(key, upload)):
        raise Problem(
            409,
            "parts_missing",
            "文件还没有传完，请接着传",
            "not all of the file has arrived yet; please go on sending it",
        )


def _sizes(size: int) -> dict[int, int]:
    """The parts of a file, by number: each of ``PART_BYTES``, the last of what is left."""
    starts = range(0, size, PART_BYTES)
    return {number: min(PART_BYTES, size - start) for number, start in enumerate(starts, 1)}


def _of_this(held: tuple[Part, ...], sizes: dict[int, int]) -> bool:
    return all(sizes.get(one.number) == one.size for one in held)
