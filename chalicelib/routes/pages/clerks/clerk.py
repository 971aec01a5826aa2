"""A page for a member of staff."""

from __future__ import annotations

from typing import Any

from chalice.app import Request, Response

from chalicelib.routes.access.callers import staff_of
from chalicelib.routes.pages.clerks.frame import desk_frame
from chalicelib.routes.pages.showing import show
from chalicelib.routes.pages.visitor import look_of


def show_to_clerk(
    request: Request, template: str, status: int = 200, here: str | None = None, **content: Any
) -> Response:
    """A page of the desk."""
    frame = desk_frame(request, staff_of(request))
    return show(template, look_of(request, here=here), status, **frame, **content)
