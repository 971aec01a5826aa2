"""HTTP for staff: work lists and the outcomes of steps."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Request, Response

from chalicelib.adapters.identity.tokens import identify_staff
from chalicelib.ports.identity import Staff
from chalicelib.routes.addresses import case_no, name_in_address, read_query
from chalicelib.routes.answers import answer, answers
from chalicelib.routes.bodies import OutcomeBody
from chalicelib.routes.cors import CORS
from chalicelib.routes.files import show_files
from chalicelib.routes.reading import read_body, read_key
from chalicelib.routes.views import show_case
from chalicelib.services.cases.record_outcome import Finding, find_case, record_outcome
from chalicelib.services.cases.show_desk import show_desk
from chalicelib.services.errors import Problem
from chalicelib.wiring import secrets, world

staff = Blueprint(__name__)

_NOT_FOR_STAFF = {"code_digest"}
"""From the digest of a code so short the code could be found, and with it act as the applicant."""


@staff.route("/desk", methods=["GET"], cors=CORS)
@answers
def get_desk() -> Response:
    who = _who()
    work = show_desk(world(), who, read_query(_request(), "department"), read_query(_request(), "kind"))
    return answer(
        {
            "work": [
                {
                    "case": line.case,
                    "item": line.item,
                    "step": line.step,
                    "since": line.since.isoformat(timespec="seconds"),
                    "due": None if line.due is None else line.due.isoformat(timespec="seconds"),
                    "late": line.late,
                    "accepted_by_silence": line.accepted_by_silence,
                }
                for line in work
            ]
        }
    )


@staff.route("/desk/cases/{no}", methods=["GET"], cors=CORS)
@answers
def get_desk_case(no: str) -> Response:
    who, case = _who(), find_case(world(), case_no(no))
    if not who.serves(case.department):
        raise Problem(
            403, "other_department", "该办件属于其他部门", "this case belongs to another department"
        )
    told = [event.model_dump(mode="json", exclude=_NOT_FOR_STAFF) for event in world().cases.events(case.no)]
    files = show_files(world(), case)
    return answer(show_case(world(), case) | {"events": told, "uploads": files})


@staff.route("/cases/{no}/steps/{step}", methods=["POST"], cors=CORS)
@answers
def post_outcome(no: str, step: str) -> Response:
    who, body = _who(), read_body(_request(), OutcomeBody)
    finding = Finding(
        outcome=body.outcome,
        round=body.round,
        version=body.version,
        note=body.note,
        reason=body.reason,
        lines=tuple(line.value for line in body.lines),
        missing=body.missing,
        number=body.number,
        channel=body.channel,
        key=read_key(_request()),
    )
    return answer(
        show_case(world(), record_outcome(world(), who, case_no(no), name_in_address(step), finding))
    )


def _who() -> Staff:
    header = _request().headers.get("authorization")
    now, longest = world().clock.now(), world().token_life
    return identify_staff(secrets().staff_token_key, header, world().region, now, longest)


def _request() -> Request:
    request: Any = staff.current_request
    assert isinstance(request, Request)  # noqa: S101 - chalice sets it before any view runs
    return request
