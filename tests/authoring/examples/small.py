"""Small regions made at random, and every question asked of every situation: the oracle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

from hypothesis import strategies as st

from chalicelib.authoring.space import reference
from chalicelib.authoring.space.domain import Situation
from chalicelib.decisions.effect import in_effect, rules_of
from chalicelib.decisions.facts.facts import item_facts, usual_facts
from chalicelib.decisions.forms.form import UNDETERMINED, Basis, ChannelName, Condition, Text, Where
from chalicelib.decisions.forms.model import Example, Fact, Item, Release, Rule, Value
from chalicelib.decisions.limits import OwnedRule
from tests.bench.rules import release as twelve_rules

WORD = Text(zh="词", en="word")
TODAY = date(2022, 6, 1)
FACTS = (
    Fact(fact="item.secret", title=Text(zh="涉密", en="secret"), type="bool"),
    Fact(
        fact="item.kind",
        title=Text(zh="种类", en="kind"),
        type="one_of",
        values=tuple(Value(value=value, title=Text(zh=value, en=value)) for value in "abc"),
    ),
    Fact(
        fact="item.papers",
        title=Text(zh="份数", en="papers"),
        type="whole_number",
        at_least=0,
        at_most=3,
    ),
    Fact(fact="application.courier", title=Text(zh="快递", en="courier"), type="bool", usual=True),
)
VALUES: dict[str, tuple[bool | int | str, ...]] = {
    "item.secret": (False, True),
    "item.kind": ("a", "b", "c"),
    "item.papers": (0, 1, 2, 3),
    "application.courier": (False, True),
}
CHANNELS = ("one_visit", "fully_online", "two_way_courier")
STARTS = (date(2020, 1, 1), date(2021, 1, 1), date(2023, 1, 1))


def rule(name: str, when: Iterable[Condition], choose: ChannelName = "one_visit", **more: Any) -> Rule:
    return Rule(
        rule=name,
        title=Text(zh=f"规则{name}", en=f"rule {name}"),
        when=tuple(when),
        choose=choose,
        basis=(Basis(title="行政许可法", article="第二十九条"),),
        where=Where(file="channels.yaml", line=1),
        **{"from_": STARTS[0], **more},
    )


def region(
    rules: Iterable[Rule],
    items: dict[str, tuple[Situation, tuple[Rule, ...]]],
    examples: Iterable[Example] = (),
    facts: tuple[Fact, ...] = FACTS,
) -> Release:
    """A release; of each item its facts without "item." and its own rules."""
    base = twelve_rules(1)
    (like,) = base.items.values()
    made = {
        code: Item.model_copy(
            like,
            update={
                "item": code,
                "name": Text(zh=f"事项{code}", en=f"item {code}"),
                "facts": {name.removeprefix("item."): value for name, value in own.items()},
                "rules": own_rules,
            },
        )
        for code, (own, own_rules) in items.items()
    }
    update = {"facts": facts, "rules": tuple(rules), "items": made, "examples": tuple(examples)}
    return base.model_copy(update=update)


@st.composite
def conditions(draw: st.DrawFn, fact: str) -> Condition:
    values = VALUES[fact]
    if fact == "item.papers" and draw(st.booleans()):
        low = draw(st.sampled_from([None, 0, 1, 2]))
        high = draw(st.sampled_from([None, 2, 3])) if low is not None else draw(st.sampled_from([0, 1, 2]))
        return Condition(fact=fact, at_least=low, at_most=high)
    some = draw(st.lists(st.sampled_from(values), min_size=1, max_size=len(values), unique=True).map(tuple))
    return Condition(fact=fact, **{draw(st.sampled_from(["any_of", "any_of", "none_of"])): some})


@st.composite
def rules(draw: st.DrawFn, name: str) -> Rule:
    facts = draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=3, unique=True))
    from_ = draw(st.sampled_from(STARTS))
    lasts = draw(st.sampled_from([None, None, 0, 400]))
    until = None if lasts is None else from_ + timedelta(days=lasts)
    when = [draw(conditions(fact)) for fact in facts]
    others = sorted(VALUES.keys() - set(facts))
    groups = draw(alternatives(others)) if draw(st.integers(0, 3)) == 0 else ()
    return rule(name, when, draw(st.sampled_from(CHANNELS)), from_=from_, until=until, any=groups)


@st.composite
def alternatives(draw: st.DrawFn, of: list[str]) -> tuple[tuple[Condition, ...], ...]:
    """Two or three groups of one or two conditions."""
    facts = st.lists(st.sampled_from(of), min_size=1, max_size=2, unique=True)
    groups = draw(st.lists(facts, min_size=2, max_size=3))
    return tuple(tuple(draw(conditions(fact)) for fact in group) for group in groups)


@st.composite
def facts_of(draw: st.DrawFn, group: str) -> Situation:
    return {name: draw(st.sampled_from(VALUES[name])) for name in VALUES if name.startswith(group)}


@st.composite
def regions(draw: st.DrawFn) -> Release:
    """Up to 5 rules, three items, some with rules of their own, up to 3 examples."""
    items = {}
    for code in ("one", "two", "three"):
        own = [draw(rules(f"{code}-{n}")) for n in range(draw(st.sampled_from([0, 0, 1, 2])))]
        items[code] = (draw(facts_of("item.")), tuple(own))
    examples = [
        Example(
            name=f"例{number}",
            item=draw(st.sampled_from(sorted(items))),
            facts=draw(facts_of("application.")) if draw(st.booleans()) else {},
            on=draw(st.sampled_from([None, *STARTS])),
            expect="one_visit",
            where=Where(file="channels.yaml", line=1),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    made = [draw(rules(f"r{n}")) for n in range(draw(st.integers(1, 5)))]
    first = draw(st.sampled_from([0, 0, 0, 1, 2]))  # so many stand before the items' own
    marked = [one.model_copy(update={"before_items": n < first}) for n, one in enumerate(made)]
    return region(marked, items, examples)


def situations() -> Iterator[Situation]:
    for values in product(*VALUES.values()):
        yield dict(zip(VALUES, values, strict=True))


def on_day(led: Iterable[OwnedRule], day: date) -> list[OwnedRule]:
    return [one for one in led if in_effect(one.rule, day)]


def channel(led: Iterable[OwnedRule], item: str, facts: Situation) -> ChannelName:
    found = reference.first(led, item, facts)
    return UNDETERMINED if found is None else found.choose


def days(*sets: Iterable[OwnedRule]) -> list[date]:
    """Every day on which any of the rules comes or goes, and the day before."""
    found = set()
    for led in sets:
        for _, one in led:
            found |= {one.from_, one.from_ - timedelta(days=1)}
            if one.until is not None:
                found |= {one.until, one.until + timedelta(days=1)}
    return sorted(found)


def known(release: Release, item: str, facts: Situation) -> Situation:
    return (
        usual_facts(release) | item_facts(release, release.items[item], usual_facts(release) | facts) | facts
    )


def distinct_items(release: Release) -> list[str]:
    """The items with own rules, and one of the others if there is any."""
    own = [code for code, item in release.items.items() if item.rules]
    others = [code for code, item in release.items.items() if not item.rules]
    return [*own, *others[:1]]


def all_rules(release: Release) -> list[OwnedRule]:
    return rules_of(release)
