"""Random rules in the subset that the engine is given, and random facts for them."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from chalicelib.decisions.forms.form import Basis, ChannelName, Condition, FactValue, Text, Where
from chalicelib.decisions.forms.model import Fact, Rule, Value
from chalicelib.decisions.limits import OwnedRule

WORD = Text(zh="词", en="word")
ITEMS = ("food", "medicine", "药品")
WORDS = (
    "无",
    "需要",
    "联合勘验",
    'quote"',
    "back\\slash",
    "line\nbreak",
    "10",
    "9",
    "true",
    "",
    "nil",
    "😀",
    "f0",
    "sid",
)
NUMBERS = (-(2**63 - 1), -7, -1, 0, 1, 2, 9, 10, 2**53, 2**53 + 1, 2**63 - 1)
DAYS = ("0001-01-01", "2016-07-31", "2016-08-01", "2024-02-29", "9999-12-31")
VALUES: dict[str, tuple[FactValue, ...]] = {
    "bool": (False, True),
    "one_of": WORDS,
    "whole_number": NUMBERS,
    "date": DAYS,
}  # fmt: skip
CHANNELS = ["outbound_courier", "two_way_courier", "inspection_collection", "fully_online", "one_visit"]


def fact(name: str, kind: str) -> Fact:
    values = tuple(Value(value=str(v), title=WORD) for v in VALUES[kind]) if kind == "one_of" else ()
    return Fact(fact=name, title=WORD, type=kind, values=values)


FACTS = tuple(
    fact(f"{group}.{kind}_{n}", kind)
    for group, n, kind in [(g, n, k) for g in ("item", "application") for n in (1, 2) for k in VALUES]
)


def rule(number: int, when: tuple[Condition, ...], channel: ChannelName = "one_visit") -> Rule:
    return Rule(
        rule=f"r{number}",
        title=WORD,
        when=when,
        choose=channel,
        basis=(Basis(title="行政许可法"),),
        from_=date(2018, 1, 1),
        where=Where(file="channels.yaml", line=number + 1),
    )


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    tested = draw(st.sampled_from(FACTS))
    values = VALUES[tested.type]
    some = st.lists(st.sampled_from(values), min_size=1, max_size=4, unique=True).map(tuple)
    kinds = ["any_of", "none_of"]
    if tested.type in ("whole_number", "date"):
        kinds += ["bounds"] * 2
    match draw(st.sampled_from(kinds)):
        case "any_of":
            return Condition(fact=tested.fact, any_of=draw(some))
        case "none_of":
            return Condition(fact=tested.fact, none_of=draw(some))
        case _:
            bounds: dict[str, Any] = {
                name: draw(st.sampled_from(values))
                for name in draw(st.sampled_from([("at_least",), ("at_most",), ("at_least", "at_most")]))
            }
            return Condition(fact=tested.fact, **bounds)


@st.composite
def rule_sets(draw: st.DrawFn) -> list[OwnedRule]:
    """1 to 14 rules, some of one item; those of items come first."""
    led = []
    for number in range(draw(st.integers(1, 14))):
        when = tuple(draw(st.lists(conditions(), max_size=4)))
        item = draw(st.sampled_from([None, None, *ITEMS]))
        led.append(OwnedRule(item, rule(number, when, draw(st.sampled_from(CHANNELS)))))
    return sorted(led, key=lambda one: one.item is None)


@st.composite
def known_facts(draw: st.DrawFn) -> dict[str, FactValue]:
    """A value for each fact; now and then one is not known."""
    known = {one.fact: draw(st.sampled_from(VALUES[one.type])) for one in FACTS}
    for name in draw(st.lists(st.sampled_from(sorted(known)), max_size=3)):
        known.pop(name, None)
    return known
