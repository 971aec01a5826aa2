"""Whose turn it is in a replayed case."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Literal, NamedTuple

from chalicelib.cases.case import Case, Stage
from infra.local.scenarios import Scenario


class Turn(NamedTuple):
    """Who has to act, and for which task; taking an application back is for none."""

    who: Literal["staff", "applicant", "carrier", "withdrawal"]
    task: str = ""


def turns(scenario: Scenario, case: Case, taken: Container[Turn]) -> tuple[Turn, ...]:
    """Who is to act now; nobody while the case moves by itself. ``taken``: what has been acted on."""
    if case.stage is not Stage.RUNNING:
        return ()
    if scenario.wants_back(case):  # nobody else does anything until it is taken back
        return tuple(turn for turn in (Turn("withdrawal"),) if turn not in taken)
    return tuple(turn for turn in _turns(scenario, case) if turn not in taken)


def _turns(scenario: Scenario, case: Case) -> Iterator[Turn]:
    for task in case.tasks.values():
        if task.by == "staff":
            yield Turn("staff", task.id)
        elif task.by == "applicant":
            yield Turn("applicant", task.id)
        elif scenario.mishap(case, task) is not None:
            yield Turn("carrier", task.id)
