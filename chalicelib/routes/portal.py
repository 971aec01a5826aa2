"""HTTP for applicants: open a case, upload, follow it, change one's mind."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Request, Response

from chalicelib.cases import commands
from chalicelib.cases.case import Case
from chalicelib.cases.values import Actor, Role
from chalicelib.routes.addresses import case_no
from chalicelib.routes.answers import answer, answers
from chalicelib.routes.bodies import (
    ConsentBody,
    OpenBody,
    RatingBody,
    ReleaseBody,
    SubmissionBody,
    UploadBody,
    WithdrawalBody,
)
from chalicelib.routes.callers import case_of, comes_as_staff, opened_by, staff_of
from chalicelib.routes.cors import CORS
from chalicelib.routes.files import check_declared, show_place
from chalicelib.routes.reading import read_body, read_key
from chalicelib.routes.views.case import show_case
from chalicelib.routes.views.materials import show_materials
from chalicelib.services.cases.adopt_release import adopt_release
from chalicelib.services.cases.change_case import tell_once
from chalicelib.services.cases.open_case import Request as Application
from chalicelib.services.cases.open_case import find_item, open_case
from chalicelib.services.cases.submit_task import asked_of_applicant, submit_task
from chalicelib.services.cases.withdraw_case import withdraw_case, withdraw_for_applicant
from chalicelib.services.errors import Problem
from chalicelib.wiring import world

portal = Blueprint(__name__)

_APPLICANT = Actor(role=Role.APPLICANT, id="portal")


@portal.route("/cases", methods=["POST"], cors=CORS)
@answers
def post_case() -> Response:
    body = read_body(_request(), OpenBody)
    _check_files(body)
    application = Application(
        item=body.item,
        applicant=body.applicant.value,
        application={f"application.{name}": value for name, value in body.application.items()},
        key=read_key(_request()),
        source=_request().context.get("identity", {}).get("sourceIp"),
    )
    opened = open_case(world(), _APPLICANT, application)
    content = show_case(world(), opened.case, opened.in_force) | {
        "query_code": opened.code,
        "materials": show_materials(world(), opened.case, body.files),
    }
    return answer(content, 201, {"Location": f"/cases/{opened.case.no}"})


@portal.route("/cases/{no}", methods=["GET"], cors=CORS)
@answers
def get_case(no: str) -> Response:
    return answer(show_case(world(), case_of(_request(), no)))


@portal.route("/track", methods=["GET"], cors=CORS)
@answers
def track() -> Response:
    given: dict[str, str] = dict(_request().query_params or {})
    return answer(show_case(world(), opened_by(given.get("no", ""), given.get("code"))))


@portal.route("/cases/{no}/uploads", methods=["POST"], cors=CORS)
@answers
def post_upload(no: str) -> Response:
    case = case_of(_request(), no)
    body = read_body(_request(), UploadBody)
    if body.material not in case.open_materials:
        raise Problem(
            409,
            "not_asked",
            "此项材料目前不需要上传，请查看办件的材料清单",
            "this material is not asked for now; see the list of materials of the case",
        )
    check_declared(body, world().releases.get(case.release).region.uploads)
    return answer(show_place(world(), case, body.material, body), 201)


@portal.route("/cases/{no}/consents", methods=["POST"], cors=CORS)
@answers
def post_consent(no: str) -> Response:
    case, body = case_of(_request(), no), read_body(_request(), ConsentBody)
    command = commands.ChangeCourierConsent(at=world().clock.now(), by=_APPLICANT, courier=body.courier)
    return _changed(case, "consent", command)


@portal.route("/cases/{no}/release", methods=["POST"], cors=CORS)
@answers
def post_release(no: str) -> Response:
    case, body = case_of(_request(), no), read_body(_request(), ReleaseBody)
    said = {f"application.{name}": value for name, value in body.application.items()}
    return answer(show_case(world(), adopt_release(world(), _APPLICANT, case, body.release, said)))


@portal.route("/cases/{no}/withdrawal", methods=["POST"], cors=CORS)
@answers
def post_withdrawal(no: str) -> Response:
    request = _request()
    if comes_as_staff(request):
        who, body = staff_of(request), read_body(request, WithdrawalBody)
        case = withdraw_for_applicant(world(), who, case_no(no), body.note or "", read_key(request))
    else:
        mine, body = case_of(request, no), read_body(request, WithdrawalBody)
        case = withdraw_case(world(), _APPLICANT, mine, body.note, read_key(request))
    return answer(show_case(world(), case))


@portal.route("/cases/{no}/submission", methods=["POST"], cors=CORS)
@answers
def post_submission(no: str) -> Response:
    case, body = case_of(_request(), no), read_body(_request(), SubmissionBody)
    task = body.task or asked_of_applicant(case)
    return answer(show_case(world(), submit_task(world(), _APPLICANT, case.no, task)))


@portal.route("/cases/{no}/rating", methods=["POST"], cors=CORS)
@answers
def post_rating(no: str) -> Response:
    case, body = case_of(_request(), no), read_body(_request(), RatingBody)
    command = commands.RateCase(at=world().clock.now(), by=_APPLICANT, score=body.score)
    return _changed(case, "rating", command)


def _check_files(body: OpenBody) -> None:
    """Before anything is opened: files that could not be taken, or belong to no material of the item."""
    if not body.files:
        return
    release = world().releases.get(world().releases.active(world().region))
    uploaded = {each.material for each in find_item(release, body.item).materials if each.uploaded}
    for material, file in body.files.items():
        if material not in uploaded:
            raise Problem(
                422,
                "unknown_material",
                f"本事项没有需要上传的材料 {material}，请按材料清单填写",
                f"this item has no material {material} to upload; see its list of materials",
            )
        check_declared(file, release.region.uploads)


def _changed(case: Case, what: str, command: commands.AnyCommand) -> Response:
    return answer(show_case(world(), tell_once(world(), case, what, command, read_key(_request()))))


def _request() -> Request:
    request: Any = portal.current_request
    assert isinstance(request, Request)  # noqa: S101 - chalice sets it before any view runs
    return request
