"""
CORS preflights answered from the deployed template.

API Gateway answers an OPTIONS request from the mock integration chalice packages for each path; the emulator
drops those answers, so the portal address gives them from the same document.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_GREEDY = "+}"
_HEADER = "method.response.header."


@dataclass(frozen=True)
class Route:
    """One path of the API: what it matches, its methods, and what a preflight of it is told."""

    pattern: re.Pattern[str]
    methods: frozenset[str]
    preflight: dict[str, str] | None
    greedy: bool = False

    def takes(self, method: str) -> bool:
        return method in self.methods or (method == "OPTIONS" and self.preflight is not None)


def routes(template: Path, origin: str) -> tuple[Route, ...]:
    """
    Every path of the packaged template's REST API, fixed paths before those with a variable and what takes
    all the rest last; ``origin`` is what the template's parameter PortalOrigin was deployed with.
    """
    api = json.loads(template.read_text(encoding="utf-8"))["Resources"]["RestAPI"]
    paths: dict[str, Any] = api["Properties"]["DefinitionBody"]["paths"]
    return tuple(
        _route(path, paths[path], origin)
        for path in sorted(paths, key=lambda path: (_GREEDY in path, path.count("{"), path))
    )


def find(known: tuple[Route, ...], path: str, method: str) -> Route | None:
    """
    The route that a request belongs to, or None: the one of its path, or, where that has no such method, the
    one that takes all the rest. That API Gateway looks for it so in the latter case was not tried there: if
    it does not, its own answer is given.
    """
    of_path = [route for route in known if route.pattern.fullmatch(path)]
    asked = (route for n, route in enumerate(of_path) if n == 0 or route.greedy)
    return next((route for route in asked if route.takes(method)), None)


def _route(path: str, methods: dict[str, Any], origin: str) -> Route:
    pattern = "".join(
        (".+" if part.endswith(_GREEDY) else "[^/]+") if part.startswith("{") else re.escape(part)
        for part in re.split(r"(\{[^}]+\})", path)
    )
    allowed = frozenset(name.upper() for name in methods if name not in {"options", "parameters"})
    told = _told(methods.get("options"), origin)
    return Route(re.compile(pattern + "/?", re.DOTALL), allowed, told, greedy=path.endswith(_GREEDY))


def _told(options: dict[str, Any] | None, origin: str) -> dict[str, str] | None:
    if options is None:
        return None
    parameters = options["x-amazon-apigateway-integration"]["responses"]["default"].get(
        "responseParameters", {}
    )
    return {name.removeprefix(_HEADER): _text(value, origin) for name, value in parameters.items()}


def _text(value: str | dict[str, str], origin: str) -> str:
    """A header's text: chalice quotes it, and only the origin is a parameter."""
    literal = value if isinstance(value, str) else value["Fn::Sub"].replace("${PortalOrigin}", origin)
    return literal.strip("'")
