"""
Who has to come after all 零跑腿的例外: the situations that need a visit in a channel called zero errand.

Without consent to couriers, or where a result may not be mailed, it is collected at the counter: that is
told. Where the applicant agrees, and all may travel, nobody may have to come: that is an error of the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from chalicelib.authoring.checking.plans.places import of_plan, of_step
from chalicelib.authoring.checking.plans.walking.kinds import MOST
from chalicelib.authoring.checking.plans.walking.ordinary import OrdinaryWays
from chalicelib.authoring.findings.problems import Problem, Spot
from chalicelib.authoring.findings.telling import named_plan
from chalicelib.authoring.proofs.words import is_current
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.survey import Survey
from chalicelib.authoring.space.walks import Cuts, cut, cuts, tests_of
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.facts.asked import CONSENT
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


_Key = tuple[tuple[str, FactValue], ...]


class Errands:
    """Of every channel how often who has to come, in the situations of days from ``today`` on."""

    def __init__(self, folder: Folder, release: Release, today: date, ways: OrdinaryWays) -> None:
        self._folder, self._release, self._today = folder, release, today
        items = list(release.items.values())
        papers = [test for one in items for m in one.materials if m.on_paper for test in tests_of_material(m)]
        self._tests = {channel: [*_tests(plan), *papers] for channel, plan in release.plans.items()}
        self._ways = ways
        self._known: dict[tuple[str, DecisionSpace], Cuts] = {}
        self._cut: dict[tuple[str, Situations], Sequence[Situation]] = {}
        self._gone: set[tuple[str, range | tuple[int, ...], Situations]] = set()
        self._walked: set[tuple[str, int, _Key]] = set()
        self._found: dict[str, dict[_Key, int]] = {channel: {} for channel in release.plans}
        self._wrong: dict[tuple[str, str, str], Situation] = {}
        self._too_many: set[str] = set()

    def look(self, survey: Survey) -> None:
        item = survey.item
        if not is_current(survey.days.last, self._today):
            return
        for channel, plan in self._release.plans.items():
            among = survey.channel(channel)
            if not among:
                continue
            kinds = self._ways.kinds[channel].of(item)
            if (channel, kinds, among) in self._gone:
                continue  # items with rules of their own are often alike
            self._gone.add((channel, kinds, among))
            for facts in self._parts(channel, survey.space, among):
                for kind in kinds:
                    self._walk(plan, kind, facts)

    def _parts(self, channel: str, space: DecisionSpace, among: Situations) -> Sequence[Situation]:
        """What a channel's plan treats alike in a set of situations, each by facts that stand for it."""
        known = self._cut.get((channel, among))
        if known is None:
            each = cut(self._cuts(channel, space), {}, among)
            known = [facts for facts, _ in islice(each, MOST + 1)]
            if len(known) > MOST:
                self._too_many.add(channel)
                known = []
            self._cut[channel, among] = known
        return known

    def _cuts(self, channel: str, space: DecisionSpace) -> Cuts:
        """By what the situations of a space are cut for a channel's plan, whatever item they are of."""
        known = self._known.get((channel, space))
        if known is None:
            known = cuts(self._tests[channel], self._release.declared, self._release.declared, space)
            self._known[channel, space] = known
        return known

    def problems(self) -> Iterator[Problem]:
        """
        A step of a zero-errand channel that needs a visit, a first outcome that leads to no grant; a plan in
        which papers and conditions tell more than ``MOST`` situations apart.
        """
        told: set[Spot] = set()
        for plan in self._folder.plans:
            if plan.form.plan in self._too_many:
                yield of_plan(plan).error("too-many-situations/errands")
            for step in plan.form.steps:
                for code in _WRONG:
                    facts, place = (
                        self._wrong.get((plan.form.plan, step.step, code)),
                        of_step(plan, step.step),
                    )
                    if facts is not None and place not in told:
                        told.add(place)
                        words = in_words(self._release.declared, facts)
                        yield place.error(code, name=named_plan(plan.form), facts=words)

    def to_come(self) -> Iterator[ToCome]:
        """The visits that a channel without papers at the counter needs, with the facts that matter only."""
        for channel, found in self._found.items():
            if self._release.plans[channel].paper_in == "counter":
                continue
            told: list[tuple[Situation, int]] = []
            for key, come in found.items():
                facts = _least(dict(key), come, found) if come else {}
                if come and (facts, come) not in told:
                    told.append((facts, come))
                    words = in_words(self._release.declared, facts)
                    yield ToCome(channel, facts, come, words)

    def _walk(self, plan: Plan, kind: int, facts: Situation) -> None:
        """The ordinary way for the items of a kind, gone once however many have rules of their own."""
        key, found = tuple(facts.items()), self._found[plan.plan]
        if (plan.plan, kind, key) in self._walked:
            return
        self._walked.add((plan.plan, kind, key))
        item = self._ways.kinds[plan.plan].items[kind]
        if _contradicts(item, facts):
            return
        way = self._ways.of(plan, item, facts)
        found[key] = max(visits(way), found.get(key, 0))
        if not _is_granted(way):
            self._wrong.setdefault((plan.plan, way[-1].step.step, "ordinary-way"), facts)
        if plan.paper_in != "counter" and self._may_stay(plan, item, facts):
            for met in way:
                if met.visit:
                    self._wrong.setdefault((plan.plan, met.step.step, "zero-errand-visit"), facts)

    def _may_stay(self, plan: Plan, item: Item, facts: Situation) -> bool:
        """Whether nobody need come: couriers are agreed to, and what is made may travel as planned."""
        by = means(self._release, item, facts, facts.get(CONSENT) is True)
        online = set(plan.result_out) <= {"electronic"}
        return by.sent and (by.electronic or not online)


def _tests(plan: Plan) -> list[Condition]:
    """What the plan asks, and in a zero-errand channel whether a courier would have been agreed to."""
    courier = [] if plan.paper_in == "counter" else [CONSENT, MAILED]
    return [*tests_of(plan), *(Condition(fact=name, any_of=(True,)) for name in courier)]


def _contradicts(item: Item, facts: Situation) -> bool:
    """Whether no item that is so has such a result; the check of items tells it."""
    said = facts.get(ELECTRONIC)
    return item.result.form != "both" and said is not None and said is (item.result.form == "paper")


def _is_granted(way: Sequence[Met]) -> bool:
    """Whether a way comes to a grant; that a licence was made and ends as something else is told of "
    "the end."""
    made = any(met.outcome is not None and met.outcome.number is not None for met in way)
    return way[-1].step.end is End.GRANTED or (made and way[-1].step.end is not None)


def _least(facts: Situation, come: int, found: Mapping[_Key, int]) -> Situation:
    """As few of the facts as it takes: whatever the others are, the applicant comes so often."""
    kept = dict(facts)
    for name in facts:
        fewer = {fact: value for fact, value in kept.items() if fact != name}
        if all(other == come for key, other in found.items() if fewer.items() <= dict(key).items()):
            kept = fewer
    return kept


_WRONG = ("zero-errand-visit", "ordinary-way")
"""What may be wrong at a step, as the codes of the findings."""
