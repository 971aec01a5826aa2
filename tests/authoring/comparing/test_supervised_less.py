"""What a review says where cases are watched less than before: clocks, their warnings, decisions on them."""
# ruff: noqa: E501  # rule files

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.diff import diff
from chalicelib.authoring.comparing.forms.entries import entries
from chalicelib.authoring.comparing.strictness.change import Change, by_strictness
from tests.authoring.region import spoil, write_decisions

TODAY = date(2026, 6, 1)
FOOD = "items/market/food.yaml"
WARNED = "limit: item.limits.statutory\n    warn: [{share_used: 80, tell: unit}]"
COMMITTED = "originals: 0, committed: {when: {application.urgent: true}, checked_within: {working_days: 20}}}"


def told(old: Path, new: Path, file: str, text: str, other: str) -> list[tuple[str, str, str]]:
    """Of each bound that changed where it stands, what became of it, and all that is said of it."""
    spoil(new, file, text, other)
    found = diff(load(old), load(new), TODAY).strictness
    return [(one.field, one.strictness.value, _said(one)) for one in found]


def _said(one: Change) -> str:
    return "；".join(step.words.zh for step in (one.looser, one.stricter, one.unclear) if step is not None)


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ('when: {item.type: "01"}', 'when: {item.type: "01", item.secret: false}', ("clocks[reply].when", "loosened", "适用的情形变少。例：金库方案，事项类型：行政许可；涉密：是（2026-06-01 起）。原来计时，改后不计时")),
        ('    when: {item.type: "01"}\n', "", ("clocks[reply].when", "tightened", "适用的情形变多。例：假设事项类型：行政确认（2026-06-01 起）。原来不计时，改后计时")),
        ("starts: accepted", "starts: submitted", ("clocks[statutory].starts", "tightened", "受理 → 提交，计入的日子或办件变多")),
        ("starts: decided", "starts: made", ("clocks[handing-out].starts", "loosened", "作出决定 → 制证，计入的日子或办件变少")),
        ("starts: accepted", "starts: told", ("clocks[statutory].starts", "both", "受理 → 一次告知，有的办件计入的日子或办件变少；受理 → 一次告知，有的办件计入的日子或办件变多")),
        ("stops: [told, accepted, not-accepted]", "stops: [accepted, not-accepted]", ("clocks[reply].stops", "tightened", "一次告知、受理、不予受理 → 受理、不予受理，计入的日子或办件变多")),
        ("stops: [decided]", "stops: [decided, told]", ("clocks[statutory].stops", "loosened", "作出决定 → 一次告知、作出决定，计入的日子或办件变少")),
        ("stops: [delivered]", "stops: [made]", ("clocks[handing-out].stops", "both", "送达 → 制证，有的办件计入的日子或办件变少；送达 → 制证，有的办件计入的日子或办件变多")),
        ("    before: accepted\n", "    before: submitted\n", ("clocks[reply].before", "loosened", "受理 → 提交，计入的日子或办件变少")),
    ],
)  # fmt: skip
def test_a_clock_that_counts_fewer_days_or_cases_is_loosened(
    old: Path, new: Path, text: str, other: str, expected: tuple[str, str, str]
) -> None:
    assert told(old, new, "clocks.yaml", text, other) == [expected]


def test_what_only_a_person_can_judge_has_a_heading_of_its_own_after_what_was_loosened(
    old: Path, new: Path
) -> None:
    for folder in (old, new):
        write_decisions(folder)
    spoil(new, "decisions/special-path.yaml", "choose: squad", "choose: none")
    spoil(new, "clocks.yaml", "limit: {working_days: 5}", "limit: {working_days: 6}")
    headings = [words.zh for words, _ in by_strictness(diff(load(old), load(new), TODAY).strictness)]
    assert headings == ["放宽的底线（1 处）", "须由人判断是放宽还是收紧的底线（1 处）"]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("stops: [decided]", "stops: [decided, made]"),
        ("stops: [decided]", "stops: [decided, not-accepted]"),
        ("stops: [decided]", "stops: [decided, received]"),
        ("    before: accepted\n", ""),
    ],
    ids=["comes later", "never comes to what is accepted", "has come before", "has never come before"],
)
def test_a_milestone_that_stops_or_keeps_back_no_case_changes_nothing(
    old: Path, new: Path, text: str, other: str
) -> None:
    assert told(old, new, "clocks.yaml", text, other) == []


def test_start_and_stop_that_change_together_are_judged_together(old: Path, new: Path) -> None:
    was, now = "starts: accepted\n    stops: [decided]", "starts: decided\n    stops: [made]"
    assert told(old, new, "clocks.yaml", was, now) == [
        (
            "clocks[statutory]",
            "both",
            "从哪个节点起：受理 → 作出决定；到哪些节点止：作出决定 → 制证，有的办件计入的日子或办件变少；"
            "从哪个节点起：受理 → 作出决定；到哪些节点止：作出决定 → 制证，有的办件计入的日子或办件变多",
        )
    ]


@pytest.mark.parametrize(
    ("other", "strictness", "said"),
    [
        ("limit: item.limits.statutory", "loosened", "告诉办理单位：已用 80% → 不预警"),
        (WARNED.replace("80", "90"), "loosened", "告诉办理单位：已用 80% → 已用 90%"),
        (WARNED.replace("80", "50"), "tightened", "告诉办理单位：已用 80% → 已用 50%"),
        (WARNED.replace("share_used: 80", "days_left: 2"), "loosened", "告诉办理单位：已用 80% → 剩 2 日"),
        (WARNED.replace("share_used: 80", "days_left: 9"), "tightened", "告诉办理单位：已用 80% → 剩 9 日"),
        (WARNED.replace("unit}", "supervises}"), "both", "告诉办理单位：已用 80% → 不预警；告诉监管单位：不预警 → 已用 80%"),
    ],
)  # fmt: skip
def test_a_warning_that_is_gone_or_later_is_loosened(
    old: Path, new: Path, other: str, strictness: str, said: str
) -> None:
    for folder in (old, new):
        spoil(folder, "clocks.yaml", "limit: item.limits.statutory", WARNED)
    assert told(old, new, "clocks.yaml", WARNED, other) == [("clocks[statutory].warn", strictness, said)]


def test_a_warning_is_called_by_what_it_tells(old: Path, new: Path) -> None:
    warned = "limit: item.limits.statutory\n    warn: [{days_left: 1, tell: supervises}, {days_left: 3, tell: unit}]"
    spoil(new, "clocks.yaml", "limit: item.limits.statutory", warned)
    called = [one.at.title for one in entries(load(old), load(new))]
    assert "“剩 1 日时告诉监管单位”" in called[0].zh
    assert '"1 day left, tells the supervisor"' in called[0].en


@pytest.mark.parametrize(("number", "strictness"), [("10", "tightened"), ("30", "loosened"), ("20", None)])
def test_a_promise_that_is_checked_later_is_loosened(
    old: Path, new: Path, number: str, strictness: str | None
) -> None:
    for folder in (old, new):
        spoil(write_decisions(folder), FOOD, "originals: 0}", COMMITTED)
    changed = COMMITTED.replace("working_days: 20", f"working_days: {number}")
    found = told(old, new, FOOD, COMMITTED, changed)
    words = f"20个工作日 → {number}个工作日"
    field = "materials[form].committed.checked_within"
    assert found == ([] if strictness is None else [(field, strictness, words)])


STILL = "by: staff\n    unit: decides\n    pauses: {clocks: [statutory], at_most: {working_days: 10}, basis: {title: 行政许可法, article: 第四十五条}}"


@pytest.mark.parametrize(
    ("was", "now", "strictness", "said"),
    [
        ("by: staff\n    unit: decides", STILL, "loosened", "无 → 10个工作日"),
        (STILL, STILL.replace("10", "30"), "loosened", "10个工作日 → 30个工作日"),
        (STILL, "by: staff\n    unit: decides", "tightened", "10个工作日 → 无"),
    ],
)  # fmt: skip
def test_a_step_at_which_a_clock_may_stand_still_longer_is_loosened_once_for_all_plans(
    old: Path, new: Path, was: str, now: str, strictness: str, said: str
) -> None:
    if was == STILL:
        for folder in (old, new):
            spoil(folder, "parts/decision.yaml", "by: staff\n    unit: decides", STILL)
    found = told(old, new, "parts/decision.yaml", was, now)
    assert found == [("steps[decision].pauses", strictness, said)]


DAILY = "asked: every_working_day\neach: clock"


@pytest.mark.parametrize(
    ("was", "now", "strictness", "said"),
    [
        (DAILY, "asked: never\neach: clock", "loosened", "每个工作日，对每个在走的计时 → 只供查询，对每个在走的计时"),
        ("asked: submission", "asked: never", "loosened", "提交申请时 → 只供查询"),
        ("asked: never\neach: clock", DAILY, "tightened", "只供查询，对每个在走的计时 → 每个工作日，对每个在走的计时"),
    ],
)  # fmt: skip
def test_a_decision_that_is_asked_less_often_is_loosened(
    old: Path, new: Path, was: str, now: str, strictness: str, said: str
) -> None:
    file = f"decisions/{'supervision' if 'clock' in was else 'special-path'}.yaml"
    for folder in (old, new):
        spoil(write_decisions(folder), "decisions/special-path.yaml", ", unit: hall", "")
        if was.startswith("asked: never"):
            spoil(folder, file, DAILY, was)
    assert told(old, new, file, was, now) == [("asked", strictness, said)]


@pytest.mark.parametrize(("gone", "strictness"), [("new", "loosened"), ("old", "tightened")])
def test_a_decision_on_clocks_that_is_gone_is_loosened(
    old: Path, new: Path, gone: str, strictness: str
) -> None:
    for folder in (old, new):
        write_decisions(folder)
    ({"old": old, "new": new}[gone] / "decisions/supervision.yaml").unlink()
    (change,) = diff(load(old), load(new), TODAY).strictness
    assert (change.file, change.strictness.value) == ("decisions/supervision.yaml", strictness)
    assert "每个工作日，对每个在走的计时" in _said(change)


@pytest.mark.parametrize(
    ("was", "now", "strictness"),
    [
        ("warning", "none", "loosened"),
        ("warning", "yellow", "tightened"),
        ("none", "red", "tightened"),
    ],
)
def test_a_lighter_card_where_a_fact_is_missing_is_loosened(
    old: Path, new: Path, was: str, now: str, strictness: str
) -> None:
    file, text = "decisions/supervision.yaml", "otherwise: warning"
    for folder in (old, new):
        spoil(write_decisions(folder), file, text, f"otherwise: {was}")
    ((field, kind, _),) = told(old, new, file, f"otherwise: {was}", f"otherwise: {now}")
    assert (field, kind) == ("otherwise", strictness)


@pytest.mark.parametrize(
    ("file", "text", "other", "strictness", "said"),
    [
        ("supervision", "choose: red", "choose: yellow", "loosened", "红牌 → 黄牌：2026-06-01 起 4 种情形"),
        ("supervision", "choose: warning", "choose: red", "tightened", "预警 → 红牌：2026-06-01 起 1 种情形"),
        ("special-path", "choose: home-call", "choose: none", "loosened", "上门办理 → 不需要：2026-06-01 起 5 种情形"),
        ("special-path", "choose: squad", "choose: none", "unclear", "小分队上门 → 不需要：2026-06-01 起 2 种情形"),
    ],
)  # fmt: skip
def test_situations_of_which_less_comes_out_are_loosened_by_gravity_or_by_who_has_to_do_something(
    old: Path, new: Path, file: str, text: str, other: str, strictness: str, said: str
) -> None:
    for folder in (old, new):
        write_decisions(folder)
    assert told(old, new, f"decisions/{file}.yaml", text, other) == [("rules", strictness, said)]


@pytest.mark.parametrize(
    ("was", "now", "strictness"),
    [("undetermined", "none", "loosened"), ("home-call", "none", "loosened"), ("none", "home-call", "tightened")],
)  # fmt: skip
def test_nobody_who_has_to_do_anything_where_a_fact_is_missing_is_loosened(
    old: Path, new: Path, was: str, now: str, strictness: str
) -> None:
    file, text = "decisions/special-path.yaml", "otherwise: undetermined"
    for folder in (old, new):
        spoil(write_decisions(folder), file, text, f"otherwise: {was}")
    ((field, kind, _),) = told(old, new, file, f"otherwise: {was}", f"otherwise: {now}")
    assert (field, kind) == ("otherwise", strictness)


OFFICERS = "by: staff\n    unit: decides\n    officers: 3"


@pytest.mark.parametrize(
    ("file", "was", "now", "field", "said"),
    [
        ("parts/decision.yaml", OFFICERS, OFFICERS.replace("3", "2"), "steps[decision].officers", "3 → 2（另有 1 处同样）"),
        ("parts/decision.yaml", OFFICERS, "by: staff\n    unit: decides", "steps[decision].officers", "3 → 1（另有 1 处同样）"),
        ("notices/refusal.yaml", "to: [applicant, agent]", "to: [applicant]", "to[agent]", "代理人（agent） → 无"),
        ("notices/refusal.yaml", "seal: true", "seal: false", "seal", "是 → 否"),
    ],
)  # fmt: skip
def test_less_that_has_to_be_done_or_given_is_loosened_once_for_all_plans(
    old: Path, new: Path, file: str, was: str, now: str, field: str, said: str
) -> None:
    if was == OFFICERS:
        for folder in (old, new):
            spoil(folder, file, "by: staff\n    unit: decides", was)
    assert told(old, new, file, was, now) == [(field, "loosened", said)]


LESS, MORE = "，申请人或公众的时间变少", "，申请人或公众的时间变多"
LAPSES = "    within: {working_days: 20}\n    late: [given-up, not-handed-in]\n"


@pytest.mark.parametrize(
    ("part", "was", "now", "expected"),
    [
        ("pre-review", "working_days: 15", "working_days: 14", [("correction", "within", "loosened", f"15个工作日 → 14个工作日{LESS}")]),
        ("counter", "working_days: 20", "working_days: 25", [("counter", "within", "tightened", f"20个工作日 → 25个工作日{MORE}")]),
        ("counter", "late: [given-up, not-handed-in]", "late: given-up", [("counter", "late[not-handed-in]", "tightened", "未交（not-handed-in） → 无")]),
        ("counter", LAPSES, "", [("counter", "late[given-up]", "tightened", "视为放弃（given-up） → 无"), ("counter", "late[not-handed-in]", "tightened", "未交（not-handed-in） → 无")]),
        ("decision", "    unit: decides", "    unit: decides\n    within: {working_days: 9}", [("decision", "within", "tightened", "无 → 9个工作日")]),
    ],
    ids=["the applicant has less time", "she has more", "less lapses", "nothing lapses", "the office has less"],
)  # fmt: skip
def test_less_time_for_the_office_is_tightened_and_less_time_before_a_case_lapses_is_loosened(
    old: Path, new: Path, part: str, was: str, now: str, expected: list[tuple[str, str, str, str]]
) -> None:
    found = told(old, new, f"parts/{part}.yaml", was, now)
    assert found == [(f"steps[{step}].{key}", kind, words) for step, key, kind, words in expected]
    back = diff(load(new), load(old), TODAY).strictness
    contrary = {"loosened": "tightened", "tightened": "loosened"}
    assert [one.strictness.value for one in back] == [contrary[kind] for _, kind, _ in found]


@pytest.mark.parametrize(
    ("file", "was", "now", "expected"),
    [
        ("parts/decision.yaml", "other_than: [pre-review]", "other_than: [licence]", ["both"]),
        (FOOD, "inspects: [market]", "inspects: [health]", ["both"]),
        ("notices/refusal.yaml", "served_by: [courier, counter]", "served_by: [courier, publication]", ["loosened"]),
        ("notices/refusal.yaml", "served_by: [courier, counter]", "served_by: [courier]", ["loosened"]),
        ("notices/refusal.yaml", "served_by: [courier, counter]", "served_by: [courier, counter, publication]", ["loosened"]),
        ("notices/refusal.yaml", "served_by: [courier, counter]", "served_by: [courier, counter, portal]", ["tightened"]),
        ("notices/refusal.yaml", "served_by: [courier, counter]", "served_by: [courier, counter, sms]", []),
    ],
)  # fmt: skip
def test_of_a_member_in_the_place_of_another_each_is_looked_at_as_if_it_went_or_came_alone(
    old: Path, new: Path, file: str, was: str, now: str, expected: list[str]
) -> None:
    for folder in (old, new):
        spoil(folder, FOOD, "units: {decides: market}", "units: {decides: market, inspects: [market]}")
    assert [kind for _, kind, _ in told(old, new, file, was, now)] == expected


def test_a_plan_in_which_nobody_inspects_any_more_is_loosened(old: Path, new: Path) -> None:
    was = "step: decision"
    for folder in (old, new):
        spoil(folder, "parts/decision.yaml", was, f"{was}\n    does: publication")
    found = told(old, new, "parts/decision.yaml", f"{was}\n    does: publication", was)
    assert found == [("steps", "loosened", "不再有公示"), ("steps", "loosened", "不再有公示")]


RULE = "  - {{rule: {0}, title: {{zh: {0}, en: {0}}}, when: {{{1}}}, choose: none, basis: [{{title: 演示办法}}], {2}}}\n"
VERY_OLD = "  - {rule: very-old,"


@pytest.mark.parametrize(
    ("rules", "until"),
    [
        ([("joint", "applicant.age: {at_least: 80}, item.inspection: joint", "from: 2018-01-01"), ("older", "applicant.age: {at_least: 90}, item.inspection: none", "from: 2027-01-01")], None),
        ([("old", "applicant.age: {at_least: 80, at_most: 89}", "from: 2018-01-01, until: 2026-12-31"), ("oldest", "applicant.age: {at_least: 100}", "from: 2018-01-01")], None),
        ([("old", "applicant.age: {at_least: 80}", "from: 2018-01-01, until: 2026-12-31")], date(2026, 12, 31)),
    ],
    ids=["a real item's sample comes later", "another sample goes on", "all end"],
)  # fmt: skip
def test_outcomes_are_loosened_from_the_first_day_of_any_situation_until_the_last_of_all(
    old: Path, new: Path, rules: list[tuple[str, str, str]], until: date | None
) -> None:
    for folder in (old, new):
        write_decisions(folder)
    more = "".join(RULE.format(*one) for one in rules)
    spoil(new, "decisions/special-path.yaml", VERY_OLD, more + VERY_OLD)
    (found,) = diff(load(old), load(new), TODAY).strictness
    assert found.looser is not None
    assert (found.looser.on, found.looser.until) == (TODAY, until)
    assert "：2026-06-01 起" in found.looser.words.zh


PUBLISHED = "published:\n"
KEPT = "retention: {years: 10, basis: {title: 档案法}}\npublished:\n"
GIVEN_UP = "      - {outcome: given-up"
SOME = f"      - {{outcome: some, title: {{zh: 部分, en: some}}, next: onward, visit: true}}\n{GIVEN_UP}"
COUNTED = SOME.replace("true}", "true, hand_over: {what: papers, from: applicant, to: hall, counted: true}}")


@pytest.mark.parametrize(
    ("file", "was", "now", "field"),
    [
        ("region.yaml", KEPT, PUBLISHED, "retention.years"),
        ("region.yaml", KEPT, KEPT.replace("10", "20"), "retention.years"),
        ("clocks.yaml", "extension, issues: extension}", "extension}", "clocks[statutory].extend.issues"),
        ("parts/counter.yaml", COUNTED, SOME, "steps[counter].outcomes[some].hand_over.counted"),
    ],
)
def test_a_demand_that_goes_with_the_form_that_held_it_is_loosened_and_tightened_where_it_comes(
    old: Path, new: Path, file: str, was: str, now: str, field: str
) -> None:
    for folder in (old, new):
        if was in (KEPT, COUNTED):
            spoil(folder, file, PUBLISHED if was == KEPT else GIVEN_UP, was)
    found = told(old, new, file, was, now)
    assert [(one, kind) for one, kind, _ in found] == [(field, "loosened")]
    back = diff(load(new), load(old), TODAY).strictness
    assert [(one.field, one.strictness.value) for one in back] == [(field, "tightened")]


def test_each_notice_that_needs_no_seal_any_more_is_told_by_itself(old: Path, new: Path) -> None:
    spoil(new, "notices/acceptance.yaml", "seal: true", "seal: false")
    spoil(new, "notices/refusal.yaml", "seal: true", "seal: false")
    found = diff(load(old), load(new), TODAY).strictness
    assert [one.file for one in found] == ["notices/acceptance.yaml", "notices/refusal.yaml"]
