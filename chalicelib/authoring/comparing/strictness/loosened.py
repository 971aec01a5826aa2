"""What was loosened 放宽 of all that binds the office, and what was tightened: the one place that says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from chalicelib.authoring.comparing.forms.entry import Entry
from chalicelib.authoring.comparing.moves import Moves
from chalicelib.authoring.comparing.strictness.articles import articles
from chalicelib.authoring.comparing.strictness.asking import asking
from chalicelib.authoring.comparing.strictness.change import Change
from chalicelib.authoring.comparing.strictness.clocks.clocks import clocks
from chalicelib.authoring.comparing.strictness.examples import examples
from chalicelib.authoring.comparing.strictness.guards.forbidden import forbidden
from chalicelib.authoring.comparing.strictness.guards.items import items
from chalicelib.authoring.comparing.strictness.guards.materials import materials
from chalicelib.authoring.comparing.strictness.limits import limits
from chalicelib.authoring.comparing.strictness.outcomes import outcomes, turned
from chalicelib.authoring.comparing.strictness.required import required
from chalicelib.authoring.comparing.strictness.steps import steps
from chalicelib.decisions.forms.model import Release


def loosened(
    old: Release, new: Release, since: date, entries: Iterable[Entry], moves: Iterable[Moves] = ()
) -> tuple[Change, ...]:
    """
    The bounds that hold less than before, or more, from a day on; the former first: when decisions are
    asked and what comes out of them, invariants, demands of the law and the situations in which clocks run,
    by themselves and for items that say something else now, what has to be handed in, limits of time, how
    clocks run and stand still, what steps, notices and settings demand, articles that something
    stands on, and examples that the check goes by.

    Args:
        entries: every value that changed.
        moves: what moves of every decision beside the channel.
    """
    found = [*asking(old, new, since), *outcomes(old, new, since, moves), *forbidden(old, new, since)]
    found += [*items(old, new, since), *materials(old, new, since)]
    found += [*limits(old, new, since), *clocks(old, new, since), *steps(old, new, since)]
    found += [*turned(old, new, since), *required(entries, since), *articles(entries, since)]
    found += examples(old, new, since)
    told = (one for one in found if one.looser or one.stricter or one.unclear)
    return tuple(sorted(told, key=lambda one: one.strictness.rank))
