"""
Decisions per second: ours, met before and not, beside zen-engine's decision table with the same rules; and
several decisions of one case, beside each of them by itself.
"""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import zen

from chalicelib.authoring.checking.load import load
from chalicelib.decisions.decide import decide, decide_each
from chalicelib.decisions.facts.facts import usual_facts
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.tables import asked_at_submission
from tests.bench.rules import (
    ITEM,
    MANY,
    ON,
    TABLE,
    Situation,
    Table,
    places_and_trades,
    release,
    situations,
    zen_table,
)

ROUNDS = 7
CALLS = 7_000
CALLS_OF_MANY = 500
"""Of zen's ten thousand rows, which it goes through one by one."""

OTHER_RELEASE = 1_000
"""Versions from here on are those of another table."""


def decisions() -> list[dict[str, Any]]:
    """
    One row an engine: decisions per second, median and 99th percentile in microseconds; ``ratio``: how many
    times as many as zen-engine.

    Raises:
        AssertionError: the engines disagree on some situation; then there is nothing to compare.
    """
    return [
        *_beside_zen("12 rules", TABLE, situations(), CALLS, goals=(10, 10)),
        *_beside_zen("10,000 rules", MANY, places_and_trades(), CALLS_OF_MANY, goals=(100, None)),
    ]


def _beside_zen(
    name: str, rules: Table, every: Iterable[Situation], calls: int, goals: tuple[int, int | None]
) -> Iterator[dict[str, Any]]:
    """
    What comes before the first figure is that rules are compiled: those of a place when it is met. Both sides
    answer with the outcome, the rule and its basis; ours looks at the facts in that time as well. Why in
    sentences, which zen has none of, is put into words when it is read, and has a row of its own. Rounds go
    by turns, so that a busy machine is as busy for all; what is there before them is nobody's garbage.
    """
    space = list(every)
    random.Random(20180628).shuffle(space)  # noqa: S311  # an order, no secret
    asked = space[:calls]
    compiling = list({facts.get("place"): facts for facts in space[calls:]}.values())
    table = zen.ZenEngine().create_decision(zen_table(rules))
    first = len(rules) * OTHER_RELEASE
    fresh = [release(first + version, rules) for version in range(ROUNDS + 1)]
    _same(fresh.pop(), space if rules is TABLE else asked, table)
    named = [_named(facts) for facts in asked]
    for one in fresh:
        for facts in compiling:
            decide(one, ITEM, _named(facts), ON)
    ours = f"ours, {name}"
    gc.collect()
    gc.freeze()
    zens, unseen, seen, told = _rows(
        {
            f"zen-engine decision table, {name}": lambda _: _each(lambda facts: table.evaluate(facts), asked),
            f"{ours}, not met before": lambda number: _ours(fresh[number], named),
            f"{ours}, met before": lambda number: _ours(fresh[number], named),
            f"{ours}, met before, and why in words": lambda number: _told(fresh[number], named),
        }
    )
    gc.unfreeze()
    yield zens
    yield _against(unseen, zens, goals[0])
    yield _against(seen, zens, goals[1])
    yield told


def _against(row: dict[str, Any], zens: dict[str, Any], goal: int | None) -> dict[str, Any]:
    return {**row, "ratio": round(row["per_second"] / zens["per_second"], 1), "goal": goal}


def decisions_of_one_case(folder: Path) -> list[dict[str, Any]]:
    """
    Microseconds of the decisions that a region asks on submission, on the same facts, none met before: asked
    together, which looks at the facts once, and one by one.
    """
    read = load(folder)
    usual = {
        **usual_facts(read),
        "applicant.kind": "natural",
        "applicant.age": 40,
        "applicant.disabled": False,
    }
    together, apart = [], []
    for n in range(ROUNDS):
        one = read.model_copy(update={"region": read.region.model_copy(update={"region": f"bench-{n}"})})
        for item in one.items:  # compile
            decide_each(one, asked_at_submission(one), item, usual, ON)
        together.append(_of_case(one, usual, date(2025, 12, 1), together=True))
        apart.append(_of_case(one, usual, date(2025, 12, 2), together=False))
    names = len(asked_at_submission(read))
    return [
        {"what": f"{names} decisions of one case, facts looked at once", "us": _us(together)},
        {"what": f"the same {names} asked one by one", "us": _us(apart)},
    ]


def _of_case(one: Release, usual: Situation, applied: date, *, together: bool) -> float:
    """On a day of application that was not met before, so that nothing is remembered."""
    names = asked_at_submission(one)
    started = time.perf_counter()
    for item in one.items:
        if together:
            decide_each(one, names, item, usual, ON, applied)
        else:
            for name in names:
                decide(one, item, usual, ON, applied, decision=name)
    return (time.perf_counter() - started) / len(one.items)


def _us(taken: Sequence[float]) -> float:
    return round(statistics.median(taken) * 1e6, 1)


def _named(facts: Situation) -> Situation:
    return {f"application.{name}": value for name, value in facts.items()}


def _ours(one: Release, named: Sequence[Situation]) -> list[float]:
    return _each(lambda facts: decide(one, ITEM, facts, ON), named)


def _told(one: Release, named: Sequence[Situation]) -> list[float]:
    return _each(lambda facts: decide(one, ITEM, facts, ON).because, named)


def _each(call: Callable[[Any], object], questions: Sequence[Situation]) -> list[float]:
    taken = []
    clock = time.perf_counter
    for question in questions:
        start = clock()
        call(question)
        taken.append(clock() - start)
    return taken


def _rows(measures: Mapping[str, Callable[[int], list[float]]]) -> list[dict[str, Any]]:
    """A row of each, by what each call took, in seconds; a measure is told the number of its round."""
    rounds: dict[str, list[list[float]]] = {name: [] for name in measures}
    for number in range(ROUNDS):
        for name, measure in measures.items():
            gc.collect()
            rounds[name].append(measure(number))
    return [_row(name, taken) for name, taken in rounds.items()]


def _row(name: str, rounds: Sequence[Sequence[float]]) -> dict[str, Any]:
    every = sorted(taken for one in rounds for taken in one)
    rates = [len(one) / sum(one) for one in rounds]
    return {
        "what": name,
        "per_second": round(statistics.median(rates)),
        "p50_us": round(every[len(every) // 2] * 1e6, 2),
        "p99_us": round(every[len(every) * 99 // 100] * 1e6, 2),
    }


def _same(one: Release, asked: Sequence[Situation], table: Any) -> None:
    for facts in asked:
        ours = decide(one, ITEM, _named(facts), ON)
        theirs = table.evaluate(facts)["result"]
        assert (ours.channel, ours.rule) == (theirs["channel"], theirs["rule"]), facts
