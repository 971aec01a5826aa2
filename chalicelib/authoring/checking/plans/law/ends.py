"""
How a case may end 办结: what is reported to the nation (list BLZT of case states) is what has happened.

行政许可法: nothing is decided before it is accepted (arts. 32, 34), a decision grants or refuses (art. 38),
a licence is handed out once it is granted (art. 44). What the applicant handed in comes back to her.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from chalicelib.authoring.checking.plans.places import of_outcome, of_step, of_use
from chalicelib.authoring.checking.plans.walking.at import At, Holder
from chalicelib.authoring.checking.plans.walking.outline import Ruling
from chalicelib.authoring.checking.plans.walking.walk import Walk
from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import Problem, Spot
from chalicelib.authoring.findings.telling import named_plan
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.plans.expand import ReadPlan
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Item
from chalicelib.decisions.forms.plan import End, Milestone, Outcome, Step
from chalicelib.decisions.ordinary_way import Papers
from chalicelib.decisions.roles import units_of


class Meaning(NamedTuple):
    """What an end says has happened, and where that is so."""

    said: Text
    holds: Callable[[At], bool]


_MEANINGS: Mapping[End, Meaning] = {
    End.GRANTED: Meaning(
        Text(zh="准予：已经决定准予、制证并送达", en="granted: decided, made and delivered"),
        lambda at: at.ruling is Ruling.GRANTED and at.licence is Holder.APPLICANT,
    ),
    End.REFUSED: Meaning(
        Text(zh="不予许可：已经决定不予许可", en="refused: by a decision"),
        lambda at: at.ruling is Ruling.REFUSED and at.licence is Holder.NOBODY,
    ),
    End.NOT_ACCEPTED: Meaning(
        Text(zh="不予受理：没有受理", en="not accepted: acceptance was refused"),
        lambda at: at.ruling is Ruling.DECLINED and not at.accepted,
    ),
    End.GIVEN_UP: Meaning(
        Text(zh="视为放弃：还没有受理", en="given up: before acceptance"),
        lambda at: at.ruling is Ruling.OPEN and not at.accepted,
    ),
    End.WITHDRAWN: Meaning(
        Text(zh="申请人撤回：还没有准予", en="withdrawn: before a grant"),
        lambda at: at.ruling is not Ruling.GRANTED,
    ),
    End.REVOKED: Meaning(
        Text(
            zh="撤销：已经准予，证照不在申请人手中", en="revoked: after a grant, the licence not handed out"
        ),
        lambda at: at.ruling is Ruling.GRANTED and at.licence is not Holder.APPLICANT,
    ),
}


def wrong_decisions(plan: ReadPlan, walks: Sequence[Walk]) -> Iterator[Problem]:
    """The first outcome of a plan that decides what is not accepted, or makes what is not granted."""
    for walk in walks:
        for at, step, outcome in _taken(walk):
            if outcome.number is not None and at.ruling is not Ruling.GRANTED:
                place, message = _unmarked(plan, walk, at) or (
                    of_outcome(plan, step, outcome, "number"),
                    say("licence-without-grant", way=walk.way(at)),
                )
                yield place.tell(message)
                return
            ruling = walk.outline.ruling(outcome)
            if ruling in (Ruling.GRANTED, Ruling.REFUSED) and not at.accepted:
                message = say(
                    "decided-unaccepted", item=walk.kind.item.name, outcome=outcome.title, way=walk.way(at)
                )
                yield of_outcome(plan, step, outcome, "marks").tell(message)
                return
            wanting = at.papers in (Holder.APPLICANT, Holder.INBOUND) and plan.form.paper_in != "none"
            if ruling is Ruling.GRANTED and wanting:
                message = say("granted-without-papers", way=walk.way(at))
                yield of_outcome(plan, step, outcome).tell(message)
                return


def _unmarked(plan: ReadPlan, walk: Walk, at: At) -> tuple[Spot, Message] | None:
    """On the way to what wants a decision the outcome that lacks its mark: others of its step decide."""
    for before, after in pairwise(walk.path(at)):
        step = walk.steps[before.step]
        taken = next((edge.outcome for edge in walk.edges[before] if after in edge.to), None)
        decides = any(one.marks is Milestone.DECIDED for one in step.outcomes)
        if taken is not None and decides and taken.marks is None:
            message = say("licence-without-grant/unmarked", step=step.title, outcome=taken.title)
            return of_outcome(plan, step, taken), message
    return None


def odd_triggers(plan: ReadPlan, walks: Sequence[Walk], sent: Iterable[Read[Item]]) -> Iterator[Problem]:
    """The few items, of many that take a plan, whose acceptance comes too late in it for a decision."""
    failing = {walk.kind.item.acceptance_trigger: walk for walk in walks if decides_unaccepted(walk)}
    each = {read.form.item: read for read in sent}.values()
    odd = [read for read in each if read.form.acceptance_trigger in failing]
    for read in odd if len(odd) * FEW <= len(each) else ():
        walk = failing[read.form.acceptance_trigger]
        at, _, outcome = next(_unaccepted(walk))
        yield read.at("acceptance_trigger").tell(
            say(
                "decided-unaccepted/trigger",
                channel=named_plan(plan.form),
                outcome=outcome.title,
                way=walk.way(at),
            )
        )


FEW = 10
"""One in so many items that take a plan is an odd one: what contradicts it is told of the item."""


def decides_unaccepted(walk: Walk) -> bool:
    """Whether a case may come to a decision before it is accepted."""
    return any(True for _ in _unaccepted(walk))


def _unaccepted(walk: Walk) -> Iterator[tuple[At, Step, Outcome]]:
    """The outcomes that decide before acceptance."""
    rulings = (Ruling.GRANTED, Ruling.REFUSED)
    return (one for one in _taken(walk) if walk.outline.ruling(one[2]) in rulings and not one[0].accepted)


def _taken(walk: Walk) -> Iterator[tuple[At, Step, Outcome]]:
    """Every outcome that can happen, with where the case stands before it."""
    for at, edges in walk.edges.items():
        for edge in edges:
            if edge.outcome is not None:
                yield at, walk.steps[at.step], edge.outcome


def wrong_ends(plan: ReadPlan, walks: Sequence[Walk]) -> Iterator[Problem]:
    """
    Ends that do not mean what has happened, papers that stay away, plans that cannot grant or
    cannot refuse.
    """
    told: set[Spot] = set()
    for step in (step for step in plan.form.steps if step.end is not None):
        end = End(step.step)
        for walk, at in ((one, at) for one in walks for at in one.here(step.step)):
            if not _MEANINGS[end].holds(at):
                decided = at.ruling is Ruling.OPEN and end in (End.GRANTED, End.REFUSED)
                place, message = (_unmarked(plan, walk, at) if decided else None) or (
                    _blame(plan, walk, at),
                    _contradicted(end, walk, at),
                )
            elif _away(walk, at, end):
                place, message = _line(plan, walk, at), _papers(walk, at)
            else:
                continue
            if place not in told:
                told.add(place)
                yield place.tell(message)
    if not told:
        yield from _missing(plan, walks)


def _away(walk: Walk, at: At, end: End) -> bool:
    """Whether papers are not where they belong when a case ends so."""
    if at.papers in (Holder.UNIT, Holder.INBOUND, Holder.OUTBOUND):
        return True
    stays = end is End.GRANTED or (
        end is End.REFUSED and not Papers.of(walk.kind.item.materials, walk.kind.facts).returned
    )
    return at.papers is Holder.HALL and not stays


def _blame(plan: ReadPlan, walk: Walk, at: At) -> Spot:
    """
    Where it was accepted too early, the outcome after which no other end was left: it is possible before
    acceptance only. Else the line that names the end.
    """
    said = {Ruling.DECLINED: End.NOT_ACCEPTED, Ruling.OPEN: End.GIVEN_UP}
    path = walk.path(at) if at.accepted and said.get(at.ruling) == at.step else []
    for before, after in pairwise(path):
        if walk.outline.ends[after.step] == {at.step} != walk.outline.ends[before.step]:
            for edge in walk.edges[before]:
                if after in edge.to and edge.outcome is not None:
                    return of_outcome(plan, walk.steps[before.step], edge.outcome)
    return _line(plan, walk, at)


def _line(plan: ReadPlan, walk: Walk, at: At) -> Spot:
    """The line of the plan by which a case comes to its end."""
    for before in reversed(walk.path(at)[:-1]):
        node = plan.uses[before.step]
        if "end" in node.map and node.map["end"].value == at.step:
            return of_use(plan, before.step, "end")
    return of_step(plan, at.step)


def _missing(plan: ReadPlan, walks: Sequence[Walk]) -> Iterator[Problem]:
    """
    Plans that can only grant or only refuse, for some kind of case; not where an item names nobody who
    inspects, which is told of the item.
    """
    inspected = any(lane.each == "inspects" for lane in plan.form.lanes)
    manned = [walk for walk in walks if not inspected or units_of(walk.kind.item, "inspects")]
    for walk in manned or walks:
        for end, message in ((End.GRANTED, say("never-granted")), (End.REFUSED, say("never-refused"))):
            if not walk.here(end.value):
                yield of_use(plan, plan.form.start).tell(message)
                return


def _contradicted(end: End, walk: Walk, at: At) -> Message:
    said, way, item = _MEANINGS[end].said, walk.way(at), walk.kind.item.name
    done = _done(at)
    return say("end-contradicted", said=said, item=item, done=done, way=way)


def _done(at: At) -> Text:
    """What has happened, in words."""
    ruled = _RULED[at.ruling]
    made = at.licence is not Holder.NOBODY
    zh = ["已受理" if at.accepted else "未受理", ruled.zh, "已制证" if made else "未制证"]
    en = [
        "accepted" if at.accepted else "not accepted",
        ruled.en,
        "licence made" if made else "no licence made",
    ]
    if made and at.licence is not Holder.APPLICANT:
        zh.append("证照没有送达")
        en.append("which is not delivered")
    return Text(zh="、".join(zh), en=", ".join(en))


_RULED = {
    Ruling.OPEN: Text(zh="没有决定", en="nothing decided"),
    Ruling.DECLINED: Text(zh="不予受理", en="acceptance refused"),
    Ruling.GRANTED: Text(zh="决定准予", en="granted"),
    Ruling.REFUSED: Text(zh="决定不予许可", en="refused"),
}
_HOLDERS = {
    Holder.HALL: Text(zh="大厅", en="the hall"),
    Holder.UNIT: Text(zh="收取材料的单位", en="the unit that took them"),
    Holder.INBOUND: Text(zh="快递（送往大厅）", en="a courier, on the way to the hall"),
    Holder.OUTBOUND: Text(zh="快递（送回申请人）", en="a courier, on the way back"),
}


def _papers(walk: Walk, at: At) -> Message:
    holder, way = _HOLDERS[at.papers], walk.way(at)
    return say("papers-away", holder=holder, way=way)
