"""
The walk-through 演示引导 at the portal address, below ``/walk-through``.

This machine alone has it: it is no part of the deployment package, and no cloud answers for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import parse_qs, quote, urlsplit

from infra.local.issuer.page import WALKER, headers_of_page
from infra.local.portal.behind import Beside
from infra.local.samples import pdf
from infra.local.walk.clock import WalkClock
from infra.local.walk.held_back import held_back
from infra.local.walk.page import PATH, walk_page
from infra.local.walk.plan import Walk

_HEADERS = headers_of_page("'self'")


def beside_api(walk: Walk, clock: WalkClock) -> Callable[[str, str], Beside | None]:
    """What is answered to an address of the walk, and to who submits too early; None to all else."""

    def answer(method: str, address: str) -> Beside | None:
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if not f"{parts.path}/".startswith(f"{PATH}/"):
            return held_back(clock, method, address)
        match method, parts.path.removeprefix(PATH).split("/")[1:]:
            case "GET" | "HEAD", []:
                return Beside(HTTPStatus.OK, _HEADERS, walk_page(walk, clock).encode())
            case "GET" | "HEAD", ["sample", name]:
                return _sample(walk, name.removesuffix(".pdf"))
            case "GET" | "HEAD", ["as", person]:
                return _sign_in(walk, person, asked.get("to", "/"))
            case "POST", ["next-day"] if asked.get("key") == clock.key:
                clock.turn_on()
                return _go(f"{PATH}#clock")
        return None

    return answer


def _sample(walk: Walk, material: str) -> Beside | None:
    """A file to upload, which says of which material it is a sample."""
    for each in walk.item.materials:
        if each.material == material:
            return Beside(HTTPStatus.OK, {"Content-Type": "application/pdf"}, pdf(each.name.zh))
    return None


def _sign_in(walk: Walk, person: str, to: str) -> Beside | None:
    """Off to the sign-on, which then offers this person first; only to a page that the walk leads to."""
    known = {(each.person.id, each.begins) for each in walk.people}
    known |= {(stop.person.id, "/desk") for stop in walk.stops if stop.person}
    known |= {(each, "/mine") for each in (walk.elder.id, walk.people[0].person.id)}
    if (person, to) not in known:
        return None
    cookie = f"{WALKER}={person}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600"
    return _go(f"/sign-in?next={quote(to, safe='')}", {"Set-Cookie": cookie})


def _go(to: str, headers: Mapping[str, str] = {}) -> Beside:
    return Beside(HTTPStatus.SEE_OTHER, {"Location": to, "Cache-Control": "no-store", **headers}, b"")
