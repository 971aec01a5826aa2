"""Places to put files and to read them, what may be uploaded, and why a file was not taken."""

from __future__ import annotations

from typing import Any

from chalicelib.cases.case import Case
from chalicelib.cases.uploads.file_kinds import MEDIA_TYPES, download_name, kind_of_type
from chalicelib.cases.uploads.files import CaseFiles, UploadedFile
from chalicelib.cases.uploads.materials import is_full, limits, why
from chalicelib.cases.uploads.most import MOST_FILES, MOST_IN_ALL
from chalicelib.cases.values import Reason, Unfit
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.region import Uploads
from chalicelib.ports.cases import Loaded
from chalicelib.ports.ports import Ports
from chalicelib.ports.storage.files import UPLOAD_SECONDS, Declared, Shown
from chalicelib.routes.requests.bodies import FileBody
from chalicelib.routes.views.texts import file_name
from chalicelib.services.cases.files.give_place import find_place, keep_place
from chalicelib.services.errors import Problem

DOWNLOAD_SECONDS = 300
MOST_SHOWN = 100
"""Files that staff are given places to read at once; each is signed by itself, and some 2 KB of an answer."""
_NEUTRAL = "application/octet-stream"


def check_declared(file: FileBody, uploads: Uploads) -> None:
    """
    Refuse before the upload what would be refused after it.

    Raises:
        Problem: 422, a declared size or type that is not taken; says what to do.
    """
    kind = None if file.type is None else kind_of_type(file.type)
    reason = _objection(file, kind, uploads)
    if reason is not None:
        text = why(Unfit(reason=reason, size=file.size or 0, kind=kind), uploads)
        raise Problem(422, f"file_{reason.value}", text.zh, text.en)


def _objection(file: FileBody, kind: str | None, uploads: Uploads) -> Reason | None:
    if file.size == 0:
        return Reason.EMPTY
    if file.size is not None and file.size > uploads.max_bytes:
        return Reason.TOO_LARGE
    if file.type is None or file.type == _NEUTRAL or kind in uploads.kinds:
        return None
    return Reason.WRONG_KIND


def check_room(files: CaseFiles, key: str, material: str, uploads: Uploads) -> None:
    """
    Raises:
        Problem: 409, the case has as many files as it may.
    """
    if is_full(files, material, key):
        text = why(Unfit(reason=Reason.TOO_MANY), uploads)
        raise Problem(409, f"file_{Reason.TOO_MANY.value}", text.zh, text.en)


def show_place(ports: Ports, loaded: Loaded, material: str, file: FileBody) -> dict[str, Any]:
    """
    Where to PUT a file, what it must come with if it was declared, and what is taken. The name that it is
    given is kept, sealed, and is no part of its address.

    Raises:
        Problem: 409, the case has as many files as it may.
        SealError: a name that was given before cannot be opened.
    """
    uploads = ports.releases.get(loaded.case.release).region.uploads
    place = find_place(ports, loaded, material, file.file_name)
    check_room(loaded.files, place.key, material, uploads)
    place = keep_place(ports, loaded, place, file.file_name)
    declared = Declared(size=file.size, media_type=file.type)
    return {
        "method": "PUT",
        "url": ports.files.presign_upload(place.key, UPLOAD_SECONDS, declared),
        "key": place.key,
        "expires_in": UPLOAD_SECONDS,
        "headers": {} if file.type is None else {"Content-Type": file.type},
        "size": file.size,
        "limits": show_limits(uploads),
    }


def show_limits(uploads: Uploads) -> dict[str, Any]:
    """What the region takes, for programs and in words."""
    return {
        "max_bytes": uploads.max_bytes,
        "kinds": list(uploads.kinds),
        "types": [MEDIA_TYPES[kind] for kind in uploads.kinds],
        "max_files": MOST_FILES,
        "max_files_in_all": MOST_IN_ALL,
        "text": limits(uploads).model_dump(),
    }


def show_file(file: UploadedFile, files: CaseFiles) -> dict[str, Any]:
    """
    A file that was taken, for its applicant; by ``id`` it can be taken back. Its name, sealed, is opened with
    the texts of the case.
    """
    return {
        "id": file.id,
        "file": file_name(file, files),
        "kind": file.kind,
        "size": file.size,
        "sha256": file.sha256,
    }


def show_refusal(file: UploadedFile, files: CaseFiles, uploads: Uploads) -> dict[str, Any]:
    """Which file was not taken, and why, in words."""
    unfit = file.unfit
    return {
        "id": file.id,
        "file": file_name(file, files),
        "reason": file.refused and file.refused.value,
        "kind": file.kind,
        "text": unfit and why(unfit, uploads).model_dump(),
    }


def files_for_staff(loaded: Loaded) -> list[UploadedFile]:
    """The files taken for papers that the case needs, the oldest first; of a case that was erased none."""
    counted = () if loaded.case.erased else loaded.files.taken()
    return [file for file in counted if file.material in loaded.case.needs]


def show_files(ports: Ports, loaded: Loaded, start: int) -> tuple[list[dict[str, Any]], int | None]:
    """
    Some of the files for staff, each with a place to read the very version that was
    recorded; and where the next page starts, None where there is none. Names are opened with the texts of the
    case.
    """
    taken = files_for_staff(loaded)
    end = start + MOST_SHOWN
    shown = [
        {
            "material": file.material,
            **show_file(file, loaded.files),
            "url": ports.files.presign_download(file.key, DOWNLOAD_SECONDS, _shown(file), file.version),
        }
        for file in taken[start:end]
    ]
    return shown, end if end < len(taken) else None


def show_documents(ports: Ports, case: Case, release: Release) -> dict[str, str]:
    """Where to read each electronic document that the office wrote, by the task that handed it out."""
    title = release.items[case.item].result.name.zh if case.licence else "不予许可决定"
    shown = Shown(name=download_name(title, "json"), media_type="application/json")
    return {
        effect.removeprefix(f"{case.no}-"): ports.files.presign_download(key, DOWNLOAD_SECONDS, shown)
        for effect, key in case.documents.items()
    }


def _shown(file: UploadedFile) -> Shown:
    """As what staff save a file. Its own name, which may tell of people, would stand in the address."""
    name = download_name(f"{file.material}-{file.id}", file.kind or "")
    return Shown(name=name, media_type=MEDIA_TYPES.get(file.kind or "", _NEUTRAL))
