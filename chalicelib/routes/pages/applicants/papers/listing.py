"""The list of the papers of a case: what became of each file, and taking one back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from chalice.app import Blueprint, Response

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.uploads.files import CaseFiles, UploadedFile
from chalicelib.cases.uploads.materials import is_full, limits, may_take_back, why
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.cases import Loaded
from chalicelib.routes.access.callers import OwnCase
from chalicelib.routes.access.forgery import FORM
from chalicelib.routes.files import show_file
from chalicelib.routes.pages.cases import may_be_agent, open_case_of, sent_to
from chalicelib.routes.pages.showing import go_to, show, shows
from chalicelib.routes.pages.visitor import look_of, query_of, root_of
from chalicelib.routes.requests.addresses import name_in_address
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.views.cases.case import show_case
from chalicelib.services.cases.files.take_back_file import take_back_file
from chalicelib.services.facts_in_force import rules_of
from chalicelib.wiring import ports

paper_list = Blueprint(__name__)
_request = request_of(paper_list)


def store_of(loaded: Loaded) -> str:
    """The origin that uploads go to, for a page's policy."""
    address = urlsplit(ports().files.presign_upload(f"uploads/{loaded.case.no}/x", 1))
    return f"{address.scheme}://{address.netloc}"


@paper_list.route("/cases/{no}/materials", methods=["GET"])
@shows(_request)
def get_materials(no: str) -> Response:
    """Where papers are uploaded, before the submission and while something is to be corrected."""
    mine = open_case_of(_request(), no)
    loaded = mine.loaded
    if loaded.case.stage is not Stage.MATERIALS and not _asked_of_applicant(loaded.case):
        return go_to(f"{root_of(_request())}cases/{loaded.case.no}")
    return materials_page(mine)


def _asked_of_applicant(case: Case) -> bool:
    return any(task.by == "applicant" for task in case.tasks.values())


def materials_page(
    mine: OwnCase, wrong: dict[str, str] | None = None, cookies: tuple[str, ...] = ()
) -> Response:
    loaded, case = mine.loaded, mine.loaded.case
    release = rules_of(ports(), case.release)
    shown = show_case(ports(), loaded, also={"lists": file_lists(loaded, release)})
    sent = query_of(_request()).get("key", "")
    return show(
        "materials.html",
        look_of(_request(), here=f"cases/{case.no}/materials", case=case.no),
        422 if wrong else 200,
        cookies=cookies,
        stores=(store_of(loaded),),
        nav="track",
        case=shown,
        correcting=case.stage is not Stage.MATERIALS,
        limits=limits(release.region.uploads),
        full={name: is_full(loaded.files, name, "") for name in case.needs},
        waiting=sent if loaded.files.newest(sent) is None and sent.startswith(f"uploads/{case.no}/") else "",
        agent=may_be_agent(mine),
        wrong=wrong or {},
        key=str(uuid4()),
    )


def file_lists(loaded: Loaded, release: Release) -> dict[str, list[dict[str, Any]]]:
    """
    By material its files, each with what became of it: taken, or why not and what to do; ``settled``: it was
    not, and a later one of its material was, so that nothing has to be done about it.
    """
    lists: dict[str, list[dict[str, Any]]] = {}
    asked = [task.since for task in loaded.case.tasks.values() if task.by == "applicant"]
    newest = newest_files(loaded.files)
    good = {file.material: file.at for file in newest if file.unfit is None}
    for file in newest:
        unfit = file.unfit
        lists.setdefault(file.material, []).append(
            {
                **show_file(file, loaded.files),
                "at": file.at.isoformat(),
                "before": bool(asked) and file.at <= min(asked),
                "settled": unfit is not None and file.at <= good.get(file.material, _NEVER),
                "told": None if unfit is None else why(unfit, release.region.uploads).model_dump(),
                "removable": may_take_back(loaded.case, file.material),
            }
        )
    return lists


_NEVER = datetime.min.replace(tzinfo=UTC)


def newest_files(files: CaseFiles) -> list[UploadedFile]:
    """Of each file that somebody put there the newest version, but those that were taken back."""
    newest = {file.key: files.newest(file.key) for file in files.known}
    kept = [file for file in newest.values() if file is not None and not file.taken_back]
    return sorted(kept, key=lambda file: (file.at, file.key))


@paper_list.route("/cases/{no}/files/{upload}", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_take_back(no: str, upload: str) -> Response:
    """Take a file back; the page says what is left."""
    sent = sent_to(_request(), no)
    take_back_file(ports(), sent.loaded, name_in_address(upload))
    return go_to(f"{root_of(_request())}cases/{sent.loaded.case.no}/materials", *sent.cookies)
