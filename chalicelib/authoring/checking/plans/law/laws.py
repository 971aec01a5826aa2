"""
Plans against the law: each is walked as the items meet it that the rules send there.

行政许可法 binds where a licence item (type 01) can take the channel; where only others do, it is a warning
to whoever adds one. What every plan owes, of whatever type its items are: every case finds an end, and
nothing spends public money by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count, islice

from chalicelib.authoring.checking.items.fitting import unfitting
from chalicelib.authoring.checking.items.materials import unawaited
from chalicelib.authoring.checking.notices.given import ungiven
from chalicelib.authoring.checking.plans.law.answers import unanswered
from chalicelib.authoring.checking.plans.law.circles import circles
from chalicelib.authoring.checking.plans.law.ends import odd_triggers, wrong_decisions, wrong_ends
from chalicelib.authoring.checking.plans.law.titles import miscalled
from chalicelib.authoring.checking.plans.law.ways import by_itself, stuck, unreached
from chalicelib.authoring.checking.plans.places import of_exit, of_plan, of_step
from chalicelib.authoring.checking.plans.walking.graph import coming_to
from chalicelib.authoring.checking.plans.walking.kinds import Walks
from chalicelib.authoring.checking.plans.walking.outline import steps_before
from chalicelib.authoring.checking.plans.walking.walk import Walk
from chalicelib.authoring.findings.problems import Problem, Spot, TooManySituationsError
from chalicelib.authoring.findings.telling import named_plan
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.decisions.forms.model import Item, ItemType


def lint_plans(folder: Folder, walks: Walks) -> Iterator[Problem]:
    """
    What the law, or a case that has to end, contradicts in the plans; what parts share is told once, as an
    error where it is one in any plan.
    """
    told: dict[tuple[str, int, int], Problem] = {}
    for found in _each(folder, walks):
        place = (found.file, found.line, found.column)
        if place not in told or (told[place].severity, found.severity) == ("warning", "error"):
            told[place] = found
    yield from told.values()


def _each(folder: Folder, walks: Walks) -> Iterator[Problem]:
    every: list[tuple[ReadPlan, _AsNeeded]] = []
    unheard: list[ReadPlan] = []
    items = {item.form.item: item for item in folder.items}
    for plan in folder.plans:
        try:
            met = walks.met(plan.form)
            every.append((plan, _AsNeeded(chain(met, walks.every(plan.form)))))
        except TooManySituationsError:
            yield _too_many(plan)
            continue
        sent = [items[item.item] for item in walks.items_met(plan.form)]
        yield from unfitting(plan.form, walks.ordinary, sent)
        yield from unawaited(plan, folder.items)
        each = _apart(met)
        found = [*stuck(plan, each), *by_itself(plan, each), *circles(plan, each)]
        found = found or list(_lawful(plan, met, sent))
        yield from found or ungiven(folder, plan, met)
        unheard += [plan] if _unheard(plan, each) else []
    yield from _never_heard(folder, unheard)
    yield from _unreached(every)
    yield from _excluding_nobody(folder)


def _unreached(every: Sequence[tuple[ReadPlan, _AsNeeded]]) -> Iterator[Problem]:
    """What no plan reaches; those that turn out to have too many walks are told, and left out."""
    try:
        found = list(unreached(every))
    except TooManySituationsError:
        yield from (_too_many(plan) for plan, walks in every if walks.refused)
        yield from _unreached([one for one in every if not one[1].refused])
    else:
        yield from found


def _excluding_nobody(folder: Folder) -> Iterator[Problem]:
    """A second person who is wanted after steps that in no plan some other person ends before."""
    excludes: dict[Spot, bool] = {}
    for plan in folder.plans:
        before = steps_before(plan.form)
        staffed = {step.step for step in plan.form.steps if step.by == "staff"}
        for step in (one for one in plan.form.steps if one.other_than):
            place = of_step(plan, step.step, "other_than")
            others = set(step.other_than) & staffed & coming_to([step.step], before) - {step.step}
            excludes[place] = bool(others) or excludes.get(place, False)
    yield from (place.warning("excludes-nobody") for place, some in excludes.items() if not some)


def _too_many(plan: ReadPlan) -> Problem:
    return of_plan(plan, "parts").error("too-many-situations/too-many")


class _AsNeeded(Iterable[Walk]):
    """Walks, each made once somebody looks at it; ``refused`` once there turn out to be too many."""

    def __init__(self, walks: Iterator[Walk]) -> None:
        self.refused = False
        self._more = walks
        self._made: list[Walk] = []

    def __iter__(self) -> Iterator[Walk]:
        for number in count():
            if number == len(self._made):
                try:
                    self._made += islice(self._more, 1)
                except TooManySituationsError:
                    self.refused = True
                    raise
            if number == len(self._made):
                return
            yield self._made[number]


def _apart(walks: Sequence[Walk]) -> Sequence[Walk]:
    """Of walks that come to the same places in the same ways one, where nothing else of a kind counts."""
    found: dict[int, Walk] = {}
    for walk in walks:
        found.setdefault(id(walk.edges), walk)
    return list(found.values())


def _lawful(plan: ReadPlan, met: Sequence[Walk], sent: Sequence[Read[Item]]) -> Iterator[Problem]:
    """Errors where licences take the channel; warnings where only other items of the region do as yet."""
    licences = [walk for walk in met if walk.kind.item.type is ItemType.LICENCE]
    walks = _apart(licences or met)
    found = list(odd_triggers(plan, walks, sent)) or list(wrong_decisions(plan, walks))
    found += [] if found else wrong_ends(plan, walks)
    found += unanswered(plan, walks[0].outline) if walks else ()
    found += miscalled(plan, walks[0].outline) if walks else ()
    yield from found if licences else _warnings(found)


def _unheard(plan: ReadPlan, walks: Sequence[Walk]) -> bool:
    """Whether a plan hears as is due, and cannot where a hearing is asked for (行政许可法 arts. 46, 47)."""
    hearing = [step.step for step in plan.form.steps if step.does == "hearing"]
    licences = (walk for walk in walks if walk.kind.item.type is ItemType.LICENCE)
    return bool(hearing) and not all(any(map(walk.here, hearing)) for walk in licences)


def _never_heard(folder: Folder, unheard: Sequence[ReadPlan]) -> Iterator[Problem]:
    """Told once, at the first plan's ways out; or that no plan hears though a licence is said to need it."""
    if unheard:
        channels = [named_plan(plan.form) for plan in unheard]
        yield _ways_out(unheard[0]).warning("never-heard/asked-for", channels=channels)
        return
    licences = (item.form for item in folder.items if item.form.type is ItemType.LICENCE)
    due = next((item for item in licences if item.facts.get("hearing") is True), None)
    heard = any(step.does == "hearing" for plan in folder.plans for step in plan.form.steps)
    if due is not None and not heard and folder.plans:
        yield _ways_out(folder.plans[0]).warning("never-heard/nowhere", item=due.name)


def _ways_out(plan: ReadPlan) -> Spot:
    if "hearing" in plan.form.exits:
        return of_exit(plan, "hearing")
    return Spot(plan.document.file, plan.node.key("exits"))


def _warnings(found: Iterable[Problem]) -> Iterator[Problem]:
    yield from (one._replace(severity="warning") for one in found)
