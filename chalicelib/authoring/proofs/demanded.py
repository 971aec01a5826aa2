"""What the law demands of a case, and whether a change would take it away 法定环节: advice never does."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.authoring.checking.plans.law.bypass import bypass
from chalicelib.authoring.checking.plans.law.ends import decides_unaccepted
from chalicelib.authoring.checking.plans.walking.kinds import Walks
from chalicelib.authoring.space.reference import holds
from chalicelib.decisions.facts.facts import TRIGGER
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Demand, Release
from chalicelib.decisions.forms.plan import Does

Facts = Mapping[str, FactValue]


class Demanded:
    """The demands of a release; ways past them are looked for once for all cases that a plan treats alike."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._known: dict[tuple[object, ...], bool] = {}
        self._unaccepted: dict[tuple[object, ...], bool] = {}
        self._walks = Walks(release)
        self._asked = {channel: tuple(self._walks.asked(plan)) for channel, plan in release.plans.items()}

    def lost(self, before: Facts, after: Facts, channel: str) -> bool:
        """
        Whether something falls out: the channel passes it by, or the item no longer needs it, or the channel
        decides before it accepts. The last is told only of facts that say when the item is accepted.
        """
        return self.lifted(before, after) or self.passed_by(after, channel) or self.unaccepted(after, channel)

    def lifted(self, before: Facts, after: Facts) -> bool:
        """
        Whether an item no longer needs what it did before a change of its facts.

        An applicant's own answer may do so where the region's demands say it. That somebody has to come in
        person is a fact which only a law changes, and is told as that.
        """
        own = {name: value for name, value in before.items() if name.startswith("item.")}
        said = {name: value for name, value in after.items() if not name.startswith("item.")}
        return bool(self._of({**own, **said}) - self._of(after) - {"presence"})

    def passed_by(self, facts: Facts, channel: str) -> bool:
        """Whether the channel's plan has a way to a grant past what is demanded in a situation."""
        if channel not in self._release.plans:
            return False
        due = self._of(facts)
        if not due:
            return False
        case = (channel, *sorted(due), *map(facts.get, self._asked[channel]))
        known = self._known.get(case)
        if known is None:
            known = self._known[case] = any(self._passes(channel, does, facts) for does in due)
        return known

    def unaccepted(self, facts: Facts, channel: str) -> bool:
        """
        Whether a case of these facts could be decided in the channel before it is accepted (行政许可法
        arts. 32, 34), such as one that is accepted on paper where papers are first taken at the inspection.
        """
        plan = self._release.plans.get(channel)
        if plan is None or TRIGGER not in facts:
            return False
        case = (channel, *map(facts.get, self._asked[channel]))
        known = self._unaccepted.get(case)
        if known is None:
            walks = (self._walks.of(plan, item, facts) for item in self._walks.made_up(facts))
            known = self._unaccepted[case] = any(map(decides_unaccepted, walks))
        return known

    def _passes(self, channel: str, does: Does, facts: Facts) -> bool:
        plan = self._release.plans[channel]
        walks = (self._walks.of(plan, item, facts) for item in self._walks.made_up(facts))
        return any(bypass(walk, does) is not None for walk in walks)

    def _of(self, facts: Facts) -> set[Does]:
        return {one.does for one in self._release.demands if _holds(one, facts)}


def _holds(demand: Demand, facts: Facts) -> bool:
    return all(holds(test, facts) for test in demand.when)
