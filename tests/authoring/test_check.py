"""What the check proves over every situation, and what it says when a proof fails."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chalicelib.authoring import check as checking
from chalicelib.authoring.agreement.engines.durable import Durable
from chalicelib.authoring.check import Checked
from chalicelib.authoring.findings.problems import Problem
from chalicelib.authoring.space.domain import EffectPeriod
from chalicelib.decisions.forms.model import Release
from tests.authoring.region import spoil, write_region

BUSINESS = "items/market-supervision/food-business-licence.yaml"
TODAY = date(2026, 6, 1)
VAULT = "items/health/vault.yaml"
FOOD = "items/market/food.yaml"


def check(folder: Path, today: date) -> Checked:
    """Without the engines: whether they agree is asked in ``agreement``."""
    return checking.check(folder, today, engines=())


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return write_region(tmp_path / "licang")


def codes(checked: Checked) -> set[tuple[str, int, str]]:
    return {(p.file, p.line, p.code) for p in checked.problems if p.severity == "error"}


def the(checked: Checked, code: str) -> Problem:
    return next(problem for problem in checked.problems if problem.code == code)


def test_the_published_region_passes_without_a_warning() -> None:
    checked = checking.check(Path("rules/licang"), TODAY)
    assert checked.problems == ()
    assert checked.agreement is not None
    assert checked.agreement.asked == {"durable_rules": 15_448}
    assert checked.ok
    assert checked.situations > 10_000


def test_a_whole_region_passes(region: Path) -> None:
    checked = check(region, TODAY)
    assert checked.ok
    assert {p.code for p in checked.problems} == {"no-example"}  # of the item's own rule, a warning


def test_a_folder_that_cannot_be_read_is_no_release(region: Path) -> None:
    spoil(region, FOOD, "secret: false", "secret: yes")
    checked = check(region, TODAY)
    assert (checked.ok, checked.release, checked.situations) == (False, None, 0)
    assert checked.as_json()["release"] is None


def test_a_situation_without_rule_is_a_gap_told_in_words(region: Path) -> None:
    spoil(region, "channels.yaml", "    when: {}\n", "    when: {application.courier: false}\n")
    gap = the(check(region, TODAY), "gap")
    assert "同意快递：是" in gap.zh
    assert "paper originals: 1" in gap.en


def test_a_gap_in_the_past_is_history(region: Path) -> None:
    spoil(region, "channels.yaml", "    from: 2004-07-01\nexamples", "    from: 2017-01-01\nexamples")
    assert check(region, TODAY).ok
    assert "gap" in {p.code for p in check(region, date(2010, 1, 1)).problems}


def test_no_rule_in_effect_today_is_a_gap(region: Path) -> None:
    assert "gap" in {p.code for p in check(region, date(1990, 1, 1)).problems}


def test_a_rule_that_others_always_precede_is_dead(region: Path) -> None:
    when = "{item.paper_originals: {at_most: 0}, application.courier: true}"
    spoil(region, "channels.yaml", when, "{item.secret: true, application.courier: true}")
    dead = the(check(region, TODAY), "dead-rule")
    assert (dead.file, dead.line) == ("channels.yaml", 9)
    assert "secret（涉密到窗口）" in dead.zh  # which rule takes its situations


def test_of_a_rule_that_decides_by_its_other_group_only_the_dead_group_is_told(region: Path) -> None:
    groups = "[{item.inspection: {not: [none, required, joint]}}, {application.courier: true}]"
    when = "when: {item.secret: true}"
    spoil(region, "channels.yaml", when, f"{when}\n    any: {groups}")
    dead = the(check(region, TODAY), "dead-rule")
    assert dead.zh.startswith("第 1 条件组从不起作用：没有任何情形")
    assert "规则永远用不上" not in dead.zh


def test_a_rule_dead_by_the_union_of_two_others_is_found(region: Path) -> None:
    rest = "choose: one_visit, basis: [{title: 行政许可法}], from: 2018-01-01"
    both = "".join(
        f"  - {{rule: {name}, title: {{zh: 规则, en: rule}}, when: {{item.inspection: {value}}}, {rest}}}\n"
        for name, value in (("a", "required"), ("b", "joint"), ("c", "{not: none}"))
    )
    spoil(region, "channels.yaml", "rules:\n", "rules:\n" + both)
    assert ("channels.yaml", 5, "dead-rule") in codes(check(region, TODAY))


def test_an_invariant_that_fails_shows_where(region: Path) -> None:
    spoil(region, "channels.yaml", "{item.secret: true}", "{item.secret: true, item.inspection: none}")
    broken = the(check(region, TODAY), "invariant")
    assert (broken.file, broken.line) == ("invariants.yaml", 2)
    assert "outbound_courier" in broken.en
    assert "涉密：是" in broken.zh


def test_an_example_that_comes_out_otherwise_is_told(region: Path) -> None:
    spoil(region, "channels.yaml", "item: food, expect: outbound_courier", "item: food, expect: one_visit")
    spoil(region, "channels.yaml", "by: secret}", "by: counter}")
    found = codes(check(region, TODAY))
    assert {("channels.yaml", 22, "example"), ("channels.yaml", 23, "example")} <= found


def test_a_finding_calls_channels_by_their_names(region: Path) -> None:
    spoil(region, "channels.yaml", "item: food, expect: outbound_courier", "item: food, expect: one_visit")
    spoil(region, "region.yaml", "outbound_courier: 1, one_visit: 1", "outbound_courier: 2, one_visit: 1")
    spoil(region, "region.yaml", "licence_items: 2", "licence_items: 3")
    found = check(region, TODAY)
    assert "应为“最多跑一次”（one_visit），实际得到“出件快递”（outbound_courier）" in the(found, "example").zh
    told = [problem.zh for problem in found.problems if problem.code == "totals"]
    assert told == [
        "公布数据“行政许可事项数”（licence_items）为 3，按规则算得 2（截至 2026-06-01）。",
        "公布数据“出件快递”（outbound_courier）为 2，按规则算得 1（截至 2026-06-01）。",
    ]
    spoil(region, "invariants.yaml", "expect: one_visit", "expect: outbound_courier")
    failing = the(check(region, TODAY), "invariant")
    assert "得到“最多跑一次”（one_visit），由规则 secret（channels.yaml:3）决定" in failing.zh
    assert "gives 'One visit' (one_visit), decided by the rule secret (channels.yaml:3)" in failing.en


def test_totals_that_are_not_the_published_ones_are_told(region: Path) -> None:
    spoil(region, "region.yaml", "outbound_courier: 1, one_visit: 1", "outbound_courier: 2, one_visit: 0")
    spoil(region, "region.yaml", "licence_items: 2", "licence_items: 3")
    spoil(region, "region.yaml", '"50.0"', '"98.9"')
    found = [p for p in check(region, TODAY).problems if p.code == "totals"]
    assert [(p.line, p.column) for p in found] == [(9, 18), (10, 32), (10, 46), (11, 24)]


@pytest.mark.parametrize(
    ("dates", "line", "days"),
    [
        ("from: 2027-08-01", 14, "自 2027-08-01 起才有效"),
        ("from: 2016-08-01, until: 2020-01-01", 14, "到 2020-01-01 为止，已失效"),
    ],
)
def test_a_rule_by_whose_dates_alone_figures_differ_is_told_once_in_their_place(
    region: Path, dates: str, line: int, days: str
) -> None:
    spoil(
        region,
        "channels.yaml",
        "    from: 2016-08-01\n",
        "".join(f"    {one}\n" for one in dates.split(", ")),
    )
    (found,) = (one for one in check(region, TODAY).problems if one.code == "totals")
    assert found.zh == (
        f"规则“快递送达”{days}，公布数据因此与规则不符（截至 2026-06-01，公布 → 算得）："
        "“出件快递”（outbound_courier）1 → 0、“最多跑一次”（one_visit）1 → 2；如果它当日有效，各数全部相符。"
    )
    assert (found.file, found.line) == ("channels.yaml", line + dates.count(","))


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        (VAULT, "visit_reason: {zh: 涉密, en: secret}\n", "", "visit-without-reason"),
        (FOOD, "acceptance", "visit_reason: {zh: 无, en: none}\nacceptance", "reason-without-visit"),
        (FOOD, "inspection: none", "inspection: joint", "joint-inspection"),
        (FOOD, "decides: market", "decides: market, inspects: [market, health]", "joint-inspection"),
        ("region.yaml", "carrier: ems", "carrier: emms", "unknown-carrier"),
    ],
)
def test_a_lint_names_its_place(region: Path, file: str, old: str, new: str, code: str) -> None:
    spoil(region, file, old, new)
    assert (file, code) in {(name, found) for name, _, found in codes(check(region, TODAY))}


def test_a_fully_online_item_with_paper_is_a_mistake(region: Path) -> None:
    plan = (region / "plans/outbound_courier.yaml").read_text(encoding="utf-8")
    online = plan.replace("plan: outbound_courier", "plan: fully_online").replace(
        "[courier, counter]", "[electronic]"
    )
    (region / "plans/fully_online.yaml").write_text(online, encoding="utf-8")
    spoil(region, "channels.yaml", "choose: outbound_courier", "choose: fully_online")
    spoil(region, FOOD, "format: electronic, originals: 0", "format: paper, originals: 0, copies: 1")
    found = {(p.file, p.code) for p in check(region, TODAY).problems if p.file == FOOD}
    assert found == {(FOOD, "papers-not-taken"), (FOOD, "online-with-paper")}  # the material and the result


def test_a_paper_that_nobody_takes_is_told_with_what_sends_the_applicant_there(region: Path) -> None:
    spoil(region, FOOD, "format: electronic, originals: 0", "format: paper, originals: 0, copies: 1")
    (found,) = (one for one in check(region, TODAY).problems if one.code == "papers-not-taken")
    assert "（同意快递：是）" in found.zh, "the rule asks so, though the paper is owed in every case"


@pytest.mark.parametrize("file", ["invariants.yaml", "calendars/2026.yaml"])
def test_what_is_only_advisable_is_a_warning(region: Path, file: str) -> None:
    (region / file).unlink()
    checked = check(region, TODAY)
    assert checked.ok
    assert file in {p.file for p in checked.problems}


def test_a_missing_courier_is_a_mistake(region: Path) -> None:
    (region / "couriers/ems.yaml").unlink()
    assert ("region.yaml", 5, "unknown-carrier") in codes(check(region, TODAY))


def test_engines_are_asked_only_once_the_proofs_hold(region: Path) -> None:
    assert check(region, TODAY).agreement is not None
    spoil(region, "channels.yaml", "    when: {}\n", "    when: {application.courier: false}\n")
    assert check(region, TODAY).agreement is None


def test_an_engine_that_differs_is_an_error_and_no_release(
    region: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = Durable.document

    def forgetful(self: Durable, release: Release, band: EffectPeriod) -> Any:
        return document(self, release, replace(band, rules=band.rules[1:]))

    monkeypatch.setattr(Durable, "document", forgetful)
    checked = checking.check(region, TODAY)
    assert not checked.ok
    assert [(one.code, one.severity) for one in checked.problems] == [("engine-differs", "error")]
    assert "durable_rules" in checked.problems[0].zh


def test_two_cores_ask_the_same_engine_and_leave_no_process(
    region: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, here = _children(), checking.check(region, TODAY)
    monkeypatch.setattr(checking, "can_fork", lambda: True)
    assert checking.check(region, TODAY, apart=True).as_json() == here.as_json()
    assert here.agreement is not None
    assert here.agreement.asked == {"durable_rules": here.agreement.situations}
    spoil(region, FOOD, "secret: false", "secret: yes")
    assert checking.check(region, TODAY, apart=True).release is None
    assert _children() == before


def _children() -> list[str]:
    return sorted(child for task in Path("/proc/self/task").iterdir() for child in _of(task))


def _of(task: Path) -> list[str]:
    return (task / "children").read_text(encoding="ascii").split()


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("clocks.yaml", "share_used: 80", "share_used: 180", "out-of-bounds"),
        ("region.yaml", "name_en: Licang service hall", "name_en: 大厅", "wrong-name"),
        ("region.yaml", 'phone: "0532-00000000"', 'phone: "053200000000"', "hall-phone"),
        (BUSINESS, ", inspects: [market-supervision]", "", "nobody-does"),
    ],
)
def test_of_one_cause_one_error_is_told_in_a_whole_region(
    tmp_path: Path, file: str, old: str, new: str, code: str
) -> None:
    """Not that a step names a clock that could not be read, nor that nothing can be granted, besides."""
    region = Path(shutil.copytree("rules/licang", tmp_path / "licang"))
    spoil(region, file, old, new)
    errors = [one for one in check(region, TODAY).problems if one.severity == "error"]
    assert [(one.file, one.code) for one in errors] == [(file, code)]
