"""Where what is missing makes no difference to what comes out, that is told; nothing is decided by it."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

from chalicelib.__main__ import main
from chalicelib.authoring.explaining.agreeing import agreeing
from chalicelib.authoring.space.explained import explained
from chalicelib.decisions.decide import what_if
from chalicelib.decisions.forms.form import UNDETERMINED, Condition
from chalicelib.decisions.forms.model import Release
from tests.authoring.explaining.test_explaining import ITEMS, TODAY
from tests.authoring.region import write_decisions, write_region
from tests.decisions.rule_sets import fact, rule
from tests.fakes import fresh, licang

FACTS = [f"application.x{n}" for n in range(3)]


def yes(number: int, value: bool = True) -> Condition:
    return Condition(fact=FACTS[number], any_of=(value,))


def of_three_facts() -> Release:
    """Two rules behind one another for the counter, one for couriers, and situations that none decides."""
    rules = (
        rule(1, (yes(0),)),
        rule(2, (yes(1), yes(2))),
        rule(3, (yes(1), yes(2, False)), "outbound_courier"),
        rule(4, (yes(2),)),
    )
    items = {ITEMS[1]: licang().items[ITEMS[1]].model_copy(update={"facts": {}, "rules": ()})}
    facts = tuple(fact(name, "bool") for name in FACTS)
    return fresh(licang(), facts=facts, items=items, rules=rules, invariants=(), examples=())


def test_the_same_comes_out_whatever_is_missing_exactly_where_asking_every_answer_says_so() -> None:
    release, told = of_three_facts(), 0
    for values in product((True, False, None), repeat=len(FACTS)):
        known = {name: value for name, value in zip(FACTS, values, strict=True) if value is not None}
        decision = what_if(release, ITEMS[1], known, TODAY)
        found = agreeing(explained(release, decision, TODAY))
        open_ = [name for name in FACTS if name not in known]
        every = {
            what_if(release, ITEMS[1], known | dict(zip(open_, more, strict=True)), TODAY).outcome
            for more in product((True, False), repeat=len(open_))
        }
        if decision.missing and len(every) == 1 and every != {UNDETERMINED}:
            assert found is not None
            assert {found.outcome} == every
            assert len(found.rules) > 1
            told += 1
        else:
            assert found is None
    assert told > 1


def test_decide_and_explain_say_what_comes_out_whatever_an_answer_that_is_missing_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    region = str(write_decisions(write_region(tmp_path / "licang")))
    call = [region, "--item", "vault", "--facts", '{"application.urgent": true}']
    for command in ("decide", "explain"):
        assert main(["rules", command, *call, "--json"]) == 3
        told = json.loads(capsys.readouterr().out)["agreeing"]
        assert (told["missing"], told["outcome"]) == (["application.courier"], "one_visit")
        assert main(["rules", command, *call]) == 3
        shown = "".join(capsys.readouterr().out.split())
        assert "无论“同意快递”如何，结果都是“最多跑一次”" in shown
