"""Running clocks are put to new rules as the daily question would put them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.adapters.dynamodb.cases.waiting_rows import read_clock
from chalicelib.authoring.comparing.replaying.clocks import replay_clocks
from chalicelib.cases.time.supervision import Supervised
from chalicelib.decisions.decide import decide
from chalicelib.ports.rules.running_clocks import Running
from chalicelib.services.releases.clocks_of_cases import ClocksOfCases
from tests.fakes import World, fresh
from tests.services.test_supervision import MONDAY, go_to, scene, watched


@dataclass
class Rows:
    """The port ``RunningClocks`` over the rows in memory; ``read`` counts how often it was asked."""

    world: World
    read: int = 0
    unknown: int = 0
    more: bool = False

    def running(self, region: str, most: int) -> Running:
        self.read += 1
        found = [read_clock(row) for row in self.world.cases.rows.values()]
        return Running(tuple(one for one in found if one is not None), self.unknown, self.more)


def test_on_every_day_a_clock_comes_out_as_supervision_would_ask_about_it_then() -> None:
    made, release = scene(), watched()
    go_to(made, MONDAY + timedelta(days=1), 9)
    clocks = ClocksOfCases(Rows(made.world), made.world.releases, release)
    (clock,) = [one for one in release.clocks if one.clock == "reply"]
    for number in range(1, 20):
        day = MONDAY + timedelta(days=number)
        (then,) = clocks.on(day)
        asked = Supervised(made.case, made.case.clocks["reply"], clock, release, decide, MONDAY).ask(then.on)
        declared = {fact.fact for fact in release.facts}
        said = {name: value for name, value in then.application.items() if name in declared}
        known = decide(release, then.item, said, then.on, MONDAY, decision="supervision")
        assert asked is not None
        assert (known.outcome, known.rule) == (asked.outcome, asked.rule)
        assert then.on.weekday() < 5
        assert day <= then.on <= day + timedelta(days=2)


def test_clocks_are_read_once_and_not_before_they_are_asked_about() -> None:
    made = scene()
    rows = Rows(made.world)
    clocks = ClocksOfCases(rows, made.world.releases, watched())
    assert rows.read == 0
    assert len(clocks.on(MONDAY)) == len(clocks.on(MONDAY + timedelta(days=7))) == 1
    assert (clocks.unknown, clocks.more, rows.read) == (0, False, 1)


def test_what_gets_graver_is_told_for_today_and_for_the_day_on_which_a_rule_begins() -> None:
    made, old = scene(), watched()
    go_to(made, date(2026, 3, 3), 9)
    cards = old.decisions["supervision"]
    first, *others = cards.rules
    (near,) = [rule for rule in others if rule.rule == "nearly-due"]
    soon = first.model_copy(update={"when": near.when, "from_": date(2026, 3, 9)})
    later = cards.model_copy(update={"rules": (soon, *(rule for rule in others if rule.rule != "last-day"))})
    new = fresh(old, decisions={**old.decisions, "supervision": later})
    clocks = ClocksOfCases(Rows(made.world, unknown=3, more=True), made.world.releases, old)
    found = replay_clocks(old, new, "supervision", clocks, date(2026, 3, 3))
    assert found.as_json("supervision") | {"as_of": []} == {
        "clocks": 1,
        "unknown": 3,
        "more": True,
        "moved": 0,
        "untold": {"cases": 0, "lacking": {}},
        "open_again": {"cases": 0, "lacking": {}},
        "undecided": {"old": 0, "new": 0},
        "matrix": {"none": {"none": 1}},
        "graver": 0,
        "lighter": 0,
        "as_of": [],
    }
    [then] = [day for day in found.as_json("supervision")["as_of"] if day["on"] == "2026-03-09"]
    assert (then["matrix"], then["graver"], then["lighter"]) == ({"warning": {"red": 1}}, 1, 0)
    lines = list(found.lines({}))
    assert [line.zh for line in lines[:2]] == [
        "正在走的计时：1 个中 0 个改变结果，0 个更重，0 个更轻",
        "到 2026-03-09 仍在走的：1 个中 1 个改变结果，1 个更重，0 个更轻",
    ]
    assert "only the 1 that are looked at soonest" in lines[2].en
    assert "3 more were kept by an older program" in lines[3].en
    assert "keep to the release they have" in lines[4].en
