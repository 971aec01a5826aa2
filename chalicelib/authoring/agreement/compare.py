"""Asking every engine, two side by side, and holding each answer against the rules."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from chalicelib.authoring.agreement.agreement import Agreement
from chalicelib.authoring.agreement.dmn_engine import Dmn
from chalicelib.authoring.agreement.durable import Durable
from chalicelib.authoring.agreement.engine import Engine
from chalicelib.authoring.agreement.hearing import Hearing, Meter, Progress
from chalicelib.authoring.agreement.questions import Asked, questions, sets, size
from chalicelib.authoring.agreement.zen_engine import Zen
from chalicelib.authoring.domain import Band
from chalicelib.authoring.exports.cells import ExportError
from chalicelib.authoring.slices import WORK
from chalicelib.decisions.form import Text
from chalicelib.decisions.model import Release

SIDE_BY_SIDE = 2
ENGINES: tuple[Engine, ...] = (Zen(), Durable(), Dmn())  # the slowest first


def disagreements(
    release: Release,
    bands: Sequence[Band],
    limit_seconds: float,
    progress: Progress | None = None,
    *,
    engines: Sequence[Engine] = ENGINES,
    budget_seconds: float | None = None,
) -> Agreement:
    """
    Ask each engine in every situation of the bands what the rules themselves decide there.

    Args:
        bands: those of ``domain.bands`` that matter; each is asked by its first day.
        limit_seconds: by the clock, for each engine; one that takes longer is stopped, and has failed.
        progress: called as answers come.
        budget_seconds: of processor time for each engine. Where all situations would cost more, those
            that tell most are asked; where the rules alone would, the engine is left out. None: no limit.
    """
    desk = _Desk(release, bands, budget_seconds)
    agreement = Agreement(situations=desk.situations)
    ready: list[Hearing] = []
    for engine in engines:
        made = desk.hearing(engine)
        if isinstance(made, Text):
            agreement.left_out[engine.name] = made
        else:
            ready.append(made)
    meter = Meter(progress, sum(len(one) for hearing in ready for one in hearing.asked))
    with ThreadPoolExecutor(SIDE_BY_SIDE) as threads:
        for _ in threads.map(lambda hearing: hearing.hear(limit_seconds, meter), ready):
            pass
    agreement.asked = {hearing.engine.name: hearing.heard for hearing in ready}
    agreement.differences = tuple(chain.from_iterable(hearing.differences for hearing in ready))
    agreement.failures = tuple(hearing.failure for hearing in ready if hearing.failure is not None)
    return agreement


class _Desk:
    """Questions made ready; those that several engines are asked alike are made once."""

    def __init__(self, release: Release, bands: Sequence[Band], budget: float | None) -> None:
        self._release, self._bands, self._budget = release, bands, budget
        self._sizes = [size(release, band) for band in bands]
        self.situations = sum(self._sizes)
        self._sets = max((sets(release, band) for band in bands), default=0)
        self._whole: list[list[Asked]] = []

    def hearing(self, engine: Engine) -> Hearing | Text:
        """The engine with its question, or why it cannot be asked."""
        if (reason := engine.missing()) is not None:
            return reason
        if self._sets > WORK:
            return _TOO_MANY
        share = self._share(engine)
        if share <= 0:
            return _TOO_LONG
        try:
            papers = [engine.paper(self._release, band) for band in self._bands]
        except ExportError as error:
            return Text(zh=f"无法导出：{error}", en=f"cannot be exported: {error}")
        asked = self._asked(share)
        written = (
            json.dumps(paper | {"asked": [one.as_json() for one in some]}, ensure_ascii=False)
            for paper, some in zip(papers, asked, strict=True)
        )
        whole = "".join(f"{line}\n" for line in written).encode()
        return Hearing(engine, whole, list(chain.from_iterable(asked)))

    def _share(self, engine: Engine) -> float:
        """Which part of all situations the budget allows; 0 or less where it does not even allow one."""
        if self._budget is None:
            return 1.0
        costs = [engine.cost(len(band.rules)) for band in self._bands]
        left = self._budget - sum(cost.once for cost in costs)
        every = sum(cost.each * count for cost, count in zip(costs, self._sizes, strict=True))
        return min(1.0, left / every) if every else 1.0

    def _asked(self, share: float) -> list[list[Asked]]:
        if share < 1:
            return [list(questions(self._release, band, share)) for band in self._bands]
        self._whole = self._whole or [list(questions(self._release, band)) for band in self._bands]
        return self._whole


_TOO_MANY = Text(
    zh="规则和情形太多，无法一次备齐问题，未询问",
    en="not asked: with so many rules and situations the questions cannot be made ready",
)
_TOO_LONG = Text(
    zh="规则太多，为不使检查过久而未询问；发布时会询问",
    en="not asked, for with so many rules it would take long; it is asked at publication",
)
