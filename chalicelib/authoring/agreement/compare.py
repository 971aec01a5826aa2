"""Asking every engine, two side by side, and holding each answer against the rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from threading import Lock

from chalicelib.authoring.agreement import child
from chalicelib.authoring.agreement.agreement import Agreement, Difference, Failure
from chalicelib.authoring.agreement.dmn_engine import Dmn
from chalicelib.authoring.agreement.durable import Durable
from chalicelib.authoring.agreement.engine import Answer, Engine
from chalicelib.authoring.agreement.questions import NO_RULE, Asked, questions
from chalicelib.authoring.agreement.zen_engine import Zen
from chalicelib.authoring.domain import Band
from chalicelib.authoring.exports.cells import ExportError
from chalicelib.decisions.form import Text
from chalicelib.decisions.model import Release

SIDE_BY_SIDE = 2
ENGINES: tuple[Engine, ...] = (Zen(), Durable(), Dmn())  # the slowest first

Progress = Callable[[int, int], None]
"""Told how many answers came, of how many in all."""


def disagreements(
    release: Release,
    bands: Sequence[Band],
    limit_seconds: float,
    progress: Progress | None = None,
    engines: Sequence[Engine] = ENGINES,
) -> Agreement:
    """
    Ask each engine in every situation of the bands what the rules themselves decide there.

    Args:
        bands: those of ``domain.bands`` that matter; each is asked by its first day.
        limit_seconds: by the clock, for each engine; one that takes longer is stopped, and has failed.
        progress: called as answers come, from several threads, one at a time.
    """
    asked = [list(questions(release, band)) for band in bands]
    agreement = Agreement(situations=sum(len(one) for some in asked for one in some))
    ready: list[_Hearing] = []
    for engine in engines:
        made = _hearing(engine, release, bands, asked)
        if isinstance(made, Text):
            agreement.left_out[engine.name] = made
        else:
            ready.append(made)
    meter = _Meter(progress, agreement.situations * len(ready))
    with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
        for _ in threads.map(lambda hearing: hearing.hear(limit_seconds, meter), ready):
            pass
    agreement.asked = {hearing.engine.name: hearing.heard for hearing in ready}
    agreement.differences = tuple(chain.from_iterable(hearing.differences for hearing in ready))
    agreement.failures = tuple(hearing.failure for hearing in ready if hearing.failure is not None)
    return agreement


def _hearing(
    engine: Engine, release: Release, bands: Sequence[Band], asked: Sequence[Sequence[Asked]]
) -> _Hearing | Text:
    if (reason := engine.missing()) is not None:
        return reason
    try:
        papers = [engine.paper(release, band) for band in bands]
    except ExportError as error:
        return Text(zh=f"未询问：{error}", en=f"not asked: {error}")
    written = (
        json.dumps(paper | {"asked": [one.as_json() for one in some]}, ensure_ascii=False)
        for paper, some in zip(papers, asked, strict=True)
    )
    whole = "".join(f"{line}\n" for line in written).encode()
    return _Hearing(engine, whole, list(chain.from_iterable(asked)))


class _Meter:
    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0
        self._lock = Lock()

    def add(self, answers: int) -> None:
        with self._lock:
            self._done += answers
            if self._progress is not None:
                self._progress(self._done, self._total)


@dataclass
class _Hearing:
    """One engine's answers, as they come."""

    engine: Engine
    question: bytes
    asked: Sequence[Asked]
    heard: int = 0
    differences: list[Difference] = field(default_factory=list)
    failure: Failure | None = None

    def hear(self, limit_seconds: float, meter: _Meter) -> None:
        try:
            self._compare(self._answers(limit_seconds, meter))
        except child.ChildTimedOutError:
            self.failure = Failure(self.engine, "engine-timeout")
        except child.ChildFailedError as error:
            self.failure = Failure(self.engine, "engine-failed", str(error))

    def _answers(self, limit_seconds: float, meter: _Meter) -> Iterator[Answer]:
        for line in child.lines(self.engine.command(), self.question, child.Limits(limit_seconds)):
            try:
                answers, chosen = json.loads(line)
                found = [answers[place] for place in chosen]
            except (ValueError, TypeError, LookupError) as error:
                raise child.ChildFailedError("it does not answer as it must") from error
            yield from found
            meter.add(len(found))

    def _compare(self, answers: Iterator[Answer]) -> None:
        for one in self.asked:
            right = {place: self._right(one, place) for place in set(one.expected)}
            told = False
            for at, place in enumerate(one.expected):
                got = next(answers, None)
                if got is None:
                    raise child.ChildFailedError("it answers less than it was asked")
                self.heard += 1
                if got != right[place] and not told:
                    told = True
                    self.differences.append(self._difference(one, at, right[place], got))
        if next(answers, None) is not None:
            raise child.ChildFailedError("it answers more than it was asked")

    def _right(self, one: Asked, place: int) -> Answer:
        return self.engine.right(place, None if place == NO_RULE else one.band.rules[place])

    def _difference(self, one: Asked, at: int, right: Answer, got: Answer) -> Difference:
        return Difference(self.engine, one.band, one.code, one.situation(at), right, got)
