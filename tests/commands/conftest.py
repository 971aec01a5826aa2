"""What tests of commands may ask for: an office with a table of its own, and what a command says."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import boto3
import pytest

from chalicelib.__main__ import main
from chalicelib.authoring.agreement.agreement import Agreement
from chalicelib.authoring.agreement.compare import disagreements
from chalicelib.authoring.agreement.hearing import Progress
from chalicelib.authoring.domain import Band
from chalicelib.decisions.model import Release
from tests.adapters.moto_cloud import all_rows
from tests.adapters.office import Office

Said = Callable[..., Any]

_HEARD: dict[tuple[object, ...], Agreement] = {}


@pytest.fixture(autouse=True)
def heard_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines are asked once in a process about the same rules: they would say the same again."""

    def ask(
        release: Release, bands: Sequence[Band], progress: Progress | None = None, **more: Any
    ) -> Agreement:
        asked = (release.digest, len(bands), tuple(sorted((name, repr(each)) for name, each in more.items())))
        if asked not in _HEARD:
            _HEARD[asked] = disagreements(release, bands, progress, **more)
        return _HEARD[asked]

    monkeypatch.setattr("chalicelib.authoring.check.disagreements", ask)


@pytest.fixture
def table(building: Office) -> str:
    """A table in which nothing has been published yet."""
    name = building.variables["TABLE"]
    client = boto3.client("dynamodb")
    for row in all_rows(client, name):
        client.delete_item(TableName=name, Key={"pk": row["pk"], "sk": row["sk"]})
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
