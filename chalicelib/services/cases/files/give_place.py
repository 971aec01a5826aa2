"""Give a place 上传位置 to put a file of a name: its key tells nothing of the name, which lies sealed."""

from __future__ import annotations

from chalicelib.cases.uploads.files import UNNAMED, FilePlace, file_key, token_of
from chalicelib.ports.cases import Loaded
from chalicelib.ports.world import World


def find_place(world: World, loaded: Loaded, material: str, name: str) -> FilePlace:
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
    names = world.cases.file_names(no, given)
    known = next((place for place in given if names.get(place.key) == name), None)
    return known or FilePlace(material, file_key(no, material, token_of(world.codes.unused())))


def keep_place(world: World, loaded: Loaded, place: FilePlace, name: str) -> None:
    """Write a new place and its name down, before anybody is told of it."""
    if name != UNNAMED and not place.sealed:
        world.cases.name_place(loaded.case, place, name)
