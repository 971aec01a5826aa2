"""Give a place 上传位置 to put a file of a name: its key tells nothing of the name, which lies sealed."""

from __future__ import annotations

from chalicelib.cases.uploads.files import UNNAMED, FilePlace, file_key
from chalicelib.ports.cases import Loaded
from chalicelib.ports.ports import Ports
from chalicelib.services.errors import PermanentError, RetryableError

_TRIES = 8
"""So often others may be given a new place in the same moment."""


def find_place(ports: Ports, loaded: Loaded, material: str, name: str) -> FilePlace:
    """
    The place that files of this name and material have, so that a new one replaces the one before; where
    there is none a new place, which nobody knows of yet.

    Raises:
        SealError: a name that was given before cannot be opened.
    """
    no = loaded.case.no
    if name == UNNAMED:
        return FilePlace(material, file_key(no, material))
    given = [place for place in loaded.files.places.values() if place.material == material]
    names = ports.cases.file_names(no, given)
    known = next((place for place in given if names.get(place.key) == name), None)
    return known or loaded.files.next_place(no, material)


def keep_place(ports: Ports, loaded: Loaded, place: FilePlace, name: str) -> FilePlace:
    """
    Write a new place and its name down, before anybody is told of it. Where another request has taken the
    same place in the same moment, the name gets the one that it has by then, or the next.

    Raises:
        RetryableError: others are given places again and again.
        SealError: a name that was given meanwhile cannot be opened.
    """
    for _ in range(_TRIES):
        if name == UNNAMED or place.sealed or ports.cases.name_place(loaded.case, place, name):
            return place
        read = ports.cases.load_with_files(loaded.case.no)
        if read is None:
            raise PermanentError(f"case {loaded.case.no} is gone")
        loaded, place = read, find_place(ports, read, place.material, name)
    raise RetryableError("places are given to many files of this case at the same time")
