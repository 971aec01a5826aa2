"""HTTP for applicants: open a case, upload, follow it, change one's mind."""

from __future__ import annotations

import logging
from typing import Any, TypeVar

from chalice.app import Blueprint, Response

from chalicelib.cases import commands
from chalicelib.cases.people.acting import check_acts, no_agent
from chalicelib.cases.values import Actor, Role, Submission
from chalicelib.ports.cases import Loaded
from chalicelib.routes.access.callers import (
    SIGNED_ON,
    case_of,
    comes_as_staff,
    is_identified,
    own_case,
    staff_of,
)
from chalicelib.routes.access.cors import CORS
from chalicelib.routes.access.openers import opener
from chalicelib.routes.answers import answer, answers
from chalicelib.routes.files import check_declared, show_place
from chalicelib.routes.pages.applicants.tracking import case_page, track_page
from chalicelib.routes.pages.showing import shows
from chalicelib.routes.pages.visitor import wants_page
from chalicelib.routes.requests.addresses import case_no, name_in_address, source_of
from chalicelib.routes.requests.bodies import (
    Act,
    ConsentBody,
    OfferBody,
    RatingBody,
    ReleaseBody,
    SubmissionBody,
    UploadBody,
    WithdrawalBody,
)
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.requests.opening_body import ContactBody, MandateEndBody, OpenBody
from chalicelib.routes.requests.reading import read_body, read_key
from chalicelib.routes.views.cases.case import show_brief, show_case
from chalicelib.routes.views.cases.materials import show_materials
from chalicelib.routes.views.cases.whole import show_whole
from chalicelib.services.cases.applying.application import find_item
from chalicelib.services.cases.applying.open_case import Request as Application
from chalicelib.services.cases.applying.open_case import open_case
from chalicelib.services.cases.applying.submit_case import submit_case
from chalicelib.services.cases.applying.withdraw_case import withdraw_case, withdraw_for_applicant
from chalicelib.services.cases.change_case import tell_once
from chalicelib.services.cases.desk.find_for_staff import find_concerned
from chalicelib.services.cases.files.take_back_file import take_back_file
from chalicelib.services.cases.people.change_contact import Contact, change_contact
from chalicelib.services.cases.people.issue_code import issued_code
from chalicelib.services.cases.people.revoke_mandate import revoke_mandate
from chalicelib.services.cases.rules.adopt_release import adopt_release
from chalicelib.services.days import local_day
from chalicelib.services.errors import Problem, SealError
from chalicelib.services.facts_in_force import rules_of
from chalicelib.wiring import ports

log = logging.getLogger(__name__)

portal = Blueprint(__name__)
_request = request_of(portal)

Given = TypeVar("Given", bound=Act)


@portal.route("/cases", methods=["POST"], cors=CORS)
@answers
def post_case() -> Response:
    body = read_body(_request(), OpenBody)
    _check_files(body)
    if body.by == "agent" and body.agent is None:
        raise no_agent()
    who = opener(_request(), body)
    application = Application(
        item=body.item,
        applicant=body.applicant.value,
        application={f"application.{name}": value for name, value in body.application.items()},
        key=read_key(_request()),
        source=source_of(_request()),
        submit=Submission(body.submit),
        agent=None if body.agent is None else body.agent.agent,
    )
    opened = open_case(ports(), who, application)
    loaded = Loaded(opened.case, opened.files)
    places = show_materials(ports(), loaded, body.files)
    outlasts = (
        who.role is Role.AGENT and who.id == SIGNED_ON
    )  # her mandate: she signs on for as long as it holds
    also = {"query_code": None if outlasts else opened.code, "materials": places}
    content = show_case(ports(), loaded, opened.in_force, also)
    return answer(content, 201, {"Location": f"/cases/{opened.case.no}"})


@portal.route("/cases/{no}", methods=["GET"], cors=CORS)
def get_case(no: str) -> Response:
    """As a page for whoever wants HTML, else as data."""
    return _case_page(no) if wants_page(_request()) else _case(no)


@answers
def _case(no: str) -> Response:
    return answer(show_whole(ports(), case_of(_request(), no)), headers={"Vary": "Accept"})


@portal.route("/track", methods=["GET"], cors=CORS)
def track() -> Response:
    """As a form for whoever wants HTML, else the case as data."""
    return _track_page() if wants_page(_request()) else _tracked()


@answers
def _tracked() -> Response:
    given: dict[str, str] = dict(_request().query_params or {})
    if "code" in given:
        raise Problem(
            400,
            "code_in_address",
            "查询码不得写在网址中，请放在请求头 X-Query-Code 中（网址会被记录）",
            "a query code does not belong into an address, which is written down on its way; send it in the "
            "header X-Query-Code",
        )
    return answer(show_whole(ports(), case_of(_request(), given.get("no", ""))))


@portal.route("/cases/{no}/uploads", methods=["POST"], cors=CORS)
@answers
def post_upload(no: str) -> Response:
    mine, body = own_case(_request(), no), read_body(_request(), UploadBody)
    loaded, case = mine.loaded, mine.loaded.case
    release = rules_of(ports(), case.release)
    check_acts(case, mine.actor(body.by), local_day(release, ports().clock.now()))
    if body.material not in case.open_materials:
        raise Problem(
            409,
            "not_asked",
            "此项材料目前不需要上传，请查看办件的材料清单",
            "this material is not asked for now; see the list of materials of the case",
        )
    check_declared(body, release.region.uploads)
    return answer(show_place(ports(), loaded, body.material, body), 201)


@portal.route("/cases/{no}/uploads/{upload}", methods=["DELETE"], cors=CORS)
@answers
def delete_upload(no: str, upload: str) -> Response:
    loaded = case_of(_request(), no)
    return answer(show_case(ports(), take_back_file(ports(), loaded, name_in_address(upload))))


@portal.route("/cases/{no}/consents", methods=["POST"], cors=CORS)
@answers
def post_consent(no: str) -> Response:
    mine, body = own_case(_request(), no), read_body(_request(), ConsentBody)
    by = mine.actor(body.by)
    command = commands.ChangeCourierConsent(at=ports().clock.now(), by=by, courier=body.courier)
    return _changed(mine.loaded, "consent", command)


@portal.route("/cases/{no}/offers/{decision}", methods=["POST"], cors=CORS)
@answers
def post_offer(no: str, decision: str) -> Response:
    mine, body = own_case(_request(), no), read_body(_request(), OfferBody)
    by, at, name = mine.actor(body.by), ports().clock.now(), name_in_address(decision)
    command = commands.AnswerOffer(at=at, by=by, decision=name, accept=body.accept)
    return _changed(mine.loaded, "offer", command)


@portal.route("/cases/{no}/release", methods=["POST"], cors=CORS)
@answers
def post_release(no: str) -> Response:
    mine, body = own_case(_request(), no), read_body(_request(), ReleaseBody)
    said = {f"application.{name}": value for name, value in body.application.items()}
    case = adopt_release(ports(), mine.actor(body.by), mine.loaded, body.release, said)
    return answer(show_case(ports(), Loaded(case, mine.loaded.files)))


@portal.route("/cases/{no}/contact", methods=["POST"], cors=CORS)
@answers
def post_contact(no: str) -> Response:
    loaded, by, body = _whose(no, ContactBody)
    contact = Contact(body.party, body.phone, body.address)
    return _done(by, change_contact(ports(), by, loaded, contact, read_key(_request())))


@portal.route("/cases/{no}/mandate", methods=["POST"], cors=CORS)
@answers
def post_mandate(no: str) -> Response:
    loaded, by, _ = _whose(no, MandateEndBody)
    identified = is_identified(by)
    after = revoke_mandate(ports(), by, loaded, read_key(_request()), code=identified)
    code = issued_code(ports(), by, after.case) if identified else None
    return _done(by, after, {"query_code": code})


@portal.route("/cases/{no}/withdrawal", methods=["POST"], cors=CORS)
@answers
def post_withdrawal(no: str) -> Response:
    request = _request()
    if comes_as_staff(request):
        who, body = staff_of(request), read_body(request, WithdrawalBody)
        after = withdraw_for_applicant(ports(), who, case_no(no), body.note or "", read_key(request))
        return _done(who.actor, after)
    mine, body = own_case(request, no), read_body(request, WithdrawalBody)
    by = mine.actor(body.by)
    return _done(by, withdraw_case(ports(), by, mine.loaded, body.note, read_key(request)))


@portal.route("/cases/{no}/submission", methods=["POST"], cors=CORS)
@answers
def post_submission(no: str) -> Response:
    mine, body = own_case(_request(), no), read_body(_request(), SubmissionBody)
    key = read_key(_request())
    by = mine.actor(body.by)
    after = submit_case(ports(), by, mine.loaded, body.task, incomplete=body.incomplete, key=key)
    return answer(show_case(ports(), after))


@portal.route("/cases/{no}/rating", methods=["POST"], cors=CORS)
@answers
def post_rating(no: str) -> Response:
    mine, body = own_case(_request(), no), read_body(_request(), RatingBody)
    command = commands.RateCase(at=ports().clock.now(), by=mine.actor(body.by), score=body.score)
    return _changed(mine.loaded, "rating", command)


def _check_files(body: OpenBody) -> None:
    """Before anything is opened: files that could not be taken, or belong to no material of the item."""
    if not body.files:
        return
    release = ports().releases.get(ports().releases.active(ports().region))
    item = find_item(release, body.item, local_day(release, ports().clock.now()))
    uploaded = {each.material for each in item.materials if each.uploaded}
    for material, file in body.files.items():
        if material not in uploaded:
            raise Problem(
                422,
                "unknown_material",
                f"本事项没有需要上传的材料 {material}，请按材料清单填写",
                f"this item has no material {material} to upload; see its list of materials",
            )
        check_declared(file, release.region.uploads)


def _whose(no: str, form: type[Given]) -> tuple[Loaded, Actor, Given]:
    """The case of what its applicant asks for, her agent, or for her a member of staff; and the body."""
    request = _request()
    if comes_as_staff(request):
        who = staff_of(request)
        return find_concerned(ports(), who, case_no(no)), who.actor, read_body(request, form)
    mine, body = own_case(request, no), read_body(request, form)
    return mine.loaded, mine.actor(body.by), body


def _done(by: Actor, loaded: Loaded, also: dict[str, Any] | None = None) -> Response:
    """
    The case for a party of it; for staff who did it for her a receipt: the hall does it in cases with which
    it has nothing to do. A receipt, too, where a name or text of the case was altered: what was asked for is
    done, and must not be answered as if it were not.
    """
    brief = {**show_brief(ports(), loaded.case), **(also or {})}
    if by.role is Role.STAFF:
        return answer(brief)
    try:
        return answer(show_case(ports(), loaded, also=also or {}))
    except SealError as error:
        log.error("case %s was changed and cannot be shown: %s", loaded.case.no, type(error).__name__)  # noqa: TRY400 - nothing more is known
        return answer(brief)


def _changed(loaded: Loaded, what: str, command: commands.AnyCommand) -> Response:
    case = tell_once(ports(), loaded.case, what, command, read_key(_request()))
    return answer(show_case(ports(), Loaded(case, loaded.files)))


@shows(_request)
def _case_page(no: str) -> Response:
    return case_page(_request(), no)


@shows(_request)
def _track_page() -> Response:
    return track_page(_request())
