"""
Cases by chance on plans by chance: whatever ``rules check`` lets pass carries every case to a lawful end.

Without the check one plan in ten of these fails.
"""

from __future__ import annotations

from random import Random

import pytest

from chalicelib.cases import commands
from chalicelib.cases.case import Stage
from chalicelib.cases.decide import decide
from chalicelib.cases.refusals import NotPossible
from tests.cases.chances import by_seed
from tests.cases.finishing import finished, helpful
from tests.cases.lawful import assert_held, assert_lawful_end, assert_seen
from tests.cases.random_plans import CHANNEL, ITEM, SEEDS, random_release
from tests.cases.walks import Walk, next_command

MACHINES = (
    commands.ExpireTask
    | commands.ExpireClock
    | commands.RecordBooking
    | commands.RecordMisnumbering
    | commands.RecordBookingRefused
    | commands.RecordTracking
    | commands.RecordDocumentIssued
)
"""What time, carriers and our own effects tell: nobody is there to read a refusal."""

CASES, STEPS = 4, 40


@pytest.mark.parametrize("seed", SEEDS)
def test_on_any_plan_that_passes_the_check_every_case_is_seen_and_comes_to_a_lawful_end(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - an example by chance, no secret
    _, release = random_release(random)
    for _ in range(CASES):
        _walked(Walk(release, ITEM, CHANNEL, courier=random.random() < 0.7), random)


def _walked(walk: Walk, random: Random) -> None:
    """Up to so many commands, and after each what must hold; then whether the case can be ended."""
    draw = by_seed(random)
    later = [name for name, need in walk.case.needs.items() if need.deferrable and random.random() < 0.5]
    if random.random() < 0.95:
        walk.supply(later)
    for _ in range(random.randint(0, STEPS)):
        command = (helpful(walk, random) if random.random() < 0.5 else None) or next_command(walk, draw)
        _by_a_machine(walk, command)
        walk.ask(command)
        assert_seen(walk.case)
        assert_held(walk.case, walk.release)
    numbers = [effect.effect for effect in walk.effects]
    assert len(numbers) == len(set(numbers)), "nothing is sent twice"
    if walk.case.stage is Stage.RUNNING:
        last = finished(walk.case, walk.release, walk.now)
        assert last is not None, "nobody can bring it to its end"
        assert_lawful_end(last)
    elif walk.case.stage is Stage.CLOSED:
        assert_lawful_end(walk.case)


def _by_a_machine(walk: Walk, command: object) -> None:
    if not isinstance(command, MACHINES):
        return
    order = getattr(command, "order", None)
    if order is not None and order not in walk.case.shipments:
        return
    try:
        decide(walk.case, command, walk.release)
    except NotPossible as refused:
        pytest.fail(f"{command!r} is refused: {refused}")
