"""Sizes near which the library hangs or crashes: tried in a process of their own, with a time limit."""
# ruff: noqa: E501  # scripts

from __future__ import annotations

import subprocess
import sys

import pytest

SETUP = """
from chalicelib.decisions import limits
from chalicelib.decisions.engine import Decider
from chalicelib.decisions.limits import Led, excesses
from chalicelib.decisions.model import Condition
from chalicelib.authoring import reference
from tests.decisions.rule_sets import fact, rule

def agree(facts, led, asked):
    assert list(excesses(led)) == [], [e.reason.en for e in excesses(led)][:1]
    engine = Decider(facts, led)
    for item, known in asked:
        assert engine.first(item, known) is reference.first(led, item, known), (item, known)

word, number, flag = fact("item.one_of_1", "one_of"), fact("item.whole_number_1", "whole_number"), fact("item.bool_1", "bool")
def one(fact, *values): return Condition(fact=fact.fact, any_of=values)
"""

PROBES = {
    "as many items with rules as are allowed": """
led = [Led(f"item-{n}", rule(n, (one(flag, True),))) for n in range(limits.TESTS_ON_A_LEVEL)]
agree([flag], led, [(f"item-{n}", {flag.fact: n % 2 == 0}) for n in range(0, 600, 7)])
""",
    "as many values in one condition as are allowed": """
led = [Led(None, rule(0, (one(number, *range(limits.TESTS_ON_A_LEVEL)),)))]
agree([number], led, [("x", {number.fact: n}) for n in range(0, 600, 7)])
""",
    "as many rules with the same condition as are allowed": """
led = [Led(None, rule(n, (one(flag, True),))) for n in range(limits.SAME_CONDITION)]
agree([flag], led, [("x", {flag.fact: value}) for value in (True, False)])
""",
    "as many conditions in one rule as are allowed": """
facts = [fact(f"item.whole_number_{n}", "whole_number") for n in range(limits.CONDITIONS)]
led = [Led(None, rule(0, tuple(Condition(fact=f.fact, at_least=1) for f in facts)))]
all_ = {f.fact: 1 for f in facts}
agree(facts, led, [("x", all_), ("x", all_ | {facts[50].fact: 0})])
""",
    "as many tests at once as are allowed": """
led = [Led(None, rule(n, (Condition(fact=number.fact, at_least=n),))) for n in range(limits.AT_ONCE)]
agree([number], led, [("x", {number.fact: n}) for n in range(-1, 70)])
""",
    "as many choices in one place as are allowed at once": """
led = [Led(None, rule(n, (one(number, 1, 2), Condition(fact=flag.fact, any_of=(n % 2 == 0,))))) for n in range(55)]
agree([number, flag], led, [("x", {number.fact: n, flag.fact: f}) for n in range(4) for f in (True, False)])
""",
    "four thousand rules": """
facts = [number, word, flag]
led = [Led(f"item-{n % 400}", rule(n, (one(number, n // 400),))) for n in range(limits.RULES)]
agree(facts, led, [(f"item-{n}", {number.fact: m}) for n in range(0, 400, 13) for m in range(0, 12)])
""",
    "as many facts as are allowed": """
facts = [fact(f"item.bool_{n}", "bool") for n in range(limits.FACTS)]
led = [Led("x", rule(n, (one(f, True),))) for n, f in enumerate(facts[:50])]
led += [Led(f"i{n}", rule(50 + n, (one(f, True),))) for n, f in enumerate(facts[50:])]
known = {f.fact: n == 49 for n, f in enumerate(facts)}
agree(facts, led, [("x", known), ("i3", known), ("i3", known | {facts[53].fact: True})])
""",
    "texts as long as are allowed": """
from chalicelib.decisions.model import Value, Text
a, b = "长" * 21_000, "长" * 20_999 + "短"
long = fact("item.one_of_1", "one_of").model_copy(update={"values": tuple(Value(value=v, title=Text(zh="a", en="a")) for v in (a, b))})
led = [Led(None, rule(0, (one(long, a),)))]
agree([long], led, [("x", {long.fact: a}), ("x", {long.fact: b})])
""",
    "bare negative tests": """
led = [Led(None, rule(0, (Condition(fact=word.fact, none_of=("10", "9")),))), Led(None, rule(1, (Condition(fact=flag.fact, none_of=(True,)),)))]
agree([word, flag], led, [("x", {word.fact: w, flag.fact: f}) for w in ("10", "9", "true") for f in (True, False)])
""",
    "more than is allowed": """
many = [
    [Led(f"item-{n}", rule(n, ())) for n in range(501)],
    [Led(None, rule(0, (one(number, *range(501)),)))],
    [Led(None, rule(n, (one(flag, True),))) for n in range(251)],
    [Led(None, rule(0, tuple(Condition(fact=number.fact, at_least=n) for n in range(101))))],
    [Led(None, rule(n, (Condition(fact=number.fact, at_least=n),))) for n in range(61)],
    [Led(None, rule(n, (one(number, 1, 2),))) for n in range(121)],
    [Led(f"item-{n % 400}", rule(n, (one(number, n // 400),))) for n in range(4001)],
    [Led(None, rule(0, (one(word, "x" * 65_001),)))],
    [Led("x", rule(n, (Condition(fact=f"item.bool_{n}", any_of=(True,)),))) for n in range(241)],
]
for led in many:
    assert list(excesses(led)), led[0]
""",
}


@pytest.mark.parametrize("probe", PROBES.values(), ids=PROBES.keys())
def test_the_engine_answers_right_up_to_its_limits(probe: str) -> None:
    done = subprocess.run(  # noqa: S603  # our own script
        [sys.executable, "-c", SETUP + probe], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-600:]
