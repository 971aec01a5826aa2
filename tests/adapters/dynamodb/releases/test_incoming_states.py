"""Who has dropped rule files, as moto keeps it."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.adapters.dynamodb.releases.incoming_states import IncomingStateRows
from chalicelib.ports.rules.incoming_folder import IncomingState
from chalicelib.services.errors import RetryableError, VersionConflictError
from tests.adapters.moto_cloud import refused

LI, BOTH = frozenset({"AWS:li"}), frozenset({"AWS:li", "王策"})


@pytest.fixture
def states(dynamodb: Any, table: str) -> IncomingStateRows:
    return IncomingStateRows(dynamodb, table)


def test_what_was_written_last_comes_back_each_region_by_itself(states: IncomingStateRows) -> None:
    assert states.last("licang") == IncomingState()
    states.write("licang", IncomingState(1, LI))
    last = IncomingState(2, BOTH, "a" * 64, "b" * 64, "c" * 64)
    states.write("licang", last)
    assert states.last("licang") == last
    assert states.last("licang-2") == IncomingState()


@pytest.mark.parametrize("n", [1, 2, 4])
def test_of_two_writers_one_is_told_that_it_is_late(states: IncomingStateRows, n: int) -> None:
    for number in (1, 2):
        states.write("licang", IncomingState(number, LI))
    with pytest.raises(VersionConflictError):
        states.write("licang", IncomingState(n, BOTH))
    assert states.last("licang").by == LI


def test_a_busy_table_may_be_asked_again(states: IncomingStateRows, dynamodb: Any) -> None:
    with refused(dynamodb, "GetItem", "ThrottlingException"), pytest.raises(RetryableError):
        states.last("licang")
    with refused(dynamodb, "PutItem", "ThrottlingException"), pytest.raises(RetryableError):
        states.write("licang", IncomingState(1, LI))
