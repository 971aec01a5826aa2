"""The page on which an applicant who lost her query code gets another."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from chalice.app import Blueprint, Response

from chalicelib.decisions.effect import items_on
from chalicelib.routes.access.forgery import FORM
from chalicelib.routes.lost_code import recovered
from chalicelib.routes.pages.showing import go_to, release_in_force, show, shows
from chalicelib.routes.pages.visitor import first, look_of, read_fields, root_of, with_case
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.requests.opening_body import LostCodeBody
from chalicelib.routes.requests.reading import as_fields
from chalicelib.services.days import local_day
from chalicelib.services.details import place_of, untitled
from chalicelib.services.errors import Problem
from chalicelib.texts.identity_kinds import KIND_NAMES, IdentityKind
from chalicelib.web.render import Look
from chalicelib.wiring import ports

lost_code_page = Blueprint(__name__)
_request = request_of(lost_code_page)

_FIELDS = ("id_kind", "id_number", "phone", "no", "item", "key")
_PLACES = {"identity": "id_number", "phone": "phone", "no": "no", "item": "item"}
_KINDS = {kind.value: KIND_NAMES[kind] for kind in IdentityKind}
_TOLD = {
    "id_number": ("请填写证件号码", "Enter the number of the identity document"),
    "phone": ("请填写申请时留的电话", "Enter the telephone number given with the application"),
    "no": ("请填写办件编号，或选择申请的事项", "Enter the case number, or choose what you applied for"),
}


@lost_code_page.route("/lost-code", methods=["GET"])
@shows(_request)
def get_lost_code() -> Response:
    return _form({**first({}, *_FIELDS), "key": str(uuid4())}, {})


@lost_code_page.route("/lost-code", methods=["POST"], content_types=[FORM])
@shows(_request)
def post_lost_code() -> Response:
    """The receipt with the new code; what does not fit is told in the same words, whatever it is."""
    fields = first(read_fields(_request()), *_FIELDS)
    look = look_of(_request())
    wrong = {name: look.t(*_TOLD[name]) for name in _lacking(fields)}
    if wrong:
        return _form(fields, wrong)
    try:
        case, _ = recovered(_request(), _body(fields), fields["key"] or None)
    except Problem as problem:
        if problem.status not in (404, 422):
            raise
        return _form(fields, _beside(look, problem), problem.status)
    return go_to(f"{root_of(_request())}cases/{case.no}/receipt", with_case(_request(), case))


def _lacking(fields: dict[str, str]) -> list[str]:
    found = [name for name in ("id_number", "phone") if not fields[name]]
    return found if fields["no"] or fields["item"] else [*found, "no"]


def _body(fields: dict[str, str]) -> LostCodeBody:
    """The body of POST /query-codes that the form makes."""
    kind = fields["id_kind"] or IdentityKind.RESIDENT_CARD.value
    told = {"identity": {"kind": kind, "number": fields["id_number"]}, "phone": fields["phone"]}
    which = {name: fields[name] for name in ("no", "item") if fields[name]}
    return as_fields(told | which, LostCodeBody)


def _beside(look: Look, problem: Problem) -> dict[str, str]:
    """What is wrong, by its field; what fits no case is about none."""
    found: dict[str, str] = {}
    for detail in problem.details:
        found[_PLACES.get(place_of(detail).partition(".")[0], "form")] = look.say(untitled(detail))
    return found or {"form": look.say(problem.text)}


def _form(fields: dict[str, str], wrong: dict[str, str], status: int = 422) -> Response:
    release = release_in_force()
    today = local_day(release, ports().clock.now())
    look = look_of(_request(), here="lost-code")
    items = [(item.item, look.say(item.name)) for item in items_on(release, today).values()]
    content: dict[str, Any] = {"fields": fields, "wrong": wrong, "kinds": _KINDS}
    return show(
        "lost_code.html",
        look,
        status if wrong else 200,
        nav="track",
        items=sorted(items, key=lambda item: item[1]),
        **content,
    )
