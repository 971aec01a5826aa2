"""The one clock after an outage: a backlog is sent once, and never more than the queue lacks."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from chalicelib.adapters.dynamodb import rows
from chalicelib.ports.cases import DueKind
from chalicelib.services.run_due import LEASE, MOST_WAITING, run_due
from tests.fakes import MORNING, World

MANY = 100_000


def overdue(many: int) -> World:
    """So many parcels whose time has come during the night, each a second after the one before."""
    world = World()
    for n in range(many):
        key, at = f"ems#{n:06d}", MORNING - timedelta(seconds=many - n)
        row = rows.waybill_key("ems", f"{n:06d}") | rows.due_entry(world.region, DueKind.WAYBILL, key, at)
        world.cases.rows[row["pk"]["S"], "HEAD"] = row
    return world


def work_off(world: World, most: int) -> list[str]:
    """Workers do so many messages, the oldest first: what is done waits no more."""
    done, world.due.waiting = world.due.waiting[:most], world.due.waiting[most:]
    for message in done:
        carrier, _, number = message["key"].partition("#")
        del world.cases.rows[f"WAYBILL#{carrier}#{number}", "HEAD"]
    return [message["key"] for message in done]


def test_a_backlog_of_a_hundred_thousand_is_sent_once_the_oldest_first() -> None:
    world, sent, minutes = overdue(MANY), Counter[str](), 0
    while world.cases.rows:
        run_due(world)
        assert world.due.depth() <= MOST_WAITING
        sent.update(work_off(world, 2_500))
        world.clock.pass_by(minutes=1)
        minutes += 1
    assert sent.total() == len(sent) == MANY
    assert minutes == MANY / 2_500, "the workers never wait for the clock"
    assert list(sent) == sorted(sent)


def test_a_clock_whose_queue_is_full_sends_nothing_and_reads_nothing_more() -> None:
    world = overdue(MOST_WAITING + 500)
    assert run_due(world) == MOST_WAITING
    for _ in range(5):
        world.clock.pass_by(minutes=1)
        assert run_due(world) == 0
    work_off(world, 100)
    assert run_due(world) == 100


def test_what_was_sent_comes_again_only_when_its_lease_is_over() -> None:
    world = overdue(10)
    assert run_due(world) == 10
    world.due.waiting = []  # lost: no worker has seen it
    world.clock.pass_by(seconds=LEASE.total_seconds() - 1)
    assert run_due(world) == 0
    world.clock.pass_by(seconds=1)
    assert run_due(world) == 10


@pytest.mark.parametrize("taken", [0, 3, 9])
def test_of_two_clocks_that_run_at_once_each_row_is_sent_by_one(taken: int) -> None:
    world = overdue(10)
    found = list(world.cases.due(world.region, world.clock.now()))
    for due in found[:taken]:
        assert world.cases.lease(due, world.clock.now() + LEASE)
    assert run_due(world) == 10 - taken
