"""Small regions made at random, with items, rules of their own, invariants and examples."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from chalicelib.authoring.checking.load import load
from chalicelib.decisions.decide import item_facts, usual_facts, what_if
from chalicelib.decisions.effect import items_on
from chalicelib.decisions.facts.asked import CONSENT
from chalicelib.decisions.forms.form import UNDETERMINED, Condition, FactValue
from chalicelib.decisions.forms.material import Material
from chalicelib.decisions.forms.model import Example, Fact, Invariant, Item, Release, Rule
from tests.decisions.rule_sets import CHANNELS, FACTS, VALUES, WORD, conditions, rule

TODAY = date(2026, 6, 1)
LATER = date(2027, 1, 1)

_ALLOWED = [*CHANNELS, UNDETERMINED]


@cache
def licang() -> Release:
    """Licang's rules with the items in effect today, and their examples."""
    release = load(Path("rules/licang"))
    items = items_on(release, TODAY)
    examples = tuple(example for example in release.examples if example.item in items)
    return release.model_copy(update={"items": items, "examples": examples})


@st.composite
def regions(draw: st.DrawFn) -> Release:
    """
    Two or three facts besides the originals' number, the ordinary answer known or not; two items; some rules
    come later or have ended.
    """
    pool = draw(st.lists(st.sampled_from((*FACTS, COURIER)), min_size=2, max_size=3, unique=True))
    facts = (*(_declared(draw, fact) for fact in pool), ORIGINALS)
    rules = tuple(_rule(draw, number, facts) for number in range(draw(st.integers(1, 5))))
    items = {code: _item(draw, code, facts, 10 * (n + 1)) for n, code in enumerate(("one", "two"))}
    invariants = tuple(
        Invariant(
            invariant=f"i{number}",
            title=WORD,
            when=draw(_whens(facts)),
            expect=tuple(draw(st.lists(st.sampled_from(_ALLOWED), min_size=1, max_size=4, unique=True))),
            where=rule(0, ()).where,
        )
        for number in range(draw(st.integers(0, 2)))
    )
    update = {"facts": facts, "rules": rules, "items": items, "invariants": invariants, "examples": ()}
    made = licang().model_copy(update=update)
    return made.model_copy(update={"examples": tuple(_examples(draw, made))})


ORIGINALS = Fact(
    fact="item.originals", title=WORD, type="whole_number", at_least=0, at_most=9, computed="paper_originals"
)


COURIER = Fact(fact=CONSENT, title=WORD, type="bool")


def _declared(draw: st.DrawFn, fact: Fact) -> Fact:
    of_applicant = fact.fact.startswith("application.")
    usual = draw(st.sampled_from([None, *VALUES[fact.type]])) if of_applicant else None
    return fact.model_copy(
        update={"usual": usual, "set_by": draw(st.sampled_from(["office", "law", "nobody"]))}
    )


def _whens(facts: tuple[Fact, ...], least: int = 0) -> st.SearchStrategy[tuple[Condition, ...]]:
    names = {fact.fact for fact in facts}
    special = (
        Condition(fact="item.originals", at_least=1),
        Condition(fact="item.originals", at_most=2),
        Condition(fact="item.originals", any_of=(0,)),
        Condition(fact=CONSENT, any_of=(True,)),
    )
    some = conditions().filter(lambda one: one.fact in names) | st.sampled_from(
        [one for one in special if one.fact in names]
    )
    return st.lists(some, min_size=least, max_size=2).map(tuple)


def _groups(facts: tuple[Fact, ...]) -> st.SearchStrategy[tuple[tuple[Condition, ...], ...]]:
    return st.lists(_whens(facts, 1), min_size=2, max_size=2).map(tuple)


def _rule(draw: st.DrawFn, number: int, facts: tuple[Fact, ...]) -> Rule:
    from_ = draw(st.sampled_from([date(2018, 1, 1)] * 4 + [LATER]))
    until = draw(st.sampled_from([None] * 4 + [LATER, date(2019, 1, 1)]))
    if until is not None and until < from_:
        until = None
    made = rule(number, draw(_whens(facts)), draw(st.sampled_from(CHANNELS)))
    groups = draw(_groups(facts)) if draw(st.integers(0, 5)) == 0 else ()
    return made.model_copy(update={"from_": from_, "until": until, "any": groups})


def _item(draw: st.DrawFn, code: str, facts: tuple[Fact, ...], number: int) -> Item:
    own = {
        fact.fact.removeprefix("item."): draw(st.sampled_from(VALUES[fact.type]))
        for fact in facts
        if fact.fact.startswith("item.") and fact.computed is None
    }
    paper = Material(material="form", name=WORD, format="paper", originals=draw(st.integers(0, 4)), copies=1)
    rules = tuple(_rule(draw, number + n, facts) for n in range(draw(st.sampled_from([0, 0, 1, 2]))))
    template = licang().items["food-business-licence"]
    return template.model_copy(update={"item": code, "facts": own, "materials": (paper,), "rules": rules})


def _examples(draw: st.DrawFn, release: Release) -> list[Example]:
    """Confirmed as the rules decide, so that only an edit can go against them."""
    found = []
    for number in range(draw(st.integers(0, 2))):
        item, on = draw(st.sampled_from(["one", "two"])), draw(st.sampled_from([None, TODAY, LATER]))
        facts: dict[str, FactValue] = {
            fact.fact: draw(st.sampled_from(VALUES[fact.type]))
            for fact in release.facts
            if fact.computed is None and draw(st.booleans())
        }
        decision = what_if(release, item, usual_facts(release) | facts, on or TODAY)
        example = {"name": f"e{number}", "item": item, "facts": facts, "on": on, "expect": decision.channel}
        found.append(Example(**example, by=decision.rule, where=rule(0, ()).where))
    return found


def ordinary(release: Release, item: str) -> dict[str, FactValue]:
    """An item's facts with the ordinary applicant's answers."""
    return {**item_facts(release, release.items[item], usual_facts(release)), **usual_facts(release)}
