"""The figures that are public: how many items need no visit, by channel and by department."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.decisions.forms.model import Release
from chalicelib.routes.pages.showing import release_in_force, show, shows
from chalicelib.routes.pages.visitor import look_of
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.views.words import unit_name
from chalicelib.services.days import local_day
from chalicelib.services.items.figures import Figures, Share, figures
from chalicelib.wiring import ports

public_figures = Blueprint(__name__)
_request = request_of(public_figures)


@public_figures.route("/figures", methods=["GET"])
@shows(_request)
def get_figures() -> Response:
    """By today's rules, beside what the office has published."""
    release = release_in_force()
    today = local_day(release, ports().clock.now())
    found = figures(release, today)
    return show(
        "figures.html",
        look_of(_request()),
        nav="figures",
        found=found,
        percent=f"{100 * found.without_visit / max(found.items, 1):.1f}",
        channels=_channels(release, found),
        units=[one._asdict() | {"title": unit_name(release, one.name)} for one in found.units],
        published=release.region.published,
        today=today.isoformat(),
    )


def _channels(release: Release, found: Figures) -> list[dict[str, Any]]:
    """
    Every channel that has licence items, now or as published; ``share``: bars as parts of a hundred of the
    longest.
    """
    before = release.region.published.channels
    now = {one.name: one for one in found.channels}
    longest = max([1, *before.values(), *(one.items for one in now.values())])
    undecided = {"zh": "由工作人员确定", "en": "decided by a person"}
    shown = []
    for name in dict.fromkeys([*now, *before]):
        here, plan = now.get(name, Share(name, 0, 0)), release.plans.get(name)
        shown.append(
            {
                "title": undecided if plan is None else plan.title.model_dump(),
                "items": here.items,
                "published": before.get(name, 0),
                "with_visit": here.items - here.without_visit,
                "share": round(100 * here.items / longest, 1),
                "published_share": round(100 * before.get(name, 0) / longest, 1),
            }
        )
    return shown
