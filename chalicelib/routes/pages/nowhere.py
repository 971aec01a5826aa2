"""Answer what asks for an unknown address: with a page that leads back, or a problem document."""

from __future__ import annotations

from collections.abc import Iterable

from chalice.app import Blueprint, Request, Response

from chalicelib.routes.pages.showing import shows, shows_browsers
from chalicelib.routes.pages.visitor import wants_page
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


def only_sent_to(request: Request, taken: Iterable[str]) -> Response | None:
    """
    The page for a browser that opens an address to which forms are only sent, perhaps from its history after
    a session has run out; None of programs, which are answered as chalice refuses them. Behind API Gateway,
    which knows no such method either, its own answer comes before (``infra/resources.json``).

    Args:
        taken: the methods that the address takes; none, where there is no such address.
    """
    methods = ", ".join(taken)
    if not methods or request.method != "GET" or not wants_page(request):
        return None
    page = _sent_to(request)
    page.headers["Allow"] = methods
    return page


def _sent_to(request: Request) -> Response:
    @shows(lambda: request)
    def refuse() -> Response:
        raise Problem(
            405,
            "no_such_method",
            "这里只接收填好的表单，没有可以打开的页面，这次也没有提交任何内容。请从首页、查进度或待办重新进入",
            "forms are sent here, and there is no page to be opened; nothing was sent now. Please come in "
            "again from the first page, by tracking your case, or from your list",
        )

    return refuse()
