"""Rules over sixty facts, drawn at random: no diagram of them is drawn, their situations are searched."""
# ruff: noqa: S311  # the same rules each time, no secret

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Release, Rule
from tests.decisions.rule_sets import fact, rule

NAMES = tuple(f"application.x{number}" for number in range(60))
ITEM = "aquaculture-permit"
YES = tuple(Condition(fact=name, any_of=(True,)) for name in NAMES)


def drawn(number: int, channels: Sequence[str], asked: int = 3, seed: int = 1) -> list[Rule]:
    """Rules that each look at some facts, hold where all are true, and do not hide one another."""
    chance = Random(seed)
    found = set[tuple[int, ...]]()
    while len(found) < number:
        found.add(tuple(sorted(chance.sample(range(60), asked))))
    each = enumerate(chance.sample(sorted(found), number))
    return [rule(n, tuple(YES[one] for one in facts), chance.choice(channels)) for n, facts in each]


def release_of(licang: Release, rules: Sequence[Rule], usual: int = 0) -> Release:
    """
    A release of these rules and one item, without invariants and examples.

    Args:
        usual: how many of the facts, the first ones, the ordinary applicant says yes to.
    """
    facts = (fact(name, "bool") for name in NAMES)
    declared = tuple(one.model_copy(update={"usual": n < usual}) for n, one in enumerate(facts))
    item = licang.items[ITEM].model_copy(update={"facts": {}, "rules": ()})
    update = {"facts": declared, "rules": tuple(rules), "items": {ITEM: item}, "digest": "drawn at random"}
    return licang.model_copy(update={**update, "invariants": (), "examples": (), "decisions": {}})
