"""Rules made at random, in all that their language can say: the engines are of one mind on them too."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from chalicelib.authoring.agreement.compare import disagreements
from chalicelib.authoring.space.domain import bands
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Fact, Release, Rule
from tests.authoring.agreement.every_engine import ENGINES
from tests.authoring.exports.regions import odd_region

DAYS = 40
CHANNELS = ["outbound_courier", "two_way_courier", "inspection_collection", "fully_online", "one_visit"]
START = date(2016, 8, 1)
EDGES = ["0001-01-01", "0001-01-02", "9999-12-30", "9999-12-31"]


class Chance:
    """A release in which each day has rules of its own, so that every day is a band."""

    def __init__(self, seed: int, odd: Release) -> None:
        self._random, self._odd = Random(seed), odd  # noqa: S311  # rules, not secrets

    def release(self) -> Release:
        rules: list[Rule] = []
        own: list[Rule] = []
        for day in range(DAYS):
            facts = self._random.sample(self._odd.facts, 4)
            for number in range(self._random.randint(1, 6)):
                made = self._rule(f"r{day}-{number}", START + timedelta(day), facts)
                (own if self._random.random() < 0.3 else rules).append(made)
        vault = self._odd.items["vault"].model_copy(update={"rules": tuple(own)})
        items = self._odd.items | {"vault": vault}
        return self._odd.model_copy(update={"rules": tuple(rules), "items": items, "invariants": ()})

    def _rule(self, name: str, on: date, facts: list[Fact]) -> Rule:
        asked = self._random.sample(facts, self._random.randint(0, 3))
        new = {
            "rule": name,
            "when": tuple(map(self._condition, asked)),
            "choose": self._random.choice(CHANNELS),
            "from_": on,
            "until": on,
        }
        return self._odd.rules[0].model_copy(update=new)

    def _condition(self, fact: Fact) -> Condition:
        values = self._values(fact)
        some = tuple(self._random.sample(values, self._random.randint(1, min(3, len(values)))))
        kinds = ["any_of", "none_of"] if fact.type == "one_of" else ["any_of"]
        if fact.type in ("whole_number", "date"):
            kinds = ["any_of", "none_of", "at_least", "at_most", "between"]
        match self._random.choice(kinds):
            case "any_of":
                return Condition(fact=fact.fact, any_of=some)
            case "none_of":
                return Condition(fact=fact.fact, none_of=some)
            case "between":
                low, high = sorted((some[0], some[-1]))
                return Condition(fact=fact.fact, at_least=low, at_most=high)
            case kind:
                return Condition.model_validate({"fact": fact.fact, kind: some[0]})

    def _values(self, fact: Fact) -> list[FactValue]:
        match fact.type:
            case "bool":
                return [True, False]
            case "one_of":
                return [value.value for value in fact.values]
            case "whole_number":
                most = 60 if fact.at_most is None else fact.at_most
                return [0, 1, most - 1, most, *self._random.sample(range(2, most - 1), 3)]
            case "date":
                days = [
                    (START + timedelta(self._random.randint(-5_000, 5_000))).isoformat() for _ in range(3)
                ]
                return [*EDGES, *days]


@pytest.mark.parametrize("seed", range(3))
def test_engines_are_of_one_mind_on_rules_made_at_random(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    release = Chance(seed, odd_region(tmp_path_factory.mktemp("odd"))).release()
    agreement = disagreements(release, bands(release), engines=ENGINES)
    declared = {fact.fact: fact for fact in release.facts}
    assert [finding.told().en for finding in agreement.findings(declared)] == []
    assert not agreement.left_out
    assert len(bands(release)) >= DAYS
    assert agreement.situations > 1_500
    assert agreement.asked == dict.fromkeys(["zen-engine", "durable_rules", "feelin"], agreement.situations)
