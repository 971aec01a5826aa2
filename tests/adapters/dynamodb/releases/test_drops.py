"""Who has dropped rule files, as moto keeps it."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.adapters.dynamodb.releases.drops import DropsTable
from chalicelib.ports.rules.drops import IncomingState
from chalicelib.services.errors import RetryableError, VersionConflictError
from tests.adapters.moto_cloud import refused

LI, BOTH = frozenset({"AWS:li"}), frozenset({"AWS:li", "王策"})


@pytest.fixture
def drops(dynamodb: Any, table: str) -> DropsTable:
    return DropsTable(dynamodb, table)


def test_what_was_written_last_comes_back_each_region_by_itself(drops: DropsTable) -> None:
    assert drops.last("licang") == IncomingState()
    drops.write("licang", IncomingState(1, LI))
    last = IncomingState(2, BOTH, "a" * 64, "b" * 64, "c" * 64)
    drops.write("licang", last)
    assert drops.last("licang") == last
    assert drops.last("licang-2") == IncomingState()


@pytest.mark.parametrize("n", [1, 2, 4])
def test_of_two_writers_one_is_told_that_it_is_late(drops: DropsTable, n: int) -> None:
    for number in (1, 2):
        drops.write("licang", IncomingState(number, LI))
    with pytest.raises(VersionConflictError):
        drops.write("licang", IncomingState(n, BOTH))
    assert drops.last("licang").by == LI


def test_a_busy_table_may_be_asked_again(drops: DropsTable, dynamodb: Any) -> None:
    with refused(dynamodb, "GetItem", "ThrottlingException"), pytest.raises(RetryableError):
        drops.last("licang")
    with refused(dynamodb, "PutItem", "ThrottlingException"), pytest.raises(RetryableError):
        drops.write("licang", IncomingState(1, LI))
