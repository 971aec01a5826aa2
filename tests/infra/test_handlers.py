"""A process of the embedded cloud is told which function it is, as in the cloud."""

from __future__ import annotations

from typing import Any

import pytest
from ministack.core import lambda_runtime

from infra.local.emulator import handlers


@pytest.mark.parametrize("environment", [None, {}, {"Variables": {"TABLE": "cases"}}])
def test_a_process_is_told_its_handler_and_keeps_what_it_was_given(
    environment: dict[str, Any] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lambda_runtime.Worker, "__init__", lambda_runtime.Worker.__init__)
    handlers.install()
    config = {"Handler": "app.on_due", "Runtime": "python3.11"} | (
        {} if environment is None else {"Environment": environment}
    )
    before = repr(config)
    worker = lambda_runtime.Worker("on-due", config, b"")
    given = (environment or {}).get("Variables", {})
    assert worker.config["Environment"]["Variables"] == {**given, "_HANDLER": "app.on_due"}
    assert worker.config["Runtime"] == "python3.11"
    assert repr(config) == before, "the function's own settings are as they were"
