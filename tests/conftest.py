"""What every test may ask for."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from chalicelib.commands.language import SETTING, Language
from infra.local.cloud import EmbeddedCloud
from infra.package import Package, package
from tests.checked import checked_once as checked_once

if TYPE_CHECKING:
    from tests.adapters.office import Office

_LONGEST = (
    *("tests/whole/test_kept_data", "tests/whole/test_journeys", "tests/whole/", "tests/infra/test_package"),
    *("tests/infra/test_embedded_cloud", "tests/test_", "tests/infra/", "tests/services/test_any_day"),
    *("tests/cases/test_case", "tests/commands/", "tests/authoring/"),
)
"""How the names of the files begin that take longest, in order."""

os.environ[SETTING] = Language.BOTH.value  # a test of what commands say sees both languages

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")  # how long an example takes is the machine's affair


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, so that all workers come to the end together."""
    items.sort(key=lambda item: [not item.nodeid.startswith(name) for name in _LONGEST])


@pytest.fixture(autouse=True)
def heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the app logs reaches the tests: chalice keeps it to its own handler otherwise."""
    monkeypatch.setattr(logging.getLogger("zero-errand"), "propagate", True)


@pytest.fixture(autouse=True)
def unspoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command of an earlier test chose to speak is over."""
    monkeypatch.setattr("chalicelib.commands.language._Speaker.language", None)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take longer over a release in shadow than a decision waits for it."""
    monkeypatch.setattr("chalicelib.services.cases.rules.run_shadow.SECONDS", 60.0)


@pytest.fixture(scope="module")
def building() -> Iterator[Office]:
    """One office for the tests of a file: the app beside tables, queues and buckets of this process."""
    from tests.adapters.office import open_office  # here: most tests need no app

    with open_office() as running:
        yield running


@pytest.fixture
def office(building: Office) -> Office:
    """The office on a day of its own: no case is open yet."""
    building.clear()
    return building


@pytest.fixture
def within_an_hour(office: Office) -> Iterator[None]:
    """The office's clock stands in the middle of this hour: what is counted by the hour is one count."""
    with office.at(datetime.now(UTC).replace(minute=30, second=0, microsecond=0)):
        yield


@pytest.fixture(scope="session")
def packaged() -> Package:
    """The deployable template and zip of this working tree, built once for all that need them."""
    return package()


@pytest.fixture(scope="session")
def cloud(packaged: Package, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedCloud]:
    """
    The packaged app in an embedded cloud of this test process, started for the first test that asks.

    Time is real and every call is judged by the caller's policy. Tests share it: use cases of your own.
    """
    folder: Path = tmp_path_factory.mktemp("cloud")
    with EmbeddedCloud(folder=folder) as running:
        yield running
