from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adapters.office import Office, open_office


@pytest.fixture(scope="module")
def building() -> Iterator[Office]:
    """One office for the tests of a file."""
    with open_office() as running:
        yield running


@pytest.fixture
def office(building: Office) -> Office:
    """The office on a day of its own: no case is open yet."""
    building.clear()
    return building
