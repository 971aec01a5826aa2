"""What else could come out of a decision, and how heavy each is: of that a change may make it lighter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.explained import Explained
from chalicelib.authoring.space.walks import Applications, ways
from chalicelib.decisions.facts.facts import attributes
from chalicelib.decisions.forms.form import CHANNEL, ChannelName, OutcomeName
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.ordinary_way import ordinary_way, visits
from chalicelib.decisions.tables import outcomes, table

_PAPER = {"none": 0, "inspection": 1, "courier": 2, "counter": 3}

Weight = tuple[int, int, int]
_NOBODY_KNOWS: Weight = (1_000, 0, 0)
"""Undetermined is heavier than any."""
_NO_WEIGHT: Weight = (0, 0, 0)


class Goal(NamedTuple):
    """Situations that come out as a channel and need so many visits."""

    channel: ChannelName
    visits: int
    weight: Weight
    situations: Situations


def has_order(release: Release) -> bool:
    """
    Whether of what can come out one is lighter than another: channels by what they cost the applicant, the
    outcomes of a decision on clocks as they stand in its file, the gravest first. Of others nobody said so.
    """
    return release.decides == CHANNEL or table(release, release.decides).each == "clock"


def goals(asked: Explained) -> list[Goal]:
    """All that can come out, the lightest first; where nothing is lighter, all else in the file's order."""
    if asked.release.decides == CHANNEL:
        return sorted(_ways(asked), key=lambda goal: (goal.weight, goal.channel))
    others = [one for one in outcomes(asked.release, asked.release.decides) if one != asked.channel]
    each = [
        Goal(one, 0, _graveness(asked, one), asked.channels[one]) for one in others if one in asked.channels
    ]
    return sorted(each, key=lambda goal: goal.weight)


def here(asked: Explained) -> Weight:
    """
    How heavy that is which comes out now. Where nothing is lighter than another it is heavier than all, as
    undetermined is anywhere.
    """
    if asked.release.decides != CHANNEL and has_order(asked.release):
        return _graveness(asked, asked.channel)
    plan = asked.release.plans.get(asked.channel)
    if plan is None:
        return _NOBODY_KNOWS
    item = asked.release.items[asked.decision.item]
    way = ordinary_way(asked.release, plan, item, asked.decision.facts, asked.on)
    return weight(asked.release, asked.channel, visits(way))


def as_good(asked: Explained, one: Goal, other: Goal) -> bool:
    """Whether the first does as much as the second: no heavier, or, where that cannot be said, the same."""
    return one.weight <= other.weight if has_order(asked.release) else one.channel == other.channel


def weight(release: Release, channel: ChannelName, come: int) -> Weight:
    """How heavy a way is for the applicant: visits, then how paper goes in, then how the result comes out."""
    plan = release.plans[channel]
    out = {way for step in plan.steps for way in step.ways}
    return come, _PAPER[plan.paper_in], int(out != {"electronic"})


def _ways(asked: Explained) -> Iterator[Goal]:
    """The channels, each apart by how often the applicant comes."""
    release, space, item = asked.release, asked.space, asked.release.items[asked.decision.item]
    said = {**attributes(item), **asked.decision.facts}
    found: dict[tuple[ChannelName, int], Situations] = {}
    for channel, among in asked.channels.items():
        plan = release.plans.get(channel)
        if plan is None:
            continue
        for facts, there in ways(plan, Applications(space, said, item), among):
            known = {**asked.decision.facts, **facts}
            come = visits(ordinary_way(release, plan, item, known, asked.on))
            found[channel, come] = found.get((channel, come), space.none) | there
    for (channel, come), there in found.items():
        yield Goal(channel, come, weight(release, channel, come), there)


def _graveness(asked: Explained, outcome: OutcomeName) -> Weight:
    """How grave an outcome of a decision on clocks is; of another decision none is graver."""
    release = asked.release
    if not has_order(release):
        return _NO_WEIGHT
    order = outcomes(release, release.decides)
    return (len(order) - order.index(outcome), 0, 0) if outcome in order else _NOBODY_KNOWS
