"""Where policy staff find their tools, which are commands, and what was published last."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.decisions.effect import items_on
from chalicelib.releases.log import Kind
from chalicelib.routes.pages.showing import release_in_force, show, shows
from chalicelib.routes.pages.visitor import look_of
from chalicelib.routes.requests.current import request_of
from chalicelib.routes.views.releases import show_entries
from chalicelib.services.days import local_day
from chalicelib.services.releases.show_releases import show_releases
from chalicelib.wiring import ports

policy_page = Blueprint(__name__)
_request = request_of(policy_page)

LATEST = 10
"""Entries of the publication log that are shown."""


@policy_page.route("/policy", methods=["GET"])
@shows(_request)
def get_policy() -> Response:
    """The release in force, the latest entries of the log, and the commands."""
    release, told = release_in_force(), show_releases(ports().releases, ports().region)
    return show(
        "policy.html",
        look_of(_request()),
        nav="policy",
        log=show_entries(release, told["log"][: -LATEST - 1 : -1]),
        active=told["active"],
        waiting=_waiting(told["log"]),
        shadow=told["shadow"],
        broken=told["broken"],
        items=len(release.items),
        open_today=len(items_on(release, local_day(release, ports().clock.now()))),
    )


def _waiting(log: list[dict[str, Any]]) -> str:
    """The release that was published last, where it never came in force; "" where there is none."""
    published, *_ = [*(one.get("digest") for one in reversed(log) if one.get("kind") == Kind.PUBLISHED), ""]
    in_force = {one.get("digest") for one in log if one.get("kind") == Kind.ACTIVATED}
    return "" if published in in_force else str(published)
