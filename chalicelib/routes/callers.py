"""Who asks: a member of staff by her token, an applicant by the query code of a case."""

from __future__ import annotations

from chalice.app import Request

from chalicelib.adapters.identity.query_codes import check_query_code
from chalicelib.adapters.identity.tokens import identify_staff
from chalicelib.ports.cases import Loaded
from chalicelib.ports.identity import Staff
from chalicelib.routes.addresses import case_no
from chalicelib.services.cases.query_codes import code_arrived
from chalicelib.wiring import secrets, world


def staff_of(request: Request) -> Staff:
    """
    Raises:
        Problem: 401, no token that is ours and good now.
    """
    header = request.headers.get("authorization")
    now, longest = world().clock.now(), world().token_life
    return identify_staff(secrets().staff_token_key, header, world().region, now, longest)


def comes_as_staff(request: Request) -> bool:
    """Whether a request that applicants and staff may make shows a token and no query code."""
    return "authorization" in request.headers and "x-query-code" not in request.headers


def case_of(request: Request, no: str) -> Loaded:
    """
    The case with its files, if the caller holds its query code (header X-Query-Code).

    Raises:
        Problem: 404, she does not, or there is none.
    """
    code = request.headers.get("x-query-code")
    loaded = check_query_code(world().cases.load_with_files(case_no(no)), code)
    code_arrived(world(), loaded)
    return loaded
