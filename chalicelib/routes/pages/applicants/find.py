"""The first page: find an item by what one types, by department or life event; and how pages look."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.decisions.effect import items_on
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.unit import every_unit
from chalicelib.routes.pages.showing import go_to, release_in_force, show, shows
from chalicelib.routes.pages.visitor import LANGUAGE, PRINT, look_of, query_of, root_of
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.views.words import unit_name
from chalicelib.services.days import local_day
from chalicelib.services.errors import not_found
from chalicelib.services.items.figures import figures
from chalicelib.services.items.find_items import LONGEST_QUERY, Found, find_items
from chalicelib.services.items.life_events import EVENTS, POPULAR
from chalicelib.services.items.look_at_item import look_at_item
from chalicelib.web.assets import by_address
from chalicelib.web.render import Look
from chalicelib.wiring import ports

pages = Blueprint(__name__)
_request = request_of(pages)

MOST_HITS = 20
_INSIDE = re.compile(r"[A-Za-z0-9_.%?=&+/-]{0,300}", re.ASCII)
"""An address from the first page on; it has no host and no scheme."""

_YEAR = "public, max-age=31536000, immutable"


@pages.route("/", methods=["GET"])
@shows(_request)
def get_first_page() -> Response:
    look, release = look_of(_request()), release_in_force()
    today = local_day(release, ports().clock.now())
    items = sorted(items_on(release, today).values(), key=lambda item: (item.units.decides, item.item))
    asked = query_of(_request())
    heading, found, here = _found(look, release, items, asked)
    shown = [summary(release, item, today) for item in found.items[:MOST_HITS]]
    return show(
        "find.html",
        look_of(_request(), here=here),
        nav="find",
        heading=heading,
        query=asked.get("q", ""),
        found=shown,
        sure=found.sure,
        more=len(found.items) - len(shown),
        popular=[one for one in items if one.item in POPULAR],
        totals=figures(release, today),
        all_items=len(items),
        **_ways(release, items),
    )


def _found(look: Look, release: Release, items: list[Item], asked: dict[str, str]) -> tuple[str, Found, str]:
    """The heading over what was found, "" where nothing was looked for; and how to ask for it again."""
    for event in EVENTS:
        if asked.get("event") == event.event:
            mine = tuple(item for item in items if event.has(item))
            return look.say(event.title), Found(mine, sure=True), f"?event={event.event}"
    for unit in every_unit(release.units):
        if asked.get("unit") == unit.unit:
            mine = tuple(item for item in items if item.units.decides == unit.unit)
            return look.say(unit.name), Found(mine, sure=True), f"?unit={unit.unit}"
    query = asked.get("q", "").strip()
    if not query:
        return "", Found((), sure=True), ""
    told = query[:LONGEST_QUERY]
    return look.t(f"“{told}”", f'"{told}"'), find_items(release, items, query), look.here


def _ways(release: Release, items: list[Item]) -> dict[str, Any]:
    """The events and departments that have items."""
    counted = [(event, sum(event.has(item) for item in items)) for event in EVENTS]
    of_units = Counter(item.units.decides for item in items)
    return {
        "events": [{**event._asdict(), "number": number} for event, number in counted if number],
        "units": [
            {"unit": unit, "name": unit_name(release, unit), "number": number}
            for unit, number in sorted(of_units.items())
        ],
    }


def summary(release: Release, item: Item, today: date) -> dict[str, Any]:
    """An item in a line: how often one has to come, by which channel, and how long it takes."""
    seen = look_at_item(release, item, {}, today)
    undecided = {"zh": "需人工确定办理渠道", "en": "the channel is decided by a person"}
    return {
        "code": item.item,
        "name": item.name.model_dump(),
        "unit": unit_name(release, item.units.decides),
        "visits": seen.decision.visits,
        "channel": undecided if seen.plan is None else seen.plan.title.model_dump(),
        "promised": item.limits.promised.model_dump(exclude_none=True),
    }


@pages.route("/settings", methods=["GET"])
@shows(_request)
def get_settings() -> Response:
    """Keep a language or a size of print, and go back to where that was asked for."""
    asked = query_of(_request())
    known = ((LANGUAGE, ("zh", "en")), (PRINT, ("usual", "large")))
    cookies = [
        cookie.set(asked[cookie.name], secure=ports().secure)
        for cookie, choices in known
        if asked.get(cookie.name) in choices
    ]
    to = asked.get("to", "")
    inside = _INSIDE.fullmatch(to) and not to.startswith("/") and "//" not in to
    return go_to(root_of(_request()) + (to if inside else ""), *cookies)


@pages.route("/static/{name}", methods=["GET"])
@shows(_request)
def get_static(name: str) -> Response:
    """A file under the name of its content: whoever has it never asks for it again."""
    asset = by_address().get(name)
    if asset is None:
        raise not_found("没有这个文件，请刷新页面", "there is no such file; please reload the page")
    return Response(
        body=asset.content,
        status_code=200,
        headers={"Content-Type": asset.media_type, "Cache-Control": _YEAR},
    )
