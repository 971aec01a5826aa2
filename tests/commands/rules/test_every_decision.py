"""Decisions of every kind go through every command of the desk: amounts, days, alternatives, running clocks."""
# ruff: noqa: E501  # rule files

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from chalicelib import wiring
from chalicelib.__main__ import main
from chalicelib.authoring.check import check
from chalicelib.authoring.checking.load import load
from tests.adapters.office import Office, Opened, application, forget
from tests.adapters.releases import APPROVER, AUTHOR
from tests.authoring.region import spoil, write_decisions, write_region
from tests.authoring.workbook.office import put, stored, taken
from tests.commands.conftest import Said

ON = "2026-06-01"
FACTS = """\
  - {fact: application.capital, title: {zh: 注册资本, en: capital}, type: amount, unit: {zh: 元, en: yuan}, decimals: 2, at_least: 0, at_most: 9000000.5, usual: 99.9}
  - {fact: application.ends, title: {zh: 租期届满, en: the lease ends}, type: date, usual: 2030-01-01}
"""
OUTCOMES = """\
outcomes:
  - {outcome: high, title: {zh: 高, en: high}}
  - {outcome: middle, title: {zh: 中, en: middle}}
  - {outcome: low, title: {zh: 低, en: low}}
"""
REST = "basis: [{title: 演示办法, article: 第三条}], from: 2018-01-01}"
AMOUNTS = f"""\
decision: amounts
title: {{zh: 金额分档, en: By amount}}
asked: submission
{OUTCOMES}otherwise: undetermined
rules:
  - {{rule: large, title: {{zh: 大额, en: Large}}, when: {{application.capital: {{at_least: 5000.01}}}}, choose: high, {REST}
  - {{rule: some, title: {{zh: 中额, en: Some}}, when: {{application.capital: {{at_least: "500.10"}}}}, choose: middle, {REST}
  - {{rule: rest, title: {{zh: 其余, en: The rest}}, when: {{}}, choose: low, {REST}
invariants:
  - {{invariant: large-is-high, title: {{zh: 大额为高, en: large is high}}, when: {{application.capital: {{at_least: 8000.5}}}}, expect: high}}
examples:
  - {{name: 大额, item: food, facts: {{application.capital: 5000.01}}, expect: high, by: large}}
  - {{name: 中额, item: food, facts: {{application.capital: 600.5}}, expect: middle, by: some}}
  - {{name: 小额, item: food, facts: {{application.capital: 0}}, expect: low, by: rest}}
"""
DAYS = f"""\
decision: days
title: {{zh: 租期分档, en: By days left}}
asked: submission
{OUTCOMES}otherwise: low
rules:
  - {{rule: over, title: {{zh: 已届满, en: Over}}, when: {{application.ends: {{before: today-3}}}}, choose: high, {REST}
  - {{rule: soon, title: {{zh: 即将届满, en: Soon}}, when: {{application.ends: {{within_days: 30}}}}, choose: middle, {REST}
  - {{rule: rest, title: {{zh: 其余, en: The rest}}, when: {{}}, choose: low, {REST}
invariants:
  - {{invariant: over-is-high, title: {{zh: 届满为高, en: over is high}}, when: {{application.ends: {{before: today-10}}}}, expect: high}}
examples:
  - {{name: 届满, item: food, facts: {{application.ends: 2026-05-01}}, "on": 2026-06-01, expect: high, by: over}}
  - {{name: 将满, item: food, facts: {{application.ends: 2026-06-20}}, "on": 2026-06-01, expect: middle, by: soon}}
  - {{name: 尚早, item: food, facts: {{application.ends: 2026-07-02}}, "on": 2026-06-01, expect: low, by: rest}}
"""
EITHER = f"""\
decision: either
title: {{zh: 几种情形之一, en: One of several}}
asked: submission
{OUTCOMES}otherwise: undetermined
rules:
  - rule: one-of
    title: {{zh: 急需或届满, en: Urgent or over}}
    any:
      - {{application.urgent: true, application.capital: {{at_least: 100.25}}}}
      - {{application.ends: {{before: today}}}}
    choose: high
    basis: [{{title: 演示办法}}]
    from: 2018-01-01
  - {{rule: urgent, title: {{zh: 急需, en: Urgent}}, when: {{application.urgent: true}}, choose: middle, {REST}
  - {{rule: rest, title: {{zh: 其余, en: The rest}}, when: {{}}, choose: low, {REST}
examples:
  - {{name: 急需大额, item: food, facts: {{application.urgent: true, application.capital: 200.75}}, expect: high, by: one-of}}
"""
CLOCKS = f"""\
decision: clocks
title: {{zh: 计时分档, en: By clock}}
asked: every_working_day
each: clock
{OUTCOMES}otherwise: low
rules:
  - {{rule: late, title: {{zh: 超期, en: Late}}, when: {{clock.days_left: {{at_most: -1}}, application.capital: {{at_least: 0.01}}}}, choose: high, {REST}
  - {{rule: near, title: {{zh: 将到, en: Near}}, when: {{clock.share_used: {{at_least: 80}}, application.ends: {{after: today}}}}, choose: middle, {REST}
  - {{rule: rest, title: {{zh: 其余, en: The rest}}, when: {{}}, choose: low, {REST}
"""


class Kind(NamedTuple):
    """A decision, facts and what comes out of them, an edit and what comes out then, a cell and its new content."""

    text: str
    facts: str
    outcome: str
    edit: tuple[str, str]
    moved: str
    cell: tuple[str, str, str]
    tried: int = 0
    """Bounds and lists that advice could move: by one unit or day, and to others of the same fact."""


KINDS = {
    "amounts": Kind(AMOUNTS, '{"application.capital": 500.10}', "middle", ('"500.10"', '"500.11"'), "low", ("some", "注册资本", "500.1–4999.99"), 10),
    "days": Kind(DAYS, '{"application.ends": "2026-07-01"}', "middle", ("within_days: 30}}, choose", "within_days: 29}}, choose"), "low", ("soon", "租期届满", "当日起40天内"), 17),
    "either": Kind(EITHER, '{"application.urgent": true, "application.capital": 100.25, "application.ends": "2026-07-01"}', "high", ("{at_least: 100.25}}\n", "{at_least: 100.26}}\n"), "middle", ("urgent", "急需", "否"), 4),
    "clocks": Kind(CLOCKS, '{"clock.days_left": -1, "clock.share_used": 101, "application.capital": 0.01, "application.ends": "2026-07-01"}', "high", ("at_least: 0.01", "at_least: 0.02"), "middle", ("late", "剩余天数", "≤-2"), 7),
}  # fmt: skip


def write(folder: Path) -> Path:
    """The small region with a decision of every kind."""
    write_decisions(write_region(folder))
    # of the decisions on clocks one alone may be asked every working day: here it is the kind of clocks
    spoil(folder, "decisions/supervision.yaml", "asked: every_working_day", "asked: never")
    facts = folder / "facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8") + FACTS, encoding="utf-8")
    for name, kind in KINDS.items():
        (folder / f"decisions/{name}.yaml").write_text(kind.text, encoding="utf-8")
    return folder


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return write(tmp_path / "licang")


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """The region with a bound of every decision moved by the least."""
    folder = write(tmp_path / "edited" / "licang")
    for name, kind in KINDS.items():
        spoil(folder, f"decisions/{name}.yaml", *kind.edit)
    return folder


def test_decisions_of_every_kind_are_proved_without_a_finding(region: Path) -> None:
    found = check(region, date(2026, 6, 1))
    assert [one for one in found.problems if one.code != "no-example"] == []
    assert found.agreement is not None
    assert found.agreement.asked["durable_rules"] == found.agreement.situations


@pytest.mark.parametrize("name", KINDS)
def test_a_decision_of_every_kind_goes_through_every_command(
    said: Said, region: Path, edited: Path, tmp_path: Path, name: str
) -> None:
    kind = KINDS[name]
    asked = ("--decision", name, "--on", ON)
    one = ("--item", "food", "--facts", kind.facts)
    assert said("rules", "decide", str(region), *asked, *one)["outcome"] == kind.outcome
    assert said("rules", "decide", str(edited), *asked, *one)["outcome"] == kind.moved
    difference = said("rules", "diff", str(region), str(edited))
    [moved] = [made for made in difference["decisions"] if made["decision"] == name]
    assert (kind.outcome, kind.moved) in {(move["from"], move["to"]) for move in moved["moves"]}
    cases = tmp_path / "cases.jsonl"
    cases.write_text(f'{{"item": "food", "facts": {kind.facts}, "on": "{ON}"}}\n', encoding="utf-8")
    again = said("rules", "replay", str(region), str(edited), "--cases", str(cases), "--decision", name)
    assert again["matrix"] == {kind.outcome: {kind.moved: 1}}
    why = said("rules", "explain", str(region), *asked, *one)
    assert why["deciding"]
    assert {found["outcome"] for found in why["nearest"]}
    assert said("rules", "advise", str(region), *asked)["rule_changes_tried"] == kind.tried
    if name == "clocks":
        assert "running clocks" in said("rules", "totals", str(region), *asked, ends=2)
    else:
        assert said("rules", "totals", str(region), *asked)["outcomes"]
    proposed = said("rules", "examples", str(edited), *asked)["proposed"]
    for example in proposed[:1]:
        said("rules", "examples", str(edited), *asked, "--confirm", example["id"], "--by", "张三")
        assert load(edited).decisions[name].examples[-1].expect == example["expect"]
    for to in ("jdm", "dmn", "dmn11"):
        out = ("--to", to, "--out", str(tmp_path / f"{name}.{to}"))
        assert said("rules", "export", str(region), *asked, *out, "--verify")["verified"] is True, to


def test_of_a_decision_on_clocks_only_what_makes_it_lighter_is_offered_as_such(
    said: Said, region: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["rules", "explain", str(region), "--decision", "clocks", "--on", ON, "--item", "food", "--facts"]
    outcomes = ["high", "middle", "low"]
    for days, share, found in ((-1, 101, "high"), (5, 80, "middle"), (5, 10, "low")):
        facts = f'{{"clock.days_left": {days}, "clock.share_used": {share}, "application.capital": 9, "application.ends": "2026-07-01"}}'
        made = said(*call, facts)
        assert made["decision"]["outcome"] == found
        lighter = outcomes[outcomes.index(found) + 1 :]
        assert {change["outcome"] for change in made["nearest"]} == set(lighter)
        assert main([*call, facts]) == 0
        assert ("使结果变轻的最小改变" in capsys.readouterr().out) == bool(lighter)


def test_where_no_outcome_is_lighter_no_change_is_called_cheapest(
    region: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["rules", "explain", str(region), "--decision", "amounts", "--item", "food"]
    assert main([*call, "--facts", '{"application.capital": 1}']) == 0
    shown = capsys.readouterr().out
    assert "会得到别的结果的最小改变" in shown
    assert "最省事" not in shown


@pytest.mark.parametrize("name", KINDS)
def test_a_decision_of_every_kind_goes_to_excel_and_back(region: Path, name: str) -> None:
    assert taken(region).files == ()
    number = sorted([*KINDS, "special-path", "supervision"]).index(name) + 1
    found = stored(region, put(f"决策{number} {name}", *KINDS[name].cell))
    assert [change.file for change in found.files] == [f"decisions/{name}.yaml"]


def compared_in_shadow(building: Office, said: Said) -> dict[str, Any]:
    """What a shadow run makes of two cases, of which one moves by each decision that is asked of it."""
    forget()
    ends = (datetime.now(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=30)).isoformat()
    for answers in (
        {"capital": "500.10", "ends": ends},
        {"capital": "100.25", "urgent": True, "ends": "2099-01-01"},
    ):
        body = application("food")
        body["application"] |= answers
        answer = building.ask("POST", "/cases", body)
        assert answer.status_code == 201, answer.body
        opened = Opened(answer.json_body["no"], answer.json_body["query_code"], answer.json_body)
        for each in opened.answer["materials"]:
            building.upload(opened, each["material"])
    compared: dict[str, Any] = said("rules", "shadow")
    assert (compared["cases"], compared["differ"], compared["failed"]) == (2, 2, 0)
    moved = {one["decision"]: tuple(one["outcome"].values()) for one in compared["differences"]}
    assert moved == {name: (kind.outcome, kind.moved) for name, kind in KINDS.items() if name != "clocks"}
    (of_clocks,) = compared["clocks"].values()
    assert of_clocks["clocks"] == of_clocks["graver"] > 0
    return compared


def test_releases_with_them_are_published_signed_put_in_force_shadowed_and_taken_back(
    table: str, building: Office, said: Said, region: Path, edited: Path
) -> None:
    spoil(edited, "decisions/clocks.yaml", "{at_most: -1}", "{at_most: 99}")
    first = said("rules", "publish", str(region), "--by", AUTHOR)["digest"]
    said("rules", "activate", "--yes", first, "--by", APPROVER)
    second = said("rules", "publish", str(edited), "--by", AUTHOR)["digest"]
    assert said("rules", "shadow", second, "--by", AUTHOR)["kind"] == "shadow-started"
    compared = compared_in_shadow(building, said)
    assert compared["running"] is True
    assert said("rules", "shadow", "--off", "--by", AUTHOR)["kind"] == "shadow-ended"
    assert said("rules", "shadow") == compared | {"running": False}
    assert said("rules", "shadow", second, "--by", AUTHOR)["kind"] == "shadow-started"
    made = said("rules", "activate", "--yes", second, "--by", APPROVER)
    assert {one["decision"] for one in made["diff"]["decisions"]} == set(KINDS)
    assert {json.dumps(one["new"]) for one in made["diff"]["entries"]} >= {'{"at_least": "0.02"}'}
    assert said("rules", "rollback", "--by", AUTHOR)["digest"] == first
    assert [line["kind"] for line in said("rules", "log")][-1] == "rolled-back"
    releases = wiring.policy_desk().releases
    assert [releases.get(digest) for digest in (first, second)] == [load(region), load(edited)]
    assert releases.standing("licang").active == first
