"""
Alternatives, days beside today, amounts, days of effect, items' own rules: the proofs against plain Python,
which asks every rule on every day with every value and knows nothing of classes.
"""
# ruff: noqa: S311  # the same rules each time, no secret

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, reduce
from itertools import product
from operator import and_
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from chalicelib.authoring.checking.load import read
from chalicelib.authoring.proofs.prove import prove
from tests.authoring.broken import CHANNELS, VAULT
from tests.authoring.region import FILES, spoil, write_region

TODAY, FIXED, LATER = date(2026, 6, 1), date(2026, 6, 10), date(2026, 6, 20)
BEGIN = date(2026, 5, 1)
DAYS = [BEGIN, *(TODAY + timedelta(days=n) for n in (*range(-4, 14), 18, 19, 20, 40))]
ENDS = [BEGIN - timedelta(days=9), *(TODAY + timedelta(days=n) for n in (*range(-9, 26), 45, 80))]
CAPITAL = [Decimal(n) / 10 for n in (0, 4, 5, 10, 11, 14, 15, 30, 31, 40)]
DECLARED = """\
  - {fact: application.ends, title: {zh: 到期日, en: ends}, type: date, usual: 2026-07-01}
  - {fact: application.urgent, title: {zh: 急需, en: urgent}, type: bool, usual: false}
  - fact: application.capital
    title: {zh: 注册资本, en: capital}
    type: amount
    unit: {zh: 元, en: yuan}
    decimals: 1
    at_least: 0
    at_most: 4
    usual: 1.5
"""


class Case(NamedTuple):
    today: date
    ends: date
    capital: Decimal
    urgent: bool


class Asked(NamedTuple):
    """A condition as a file has it, the fact that it asks, and what it means."""

    fact: str
    written: str
    holds: Callable[[Case], bool]


TESTS = [
    Asked("urgent", "true", lambda case: case.urgent),
    Asked("urgent", "false", lambda case: not case.urgent),
    Asked("ends", "{before: today}", lambda case: case.ends < case.today),
    Asked("ends", "{after: today}", lambda case: case.ends > case.today),
    Asked("ends", "{within_days: 3}", lambda case: 0 <= (case.ends - case.today).days <= 3),
    Asked("ends", "{at_least: today+2}", lambda case: (case.ends - case.today).days >= 2),
    Asked("ends", "{at_most: 2026-06-09}", lambda case: case.ends < FIXED),
    Asked("ends", "{at_least: 2026-06-10}", lambda case: case.ends >= FIXED),
    Asked("capital", "{at_least: 1.5}", lambda case: case.capital >= Decimal("1.5")),
    Asked("capital", "{at_most: 1.0}", lambda case: case.capital <= 1),
    Asked("capital", "{at_least: 0.5, at_most: 3}", lambda case: Decimal("0.5") <= case.capital <= 3),
]
CASES = [Case(*each) for each in product(DAYS, ENDS, CAPITAL, (False, True))]


def where(holds: Callable[[Case], bool]) -> int:
    """The cases of which something is so, a bit each: it is asked of every case, and once."""
    return int("".join("01"[holds(case)] for case in CASES), 2)


def key(test: Asked) -> tuple[str, str]:
    return test.fact, test.written


ALL, CURRENT = where(lambda _: True), where(lambda case: case.today >= TODAY)
URGENT = where(lambda case: case.urgent)
HOLD = {key(test): where(test.holds) for test in TESTS}
Group = list[Asked]


class Written(NamedTuple):
    """A rule: all of ``when``, and of ``any`` one group; ``own``: an item's, else the region's."""

    name: str
    when: Group
    any: list[Group]
    visit: bool
    since: date
    until: date | None
    own: bool
    before_items: bool

    @property
    def groups(self) -> list[Group]:
        return [[*self.when, *group] for group in self.any] or [self.when]

    @property
    def ways(self) -> list[int]:
        """Where each of its groups holds, on its days of effect."""
        days = where_in_effect(self.since, self.until)
        return [reduce(and_, (HOLD[key(test)] for test in group), days) for group in self.groups]

    @property
    def text(self) -> str:
        more = f", any: [{', '.join(map(_flow, self.any))}]" if self.any else ""
        more += ", before_items: true" if self.before_items else ""
        more += f", until: {self.until}" if self.until else ""
        return (
            f"  - {{rule: {self.name}, title: {{zh: 试, en: Try}}, when: {_flow(self.when)}{more}, "
            f"choose: {'one_visit' if self.visit else 'outbound_courier'}, "
            f"basis: [{{title: 行政许可法}}], from: {self.since}}}\n"
        )


@cache
def where_in_effect(since: date, until: date | None) -> int:
    return where(lambda case: since <= case.today and (until is None or case.today <= until))


def _flow(group: Group) -> str:
    return "{" + ", ".join(f"application.{test.fact}: {test.written}" for test in group) + "}"


@pytest.mark.parametrize("seed", range(12))
def test_what_is_proved_is_what_every_day_and_every_value_shows(seed: int, tmp_path: Path) -> None:
    made = _rules(Random(seed))
    files, release = read(_region(tmp_path / "region", made))
    found = prove(files, release, TODAY).problems
    told = {one.code for one in found if one.severity == "error"}
    gap, never, broken = _shown(made)
    dead = [one for one in found if one.code in ("dead-rule", "duplicate-rule", "conflicting-rules")]
    assert {_name(tmp_path / "region", one.file, one.line) for one in dead} == never
    assert ("gap" in told) is gap
    assert ("invariant" in told) is broken


def _name(folder: Path, file: str, line: int) -> str:
    """The name of the rule on a line, each stands on one."""
    text = (folder / file).read_text(encoding="utf-8").splitlines()[line - 1]
    return text.partition("rule: ")[2].partition(",")[0]


def _shown(made: list[Written]) -> tuple[bool, set[str], bool]:
    """Whether some case is decided by none; rules of which a group never decides; urgent without visit."""
    alive: set[tuple[str, int]] = set()
    gap = wrong = 0
    for own in (True, False):
        left = ALL
        for rule in _in_order(made, own=own):
            for number, way in enumerate(rule.ways):
                if left & way:
                    alive.add((rule.name, number))
                wrong |= 0 if rule.visit else left & way
                left &= ~way
        gap |= left
    groups = {(one.name, n) for one in made for n in range(len(one.groups))}
    return bool(gap & CURRENT), {name for name, _ in groups - alive}, bool((wrong | gap) & CURRENT & URGENT)


def _in_order(made: list[Written], *, own: bool) -> list[Written]:
    """The rules before items' own, those of an item, the region's others."""
    return [
        *(one for one in made if one.before_items),
        *(one for one in made if one.own and own),
        *(one for one in made if not one.own and not one.before_items),
    ]


def _rules(chance: Random) -> list[Written]:
    made = [_rule(chance, n) for n in range(chance.randint(2, 5))]
    if chance.random() < 0.6:
        made.append(Written("rest", [], [], True, BEGIN, None, False, False))
    return made


def _rule(chance: Random, number: int) -> Written:
    facts = chance.sample(["urgent", "ends", "capital"], chance.randint(1, 3))
    tests = [chance.choice([one for one in TESTS if one.fact == fact]) for fact in facts]
    any_: list[Group] = [[tests.pop()], [tests.pop()]] if len(tests) > 2 else []
    if any_:  # the first fact again, but not within what the first group asks: that is told before
        (first,), second = any_
        others = [one for one in TESTS if one.fact == first.fact and HOLD[key(one)] & ~HOLD[key(first)]]
        second += [chance.choice(others)]
    own = number > 0 and chance.random() < 0.3
    until = chance.choice([None, None, FIXED])
    return Written(
        f"r{number}",
        tests,
        any_,
        chance.random() < 0.5,
        chance.choice([BEGIN, TODAY, LATER]) if until is None else BEGIN,
        until,
        own,
        not own and chance.random() < 0.2,
    )


def _region(folder: Path, made: list[Written]) -> Path:
    write_region(folder)
    courier = "  - {fact: application.courier"
    spoil(folder, "facts.yaml", courier, DECLARED + courier)
    region = "".join(one.text for one in _in_order(made, own=False))
    (folder / CHANNELS).write_text(f"decision: channel\nrules:\n{region}", encoding="utf-8")
    invariants = FILES["invariants.yaml"].replace("item.secret: true", "application.urgent: true")
    (folder / "invariants.yaml").write_text(invariants, encoding="utf-8")
    own = "".join(one.text for one in made if one.own)
    item = FILES[VAULT].partition("rules:\n")[0]
    (folder / VAULT).write_text(item + (f"rules:\n{own}" if own else ""), encoding="utf-8")
    return folder
