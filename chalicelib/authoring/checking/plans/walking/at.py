"""
Where a case may stand in a plan, and what an outcome changes: accepted, decided, who holds what,
what was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from chalicelib.authoring.checking.plans.walking.keepers import AT_HALL, role
from chalicelib.authoring.checking.plans.walking.outline import Outline, Ruling
from chalicelib.decisions.forms.plan import Does, Milestone, Outcome, Step
from chalicelib.decisions.forms.unit import APPLICANT, PARCEL
from chalicelib.decisions.plans import UNITS


class Holder(StrEnum):
    """
    Who holds the applicant's papers, as one bundle, or the licence. NOBODY: there are none. LOST: a person
    looks for the parcel that had them.
    """

    NOBODY = "nobody"
    APPLICANT = "applicant"
    INBOUND = "inbound"
    OUTBOUND = "outbound"
    HALL = "hall"
    UNIT = "unit"
    LOST = "lost"


class At(NamedTuple):
    """A step that may be under way, and what has happened by then; ``keeper``: which unit holds papers."""

    step: str
    accepted: bool = False
    ruling: Ruling = Ruling.OPEN
    papers: Holder = Holder.NOBODY
    keeper: int = AT_HALL
    licence: Holder = Holder.NOBODY
    done: frozenset[Does] = frozenset()

    def moved(self, step: str) -> At:
        """The same at another step; asked so often that ``_replace`` would take longer than all the rest."""
        return At(step, *self[1:])

    @property
    def carried(self) -> bool:
        """Whether a parcel to the applicant has something in it."""
        return Holder.OUTBOUND in (self.papers, self.licence)

    def returned(self) -> At:
        """The same once what was on its way to the applicant has come back to the hall."""
        papers = Holder.HALL if self.papers is Holder.OUTBOUND else self.papers
        licence = Holder.HALL if self.licence is Holder.OUTBOUND else self.licence
        return self._replace(papers=papers, licence=licence)

    def reached(self, milestone: Milestone) -> bool | None:
        """Whether the case has come to a milestone; None where nobody knows here."""
        match milestone:
            case Milestone.ACCEPTED:
                return self.accepted
            case Milestone.DECIDED:
                return self.ruling in (Ruling.GRANTED, Ruling.REFUSED)
            case Milestone.NOT_ACCEPTED:
                return self.ruling is Ruling.DECLINED
            case Milestone.MADE:
                return True if self.licence is not Holder.NOBODY else None
            case Milestone.SUBMITTED:
                return True
            case _:
                return None


class Changes:
    """
    What the outcomes of a plan's steps change for cases of one kind.

    Args:
        units: the number of every unit that hand-overs name, as ``keepers`` gives it.
    """

    def __init__(self, outline: Outline, trigger: str, units: Mapping[str, int], *, returned: bool) -> None:
        self._outline, self._plan, self._deliveries = outline, outline.plan, outline.deliveries
        self._trigger, self._units, self._returned = trigger, units, returned

    def possible(self, at: At, step: Step, outcome: Outcome) -> bool:
        """Whether a case can come to an outcome as it stands."""
        if outcome.before is not None and at.reached(outcome.before):
            return False
        if outcome.after is not None and at.reached(outcome.after) is False:
            return False
        wanting = at.papers in (Holder.APPLICANT, Holder.INBOUND)
        if outcome.waits_for == "papers" and wanting and self._plan.paper_in != "none":
            return False
        return self._whereabouts(at, step, outcome)

    def _whereabouts(self, at: At, step: Step, outcome: Outcome) -> bool:
        """Sent again or collected: only what no parcel carries; arrived or lost: only what one does."""
        delivery = self._deliveries[step.step]
        if delivery is None or step.by != "staff" or step.step == delivery.counter:
            return True
        if outcome.next in (delivery.step, delivery.counter):
            return not at.carried
        return at.carried or not (outcome.marks is Milestone.DELIVERED or outcome.opens == "parcel-trouble")

    def of(self, at: At, step: Step, outcome: Outcome) -> Iterator[At]:
        """How a case may stand after an outcome; the step is still the old one."""
        for moved in self._carried(at, step, outcome):
            for handed in self._handed(moved, step, outcome):
                yield self._ruled(self._handed_out(handed, step, outcome), step, outcome)

    def _carried(self, at: At, step: Step, outcome: Outcome) -> Iterable[At]:
        """What parcels do by themselves while a step lasts."""
        arrived = bool(step.outcomes) and outcome is step.outcomes[0]
        if step.by == "pick_up" and at.papers is Holder.APPLICANT:
            inside = at._replace(papers=Holder.INBOUND)
            return (inside,) if arrived else (at, inside)
        if step.by == "parcels" and at.papers is Holder.INBOUND:
            return [at._replace(papers=holder) for holder in (Holder.HALL, Holder.APPLICANT)]
        if step.by == "delivery" and not arrived:
            return dict.fromkeys((at, self._loaded(at, step)))
        return (at,)

    def _loaded(self, at: At, step: Step) -> At:
        """What goes out is in a parcel."""
        licence = Holder.OUTBOUND if at.licence is Holder.HALL else at.licence
        return at._replace(licence=licence, papers=Holder.OUTBOUND if self._goes(at, step) else at.papers)

    def _goes(self, at: At, step: Step) -> bool:
        delivery = self._deliveries[step.step]
        all_ = delivery is not None and delivery.gives == "papers"
        return at.papers in (Holder.HALL, Holder.OUTBOUND) and (all_ or self._returned)

    def _handed(self, at: At, step: Step, outcome: Outcome) -> Iterator[At]:
        given = outcome.hand_over
        if given is None or not self._has(at, step, given.from_):
            yield at
            return
        taker = self._units[role(self._plan, step, given.to)]
        yield at._replace(papers=_holder(taker), keeper=taker)
        if given.counted and given.from_ in (APPLICANT, PARCEL):
            yield at._replace(papers=Holder.APPLICANT)

    def _has(self, at: At, step: Step, giver: str) -> bool:
        """Whether the giver of a hand-over holds the papers."""
        if giver in _GIVERS:
            return at.papers is _GIVERS[giver]
        unit = self._units[role(self._plan, step, giver)]
        return (at.papers, at.keeper) == (_holder(unit), unit)

    def _handed_out(self, at: At, step: Step, outcome: Outcome) -> At:
        sought = outcome.opens == "parcel-trouble" or outcome.voids is not None
        if sought and at.papers is Holder.OUTBOUND:
            at = at._replace(papers=Holder.LOST)
        if outcome.voids is not None:
            at = at._replace(licence=Holder.NOBODY)
        if outcome.number is not None:
            at = at._replace(licence=Holder.HALL)
        if outcome.marks is not Milestone.DELIVERED or self._deliveries[step.step] is None:
            return at
        papers = Holder.APPLICANT if self._goes(at, step) else at.papers
        licence = at.licence if at.licence is Holder.NOBODY else Holder.APPLICANT
        return at._replace(papers=papers, licence=licence)

    def _ruled(self, at: At, step: Step, outcome: Outcome) -> At:
        online = outcome.accepts == "prereview" and self._plan.paper_in == "none"
        accepted = at.accepted or online or outcome.accepts == self._trigger
        ruling = self._outline.ruling(outcome) or at.ruling
        done = self._done(at, step, outcome)
        if (accepted, ruling, done) == (at.accepted, at.ruling, at.done):
            return at
        return at._replace(accepted=accepted, ruling=ruling, done=done)

    def _done(self, at: At, step: Step, outcome: Outcome) -> frozenset[Does]:
        """
        A stretch of steps that do something has done it when it is left by the first outcome of staff, or
        when its time is over; any other outcome of staff undoes it. A review is done whatever it proposes,
        and who came was there by whichever outcome it is told.
        """
        if step.does is None:
            return at.done
        first = outcome is step.outcomes[0] or step.does == "review"
        came = step.does == "presence" and outcome.visit
        if ((first or came) and step.by == "staff") or step.by == "time":
            return at.done if self._goes_on(step, outcome) else at.done | {step.does}
        return at.done - {step.does} if step.by == "staff" else at.done

    def _goes_on(self, step: Step, outcome: Outcome) -> bool:
        """Whether an outcome leads to a step of the same part that does the same."""
        after = self._outline.steps.get(outcome.next or "")
        return after is not None and (after.part, after.does) == (step.part, step.does)


_GIVERS = {APPLICANT: Holder.APPLICANT, PARCEL: Holder.INBOUND, UNITS: Holder.UNIT}


def _holder(unit: int) -> Holder:
    """The hall, or a unit that will have to bring to the hall what it takes."""
    return Holder.HALL if unit == AT_HALL else Holder.UNIT
