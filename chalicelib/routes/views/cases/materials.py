"""How the materials of a case are shown: what is asked, what came, what was not taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.cases.case import Case
from chalicelib.cases.decide.work.owing import promised
from chalicelib.cases.item_of_case import item_of
from chalicelib.cases.uploads.files import CaseFiles
from chalicelib.decisions.facts.needs import Need
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.cases import Loaded
from chalicelib.ports.ports import Ports
from chalicelib.routes.files import show_file, show_place, show_refusal
from chalicelib.routes.requests.bodies import FileBody
from chalicelib.routes.views.words import day, material_name, time


def show_materials(ports: Ports, loaded: Loaded, files: Mapping[str, FileBody]) -> list[dict[str, Any]]:
    """
    The materials of a new case, each with a place to PUT its file, as declared in ``files``. Asked for again
    when the case has gone on or is closed, no place is given and no name kept that nobody waits for.
    """
    case, undeclared = loaded.case, FileBody()
    places = {
        name: show_place(ports, loaded, name, files.get(name, undeclared)) for name in case.open_materials
    }
    return [
        {**material, "upload": places.get(material["material"])}
        for material in list_materials(loaded, ports.releases.get(case.release))
    ]


def list_materials(loaded: Loaded, release: Release) -> list[dict[str, Any]]:
    """What is asked for, and what came; of a case that was erased nothing came."""
    case, files = loaded.case, _files(loaded)
    refused = files.refused()
    taken: dict[str, list[dict[str, Any]]] = {}
    for file in files.taken():
        taken.setdefault(file.material, []).append(show_file(file, files))
    return [
        {
            "material": name,
            "name": material_name(release, case, name),
            "required": need.required,
            "uploaded_by_applicant": need.uploaded,
            "on_paper": need.on_paper,
            **_terms(case, need, name),
            "promise": show_promise(release, case, name),
            "open": name in case.open_materials,
            "files": taken.get(name, []),
            "refused": show_refusal(refused[name], files, release.region.uploads)
            if name in refused
            else None,
        }
        for name, need in case.needs.items()
    ]


def _files(loaded: Loaded) -> CaseFiles:
    return CaseFiles() if loaded.case.erased else loaded.files


def _terms(case: Case, need: Need, name: str) -> dict[str, Any]:
    """
    What becomes of the original; whether the material may follow later, and by which day it is owed; whether
    the office has it by itself, or has a promise in its place.
    """
    owed = case.deferred.get(name)
    original = ("seen" if need.seen else "kept") if need.on_paper or need.seen else None
    return {
        "original": "returned" if need.returned else original,
        "deferrable": need.deferrable,
        "owed_until": None if owed is None else day(owed.due),
        "overdue": owed is not None and owed.overdue,
        "shared": need.shared,
        "committed": need.committed,
    }


def show_promise(release: Release, case: Case, name: str) -> dict[str, Any] | None:
    """
    What is promised in the place of a material 告知承诺, in the words of the release that the case keeps to,
    how long after the decision that is checked, and, once it is submitted, when it was promised and by which
    party. None where the material is handed in.
    """
    known = (one.committed for one in item_of(release, case).materials if one.material == name)
    terms, made = next(known, None), case.commitment
    if terms is None or not promised(case, name):
        return None
    return {
        "text": terms.text and terms.text.model_dump(),
        "digest": terms.digest,
        "checked_within": terms.checked_within.model_dump(exclude_none=True),
        "made_at": made and time(release, made.at),
        "made_by": made and made.party,
    }


def show_refused(loaded: Loaded, release: Release) -> list[dict[str, Any]]:
    """Files that came for materials which the case does not have."""
    return [
        {"material": name, **show_refusal(file, loaded.files, release.region.uploads)}
        for name, file in _files(loaded).refused().items()
        if name not in loaded.case.needs
    ]
