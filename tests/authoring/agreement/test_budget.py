"""How much an engine is asked, by what that would cost."""

from __future__ import annotations

import pytest

from chalicelib.authoring.agreement.budget import (
    EVERYDAY,
    EVERYTHING,
    PUBLICATION,
    SOON,
    Budget,
)


@pytest.mark.parametrize("budget", [EVERYDAY, SOON, PUBLICATION, EVERYTHING])
def test_all_is_asked_where_all_costs_no_more_than_it_may(budget: Budget) -> None:
    assert budget.share(once=0.25, every=min(budget.whole, 1e9) - 0.25) == 1


def test_where_all_costs_more_an_everyday_check_asks_for_what_reading_the_rules_leaves() -> None:
    assert EVERYDAY.share(once=0.5, every=50) == pytest.approx(0.01)


def test_an_everyday_check_leaves_out_who_takes_it_all_to_read_the_rules() -> None:
    assert EVERYDAY.share(once=1, every=50) <= 0


@pytest.mark.parametrize("budget", [SOON, PUBLICATION])
def test_nobody_is_left_out_where_rules_come_into_force(budget: Budget) -> None:
    assert budget.share(once=1_000, every=2_000) == pytest.approx(0.01)
