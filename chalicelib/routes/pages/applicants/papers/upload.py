"""Upload a file for a paper: by a form without any script, or by places that the page's script asks for."""

from __future__ import annotations

from chalice.app import Blueprint, Response

from chalicelib.cases.case import Case
from chalicelib.cases.item_of_case import item_of
from chalicelib.cases.people.acting import check_acts
from chalicelib.cases.uploads.materials import limits
from chalicelib.ports.storage.file_parts import PART_BYTES
from chalicelib.ports.storage.files import UPLOAD_SECONDS
from chalicelib.routes.access.forgery import FORM
from chalicelib.routes.answers import answer, answers
from chalicelib.routes.files import check_declared, check_room, show_limits, show_place
from chalicelib.routes.pages.applicants.papers.listing import store_of
from chalicelib.routes.pages.cases import Locked, Sent, open_case_of, sent_to
from chalicelib.routes.pages.showing import show, shows
from chalicelib.routes.pages.visitor import look_of
from chalicelib.routes.requests.addresses import name_in_address
from chalicelib.routes.requests.bodies import UploadBody
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.requests.reading import as_fields
from chalicelib.services.cases.files.give_place import find_place, keep_place
from chalicelib.services.cases.files.send_in_parts import go_on_in_parts, join_parts
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem
from chalicelib.services.facts_in_force import rules_of
from chalicelib.wiring import ports

uploading = Blueprint(__name__)
_request = request_of(uploading)


@uploading.route("/cases/{no}/materials/{material}", methods=["GET"])
@shows(_request)
def get_upload(no: str, material: str) -> Response:
    """The way to upload a file without any script: a form that goes to the store and leads back here."""
    loaded, name = open_case_of(_request(), no).loaded, name_in_address(material)
    case = loaded.case
    release = rules_of(ports(), case.release)
    _check_asked(case, name)
    number = 1 + sum(place.material == name for place in loaded.files.places.values())
    called = f"第 {number} 份"
    place = find_place(ports(), loaded, name, called)
    check_room(loaded.files, place.key, name, release.region.uploads)
    place = keep_place(ports(), loaded, place, called)
    back = f"{ports().portal_origin}/cases/{case.no}/materials"
    form = ports().files.presign_form(place.key, UPLOAD_SECONDS, release.region.uploads.max_bytes, back)
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


@uploading.route("/cases/{no}/materials/{material}", methods=["POST"], content_types=[FORM])
@answers
def post_place(no: str, material: str) -> Response:
    """
    A place to PUT a file, for the script of the page; of a large one places for its parts, without those that
    have arrived under the ``upload`` that it was begun as. In JSON, refusals too.
    """
    sent, body = _declared(no, material)
    place = show_place(ports(), sent.loaded, body.material, body)
    if body.size is not None and body.size > PART_BYTES:
        begun, kind = sent.fields.get("upload", ""), body.type or "application/octet-stream"
        found = go_on_in_parts(ports().file_parts, place["key"], body.size, kind, begun)
        place |= {"upload": found.upload, "parts": [one._asdict() for one in found.parts]}
    return answer(place, 201)


@uploading.route("/cases/{no}/materials/{material}/whole", methods=["POST"], content_types=[FORM])
@answers
def post_whole(no: str, material: str) -> Response:
    """All parts of a file have been sent: make it one, which is judged like any other."""
    sent, body = _declared(no, material)
    place = find_place(ports(), sent.loaded, body.material, body.file_name)
    join_parts(ports().file_parts, place.key, body.size or 0, sent.fields.get("upload", ""))
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
    body = as_fields({name: value for name, value in declared.items() if value != ""}, UploadBody)
    case = sent.loaded.case
    release = rules_of(ports(), case.release)
    check_acts(case, sent.actor, local_day(release, ports().clock.now()))
    _check_asked(case, body.material)
    check_declared(body, release.region.uploads)
    return sent, body


def _check_asked(case: Case, material: str) -> None:
    if material not in case.open_materials:
        raise Problem(
            409,
            "not_asked",
            "这份材料现在不需要上传，请回到办件页面看要补什么",
            "this paper is not asked for now; go back to your case to see what is",
        )
