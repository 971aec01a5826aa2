"""
What holds in every situation, proved on the whole space: no gap, no dead rule, invariants hold.

Each file of ``rules`` looks for one kind of fault. What is only advisable is told once there is no fault left
that would explain it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from chalicelib.authoring.checking.plans.walking.kinds import Walks
from chalicelib.authoring.findings.message import say
from chalicelib.authoring.findings.problems import Problem, TooManySituationsError
from chalicelib.authoring.proofs.errands import Errands, ToCome
from chalicelib.authoring.proofs.rules.date_gaps import date_gaps
from chalicelib.authoring.proofs.rules.dead import DeadRules
from chalicelib.authoring.proofs.rules.duplicates import DuplicateRules
from chalicelib.authoring.proofs.rules.gaps import Gaps
from chalicelib.authoring.proofs.rules.invariants import Invariants
from chalicelib.authoring.proofs.rules.order import OrderDependence
from chalicelib.authoring.proofs.rules.places import Places
from chalicelib.authoring.proofs.rules.redundant import RedundantConditions
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.space.coverage import Coverage
from chalicelib.authoring.space.space import Space, SpaceCache, spaces
from chalicelib.decisions.forms.model import Release


@dataclass
class Proof:
    """How many situations were gone through, what was found, and who has to come in a zero-errand channel."""

    situations: int = 0
    problems: list[Problem] = field(default_factory=list)
    to_come: tuple[ToCome, ...] = ()
    complete: bool = True
    """Whether there were not too many situations to go through all."""


class _Looks(Protocol):
    """Looks for one kind of fault; to look at a space twice finds no more than once."""

    def look(self, coverage: Coverage) -> None: ...


def prove(
    folder: Folder,
    release: Release,
    today: date,
    walks: Walks | None = None,
    cache: SpaceCache | None = None,
) -> Proof:
    """
    Go through every situation of every band of effect dates.

    Invariants and gaps are looked for in bands that last until ``today`` or longer: those before
    decided cases that are closed, and stay as they were.

    Args:
        walks: those through the plans, if they have been walked before.
        cache: spaces made before, to share and to add to.
    """
    places = Places(folder)
    gaps, invariants = Gaps(places, today), Invariants(places, today)
    dead, idle, order = DeadRules(places), RedundantConditions(places), OrderDependence(places)
    walks = walks or Walks(release, today)
    errands = Errands(folder, release, today, walks.ordinary)
    proof, searched = Proof(), list[Coverage]()
    try:
        for each_space in spaces(release, cache):
            proof.situations += each_space.situations.size
            searched += _look((gaps, invariants, dead, errands), (idle, order), each_space)
        repeats = DuplicateRules(places)
        found = [*repeats.problems(), *dead.problems(repeats.never), *gaps.problems()]
        if not found:
            for coverage in searched:
                idle.look(coverage)
                order.look(coverage)
            found += [*date_gaps(places), *idle.problems(release, repeats), *order.problems(idle.rules)]
        proof.problems += [*found, *invariants.problems(), *errands.problems()]
        proof.to_come = tuple(errands.to_come())
    except TooManySituationsError:
        proof.problems = [places.general(say("too-many-situations/--init--"))]
        proof.complete = False
    return proof


def _look(proofs: Sequence[_Looks], advisory: Sequence[_Looks], space: Space) -> list[Coverage]:
    """
    All that is proved of a space; where memory does not hold its diagrams once more, by search.

    Returns:
        Where what is advisable is still to be looked for: to search for that takes long.
    """
    try:
        found = Coverage(space)
        for each in (*proofs, *(advisory if found.space.drawn else ())):
            each.look(found)
    except TooManySituationsError:
        found = Coverage(space.searched())
        for each in proofs:
            each.look(found)
    return [] if found.space.drawn else [found]
