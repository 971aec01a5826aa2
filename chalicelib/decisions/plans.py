"""
A channel's plan walked: which step stands there, which is next, and how often the applicant has to come.

A running case and what is promised before it begins go by the same functions, so that what is promised
is what happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from chalicelib.decisions.asked import CONSENT
from chalicelib.decisions.form import Condition, FactValue
from chalicelib.decisions.model import Item, Release
from chalicelib.decisions.plan import Outcome, Party, Plan, Step

MAILED = "item.mail_result"
ELECTRONIC = "item.electronic_result"
"""Facts that the system itself knows, where a region declares them."""

GRANTED = frozenset({11, 12})
"""National codes of case states (list BLZT) that a grant ends in."""

Way = Literal["courier", "electronic", "counter"]


class Means(NamedTuple):
    """By what papers and results may travel in a case: fetched, sent, and as an electronic document."""

    fetched: bool
    sent: bool
    electronic: bool

    def of(self, licensed: bool) -> Means:
        """By what something goes out now: a letter, before there is a licence, may always be electronic."""
        return self if licensed else self._replace(electronic=True)


def means(release: Release, item: Item, facts: Mapping[str, FactValue], consent: bool) -> Means:
    """
    What the applicant's consent to couriers and the item allow.

    A region that declares no ``item.mail_result`` mails every result; where it does, an item must say
    yes. A result on paper only is no electronic document: ``item.electronic_result`` says so, or else
    the form of the item's result.
    """
    mailed = facts.get(MAILED) is True or all(fact.fact != MAILED for fact in release.facts)
    said = facts.get(ELECTRONIC)
    electronic = said if isinstance(said, bool) else item.result.form != "paper"
    return Means(consent, consent and mailed, electronic)


def find_step(plan: Plan, name: str) -> Step:
    """The step called ``name``. A release is checked, so it is there."""
    for step in plan.steps:
        if step.step == name:
            return step
    raise LookupError(name)


def find_outcome(step: Step, name: str) -> Outcome | None:
    return next((outcome for outcome in step.outcomes if outcome.outcome == name), None)


def is_skipped(step: Step, facts: Mapping[str, FactValue]) -> bool:
    """Whether a step is left out for these facts."""
    if step.skip is None:
        return False
    if step.skip.unless:
        return not _hold(step.skip.unless, facts)
    return _hold(step.skip.when, facts)


def arrive(plan: Plan, name: str, facts: Mapping[str, FactValue], *, nothing: bool = False) -> Step:
    """
    The step that begins when ``name`` is reached: those left out for these facts are passed by.

    Args:
        nothing: the office holds nothing of the applicant's, so that there is nothing to hand out.
    """
    step = find_step(plan, name)
    while True:
        if step.skip is not None and is_skipped(step, facts):
            step = find_step(plan, step.skip.next)
        elif step.if_nothing is not None and nothing:
            step = find_step(plan, step.if_nothing)
        else:
            return step


def choose_way(step: Step, by: Means) -> Way | None:
    """How papers travel at a step, the counter where nothing else is left; None where none do."""
    if step.by == "pick_up":
        return "courier" if by.fetched else "counter"
    if step.by != "delivery":
        return None
    possible = {"courier": by.sent, "electronic": by.electronic, "counter": True}
    return next((way for way in step.ways if possible[way]), "counter")


def is_printed(item: Item, plan: Plan, following: str, by: Means, facts: Mapping[str, FactValue]) -> bool:
    """Whether a licence is a sheet: one that may be both is printed only if it goes out on paper."""
    form = item.result.form
    way = choose_way(arrive(plan, following, facts), by)
    return form == "paper" or (form == "both" and way != "electronic")


def needs_visit(way: str | None, outcome: Outcome | None) -> bool:
    """Whether the applicant comes to the office for a step that is taken this way and ends so."""
    return way == "counter" or (outcome is not None and outcome.visit)


class Met(NamedTuple):
    """A step on the ordinary way, how papers travel there, and the outcome; none at an end."""

    step: Step
    way: Way | None
    outcome: Outcome | None

    @property
    def visit(self) -> bool:
        return needs_visit(self.way, self.outcome)


def ordinary_way(release: Release, plan: Plan, item: Item, facts: Mapping[str, FactValue]) -> list[Met]:
    """
    The steps that a case meets if nothing goes wrong, for these facts and consents.

    Staff come to their first outcome, parcels arrive, corrections are supplied. Where the first outcomes
    lead in a circle the way breaks off; ``rules check`` lets no such plan pass.
    """
    return list(_walk(plan, item, means(release, item, facts, facts.get(CONSENT) is True), facts))


def visits(way: Iterable[Met]) -> int:
    """How often the applicant has to come."""
    return sum(met.visit for met in way)


def reads(plan: Plan) -> tuple[str, ...]:
    """The facts on which the ordinary way of a plan can depend, by full name."""
    ways = {way for step in plan.steps for way in step.ways}
    sent, fetched = "courier" in ways, any(step.by == "pick_up" for step in plan.steps)
    known = {CONSENT: sent or fetched, MAILED: sent, ELECTRONIC: "electronic" in ways}
    tested = (test.fact for step in plan.steps if step.skip is not None for test in step.skip.tests)
    return tuple(dict.fromkeys((*(name for name, asked in known.items() if asked), *tested)))


class Papers(NamedTuple):
    """
    What of an item's papers counts on the way: whether any is handed in, whether any comes back, and
    who holds them; ``made``: the licence is made, ``sheet``: it lies at the office on paper.
    """

    any: bool
    returned: bool
    holder: Party = Party.APPLICANT
    made: bool = False
    sheet: bool = False

    @classmethod
    def of(cls, item: Item) -> Papers:
        """Those that every applicant hands in; whether an optional one comes too is not known before."""
        due = [one for one in item.materials if one.on_paper and (one.need == "required" or not one.uploaded)]
        return cls(bool(due), any(one.return_original for one in due))

    @property
    def to_hand_out(self) -> bool:
        """Whether the office holds anything that is the applicant's."""
        kept = self.any and self.holder is Party.OFFICE
        return self.sheet or (kept and (self.returned or not self.made))

    def handed(self, giver: Party, taker: Party) -> Papers:
        """After all that the giver holds has changed hands."""
        moved = self._replace(holder=taker) if self.holder is giver else self
        return moved._replace(sheet=False) if giver is Party.OFFICE else moved


_ORDINARY = {"pick_up": "delivered", "delivery": "delivered", "applicant": "supplied"}
"""The outcomes that come by themselves where staff do not choose."""


def _walk(plan: Plan, item: Item, by: Means, facts: Mapping[str, FactValue]) -> Iterator[Met]:
    name, papers, seen = plan.start, Papers.of(item), set[str]()
    while True:
        step = arrive(plan, name, facts, nothing=not papers.to_hand_out)
        if step.by == "end" or step.step in seen:
            yield Met(step, None, None)
            return
        seen.add(step.step)
        outcome = find_outcome(step, _ORDINARY.get(step.by, "")) or step.outcomes[0]
        yield Met(step, choose_way(step, by.of(papers.made)), outcome)
        papers = _after(step, outcome, papers)
        if outcome.licence:
            papers = papers._replace(made=True, sheet=is_printed(item, plan, outcome.next, by, facts))
        name = outcome.next


def _after(step: Step, outcome: Outcome, papers: Papers) -> Papers:
    """Who holds what once a step has ended ordinarily."""
    if step.by == "pick_up":
        papers = papers.handed(Party.APPLICANT, Party.OFFICE)
    elif step.by == "delivery":
        papers = papers.handed(Party.OFFICE, Party.APPLICANT)
    given = outcome.hand_over
    return papers if given is None or given.what != "papers" else papers.handed(given.from_, given.to)


def _hold(conditions: Iterable[Condition], facts: Mapping[str, FactValue]) -> bool:
    return all(_holds(condition, facts) for condition in conditions)


def _holds(condition: Condition, facts: Mapping[str, FactValue]) -> bool:
    """As the rules mean it: a fact that is not known matches nothing."""
    value = facts.get(condition.fact)
    if value is None:
        return False
    if condition.any_of:
        return value in condition.any_of
    if condition.none_of:
        return value not in condition.none_of
    low, high = condition.at_least, condition.at_most
    return (low is None or low <= value) and (high is None or value <= high)  # type: ignore[operator]
