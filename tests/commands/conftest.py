"""What tests of commands may ask for: an office with a table of its own, and what a command says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.__main__ import main
from tests.adapters.moto_cloud import forget_rows
from tests.adapters.office import Office

Said = Callable[..., Any]


@pytest.fixture(autouse=True)
def once(checked_once: None) -> None:
    """Most commands begin with a check."""


@pytest.fixture
def table(building: Office) -> str:
    """A table in which nothing has been published yet."""
    name = building.variables["TABLE"]
    forget_rows(name, keep=())
    return name


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """The one JSON value that a command prints; in a wrong call the text of its one problem."""

    def run(*words: str, ends: int = 0) -> Any:
        assert main([*words, "--json"]) == ends
        told = capsys.readouterr().out
        assert told.count("\n") == 1
        made = json.loads(told)
        return " / ".join(made["problems"][0]["message"].values()) if ends == 2 else made

    return run
