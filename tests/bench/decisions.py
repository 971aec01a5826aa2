"""Decisions per second: ours, met before and not, beside zen-engine's decision table with the same rules."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

import zen

from chalicelib.decisions.decide import decide
from tests.bench.rules import ITEM, ON, Situation, release, situations, zen_table

ROUNDS = 7
CALLS = 7_000


def decisions() -> list[dict[str, Any]]:
    """
    One row an engine: decisions per second, median and 99th percentile in microseconds.

    Raises:
        AssertionError: the engines disagree on some situation; then there is nothing to compare.
    """
    space = list(situations())
    random.Random(20180628).shuffle(space)  # noqa: S311  # an order, no secret
    table = zen.ZenEngine().create_decision(zen_table())
    _same(space, table)
    asked = space[:CALLS]
    named = [{f"application.{name}": value for name, value in facts.items()} for facts in asked]
    fresh = [release(version) for version in range(1, ROUNDS + 1)]
    for one in fresh:
        decide(one, ITEM, {f"application.{n}": v for n, v in space[-1].items()}, ON)  # compile
    rounds = iter(fresh)
    return [
        _row("zen-engine decision table", lambda: _each(table.evaluate, asked)),
        _row("ours, situation not met before", lambda: _ours(next(rounds), named)),
        _row("ours, situation met before", lambda: _ours(fresh[0], named)),
    ]


def _ours(one: Any, named: Sequence[Situation]) -> list[float]:
    return _each(lambda facts: decide(one, ITEM, facts, ON), named)


def _each(call: Callable[[Any], object], questions: Sequence[Situation]) -> list[float]:
    taken = []
    clock = time.perf_counter
    for question in questions:
        start = clock()
        call(question)
        taken.append(clock() - start)
    return taken


def _row(name: str, measure: Callable[[], list[float]]) -> dict[str, Any]:
    rounds = [measure() for _ in range(ROUNDS)]
    every = sorted(taken for one in rounds for taken in one)
    rates = [len(one) / sum(one) for one in rounds]
    return {
        "what": name,
        "per_second": round(statistics.median(rates)),
        "p50_us": round(every[len(every) // 2] * 1e6, 2),
        "p99_us": round(every[len(every) * 99 // 100] * 1e6, 2),
    }


def _same(space: Sequence[Situation], table: Any) -> None:
    one = release(0)
    for facts in space:
        ours = decide(one, ITEM, {f"application.{name}": value for name, value in facts.items()}, ON)
        theirs = table.evaluate(facts)["result"]
        assert (ours.channel, ours.rule) == (theirs["channel"], theirs["rule"]), facts
