"""What the law demands of a case, and whether a change would take it away 法定环节: advice never does."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.authoring.bypass import bypass
from chalicelib.authoring.reference import holds
from chalicelib.decisions.form import Channel, FactValue
from chalicelib.decisions.model import Demand, Release
from chalicelib.decisions.plan import Does

Facts = Mapping[str, FactValue]


class Demanded:
    """The demands of a release; ways past them are looked for once for all cases that a plan treats alike."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._known: dict[tuple[object, ...], bool] = {}
        self._asked = {
            channel: tuple({test.fact for step in plan.steps if step.skip for test in step.skip.tests})
            for channel, plan in release.plans.items()
        }

    def lost(self, before: Facts, after: Facts, channel: Channel) -> bool:
        """Whether something falls out: the channel passes it by, or the item no longer needs it."""
        return self.lifted(before, after) or self.passed_by(after, channel)

    def lifted(self, before: Facts, after: Facts) -> bool:
        """
        Whether an item no longer needs what it did before a change of its facts.

        An applicant's own answer may do so where the region's demands say it.
        """
        own = {name: value for name, value in before.items() if name.startswith("item.")}
        said = {name: value for name, value in after.items() if not name.startswith("item.")}
        return bool(self._of({**own, **said}) - self._of(after))

    def passed_by(self, facts: Facts, channel: Channel) -> bool:
        """Whether the channel's plan has a way to a grant past what is demanded in a situation."""
        if channel not in self._release.plans:
            return False
        due = self._of(facts)
        if not due:
            return False
        case = (channel, *sorted(due), *map(facts.get, self._asked[channel]))
        known = self._known.get(case)
        if known is None:
            plan = self._release.plans[channel]
            known = self._known[case] = any(bypass(plan, does, facts) is not None for does in due)
        return known

    def _of(self, facts: Facts) -> set[Does]:
        return {one.does for one in self._release.demands if _holds(one, facts)}


def _holds(demand: Demand, facts: Facts) -> bool:
    return all(holds(test, facts) for test in demand.when)
