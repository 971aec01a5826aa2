"""Receive an uploaded file: find its case, look at its bytes, record it or say why not."""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.cases.uploads.files import CaseFiles, UploadedFile, later
from chalicelib.cases.uploads.materials import belongs_to, objection
from chalicelib.cases.values import Reason
from chalicelib.ports.cases import Loaded
from chalicelib.ports.ports import Ports
from chalicelib.ports.storage.file_check import Examined
from chalicelib.ports.storage.files import Stored
from chalicelib.services.cases.files.look_at_files import look_at_files
from chalicelib.services.errors import PermanentError
from chalicelib.services.stored_objects import NotUnderstoodError, StoredObject, stored_objects


class Arrival(NamedTuple):
    """What S3 tells of a new object: key ``uploads/<case>/<material>/<file>`` decoded, sizes in bytes."""

    key: str
    version: str
    sequencer: str
    size: int


def receive_uploads(ports: Ports, message: object) -> None:
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
            receive_upload(ports, _arrival(each))
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


def receive_upload(ports: Ports, arrival: Arrival) -> Loaded | None:
    """
    The case with what became of the file; None if the file belongs to no case: then it is kept on the list
    of stray files for a person.

    The file is written down beside the case, which does not change: any number may come at the same time.
    Of a case whose parties were erased no file stays.
    Whether it came in time is told by its row, whenever that is read. Then the case looks at its files: those
    that complete it submit it.

    Raises:
        RetryableError: store or files are not to be had just now.
    """
    place = belongs_to(arrival.key)
    loaded = None if place is None else ports.cases.load_with_files(place[0])
    if place is None or loaded is None:
        ports.cases.keep_stray(ports.region, arrival.key, arrival.version, ports.clock.now())
        return None
    if loaded.case.erased is not None:
        ports.files.remove(arrival.key, arrival.version)  # it was under way while the others were deleted
        return loaded
    if not _is_known(loaded.files, arrival):
        file = _judged(ports, loaded, place[1], arrival)
        if ports.cases.put_file(place[0], file):
            loaded = _reload(ports, place[0])
    return look_at_files(ports, loaded)


def _is_known(files: CaseFiles, arrival: Arrival) -> bool:
    """Whether this version, or a later one that counts, has been looked at: messages come twice, and late."""
    counted = files.counted(arrival.key)
    if counted is not None and not later(arrival.sequencer, counted.sequencer):
        return True
    return any((file.key, file.version) == (arrival.key, arrival.version) for file in files.known)


def _judged(ports: Ports, loaded: Loaded, material: str, arrival: Arrival) -> UploadedFile:
    """What is to be known of the file, by its bytes."""
    uploads = ports.releases.get(loaded.case.release).region.uploads
    found, sha256, size = _look(ports, arrival, uploads.max_bytes)
    file = UploadedFile(
        material=material,
        key=arrival.key,
        version=arrival.version,
        sequencer=arrival.sequencer,
        at=ports.clock.now(),
        size=size,
        kind=found.kind,
        sha256=sha256,
        refused=found.fault,
        case_version=loaded.case.version,
    )
    reason = objection(loaded.case, loaded.files, file, uploads)
    if reason is not None:
        active = found.active if reason is Reason.ACTIVE else None
        return file.model_copy(update={"refused": reason, "active": active})
    return file.model_copy(update={"replaced": _counted(loaded.files, arrival.key)})


def _counted(files: CaseFiles, key: str) -> UploadedFile | None:
    """The version that counts under this name."""
    counted = files.counted(key)
    if counted is None or not counted.taken:
        return None
    return counted.model_copy(update={"replaced": None})


def _reload(ports: Ports, no: str) -> Loaded:
    loaded = ports.cases.load_with_files(no)
    if loaded is None:
        raise PermanentError(f"case {no} is gone")
    return loaded


def _look(ports: Ports, arrival: Arrival, largest: int) -> tuple[Examined, str, int]:
    """What it is, digest and size by the bytes themselves; a version that is gone counts as empty."""
    stored: Stored | None = ports.files.open(arrival.key, arrival.version, largest)
    if stored is None:
        return Examined(kind=None), "", 0
    with stored.content as content:
        found = ports.file_check.examine(content) if 0 < stored.size <= largest else Examined(kind=None)
    return found, stored.sha256, stored.size
