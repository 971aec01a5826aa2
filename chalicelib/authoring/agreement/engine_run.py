"""Ask one engine, and hold its answers, as they come, against what the rules decide."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from chalicelib.authoring.agreement.agreement import Difference, Failure
from chalicelib.authoring.agreement.engines import child
from chalicelib.authoring.agreement.engines.deciders import NO_RULE
from chalicelib.authoring.agreement.engines.engine import Answer, Engine
from chalicelib.authoring.agreement.questions import Asked

Progress = Callable[[int, int], None]
"""Told how many answers came, of how many in all."""

EACH = 8
"""Bytes that an answer may take, and besides:"""
ROOM = child.GIB // 4


class Batch(NamedTuple):
    """A band's rules in an engine's own form, and what is asked there: gone through more than once."""

    document: Any  # JSON of any shape
    asked: Iterable[Asked]


class Meter:
    """Answers counted over all engines."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def add(self, answers: int) -> None:
        self._done += answers
        if self._progress is not None:
            self._progress(self._done, self._total)


@dataclass
class EngineRun:
    """What an engine is asked, and what came of it; of the differences in a piece the first."""

    engine: Engine
    batches: Sequence[Batch]
    heard: int = 0
    differences: list[Difference] = field(default_factory=list)
    failure: Failure | None = None

    def run(self, limit_seconds: float, meter: Meter) -> None:
        """Ask; nothing is raised for what the engine does."""
        try:
            self._compare(self._answers(limit_seconds, meter))
        except child.ChildTimedOutError:
            self.failure = Failure(self.engine, "engine-timeout")
        except child.ChildFailedError as error:
            self.failure = Failure(self.engine, "engine-failed", str(error))

    @cached_property
    def answers(self) -> int:
        """How many there must be."""
        return sum(map(len, self._asked()))

    def _asked(self) -> Iterator[Asked]:
        return chain.from_iterable(batch.asked for batch in self.batches)

    def _question(self) -> Iterator[bytes]:
        for batch in self.batches:
            yield _line({"document": batch.document})
            for one in batch.asked:
                yield _line({"asked": one.as_json()})

    def _answers(self, limit_seconds: float, meter: Meter) -> Iterator[Answer]:
        limits = child.Limits(limit_seconds, answer=ROOM + EACH * self.answers)
        for line in child.lines(self.engine.command(), self._question(), limits, self.engine.ready):
            try:
                found = _read(line)
            except (ValueError, TypeError, LookupError, RecursionError) as error:
                raise child.ChildFailedError("it does not answer as it must") from error
            yield from found
            meter.add(len(found))

    def _compare(self, answers: Iterator[Answer]) -> None:
        for one in self._asked():
            right = {place: self._right(one, place) for place in set(one.expected)}
            told = False
            for at, place in enumerate(one.expected):
                got = next(answers, None)
                if got is None:
                    raise child.ChildFailedError("it answers less than it was asked")
                self.heard += not one.more
                if got != right[place] and not told:
                    told = True
                    self.differences.append(self._difference(one, at, right[place], got))
        if next(answers, None) is not None:
            raise child.ChildFailedError("it answers more than it was asked")

    def _right(self, one: Asked, place: int) -> Answer:
        led = None if place == NO_RULE else one.band.rules[place]
        return self.engine.right(place, led, one.band.otherwise)

    def _difference(self, one: Asked, at: int, right: Answer, got: Answer) -> Difference:
        return Difference(self.engine, one.band, one.code, one.situation(at), right, got)


def _line(said: object) -> bytes:
    return f"{json.dumps(said, ensure_ascii=False)}\n".encode()


def _read(line: bytes) -> list[Answer]:
    answers, chosen = json.loads(line)
    known = [(channel, rule, *more) for channel, rule, *more in answers]
    return [list(known[place]) for place in chosen]
