"""Answer what asks for an unknown address: with a page that leads back, or a problem document."""

from __future__ import annotations

from chalice.app import Blueprint, Response

from chalicelib.routes.pages.showing import shows_browsers
from chalicelib.routes.requests.current import request_of
from chalicelib.services.errors import Problem

nowhere = Blueprint(__name__)
_request = request_of(nowhere)


@nowhere.route("/{address+}", methods=["GET"])
@shows_browsers(_request)
def get_nowhere() -> Response:
    """
    Answer whatever no other route takes (a greedy path of API Gateway). The gateway's own answer would be one
    document for everybody, in no language of a browser's and with no way back; what is sent to an unknown
    address still gets that one (``infra/resources.json``).
    """
    raise Problem(
        404,
        "no_such_address",
        "没有这个地址，请对照 /openapi.json",
        "there is no such address; see /openapi.json",
    )
