"""
Who has to come after all 零跑腿的例外: the situations that need a visit in a channel called zero errand.

Without consent to couriers, or where a result may not be mailed, it is collected at the counter: that is
told. Where the applicant agrees, and all may travel, nobody may have to come: that is an error of the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.authoring.checking.plans.places import of_plan, of_step
from chalicelib.authoring.checking.plans.walking.ordinary import OrdinaryWays
from chalicelib.authoring.findings.problems import Problem, Spot, TooManySituationsError
from chalicelib.authoring.findings.telling import named_plan
from chalicelib.authoring.proofs.rules.words import is_current
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.space.coverage import Coverage
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Situation, classes
from chalicelib.authoring.space.walks import Applications, tests_of, ways
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.facts.facts import attributes
from chalicelib.decisions.facts.needs import tests_of as tests_of_material
from chalicelib.decisions.forms.form import Condition, FactValue, Text
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.plan import End, Plan
from chalicelib.decisions.ordinary_way import Met, visits
from chalicelib.decisions.plans import ELECTRONIC, MAILED, means


@dataclass(frozen=True)
class ToCome:
    """In a channel that is called zero errand: where ``facts`` hold, the applicant comes so often."""

    channel: str
    facts: Mapping[str, FactValue]
    visits: int
    words: Text

    def as_json(self) -> dict[str, Any]:
        return {
            "channel": self.channel,
            "facts": dict(self.facts),
            "visits": self.visits,
            **self.words.model_dump(),
        }


class Errands:
    """Of every channel how often who has to come, in the situations of days from ``today`` on."""

    def __init__(self, folder: Folder, release: Release, today: date, ordinary: OrdinaryWays) -> None:
        self._folder, self._release, self._today = folder, release, today
        on_paper = (m for one in release.items.values() for m in one.materials if m.on_paper)
        tests = [test for material in on_paper for test in tests_of_material(material)]
        tests += (test for plan in release.plans.values() for test in _tests(plan))
        self._space = DecisionSpace(classes(release.facts, tests))
        said: dict[int, Applications] = {}
        self._of = {name: _Channel(ordinary, plan, self._space, said) for name, plan in release.plans.items()}
        self._gone: set[tuple[str, range | tuple[int, ...], Situations]] = set()

    def look(self, coverage: Coverage) -> None:
        if not is_current(coverage.days.last, self._today):
            return
        for name, channel in self._of.items():
            among, kinds = coverage.channel(name), channel.kinds.of(coverage.item)
            if (
                among and (name, kinds, among) not in self._gone
            ):  # items with rules of their own are often alike
                self._gone.add((name, kinds, among))
                channel.look(kinds, self._space.carried(among, coverage.space))

    def problems(self) -> Iterator[Problem]:
        """
        A step of a zero-errand channel that needs a visit, a first outcome that leads to no grant; a plan
        whose conditions lead more ways than can be gone.
        """
        told: set[Spot] = set()
        for plan in self._folder.plans:
            found = self._of[plan.form.plan]
            if found.too_many:
                yield of_plan(plan, "parts").error("too-many-situations/too-many")
            for step in plan.form.steps:
                for code in _WRONG:
                    wrong, place = found.wrong.get((step.step, code)), of_step(plan, step.step)
                    if wrong is not None and place not in told:
                        told.add(place)
                        facts = found.least(wrong) or self._space.situation(wrong)
                        words = in_words(self._release.declared, facts)
                        yield place.error(code, name=named_plan(plan.form), facts=words)

    def to_come(self) -> Iterator[ToCome]:
        """The visits that a channel without papers at the counter needs, with the facts that matter only."""
        for name, channel in self._of.items():
            if channel.plan.paper_in != "counter":
                for facts, come in channel.to_come():
                    yield ToCome(name, facts, come, in_words(self._release.declared, facts))


class _Channel:
    """
    What is found of a channel's ordinary ways; ``said`` is what can be said of each item. ``wrong`` are
    situations by the step at which a way is wrong in them, and the code of the finding.
    """

    def __init__(
        self, ordinary: OrdinaryWays, plan: Plan, space: DecisionSpace, said: dict[int, Applications]
    ) -> None:
        self._said = said
        self.plan, self._space, self._ways, self._release = plan, space, ordinary, ordinary.release
        self.kinds = ordinary.kinds[plan.plan]
        self._walked = [space.none] * len(self.kinds.items)
        self._looked = space.none
        self._come: dict[int, Situations] = {}
        self.wrong: dict[tuple[str, str], Situations] = {}
        self.too_many = False

    def look(self, kinds: Iterable[int], among: Situations) -> None:
        """The ordinary ways of items of some kinds; gone once however many have rules of their own."""
        for kind in kinds:
            item, new = self.kinds.items[kind], among - self._walked[kind]
            self._walked[kind] |= among
            here = self._said.setdefault(id(item), Applications(self._space, attributes(item), item))
            try:
                for facts, part in ways(self.plan, here, new - self._contradicting(item)):
                    self._walk(item, facts, part)
            except TooManySituationsError:
                self.too_many = True

    def least(self, found: Situations, among: Situations | None = None) -> Situation:
        """Of the first of some situations as few facts as it takes: wherever these hold, it is found."""
        return self._space.cube(found | ~self._looked, found if among is None else among)

    def to_come(self) -> Iterator[tuple[Situation, int]]:
        """As few facts as it takes to have to come so often, until all who have to are told."""
        more = self._space.none
        for come, found in sorted(self._come.items(), reverse=True):
            left = found = found - more
            more |= found
            while come and left:
                facts = self.least(found, left)
                left -= self._space.with_values(facts)
                yield facts, come

    def _walk(self, item: Item, facts: Situation, part: Situations) -> None:
        way = self._ways.of(self.plan, item, facts)
        self._looked |= part
        come = visits(way)
        self._come[come] = self._come.get(come, self._space.none) | part
        if not _is_granted(way):
            self._tell(way[-1], "ordinary-way", part)
        if self.plan.paper_in != "counter" and self._may_stay(item, facts):
            for met in way:
                if met.visit:
                    self._tell(met, "zero-errand-visit", part)

    def _tell(self, met: Met, code: str, part: Situations) -> None:
        key = met.step.step, code
        self.wrong[key] = self.wrong.get(key, self._space.none) | part

    def _may_stay(self, item: Item, facts: Situation) -> bool:
        """Whether nobody need come: couriers are agreed to, and what is made may travel as planned."""
        by = means(self._release, item, facts, facts.get(CONSENT) is True)
        online = set(self.plan.result_out) <= {"electronic"}
        return by.sent and (by.electronic or not online)

    def _contradicting(self, item: Item) -> Situations:
        """Where an item is said to have a result that it has not; the check of items tells it."""
        if item.result.form == "both" or ELECTRONIC not in self._space.classes:
            return self._space.none
        return self._space.with_value(ELECTRONIC, item.result.form == "paper")


def _tests(plan: Plan) -> list[Condition]:
    """What the plan asks, and in a zero-errand channel whether a courier would have been agreed to."""
    courier = [] if plan.paper_in == "counter" else [CONSENT, MAILED]
    return [*tests_of(plan), *(Condition(fact=name, any_of=(True,)) for name in courier)]


def _is_granted(way: Sequence[Met]) -> bool:
    """
    Whether a way comes to a grant; that a licence was made and ends as something else is told of
    the end.
    """
    made = any(met.outcome is not None and met.outcome.number is not None for met in way)
    return way[-1].step.end is End.GRANTED or (made and way[-1].step.end is not None)


_WRONG = ("zero-errand-visit", "ordinary-way")
"""What may be wrong at a step, as the codes of the findings."""
