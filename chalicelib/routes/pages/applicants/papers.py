"""The papers of a case: upload several files a material, see what became of each, check all, submit."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from chalice.app import Blueprint, Request, Response

from chalicelib.cases.case import Case, Stage
from chalicelib.cases.item_of_case import item_of
from chalicelib.cases.people.acting import check_acts
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.uploads.files import CaseFiles, UploadedFile
from chalicelib.cases.uploads.materials import is_full, limits, may_take_back, why
from chalicelib.cases.values import Role
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.cases import Loaded
from chalicelib.ports.file_parts import PART_BYTES
from chalicelib.ports.files import UPLOAD_SECONDS
from chalicelib.routes.access.callers import OwnCase
from chalicelib.routes.answers import answer, answers
from chalicelib.routes.files import check_declared, check_room, show_file, show_limits, show_place
from chalicelib.routes.pages.applicants.item import said
from chalicelib.routes.pages.cases import Locked, Sent, may_be_agent, open_case_of, sent_to
from chalicelib.routes.pages.showing import go_to, show, shows
from chalicelib.routes.pages.visitor import look_of, query_of, root_of
from chalicelib.routes.requests.addresses import name_in_address
from chalicelib.routes.requests.bodies import UploadBody
from chalicelib.routes.requests.reading import as_form
from chalicelib.routes.views.case import show_case
from chalicelib.routes.views.parties import show_parties
from chalicelib.services.cases.applying.submit_case import submit_case
from chalicelib.services.cases.files.give_place import find_place, keep_place
from chalicelib.services.cases.files.send_in_parts import go_on_in_parts, join_parts
from chalicelib.services.cases.files.take_back_file import take_back_file
from chalicelib.services.cases.people.query_codes import known_code
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem, not_found
from chalicelib.services.facts_in_force import rules_of
from chalicelib.web.qr import qr_code
from chalicelib.wiring import world

papers = Blueprint(__name__)

FORM = "application/x-www-form-urlencoded"


def _request() -> Request:
    request: Any = papers.current_request
    assert isinstance(request, Request)  # noqa: S101 - chalice sets it before any view runs
    return request


def store_of(loaded: Loaded) -> str:
    """The origin that uploads go to, for a page's policy."""
    address = urlsplit(world().files.presign_upload(f"uploads/{loaded.case.no}/x", 1))
    return f"{address.scheme}://{address.netloc}"


@papers.route("/cases/{no}/materials", methods=["GET"])
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
    release = rules_of(world(), case.release)
    shown = show_case(world(), loaded, also={"lists": file_lists(loaded, release)})
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


@papers.route("/cases/{no}/materials/{material}", methods=["GET"])
@shows(_request)
def get_upload(no: str, material: str) -> Response:
    """The way to upload a file without any script: a form that goes to the store and leads back here."""
    loaded, name = open_case_of(_request(), no).loaded, name_in_address(material)
    case = loaded.case
    release = rules_of(world(), case.release)
    _check_asked(case, name)
    number = 1 + sum(place.material == name for place in loaded.files.places.values())
    called = f"第 {number} 份"
    place = find_place(world(), loaded, name, called)
    check_room(loaded.files, place.key, name, release.region.uploads)
    keep_place(world(), loaded, place, called)
    back = f"{world().portal_origin}/cases/{case.no}/materials"
    form = world().files.presign_form(place.key, UPLOAD_SECONDS, release.region.uploads.max_bytes, back)
    material_name = next(one.name for one in item_of(release, case).materials if one.material == name)
    return show(
        "upload.html",
        look_of(_request(), case=case.no),
        stores=(store_of(loaded),),
        nav="track",
        no=case.no,
        name=material_name,
        form=form,
        limits=limits(release.region.uploads),
        accept=",".join(show_limits(release.region.uploads)["types"]),
    )


@papers.route("/cases/{no}/materials/{material}", methods=["POST"], content_types=[FORM])
@answers
def post_place(no: str, material: str) -> Response:
    """
    A place to PUT a file, for the script of the page; of a large one places for its parts, without those that
    have arrived under the ``upload`` that it was begun as. In JSON, refusals too.
    """
    sent, body = _declared(no, material)
    place = show_place(world(), sent.loaded, body.material, body)
    if body.size is not None and body.size > PART_BYTES:
        begun, kind = sent.fields.get("upload", ""), body.type or "application/octet-stream"
        found = go_on_in_parts(world().file_parts, place["key"], body.size, kind, begun)
        place |= {"upload": found.upload, "parts": [one._asdict() for one in found.parts]}
    return answer(place, 201)


@papers.route("/cases/{no}/materials/{material}/whole", methods=["POST"], content_types=[FORM])
@answers
def post_whole(no: str, material: str) -> Response:
    """All parts of a file have been sent: make it one, which is judged like any other."""
    sent, body = _declared(no, material)
    place = find_place(world(), sent.loaded, body.material, body.file_name)
    join_parts(world().file_parts, place.key, body.size or 0, sent.fields.get("upload", ""))
    return answer({"key": place.key}, 201)


def _declared(no: str, material: str) -> tuple[Sent, UploadBody]:
    """
    A file that the script of the page declares, for a material that is asked for now.

    Raises:
        Problem: 403, the browser has the case open no more; 409, not asked for; 422, it would not be taken.
    """
    try:
        sent = sent_to(_request(), no)
    except Locked as locked:
        raise Problem(
            403,
            "locked",
            "这件申请在本浏览器中已经关上了，请刷新页面，重新填写查询码",
            "this case is not open in this browser any more; reload the page and give its query code again",
        ) from locked
    fields = {name: sent.fields.get(name, "") for name in ("file_name", "type")}
    size = sent.fields.get("size", "")
    number = int(size) if size.isascii() and size.isdecimal() and len(size) < 12 else 0
    declared = fields | {"material": material, "size": number}
    body = as_form(_json({name: value for name, value in declared.items() if value != ""}), UploadBody)
    case = sent.loaded.case
    release = rules_of(world(), case.release)
    check_acts(case, sent.actor, local_day(release, world().clock.now()))
    _check_asked(case, body.material)
    check_declared(body, release.region.uploads)
    return sent, body


def _json(content: dict[str, Any]) -> bytes:
    import json

    return json.dumps(content).encode()


def _check_asked(case: Case, material: str) -> None:
    if material not in case.open_materials:
        raise Problem(
            409,
            "not_asked",
            "这份材料现在不需要上传，请回到办件页面看要补什么",
            "this paper is not asked for now; go back to your case to see what is",
        )


@papers.route("/cases/{no}/files/{upload}", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_take_back(no: str, upload: str) -> Response:
    """Take a file back; the page says what is left."""
    sent = sent_to(_request(), no)
    take_back_file(world(), sent.loaded, name_in_address(upload))
    return go_to(f"{root_of(_request())}cases/{sent.loaded.case.no}/materials", *sent.cookies)


@papers.route("/cases/{no}/check", methods=["GET"])
@shows(_request)
def get_check(no: str) -> Response:
    """Check your answers: all that was said, before it is sent."""
    mine = open_case_of(_request(), no)
    loaded = mine.loaded
    if loaded.case.stage is not Stage.MATERIALS:
        return go_to(f"{root_of(_request())}cases/{loaded.case.no}")
    return _check_page(mine, {})


@papers.route("/cases/{no}/submit", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_submit(no: str) -> Response:
    """Submit the application, or what was to be corrected. Twice is once, by the number in the form."""
    sent = sent_to(_request(), no)
    case, fields = sent.loaded.case, sent.fields
    correcting = bool(fields.get("task"))
    wrong = {} if correcting or fields.get("true") else {"true": _CONFIRM}
    if not wrong or case.stage is not Stage.MATERIALS:
        try:
            submit_case(
                world(),
                sent.actor,
                sent.loaded,
                fields.get("task") or None,
                incomplete=fields.get("incomplete") == "yes",
                key=fields.get("key") or None,
            )
        except NotPossible as refusal:
            wrong = {"form": (refusal.text.zh, refusal.text.en)}
            wrong |= {f"form-{n}": (told.zh, told.en) for n, told in enumerate(refusal.details)}
        else:
            after = "" if correcting else "/receipt"
            return go_to(f"{root_of(_request())}cases/{case.no}{after}", *sent.cookies)
    look = look_of(_request())
    told = {place: look.t(*text) for place, text in wrong.items()}
    if correcting:
        return materials_page(sent.mine, told, sent.cookies)
    return _check_page(sent.mine, told, sent.cookies, fields)


_CONFIRM = (
    "请先确认内容和材料属实，再提交",
    "Please confirm that what you say and send is true, then submit",
)


def _check_page(
    mine: OwnCase,
    wrong: dict[str, str],
    cookies: tuple[str, ...] = (),
    fields: dict[str, str] | None = None,
) -> Response:
    loaded, case = mine.loaded, mine.loaded.case
    release = rules_of(world(), case.release)
    declared = {fact.fact: fact for fact in release.facts}
    answered = [
        (declared[name].title, said(declared[name], value))
        for name, value in case.application.items()
        if name in declared
    ]
    shown = show_case(world(), loaded, also={"lists": file_lists(loaded, release)})
    return show(
        "check.html",
        look_of(_request(), here=f"cases/{case.no}/check", case=case.no),
        422 if wrong else 200,
        cookies=cookies,
        nav="track",
        case=shown,
        parties=show_parties(world(), case),
        answered=answered,
        missing=[one for one in shown["materials"] if one["material"] in shown["missing"]],
        agent=may_be_agent(mine),
        wrong=wrong,
        fields=fields or {},
        key=(fields or {}).get("key") or str(uuid4()),
    )


@papers.route("/cases/{no}/receipt", methods=["GET"])
@shows(_request)
def get_receipt(no: str) -> Response:
    """That it has arrived: number, code, and when an answer comes."""
    mine = open_case_of(_request(), no)
    loaded = mine.loaded
    case = loaded.case
    if case.erased is not None:
        raise not_found("办件资料已删除", "the data of this case were erased")
    return show(
        "receipt.html",
        look_of(_request(), case=case.no),
        nav="track",
        case=show_case(world(), loaded),
        code=None if mine.capacity is Role.AGENT else known_code(world(), case),
        signed_on=mine.capacity is not None,
        qr=qr_code(f"{world().track_url}?no={case.no}"),
        track_url=world().track_url,
    )
