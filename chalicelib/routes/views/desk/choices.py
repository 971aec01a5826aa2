"""What a member of staff can do about a case: its open tasks, how each may end, and what that would cause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chalicelib.cases.case import Case
from chalicelib.cases.decide.papers.custody import handed
from chalicelib.cases.decide.work.owing import still_owed
from chalicelib.cases.decide.work.possible import NOTHING_OVERDUE
from chalicelib.cases.decide.work.sides import outcomes_of
from chalicelib.cases.people.staff_numbers import is_number_of
from chalicelib.cases.recorder import EventRecorder
from chalicelib.cases.values import SideKind, SideTask, Task
from chalicelib.cases.waiting import deadline, is_late
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import Outcome
from chalicelib.ports.cases import Loaded
from chalicelib.ports.people.identity import Staff
from chalicelib.ports.ports import Ports
from chalicelib.routes.views.desk.consequences import show_consequences
from chalicelib.routes.views.desk.lights import light_of
from chalicelib.routes.views.desk.tasks import step_of
from chalicelib.routes.views.words import material_name
from chalicelib.services.cases.desk.preview_outcome import (
    Preview,
    may_accompany,
    preview_claim,
    preview_settling,
    preview_side,
    preview_task,
)
from chalicelib.services.days import local_day
from chalicelib.services.facts_in_force import rules_of
from chalicelib.services.permissions.check_route import open_to
from chalicelib.services.permissions.recusal import kept_out
from chalicelib.services.serving import serves

Shown = dict[str, Any]


class Choices:
    """The open tasks of one case, for one member of staff now."""

    def __init__(self, ports: Ports, who: Staff, loaded: Loaded) -> None:
        self._world, self._who, self._loaded = ports, who, loaded
        self._case: Case = loaded.case
        self._release: Release = rules_of(ports, loaded.case.release)
        self._now = ports.clock.now()
        self._today = local_day(self._release, self._now)
        self._kept_out = kept_out(ports, who, self._case)
        self._works = open_to("POST /desk/cases/{no}/tasks/{task}", who)

    def show(self, shown: Shown) -> list[Shown]:
        """
        Each task and side task as ``shown``, with what may come of it; hers first, then by how urgent it is.
        """
        open_now: dict[str, Task | SideTask] = {**self._case.tasks, **self._case.sides}
        cards = [self._card(open_now[told["id"]], told) for told in (*shown["tasks"], *shown["sides"])]
        return sorted(cards, key=lambda card: (not card["mine"], card["due"] or "9999"))

    def _card(self, task: Task | SideTask, told: Shown) -> Shown:
        mine = serves(self._world, self._who, task.unit)
        late, side = is_late(self._case, task), isinstance(task, SideTask)
        may = mine and self._works and self._kept_out is None
        outcomes = list(self._outcomes(task, told)) if may else []
        reasons = {outcome["refusal"]["zh"]: outcome["refusal"] for outcome in outcomes if outcome["refusal"]}
        if mine and self._kept_out is not None:
            reasons[""] = self._kept_out.text.model_dump()
        none_now = len(reasons) == 1 and all(outcome["refusal"] for outcome in outcomes)
        return {
            **told,
            "side": side,
            "mine": mine,
            "hers": mine and self._works,
            "returnable": may and task.claimed_by is not None,
            "claimable": may and not none_now and self._claimable(task),
            "claimed_by_me": is_number_of(task.claimed_by, self._who.id),
            "light": light_of(self._release, deadline(self._case, task), self._now, late=late),
            "outcomes": [] if none_now else outcomes,
            "not_now": next(iter(reasons.values())) if none_now else None,
        }

    def _claimable(self, task: Task | SideTask) -> bool:
        return preview_claim(self._world, self._who, self._case, task.id).refusal is None

    def _outcomes(self, task: Task | SideTask, told: Shown) -> Iterator[Shown]:
        for outcome in told["outcomes"]:
            if isinstance(task, Task):
                yield from self._of_task(task, outcome)
            elif task.kind is SideKind.CHANNEL:
                yield from self._channels(outcome)
            else:
                yield self._of_side(task, outcome)

    def _of_task(self, task: Task, told: Shown) -> Iterator[Shown]:
        """One outcome; none, where it is the way out for what follows later and nothing does in this case."""
        step = step_of(self._release, self._case.channel, task.step)
        if step is None:
            yield {**told, **self._previewed(Preview(self._case))}
            return
        outcome = next(each for each in step.outcomes if each.outcome == told["outcome"])
        preview = preview_task(self._world, self._who, self._loaded, task, step, outcome)
        if preview.refusal and preview.refusal.code == NOTHING_OVERDUE and not self._case.deferred:
            return
        others = (
            may_accompany(self._release, self._case, task, step, self._who.id, self._today)
            if told["officers"]
            else ()
        )
        counted = {"papers": self._counted(task, outcome), "colleagues": others}
        yield {**told, **counted, **self._previewed(preview)}

    def _counted(self, task: Task, outcome: Outcome) -> list[Shown]:
        """The papers that change hands with an outcome, which whoever takes them counts."""
        if outcome.hand_over is None:
            return []
        recorder = EventRecorder(self._case, self._release, self._now, self._who.actor)
        return self._named(
            tuple(paper for _, papers in handed(recorder, outcome.hand_over, task) for paper in papers)
        )

    def _named(self, papers: tuple[str, ...]) -> list[Shown]:
        item = self._release.items[self._case.item]
        return [
            {
                "paper": paper,
                "name": material_name(self._release, self._case, paper) or item.result.name.model_dump(),
            }
            for paper in papers
        ]

    def _of_side(self, side: SideTask, told: Shown) -> Shown:
        kind = outcomes_of(self._release, side.kind, side.about)[told["outcome"]]
        preview = preview_side(self._world, self._who, self._case, side, told["outcome"], served=kind.service)
        owed = self._named(still_owed(self._case, side)) if told["may_give"] else []
        return {**told, "papers": owed, "colleagues": (), **self._previewed(preview)}

    def _channels(self, told: Shown) -> Iterator[Shown]:
        """Each channel that a person may pick, where the rules could not decide."""
        for name, plan in self._release.plans.items():
            preview = preview_settling(self._world, self._who, self._case, name)
            title = {"title": plan.title.model_dump(), "channel": name, "papers": [], "colleagues": ()}
            yield {**told, **title, **self._previewed(preview)}

    def _previewed(self, preview: Preview) -> Shown:
        refusal = None if preview.refusal is None else preview.refusal.text.model_dump()
        return {
            "told": show_consequences(self._release, preview, self._today),
            "refusal": refusal,
            "closes": preview.refusal is None and preview.after.settled is not self._case.settled,
        }
