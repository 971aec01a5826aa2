"""How the materials of a case are shown: what is asked, what came, what was not taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.cases.case import Case
from chalicelib.decisions.model import Release
from chalicelib.ports.world import World
from chalicelib.routes.bodies import FileBody
from chalicelib.routes.files import show_place, show_refusal


def show_materials(world: World, case: Case, files: Mapping[str, FileBody]) -> list[dict[str, Any]]:
    """The materials of a new case, each with a place to PUT its file, as declared in ``files``."""
    release = world.releases.get(case.release)
    undeclared = FileBody()
    return [
        {
            **show_material(case, release, name),
            "upload": show_place(world, case, name, files.get(name, undeclared)) if need.uploaded else None,
        }
        for name, need in case.needs.items()
    ]


def show_material(case: Case, release: Release, name: str) -> dict[str, Any]:
    need = case.needs[name]
    refusal = case.refusals.get(name)
    return {
        "material": name,
        "required": need.required,
        "uploaded_by_applicant": need.uploaded,
        "on_paper": need.on_paper,
        "open": name in case.open_materials,
        "files": [
            {
                "file": upload.key.rsplit("/", 1)[-1],
                "kind": upload.kind,
                "size": upload.size,
                "sha256": upload.sha256,
            }
            for upload in case.uploads.get(name, {}).values()
        ],
        "refused": None if refusal is None else show_refusal(refusal, release.region.uploads),
    }


def show_refused(case: Case, release: Release) -> list[dict[str, Any]]:
    """Files that came for materials which the case does not have."""
    return [
        {"material": name, **show_refusal(refusal, release.region.uploads)}
        for name, refusal in case.refusals.items()
        if name not in case.needs
    ]
