"""Tells a function's process which handler it is (``_HANDLER``), as the cloud does and ministack does not."""

from __future__ import annotations

from typing import Any

from ministack.core import lambda_runtime

_begin = lambda_runtime.Worker.__init__


def _told(worker: Any, name: str, config: dict[str, Any], code: bytes) -> None:
    environment = config.get("Environment") or {}
    variables = {**(environment.get("Variables") or {}), "_HANDLER": config.get("Handler", "")}
    _begin(worker, name, {**config, "Environment": {**environment, "Variables": variables}}, code)


def install() -> None:
    """Have every process loaded as the one function that it is."""
    lambda_runtime.Worker.__init__ = _told
