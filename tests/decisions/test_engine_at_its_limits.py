"""Sizes near which the library hangs or crashes: tried in a process of their own, which may take a minute of a processor."""
# ruff: noqa: E501  # scripts

from __future__ import annotations

import subprocess
import sys

import pytest

SETUP = """
import resource
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from chalicelib.decisions import limits
from chalicelib.decisions.engine.engine import Decider
from chalicelib.decisions.limits import OwnedRule, excesses
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.engine.network import segments
from chalicelib.authoring.space import reference
from tests.decisions.rule_sets import fact, rule

def agree(facts, led, asked, rulesets=1):
    assert list(excesses(led)) == [], [e.reason.en for e in excesses(led)][:1]
    if rulesets is not None:
        assert len(list(segments([rule for _, rule in led]))) == rulesets
    engine = Decider(facts, led)
    for item, known in asked:
        assert engine.first(item, known) is reference.first(led, item, known), (item, known)

word, number, flag = fact("item.one_of_1", "one_of"), fact("item.whole_number_1", "whole_number"), fact("item.bool_1", "bool")
def one(fact, *values): return Condition(fact=fact.fact, any_of=values)
"""

PROBES = {
    "as many tests on one level as are allowed": """
led = [OwnedRule(None, rule(n, (one(number, n),))) for n in range(limits.TESTS_ON_A_LEVEL)]
agree([number], led, [("x", {number.fact: n}) for n in range(0, 600, 7)])
""",
    "as many values in one condition as are allowed": """
led = [OwnedRule(None, rule(0, (one(number, *range(limits.TESTS_ON_A_LEVEL)),)))]
agree([number], led, [("x", {number.fact: n}) for n in range(0, 600, 7)])
""",
    "as many rules with the same condition as are allowed": """
led = [OwnedRule(None, rule(n, (one(flag, True),))) for n in range(limits.SAME_CONDITION)]
agree([flag], led, [("x", {flag.fact: value}) for value in (True, False)])
""",
    "as many conditions in one rule as are allowed": """
facts = [fact(f"item.whole_number_{n}", "whole_number") for n in range(limits.CONDITIONS)]
led = [OwnedRule(None, rule(0, tuple(Condition(fact=f.fact, at_least=1) for f in facts)))]
all_ = {f.fact: 1 for f in facts}
agree(facts, led, [("x", all_), ("x", all_ | {facts[50].fact: 0})])
""",
    "as many tests at once as are allowed": """
led = [OwnedRule(None, rule(n, (Condition(fact=number.fact, at_least=n),))) for n in range(limits.AT_ONCE)]
agree([number], led, [("x", {number.fact: n}) for n in range(-1, 70)])
""",
    "as many choices in one place as are allowed at once": """
led = [OwnedRule(None, rule(n, (one(number, 1, 2), Condition(fact=flag.fact, any_of=(n % 2 == 0,))))) for n in range(55)]
agree([number, flag], led, [("x", {number.fact: n, flag.fact: f}) for n in range(4) for f in (True, False)])
""",
    "four thousand rules": """
facts = [number, fact("item.whole_number_2", "whole_number"), flag]
led = [OwnedRule(None, rule(n, (one(number, n % 400), one(facts[1], n // 400)))) for n in range(limits.RULES)]
agree(facts, led, [("x", {number.fact: n, facts[1].fact: m}) for n in range(0, 402, 13) for m in range(0, 12)])
""",
    "as many facts as are allowed": """
facts = [fact(f"item.bool_{n}", "bool") for n in range(limits.FACTS)]
led = [OwnedRule(None, rule(n, (one(number, n), one(f, True)))) for n, f in enumerate(facts[1:])]
known = {f.fact: n == 49 for n, f in enumerate(facts)}
agree([number, *facts], led, [("x", known | {number.fact: n}) for n in (3, 47, 48, 49, 50, 238)])
""",
    "texts as long as are allowed": """
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Value
a, b = "长" * 21_000, "长" * 20_999 + "短"
long = fact("item.one_of_1", "one_of").model_copy(update={"values": tuple(Value(value=v, title=Text(zh="a", en="a")) for v in (a, b))})
led = [OwnedRule(None, rule(0, (one(long, a),)))]
agree([long], led, [("x", {long.fact: a}), ("x", {long.fact: b})])
""",
    "bare negative tests": """
led = [OwnedRule(None, rule(0, (Condition(fact=word.fact, none_of=("10", "9")),))), OwnedRule(None, rule(1, (Condition(fact=flag.fact, none_of=(True,)),)))]
agree([word, flag], led, [("x", {word.fact: w, flag.fact: f}) for w in ("10", "9", "true") for f in (True, False)])
""",
    "more than one ruleset bears": """
x = fact("item.whole_number_2", "whole_number")
flags = [fact(f"item.bool_{n}", "bool") for n in range(1, 242)]
many = [
    (2, [(one(number, n),) for n in range(501)]),
    (2, [(one(flag, True),)] * 251),
    (2, [(Condition(fact=number.fact, at_least=300 - 5 * n),) for n in range(61)]),
    (3, [(one(number, 1, 2), one(x, n)) for n in range(121)]),
    (2, [(one(number, n % 400), one(x, n // 400)) for n in range(4001)]),
    (2, [(one(number, n), one(f, n % 2 == 0)) for n, f in enumerate(flags)]),
]
for rulesets, whens in many:
    facts = [number, x, *flags]
    led = [OwnedRule(None, rule(n, when)) for n, when in enumerate(whens)]
    known = {f.fact: n % 2 == 0 for n, f in enumerate(flags)}
    asked = [("x", known | {number.fact: n, x.fact: m}) for n in (0, 1, 2, 240, 241, 250, 300, 399, 500) for m in (0, 9, 10, 119, 120)]
    agree(facts, led, asked, rulesets)
""",
    "ten thousand rules of the region": """
facts = [number, fact("item.whole_number_2", "whole_number"), flag]
led = [OwnedRule(None, rule(n, (one(number, n // 3), Condition(fact=facts[1].fact, at_least=n % 3)))) for n in range(10_000)]
asked = [("x", {number.fact: n, facts[1].fact: m}) for n in (0, 1, 166, 167, 168, 1666, 3332, 3333, 3334) for m in range(-1, 4)]
agree(facts, led, asked, rulesets=None)
""",
    "ten thousand rules of 200 items": """
facts = [number, word, flag]
led = [OwnedRule(f"item-{n // 50}", rule(n, (one(number, n % 50), one(flag, True)))) for n in range(10_000)]
led.append(OwnedRule(None, rule(10_000, (Condition(fact=number.fact, at_least=48),))))
asked = [(f"item-{n}", {number.fact: m, flag.fact: f}) for n in (0, 1, 63, 64, 199, 200) for m in (0, 1, 47, 48, 49, 50) for f in (True, False)]
agree(facts, led, asked, rulesets=None)
""",
    "ten thousand rules of 5,000 items": """
facts = [number, word, flag]
led = [OwnedRule(f"item-{n // 2}", rule(n, (one(number, n % 2),))) for n in range(10_000)]
led.append(OwnedRule(None, rule(10_000, (one(flag, True),))))
asked = [(f"item-{n}", {number.fact: m, flag.fact: f}) for n in range(0, 5001, 9) for m in (0, 1, 2) for f in (True, False)]
agree(facts, led, asked, rulesets=None)
""",
    "more than is allowed": """
many = [
    [OwnedRule(None, rule(0, (one(number, *range(501)),)))],
    [OwnedRule("x", rule(0, tuple(Condition(fact=number.fact, at_least=n) for n in range(101))))],
    [OwnedRule(None, rule(0, (one(word, "x" * 65_001),)))],
]
for led in many:
    assert list(excesses(led)), led[0]
""",
}


@pytest.mark.parametrize("probe", PROBES.values(), ids=PROBES.keys())
def test_the_engine_answers_right_up_to_its_limits(probe: str) -> None:
    done = subprocess.run(  # noqa: S603  # our own script
        [sys.executable, "-c", SETUP + probe], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-600:]
