"""HTTP for anyone: the catalogue, what channel an item takes, whether we are well."""

from __future__ import annotations

from chalice.app import Blueprint, Response

from chalicelib.decisions.effect import items_on
from chalicelib.decisions.facts.asked import asked, asked_besides, asked_of_applicant
from chalicelib.decisions.forms.model import Release
from chalicelib.routes.access.cors import CORS
from chalicelib.routes.answers import answer, answers
from chalicelib.routes.openapi import document
from chalicelib.routes.pages.applicants.item import item_page
from chalicelib.routes.pages.showing import shows
from chalicelib.routes.pages.visitor import wants_page
from chalicelib.routes.requests.addresses import name_in_address
from chalicelib.routes.requests.bodies import FactsBody
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.requests.reading import read_body
from chalicelib.routes.views.items import list_item, show_item, show_notice
from chalicelib.services.cases.applying.application import find_item
from chalicelib.services.cases.applying.preview_channel import preview_channel
from chalicelib.services.days import local_day
from chalicelib.wiring import ports

public = Blueprint(__name__)
_request = request_of(public)


@public.route("/health", methods=["GET"], cors=CORS)
@answers
def health() -> Response:
    """Well means: the table answers and a release is in force."""
    return answer({"ok": True, "region": ports().region, "release": ports().releases.active(ports().region)})


@public.route("/items", methods=["GET"], cors=CORS)
@answers
def get_items() -> Response:
    """The items that can be applied for today; one that is over or to come is told of by its code."""
    release = _release()
    today = local_day(release, ports().clock.now())
    items = sorted(items_on(release, today).values(), key=lambda item: (item.units.decides, item.item))
    return answer({"items": [list_item(release, item) for item in items], "attributes": show_notice(release)})


@public.route("/items/{code}", methods=["GET"], cors=CORS)
def get_item(code: str) -> Response:
    """As a page for whoever wants HTML, else as data."""
    return _item_page(code) if wants_page(_request()) else _item(code)


@answers
def _item(code: str) -> Response:
    release = _release()
    today = local_day(release, ports().clock.now())
    item = find_item(release, name_in_address(code), today)
    asks, besides = asked(release, item.item, today), asked_besides(release, item.item, today)
    of_applicant = asked_of_applicant(release, item.item, today, {})
    shown = show_item(release, item, asks, besides, of_applicant, today)
    return answer(shown, headers={"Vary": "Accept"})


@public.route("/items/{code}/channel", methods=["POST"], cors=CORS)
@answers
def post_channel(code: str) -> Response:
    body = read_body(_request(), FactsBody)
    decision = preview_channel(ports(), name_in_address(code), body.flat)
    return answer(decision.as_json(ports().releases.get(decision.release).facts))


@public.route("/openapi.json", methods=["GET"], cors=CORS)
@answers
def get_openapi() -> Response:
    return answer(document())


@shows(_request)
def _item_page(code: str) -> Response:
    return item_page(_request(), code)


def _release() -> Release:
    return ports().releases.get(ports().releases.active(ports().region))
