"""Groups, dates from today and amounts in one rule set: the engine decides as plain Python does."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.authoring.space import reference
from chalicelib.authoring.space.domain import Situation
from chalicelib.decisions.decide import what_if
from chalicelib.decisions.facts.amounts import as_written
from chalicelib.decisions.forms.form import Condition, Text
from chalicelib.decisions.forms.model import Fact, Rule
from chalicelib.decisions.today import moving, seen_on
from tests.authoring.examples.small import FACTS, WORD, conditions, region, rule

ENDS = Fact(fact="application.ends", title=WORD, type="date")
YUAN = Fact(
    fact="application.capital", title=WORD, type="whole_number", unit=Text(zh="元", en="yuan"), decimals=2
)
DECLARED = {fact.fact: fact for fact in (*FACTS, ENDS, YUAN)}
DAY = date(2024, 2, 28)
days = st.integers(-40, 40)


@st.composite
def mixed(draw: st.DrawFn) -> Condition:
    """A test of any kind of fact."""
    match draw(st.integers(0, 3)):
        case 0:
            least = moving(draw(days))
            return Condition(fact=ENDS.fact, at_least=least, at_most=draw(st.none() | days.map(moving)))
        case 1:
            fixed = (DAY + timedelta(days=draw(days))).isoformat()
            return Condition(fact=ENDS.fact, at_most=fixed)
        case 2:
            return Condition(fact=YUAN.fact, at_least=draw(st.integers(-300, 300)))
    return draw(conditions(draw(st.sampled_from([fact.fact for fact in FACTS]))))


@st.composite
def rules(draw: st.DrawFn, name: str) -> Rule:
    groups = st.lists(st.lists(mixed(), min_size=1, max_size=2).map(tuple), min_size=2, max_size=3)
    alternatives = tuple(draw(groups)) if draw(st.booleans()) else ()
    when = draw(st.lists(mixed(), max_size=2))
    return rule(name, when, from_=DAY, any=alternatives, before_items=name == "r0" and draw(st.booleans()))


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_the_engine_decides_as_plain_python_does(data: st.DataObject) -> None:
    made = [data.draw(rules(f"r{n}")) for n in range(data.draw(st.integers(1, 4)))]
    own = data.draw(rules("own"))
    item: Situation = {"item.secret": True, "item.papers": 0, "item.kind": "a"}
    release = region(made, {"one": (item, (own,))}, facts=(*FACTS, ENDS, YUAN))
    first = [one for one in made if one.before_items]
    order = [*first, own, *(one for one in made if not one.before_items)]
    for _ in range(3):
        on = DAY + timedelta(days=data.draw(st.integers(0, 60)))
        capital = data.draw(st.integers(-400, 400))
        facts: Situation = {
            "item.secret": data.draw(st.booleans()),
            "item.kind": data.draw(st.sampled_from("abc")),
            "item.papers": data.draw(st.integers(0, 3)),
            "application.courier": data.draw(st.booleans()),
            ENDS.fact: (DAY + timedelta(days=data.draw(st.integers(-90, 120)))).isoformat(),
            YUAN.fact: capital,
        }
        found = reference.first([(None, one) for one in order], None, seen_on(facts, DECLARED, on))
        told = {**facts, YUAN.fact: as_written(YUAN, capital)}
        for given_ in (facts, told):
            assert what_if(release, "one", given_, on).rule == (None if found is None else found.rule)
