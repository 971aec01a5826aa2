"""
The walk through one case 演示引导: which demonstration person does what, in order, worked out from the rules.

Nothing of it is written down twice: steps, units and outcomes are those of the ordinary way of an item that
is inspected, so that a change of the rules changes the walk.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.authoring.proofs.totals import usual_decisions
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.plan import Plan, Step
from chalicelib.decisions.forms.unit import HALL
from chalicelib.decisions.ordinary_way import Met, ordinary_way
from chalicelib.decisions.roles import units_of
from infra.local.issuer.people import DemoPerson, clerk_numbers, demonstration_people

_USUAL = "food-business-licence"
"""Opening a small restaurant: most people know what that is. Elsewhere any item that is inspected."""


class Walker(NamedTuple):
    """A demonstration person, what she can do, and the page on which she begins."""

    person: DemoPerson
    can: Text
    begins: str


class Stop(NamedTuple):
    """One thing to do: by whom (None: it happens by itself), at which step, and how."""

    person: DemoPerson | None
    title: Text
    do: tuple[Text, ...]


class Walk(NamedTuple):
    """
    The walk through a case of ``item``: the ``people`` in it, and the ``stops`` after the application.
    ``elder`` is the owner for whom the agent among them applies.
    """

    item: Item
    people: tuple[Walker, ...]
    stops: tuple[Stop, ...]
    elder: DemoPerson

    @property
    def agent(self) -> DemoPerson:
        return next(each.person for each in self.people if each.person.id == "agent")


def plan_walk(release: Release, today: date) -> Walk:
    """The walk by the rules as they are on a day."""
    decisions = usual_decisions(release, today)
    code = min(decisions, key=lambda code: (code != _USUAL, not release.items[code].units.inspects, code))
    item, plan = release.items[code], release.plans[decisions[code].channel]
    way = ordinary_way(release, plan, item, {**decisions[code].facts, CONSENT: True})
    people = {each.id: each for each in demonstration_people(release.region.region, release.units)}
    stops: list[Stop] = []
    ended: dict[str, str] = {}
    for met in (each for each in way if each.step.end is None):
        number = _who(release, item, plan, met.step, ended, today)
        if number is not None:
            ended[met.step.step] = number
        stops.append(
            Stop(None if number is None else people[number], met.step.title, _how(met, number or ""))
        )
    return Walk(item, _walkers(item, people, stops), tuple(stops), people["elder"])


def _walkers(item: Item, people: dict[str, DemoPerson], stops: Sequence[Stop]) -> tuple[Walker, ...]:
    """Everybody whom the walk meets, first those by whom its steps begin."""
    section = item.units.handles or item.units.decides
    told = (
        ("applicant", f"/items/{item.item}", "申请、上传材料、看进度", "applies, uploads, follows the case"),
        (
            "agent",
            "/mine",
            "替别人申请，看自己代办的办件",
            "applies for others, sees the cases of these people",
        ),
        (clerk_numbers(HALL)[0], "/desk", "窗口：收发材料、送达", "at the window: papers in and out"),
        (
            *(clerk_numbers(section)[0], "/desk"),
            *("科室：预审、现场勘验、审查", "in the section: pre-review, inspection, review"),
        ),
        ("supervisor", "/desk", "督办：看快到期和超期的办件", "watches over limits that run down"),
        ("elder", "/mine", "自己不上网，由代理人代办", "stays offline; the agent applies for her"),
    )
    known = {id for id, *_ in told}
    others = {each.person.id: each for each in stops if each.person and each.person.id not in known}
    return (
        *(Walker(people[id], Text(zh=zh, en=en), begins) for id, begins, zh, en in told),
        *(Walker(people[id], stop.title, "/desk") for id, stop in others.items()),
    )


def _who(
    release: Release, item: Item, plan: Plan, step: Step, ended: dict[str, str], today: date
) -> str | None:
    """The clerk who ends a step: another one where the rules want another; None where nobody has to."""
    if step.by != "staff":
        return None
    lanes: dict[str | None, str] = {lane.lane: lane.each for lane in plan.lanes}
    role = lanes[step.lane] if step.unit == "each" else step.unit
    first, second = clerk_numbers(units_of(item, role, release.units, today)[0])
    return second if first in {ended.get(name) for name in step.other_than} else first


def _how(met: Met, who: str) -> tuple[Text, ...]:
    """What is done at a step, and what has to be given with it."""
    step, outcome = met.step, met.outcome
    if step.by != "staff" or outcome is None:
        return (_BY_ITSELF,)
    name = outcome.title
    told = [
        Text(zh=f"在待办里打开这一件，点“{name.zh}”", en=f"open the case on the list, choose “{name.en}”")
    ]
    if step.officers > 1:
        other = next(number for number in clerk_numbers(who.rpartition("-")[0]) if number != who)
        told.append(
            Text(
                zh=f"写上一起去的同事的工号：{other}",
                en=f"give the staff number of the colleague who came along: {other}",
            )
        )
    if outcome.number is not None:
        told.append(Text(zh="证照编号随意填写", en="make up a number for the licence"))
    if outcome.hand_over is not None and outcome.hand_over.counted:
        told.append(Text(zh="清点：没有的才勾", en="count the papers: tick only what is not there"))
    corrects = next((each.title for each in step.outcomes if each.lines), None)
    if corrects is not None:
        told.append(
            Text(
                zh=f"想看补正：先点“{corrects.zh}”，勾一条；申请人在“我的办件”改好再交，再回来办",
                en=f"to see a correction: choose “{corrects.en}” first and tick a line; the applicant mends "
                "it under My cases, then come back",
            )
        )
    return tuple(told)


_BY_ITSELF = Text(
    zh="快递由本机模拟：点上面“到下一个工作日”，一两次就送到；每次等几秒再看进度",
    en="the courier is simulated here: go on to the next working day above, once or twice, and it has come; "
    "give it some seconds each time",
)


def names_of(walkers: Sequence[Walker]) -> list[tuple[str, str]]:
    """Who there is and what each can do, for the terminal."""
    return [(f"{each.person.name} {each.person.en}", f"{each.can.zh} {each.can.en}") for each in walkers]
