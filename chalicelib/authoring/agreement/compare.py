"""Ask engines, and hold each answer against the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from chalicelib.authoring.agreement.agreement import Agreement
from chalicelib.authoring.agreement.budget import EVERYTHING, Budget
from chalicelib.authoring.agreement.engine_run import Batch, EngineRun, Meter, Progress
from chalicelib.authoring.agreement.engines.durable import Durable
from chalicelib.authoring.agreement.engines.engine import Engine
from chalicelib.authoring.agreement.questions import Questions, size
from chalicelib.authoring.exports.jdm import ExportError
from chalicelib.authoring.space.domain import EffectPeriod
from chalicelib.authoring.space.space import SpaceCache
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.tables import as_decision

IN_SERVICE: tuple[Engine, ...] = (Durable(),)
"""What decides cases. It alone can stop a publication: an office does not wait for what others read."""


def disagreements(
    release: Release,
    bands: Sequence[EffectPeriod],
    progress: Progress | None = None,
    *,
    engines: Sequence[Engine],
    budget: Budget = EVERYTHING,
) -> Agreement:
    """
    Ask each engine in the situations of the bands what the rules themselves decide there.

    Args:
        bands: those of ``domain.bands`` that matter, of one decision or of several; each is asked by its
            first day.
        progress: called as answers come.
        budget: for each engine.
    """
    return Asking(release, bands, progress, engines=engines, budget=budget).agreement()


class Asking:
    """Make ready what ``disagreements`` asks: whoever goes on meanwhile has it asked in another thread."""

    def __init__(
        self,
        release: Release,
        bands: Sequence[EffectPeriod],
        progress: Progress | None,
        *,
        engines: Sequence[Engine],
        budget: Budget,
    ) -> None:
        desk = _Desk(release, bands, budget)
        self._agreement = Agreement(situations=desk.situations)
        self._ready: list[EngineRun] = []
        for engine in engines:
            made = desk.run_of(engine)
            if isinstance(made, Text):
                self._agreement.left_out[engine.name] = made
            else:
                self._ready.append(made)
        self._limit_seconds = budget.clock
        self._meter = Meter(progress, sum(run.answers for run in self._ready))

    def agreement(self) -> Agreement:
        """Ask, and hold every answer against the rules."""
        agreement, ready = self._agreement, self._ready
        for run in ready:
            run.run(self._limit_seconds, self._meter)
        agreement.asked = {run.engine.name: run.heard for run in ready}
        agreement.differences = tuple(chain.from_iterable(run.differences for run in ready))
        agreement.failures = tuple(run.failure for run in ready if run.failure is not None)
        return agreement


class _Desk:
    """Make ready what engines are asked; spaces that they have in common are made once."""

    def __init__(self, release: Release, bands: Sequence[EffectPeriod], budget: Budget) -> None:
        self._bands, self._budget = bands, budget
        self._of = [as_decision(release, band.decides) for band in bands]
        self._cache = SpaceCache()
        self._sizes = [size(one, band, self._cache) for one, band in self._both]
        self.situations = sum(self._sizes)

    @property
    def _both(self) -> Iterator[tuple[Release, EffectPeriod]]:
        """Each band with the release as the decision that it is of."""
        return zip(self._of, self._bands, strict=True)

    def run_of(self, engine: Engine) -> EngineRun | Text:
        """The engine with what it is asked, or why it cannot be asked."""
        if (reason := engine.missing()) is not None:
            return reason
        if (excess := next(filter(None, map(engine.excess, self._bands)), None)) is not None:
            return excess
        share = self._share(engine)
        if share <= 0:
            return _TOO_LONG
        try:
            documents = [engine.document(one, band) for one, band in self._both]
        except ExportError as error:
            return Text(zh=f"无法导出：{error}", en=f"cannot be exported: {error}")
        asked = [Questions(one, band, share, self._cache) for one, band in self._both]
        return EngineRun(engine, list(map(Batch, documents, asked)))

    def _share(self, engine: Engine) -> float:
        costs = [engine.cost(band) for band in self._bands]
        every = sum(cost.each * count for cost, count in zip(costs, self._sizes, strict=True))
        share = self._budget.share(sum(cost.once for cost in costs), every)
        return share if engine.most is None else min(share, engine.most / max(1, self.situations))


_TOO_LONG = Text(
    zh="规则太多，检查会过久；发布时会询问",
    en="with so many rules a check would take long; it is asked at publication",
)
