"""Small flat plans, as short as a test can say them."""

from __future__ import annotations

from typing import Any

from chalicelib.decisions.forms.form import Condition, Text, Where
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.plan import End, Gate, Lane, Outcome, Plan, Step
from tests.fakes import fresh, licang

TITLE = Text(zh="环节", en="step")
WHERE = Where(file="plans/small.yaml", line=1)


def outcome(text: str, **more: Any) -> Outcome:
    """``name > step``, or ``name >> exit`` out of a lane."""
    name, _, target = text.partition(" >")
    ways = {"leaves": target[1:].strip()} if target.startswith(">") else {"next": target.strip()}
    return Outcome.model_validate({"outcome": name.strip(), "title": TITLE, **ways, **more})


def step(name: str, *outcomes: str | Outcome, by: str = "staff", **more: Any) -> Step:
    told = tuple(outcome(each) if isinstance(each, str) else each for each in outcomes)
    return Step.model_validate(
        {"step": name, "title": TITLE, "by": by, "part": "small", "where": WHERE, "outcomes": told, **more}
    )


def end(name: End) -> Step:
    return step(name.value, by="end", end=name)


def gate(fact: str, value: bool | str, to: str, **more: Any) -> Gate:
    """Unless the fact has this value the case goes on there."""
    return Gate.model_validate({"when": (Condition(fact=fact, any_of=(value,)),), "next": to, **more})


def lane(name: str, first: str, onward: str, **more: Any) -> Lane:
    return Lane.model_validate({"lane": name, "each": "inspects", "first": first, "onward": onward, **more})


def plan(*steps: Step, lanes: tuple[Lane, ...] = (), **more: Any) -> Plan:
    """A channel ``small`` that begins with the first step; withdrawn it ends at once."""
    ends = {one.end for one in steps if one.end is not None}
    withdrawn = () if End.WITHDRAWN in ends else (end(End.WITHDRAWN),)
    said = {
        "plan": "small",
        "title": TITLE,
        "paper_in": "none",
        "result_out": ("courier", "counter"),
        "start": steps[0].step,
        "steps": (*steps, *withdrawn),
        "lanes": lanes,
        "exits": {"withdrawn": "withdrawn"},
        "where": WHERE,
        **more,
    }
    return Plan.model_validate(said)


def with_plan(small: Plan, release: Release | None = None, **changes: Any) -> Release:
    """A region with one channel more, which the code does not know by name."""
    release = release or licang()
    return fresh(release, plans={**release.plans, small.plan: small}, **changes)
