"""Read what a child in Python is asked, and write what it answers."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice, product
from typing import Any

from chalicelib.authoring.space.numbering import situation

AT_ONCE = 4_096
"""Answers on one line."""

Situation = dict[str, Any]
Ask = Callable[[str | None, Situation], list[Any]]


def answer_all(engine: Callable[[Any], Ask]) -> None:
    """For each line of standard input make the engine of the document that it brings, or ask what it asks."""
    for line in sys.stdin.buffer:
        said = json.loads(line)
        if "document" in said:
            ask = engine(said["document"])
        else:
            _answer(ask, said["asked"])


def _answer(ask: Ask, asked: Mapping[str, Any]) -> None:
    answers = (ask(asked["code"], one) for one in _situations(asked))
    while some := list(islice(answers, AT_ONCE)):
        sys.stdout.write(_line(some))


def _situations(asked: Mapping[str, Any]) -> Iterator[Situation]:
    classes: dict[str, list[Any]] = asked["classes"]
    if asked["numbers"] is None:
        return (dict(zip(classes, values, strict=True)) for values in product(*classes.values()))
    return (situation(classes, number) for number in asked["numbers"])


def _line(answers: Iterable[list[Any]]) -> str:
    places: dict[tuple[Any, ...], int] = {}
    chosen = [places.setdefault(tuple(answer), len(places)) for answer in answers]
    return json.dumps([list(map(list, places)), chosen], separators=(",", ":")) + "\n"
