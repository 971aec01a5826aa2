"""A release as bytes: canonical JSON and the digest that names it."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.decisions.forms.model import Release


def canonical(release: Release) -> bytes:
    """UTF-8 JSON with sorted keys and no white space: the same rules give the same bytes anywhere."""
    return release.canonical()


def digest(content: bytes) -> str:
    """The name of a release: SHA-256 of its canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def read(content: bytes, name: str) -> Release:
    """
    The release that ``content`` holds.

    Raises:
        ValueError: the content does not have the digest ``name``, or is no release.
    """
    if digest(content) != name:
        raise ValueError(f"release {name[:12]} does not match its digest")
    with no_collection():
        release = Release.model_validate_json(content)
    release.__dict__["digest"] = name  # known here: a cold function need not work it out again
    return release


@contextmanager
def no_collection() -> Iterator[None]:
    """
    No garbage collection for a while. A release is many thousand small values, all of them kept, and
    the collections that making them sets off would cost as much again as making them.
    Nothing here is made in circles, so nothing is left lying about either.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
