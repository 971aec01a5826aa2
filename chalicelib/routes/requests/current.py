"""The request that is being answered now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalice.app import Blueprint, Request


def request_of(blueprint: Blueprint) -> Callable[[], Request]:
    """What gives the views of ``blueprint`` the request that they answer; of no use outside of one."""

    def current() -> Request:
        request: Any = blueprint.current_request
        assert isinstance(request, Request)  # noqa: S101 - chalice sets it before any view runs
        return request

    return current
