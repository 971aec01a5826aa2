"""Receive an uploaded file: find its case, look at its bytes, record it or say why not."""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.cases.case import Case
from chalicelib.cases.commands import ReceiveFile
from chalicelib.cases.materials import belongs_to
from chalicelib.cases.values import Actor, Role
from chalicelib.ports.file_check import Examined
from chalicelib.ports.files import Stored
from chalicelib.ports.world import World
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.stored_objects import NotUnderstoodError, StoredObject, stored_objects

_PORTAL = Actor(role=Role.APPLICANT, id="upload")


class Arrival(NamedTuple):
    """What S3 tells of a new object: key ``uploads/<case>/<material>/<file>`` decoded, sizes in bytes."""

    key: str
    version: str
    sequencer: str
    size: int


def receive_uploads(world: World, message: object) -> None:
    """
    Receive every file that a message of S3 tells of. One that cannot be received does not hold up the others;
    the message comes again for it.

    Raises:
        RetryableError: store or files are not to be had just now.
        NotUnderstoodError: something in the message is not understood: it is kept for a person.
    """
    told, unread = stored_objects(message)
    failed: list[Exception] = []
    for each in told:
        if each.removed:
            continue
        try:
            receive_upload(world, _arrival(each))
        except Exception as error:  # noqa: BLE001 - told below, once the others have been received
            failed.append(error)
    if failed:
        raise failed[0]
    if unread:
        raise NotUnderstoodError(f"{unread} records of a message of the uploads bucket are not understood")


def _arrival(told: StoredObject) -> Arrival:
    if not told.version or not told.sequencer:
        raise NotUnderstoodError("a file without version or sequencer: the uploads bucket keeps versions")
    return Arrival(key=told.key, version=told.version, sequencer=told.sequencer, size=told.size)


def receive_upload(world: World, arrival: Arrival) -> Case | None:
    """
    The case with the file in it, or with the reason why it was not taken; None if the file belongs
    to no case: then it is kept on the list of stray files for a person.

    Raises:
        RetryableError: store or files are not to be had just now.
    """
    case, material = _find(world, arrival.key)
    now = world.clock.now()
    if case is None:
        world.cases.keep_stray(world.region, arrival.key, arrival.version, now)
        return None
    uploads = world.releases.get(case.release).region.uploads
    found, sha256, size = _look(world, arrival, uploads.max_bytes)
    command = ReceiveFile(
        at=now,
        by=_PORTAL,
        material=material,
        key=arrival.key,
        version=arrival.version,
        sequencer=arrival.sequencer,
        size=size,
        kind=found.kind,
        sha256=sha256,
        largest=uploads.max_bytes,
        kinds=uploads.kinds,
        fault=found.fault,
        active=found.active,
    )
    return change_case(world, case.no, f"s3#{arrival.key}#{arrival.version}", lambda _: command)


def _find(world: World, key: str) -> tuple[Case | None, str]:
    place = belongs_to(key)
    return (None, "") if place is None else (world.cases.load(place[0]), place[1])


def _look(world: World, arrival: Arrival, largest: int) -> tuple[Examined, str, int]:
    """What it is, digest and size by the bytes themselves; a version that is gone counts as empty."""
    stored: Stored | None = world.files.open(arrival.key, arrival.version, largest)
    if stored is None:
        return Examined(kind=None), "", 0
    with stored.content as content:
        found = world.file_check.examine(content) if 0 < stored.size <= largest else Examined(kind=None)
    return found, stored.sha256, stored.size
