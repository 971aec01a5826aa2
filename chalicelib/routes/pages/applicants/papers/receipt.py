"""The receipt of a submission."""

from __future__ import annotations

from chalice.app import Blueprint, Response

from chalicelib.cases.values import Role
from chalicelib.routes.pages.cases import open_case_of
from chalicelib.routes.pages.showing import show, shows
from chalicelib.routes.pages.visitor import look_of
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.views.cases.case import show_case
from chalicelib.services.cases.people.query_codes import known_code
from chalicelib.services.errors import not_found
from chalicelib.web.qr import qr_code
from chalicelib.wiring import ports

receipt = Blueprint(__name__)
_request = request_of(receipt)


@receipt.route("/cases/{no}/receipt", methods=["GET"])
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
        case=show_case(ports(), loaded),
        code=None if mine.capacity is Role.AGENT else known_code(ports(), case),
        signed_on=mine.capacity is not None,
        qr=qr_code(f"{ports().track_url}?no={case.no}"),
        track_url=ports().track_url,
    )
