"""HTTP for applicants who lost their query code: what they tell, and the code anew."""

from __future__ import annotations

from chalice.app import Blueprint, Request, Response

from chalicelib.cases.case import Case
from chalicelib.cases.numbers import is_case_number
from chalicelib.cases.people.parties import Identity
from chalicelib.ports.people.identity import Person
from chalicelib.routes.access.callers import caller_of
from chalicelib.routes.access.cors import CORS
from chalicelib.routes.answers import answer, answers
from chalicelib.routes.requests.addresses import source_of
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.requests.opening_body import LostCodeBody
from chalicelib.routes.requests.reading import read_body, read_key
from chalicelib.services.cases.people.recover_code import Lost, no_such_applicant, recover_code
from chalicelib.services.details import detail
from chalicelib.services.errors import Problem
from chalicelib.texts.identities import read_identity
from chalicelib.texts.typed import digits_typed
from chalicelib.texts.wrong_numbers import WrongNumber
from chalicelib.wiring import ports

lost_code = Blueprint(__name__)
_request = request_of(lost_code)


@lost_code.route("/query-codes", methods=["POST"], cors=CORS)
@answers
def post_query_code() -> Response:
    body = read_body(_request(), LostCodeBody)
    case, code = recovered(_request(), body, read_key(_request()))
    return answer({"no": case.no, "query_code": code})


def recovered(request: Request, body: LostCodeBody, key: str | None) -> tuple[Case, str]:
    """
    The case and its new code. Whoever signed on as the applicant is known by that, whatever her telephone.

    Raises:
        Problem: 422 no number can be read so, or neither case nor item is told; else as ``recover_code``.
    """
    if not body.no and not body.item:
        raise _wrong(
            "no", "请填写办件编号，或选择申请的事项", "give the case number, or what you applied for"
        )
    identity = _identity(body)
    no = digits_typed(body.no) if body.no else None
    if no is not None and not is_case_number(no):
        raise no_such_applicant()
    caller = caller_of(request)
    signed_on = caller.identity if isinstance(caller, Person) else None
    lost = Lost(identity, body.phone, no, None if no else body.item, signed_on)
    return recover_code(ports(), lost, key, source_of(request))


def _identity(body: LostCodeBody) -> Identity:
    told = body.identity.value
    try:
        number = read_identity(told.kind, told.number, ports().real_clock.now().date())
    except WrongNumber as error:
        raise _wrong("identity.number", error.zh, error.en) from error
    return told.model_copy(update={"number": number})


def _wrong(place: str, zh: str, en: str) -> Problem:
    return Problem(
        422,
        "text_wrong",
        "请求内容有误，请按提示修改",
        "the request is not right; please mend it as listed",
        (detail(place, zh, en),),
    )
