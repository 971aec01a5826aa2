"""What was loosened: bounds that forbid less than before, against every situation with every outcome."""
# ruff: noqa: E501  # rule files

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.authoring.check import check
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.diff import diff
from chalicelib.authoring.comparing.strictness.change import Change, Strictness, by_strictness
from chalicelib.authoring.comparing.strictness.guards.forbidden import forbidden as compared
from chalicelib.authoring.comparing.strictness.guards.items import items
from chalicelib.authoring.dropped import Examined
from chalicelib.authoring.review import compare
from chalicelib.authoring.space import diagrams, reference
from chalicelib.commands.releases.activate import show_review
from chalicelib.decisions.forms.form import UNDETERMINED, Condition, FactValue, Text, Where
from chalicelib.decisions.forms.model import Fact, Invariant, Release
from tests.authoring.region import spoil, write_decisions, write_region

TODAY = date(2026, 6, 1)
DAYS = [TODAY + timedelta(days=n) for n in range(-2, 9)]
OUTCOMES = ("outbound_courier", "one_visit", UNDETERMINED)
FACTS: dict[str, tuple[FactValue, ...]] = {
    "item.secret": (False, True),
    "item.inspection": ("none", "required", "joint"),
    "application.courier": (False, True),
}
SITUATIONS = [dict(zip(FACTS, values, strict=True)) for values in product(*FACTS.values())]
SECRET = "{invariant: secret-at-counter, title: {zh: 涉密的只到窗口, en: Secrets at the counter only}, when: {item.secret: true}, expect: one_visit}"

FOOD = "items/market/food.yaml"
Pair = tuple[int, str]


def loosened(old: Release, new: Release, since: date) -> list[Change]:
    """All that a review says of it."""
    return list(diff(old, new, since).strictness)


@cache
def small() -> Release:
    with TemporaryDirectory() as folder:
        return load(write_region(Path(folder) / "licang"))


def conditions() -> st.SearchStrategy[Condition]:
    def of(fact: str) -> st.SearchStrategy[Condition]:
        some = st.lists(st.sampled_from(FACTS[fact]), min_size=1, max_size=2, unique=True).map(tuple)
        return st.builds(Condition, fact=st.just(fact), any_of=some)

    return st.sampled_from(list(FACTS)).flatmap(of)


@st.composite
def invariants(draw: st.DrawFn) -> tuple[Invariant, ...]:
    def one(key: str) -> Invariant:
        groups = st.lists(st.lists(conditions(), max_size=1).map(tuple), max_size=2).map(tuple)
        return Invariant(
            invariant=key,
            title=Text(zh=key, en=key),
            when=tuple(draw(st.lists(conditions(), max_size=2))),
            any=draw(groups),
            expect=tuple(draw(st.lists(st.sampled_from(OUTCOMES), min_size=1, unique=True))),
            from_=draw(st.sampled_from([None, None, DAYS[4]])),
            until=draw(st.sampled_from([None, None, DAYS[5], DAYS[7]])),
            where=Where(file="invariants.yaml", line=1),
        )

    return tuple(one(key) for key in draw(st.lists(st.sampled_from("abc"), unique=True)))


def forbidden(one: Invariant, on: date) -> set[Pair]:
    """Every pair that an invariant forbids on a day, asked one by one."""
    if not (one.from_ or date.min) <= on <= (one.until or date.max):
        return set()
    where = [n for n, situation in enumerate(SITUATIONS) if reference.matches(one.groups, situation)]
    return {(n, outcome) for n in where for outcome in OUTCOMES if outcome not in one.expect}


def lost(one: Invariant, others: tuple[Invariant, ...]) -> dict[date, set[Pair]]:
    """The pairs that it forbids and nothing of the others does, by day, from today on."""
    found = {
        on: forbidden(one, on) - {pair for other in others for pair in forbidden(other, on)}
        for on in DAYS[2:]
    }
    return {on: pairs for on, pairs in found.items() if pairs}


@settings(max_examples=60, deadline=None)
@given(invariants(), invariants())
def test_what_is_looser_and_what_is_stricter_are_the_pairs_that_only_one_side_forbids(
    was: tuple[Invariant, ...], now: tuple[Invariant, ...]
) -> None:
    old, new = (small().model_copy(update={"invariants": each}) for each in (was, now))
    found = {one.field: one for one in compared(old, new, TODAY)}
    looser = {f"invariants[{one.invariant}]": days for one in was if (days := lost(one, now))}
    stricter = {f"invariants[{one.invariant}]": days for one in now if (days := lost(one, was))}
    assert found.keys() == looser.keys() | stricter.keys()
    for field, change in found.items():
        for step, expected in ((change.looser, looser.get(field)), (change.stricter, stricter.get(field))):
            assert (step is None) == (expected is None)
            if step is not None and expected is not None and step.witness is not None:
                assert step.on == min(expected)
                end = next((on for on in DAYS if on > step.on and on not in expected), None)
                assert step.until == (None if end is None else end - timedelta(days=1))
                here = {n for n, each in enumerate(SITUATIONS) if each.items() >= step.witness.facts.items()}
                assert {(n, name) for n in here for name in step.witness.outcomes} <= expected[step.on]


SAID = st.fixed_dictionaries(
    {"secret": st.booleans(), "inspection": st.sampled_from(FACTS["item.inspection"])}
)


def reached(one: Invariant, said: dict[str, FactValue], on: date) -> set[Pair]:
    """What an invariant forbids an item that says this of itself, by what its applicants answer."""
    own = {f"item.{name}": value for name, value in said.items()}
    answers = {
        n: situation["application.courier"]
        for n, situation in enumerate(SITUATIONS)
        if situation.items() >= own.items()
    }
    return {(int(answers[n]), outcome) for n, outcome in forbidden(one, on) if n in answers}


@settings(max_examples=40, deadline=None)
@given(invariants(), SAID, SAID)
def test_what_reaches_an_item_no_longer_is_what_nothing_forbids_it_now(
    each: tuple[Invariant, ...], was: dict[str, FactValue], now: dict[str, FactValue]
) -> None:
    def release(said: dict[str, FactValue]) -> Release:
        food = small().items["food"]
        food = food.model_copy(update={"facts": {**food.facts, **said}})
        return small().model_copy(update={"invariants": each, "items": {**small().items, "food": food}})

    found = {one.field: one for one in items(release(was), release(now), TODAY)}
    for one in each:
        change = found.get(f"invariants[{one.invariant}]")
        for before, after, step in (
            (was, now, change and change.looser),
            (now, was, change and change.stricter),
        ):
            days = [
                on
                for on in DAYS[2:]
                if reached(one, before, on) - {pair for other in each for pair in reached(other, after, on)}
            ]
            assert (step and step.on) == (days[0] if days else None)


Changes = Callable[..., list[Change]]


@pytest.fixture
def changes(old: Path, new: Path) -> Changes:
    """What becomes looser or stricter where ``new`` has something else in the place of a text."""

    def edit(file: str, text: str, other: str, since: date = TODAY) -> list[Change]:
        spoil(new, file, text, other)
        return loosened(load(old), load(new), since)

    return edit


def test_the_same_rules_loosen_nothing() -> None:
    assert loosened(small(), small(), TODAY) == []


def test_a_deleted_invariant_is_loosened_with_a_situation_that_is_allowed_now(changes: Changes) -> None:
    (change,) = changes("invariants.yaml", f"invariants:\n  - {SECRET}\n", "invariants: []\n")
    assert change.strictness == "loosened"
    assert change.looser is not None
    assert change.looser.witness is not None
    assert (change.looser.how, change.looser.witness.item) == ("removed", "vault")
    assert change.title.zh == "不变式“涉密的只到窗口”"
    assert change.looser.words.zh == (
        "已删除。例：金库方案，涉密：是（2026-06-01 起）。原来不允许、改后允许的渠道：出件快递、待定（人工判断）"
    )


@pytest.mark.parametrize(
    ("edited", "strictness", "how"),
    [
        (SECRET.replace("when: {item.secret: true}", "when: {item.secret: true, item.inspection: none}"), "loosened", ("narrower", None)),
        (SECRET.replace("when: {item.secret: true}", "when: {}"), "tightened", (None, "wider")),
        (SECRET.replace("when: {item.secret: true}", "when: {item.secret: false}"), "both", ("narrower", "wider")),
        (SECRET.replace("expect: one_visit", "expect: [one_visit, outbound_courier]"), "loosened", ("forbids-less", None)),
        (SECRET.replace("expect: one_visit", "expect: outbound_courier"), "both", ("forbids-less", "forbids-more")),
        (SECRET.replace("when:", "until: 2026-12-31, when:"), "loosened", ("ends", None)),
        (SECRET.replace("when:", "from: 2026-12-31, when:"), "loosened", ("later", None)),
        (SECRET + "\n  - {invariant: never, title: {zh: 不, en: n}, when: {item.inspection: joint}, expect: one_visit}", "tightened", (None, "new")),
    ],
)  # fmt: skip
def test_an_edited_invariant_is_told_by_what_it_forbids(
    changes: Changes, edited: str, strictness: str, how: tuple[str | None, str | None]
) -> None:
    (change,) = changes("invariants.yaml", SECRET, edited)
    assert change.strictness == strictness
    assert tuple(step and step.how for step in (change.looser, change.stricter)) == how


@pytest.mark.parametrize(
    "edited",
    [
        SECRET.replace("secret-at-counter", "at-the-counter"),
        SECRET.replace("secret-at-counter", "at-the-counter").replace("zh: 涉", "zh: 密"),
        SECRET.replace("when: {item.secret: true}", "when: {item.secret: {not: false}}"),
        SECRET.replace("when:", "until: 2100-01-01, when:") + "\n  - " + SECRET.replace("secret-at-counter", "b").replace("when:", "from: 2100-01-02, when:"),
        SECRET.replace("true}", "true, item.inspection: none}") + "\n  - " + SECRET.replace("secret-at-counter", "b").replace("true}", "true, item.inspection: {not: none}}"),
        SECRET.replace("when:", "until: 2026-05-31, when:") + "\n  - " + SECRET.replace("secret-at-counter", "b"),
    ],
    ids=["renamed", "retitled", "written otherwise", "taken over by another", "split", "ended before"],
)  # fmt: skip
def test_what_is_forbidden_as_before_under_another_name_is_no_change(changes: Changes, edited: str) -> None:
    assert changes("invariants.yaml", SECRET, edited) == []


def test_an_end_tells_the_day_from_which_on_it_is_allowed(changes: Changes) -> None:
    (change,) = changes("invariants.yaml", SECRET, SECRET.replace("when:", "until: 2026-12-31, when:"))
    assert change.looser is not None
    assert (change.looser.on, change.looser.until) == (date(2027, 1, 1), None)
    assert "2027-01-01 起失效" in change.looser.words.zh


def test_a_later_start_tells_until_when_it_is_allowed(changes: Changes) -> None:
    (change,) = changes("invariants.yaml", SECRET, SECRET.replace("when:", "from: 2027-01-01, when:"))
    assert change.looser is not None
    assert (change.looser.on, change.looser.until) == (TODAY, date(2026, 12, 31))
    assert "2027-01-01 起才生效" in change.looser.words.zh


def test_values_that_let_an_invariant_apply_nowhere_loosen_it() -> None:
    def region(*values: str) -> Release:
        of = next(fact for fact in small().facts if fact.fact == "item.inspection")
        kept = tuple(value for value in of.values if value.value in values)
        facts = [fact.model_copy(update={"values": kept}) if fact is of else fact for fact in small().facts]
        when = (Condition(fact="item.inspection", none_of=("none",)),)
        inspected = small().invariants[0].model_copy(update={"when": when})
        return small().model_copy(update={"facts": tuple(facts), "invariants": (inspected,)})

    before = region("none", "required", "joint")
    assert loosened(before, region("none", "joint"), TODAY) == []
    (change,) = loosened(before, region("none"), TODAY)
    assert change.looser is not None
    assert (change.strictness, change.looser.how) == ("loosened", "never")


def test_invariants_of_other_decisions_and_of_clocks_are_compared_too(old: Path, new: Path) -> None:
    card = (
        "invariants:\n  - {invariant: late, title: {zh: 超, en: late}, when: {clock.days_left: {at_most: -1}},"
        " expect: [red, yellow]}\n"
    )
    for folder in (old, new):
        write_decisions(folder)
    with (old / "decisions/supervision.yaml").open("a", encoding="utf-8") as file:
        file.write(card)
    spoil(
        new,
        "decisions/special-path.yaml",
        "when: {applicant.age: {at_least: 80}}, expect",
        "when: {applicant.age: {at_least: 95}}, expect",
    )
    path, late = loosened(load(old), load(new), TODAY)
    assert "特事特办" in path.title.zh
    assert path.looser is not None
    assert "年龄：80" in path.looser.words.zh
    assert "原来不允许、改后允许的结果：不需要" in path.looser.words.zh
    assert (late.file, late.field) == ("decisions/supervision.yaml", "invariants[late]")
    assert late.looser is not None
    assert "预警、正常" in late.looser.words.zh


def test_a_demand_of_the_law_that_reaches_fewer_situations_is_loosened(old: Path, new: Path) -> None:
    demand = (
        "demands:\n  - {demand: looked-at, title: {zh: 勘, en: look}, when: {item.inspection: [required, joint]},"
        " does: inspection, basis: [{title: 行政许可法}]}\n"
    )
    for folder, text in ((old, demand), (new, demand.replace("[required, joint]", "joint"))):
        with (folder / "invariants.yaml").open("a", encoding="utf-8") as file:
            file.write(text)
    (change,) = loosened(load(old), load(new), TODAY)
    assert change.looser is not None
    assert change.looser.words.zh == (
        "适用的情形变少。例：假设现场勘验：需要（2026-06-01 起）。原来须先勘验才能准予，改后不必"
    )


def said(changes: list[Change]) -> list[tuple[str, str, str | None, str | None]]:
    """Of each change where it is, what it is, and in words what is looser and what is stricter."""
    return [
        (
            one.field,
            one.strictness,
            one.looser and one.looser.words.zh,
            one.stricter and one.stricter.words.zh,
        )
        for one in changes
    ]


@pytest.mark.parametrize(
    ("file", "text", "other", "expected"),
    [
        (FOOD, "statutory: {working_days: 20}", "statutory: {working_days: 30}", ("limits.statutory", "loosened", "20个工作日 → 30个工作日", None)),
        (FOOD, "promised: {working_days: 10}", "promised: {at_once: true}", ("limits.promised", "tightened", None, "10个工作日 → 即办")),
        (FOOD, "statutory: {working_days: 20}", "statutory: {months: 1}", ("limits.statutory", "both", "20个工作日 → 1个月", "20个工作日 → 1个月")),
        ("clocks.yaml", "limit: {working_days: 5}", "limit: {working_days: 6}", ("clocks[reply].limit", "loosened", "5个工作日 → 6个工作日", None)),
        ("clocks.yaml", "    silence: accepted\n", "", ("clocks[reply].silence", "loosened", "逾期未答复不再视为受理", None)),
        ("clocks.yaml", "{at_most: item.limits.extension, issues: extension}", "{at_most: {working_days: 10}, times: 2, issues: extension}", ("clocks[statutory].extend", "loosened", "无 → 20个工作日", None)),
        ("channels.yaml", "basis: [{title: 行政许可法, article: 第四十四条}]", "basis: [{title: 行政许可法}]", ("rules[courier].basis", "loosened", "不再写明“第四十四条”", None)),
    ],
)  # fmt: skip
def test_a_longer_limit_and_an_article_that_is_gone_are_loosened(
    changes: Changes, file: str, text: str, other: str, expected: tuple[str, str, str | None, str | None]
) -> None:
    assert said(changes(file, text, other)) == [expected]


def test_another_article_in_its_place_and_one_more_loosen_nothing(changes: Changes) -> None:
    more = "[{title: 行政许可法, article: 第四十五条}, {title: 邮政法}]"
    assert changes("channels.yaml", "[{title: 行政许可法, article: 第四十四条}]", more) == []


def test_the_same_limit_of_several_items_is_told_once(old: Path, new: Path) -> None:
    for file in (FOOD, "items/health/vault.yaml"):
        spoil(new, file, "statutory: {working_days: 20}", "statutory: {working_days: 25}")
    (change,) = loosened(load(old), load(new), TODAY)
    assert change.title.zh == "事项“食品经营许可、金库方案” › 办理时限 › 法定时限"


def test_an_item_that_says_otherwise_of_itself_is_told_as_out_of_reach(changes: Changes) -> None:
    (change,) = changes("items/health/vault.yaml", "secret: true", "secret: false")
    assert said([change]) == [
        (
            "invariants[secret-at-counter]",
            "loosened",
            "因事项改了要素或材料，不再适用于金库方案（2026-06-01 起）。原来不允许、改后允许的渠道：出件快递、待定（人工判断）",
            None,
        )
    ]
    ((heading, _),) = by_strictness([change])
    assert heading.zh == "因事项改变而适用更少事项的底线（1 处）"
    assert not any("放宽" in line.zh for line in change.lines())


def test_an_item_that_a_bound_reaches_newly_is_tightened_and_one_whose_papers_change_is_not_told(
    old: Path, new: Path
) -> None:
    spoil(new, FOOD, "secret: false", "secret: true")
    (change,) = loosened(load(old), load(new), TODAY)
    assert (change.strictness, change.stricter and change.stricter.how) == ("tightened", "items")
    spoil(old, FOOD, "secret: false", "secret: true")
    spoil(new, FOOD, "format: electronic, originals: 0", "format: paper, originals: 1")
    assert loosened(load(old), load(new), TODAY) == []


def test_papers_that_an_item_asks_no_longer_take_it_out_of_reach_from_the_day_on_which_they_end(
    old: Path, new: Path
) -> None:
    many = SECRET.replace("when: {item.secret: true}", "when: {item.paper_originals: {at_least: 2}}")
    for folder in (old, new):
        spoil(folder, "invariants.yaml", SECRET, many)
    spoil(
        new,
        "items/health/vault.yaml",
        "format: paper, originals: 2}",
        "format: paper, originals: 2, until: 2026-12-31}",
    )
    found = loosened(load(old), load(new), TODAY)
    assert [(one.field, one.strictness, one.looser and one.looser.on) for one in found] == [
        ("invariants[secret-at-counter]", "loosened", date(2027, 1, 1)),
        ("materials[plan]", "loosened", date(2027, 1, 1)),
    ]


def test_bounds_that_together_tell_too_many_situations_apart_are_each_compared_with_their_like(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = [f"application.y{number}" for number in range(36)]
    asked = [Fact(fact=name, title=Text(zh=name, en=name), type="bool") for name in names]

    def one(number: int) -> Invariant:
        some = (names[number * step % 36] for step in (1, 5, 7, 11))
        when = tuple(Condition(fact=name, any_of=(True,)) for name in dict.fromkeys(some))
        key = f"i{number}"
        return (
            small()
            .invariants[0]
            .model_copy(update={"invariant": key, "title": Text(zh=key, en=key), "when": when})
        )

    each = tuple(map(one, range(1, 36)))
    facts = (*small().facts, *asked)
    old, new = (small().model_copy(update={"facts": facts, "invariants": of}) for of in (each, each[1:]))
    monkeypatch.setattr(diagrams, "NODES", 250)
    (change,) = compared(old, new, TODAY)
    assert change.looser is not None
    assert (change.field, change.looser.how, change.looser.witness) == ("invariants[i1]", "removed", None)
    assert "没有核对其余各条" in change.looser.words.zh


def test_a_bound_that_is_too_large_even_alone_is_named_and_the_others_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Groups of many facts, each of two others, so that a diagram of one bound takes thousands of nodes."""
    names = [f"application.y{number}" for number in range(36)]
    asked = [Fact(fact=name, title=Text(zh=name, en=name), type="bool") for name in names]
    facts, first = (*small().facts, *asked), small().invariants[0]
    groups = tuple(
        tuple(Condition(fact=names[number + 12 * side], any_of=(True,)) for side in range(3))
        for number in range(3)
    )
    when = tuple(Condition(fact=name, any_of=(True,)) for name in names)
    large = first.model_copy(update={"invariant": "large", "title": Text(zh="大", en="large"), "any": groups})
    old, new = (
        small().model_copy(update={"facts": facts, "invariants": of})
        for of in ((first, large), (large.model_copy(update={"when": when}),))
    )
    monkeypatch.setattr(diagrams, "NODES", 20)
    found = {change.field: change for change in compared(old, new, TODAY)}
    assert found["invariants[large]"].strictness is Strictness.UNCLEAR
    unclear = found["invariants[large]"].unclear
    assert unclear is not None
    assert "情形太多" in unclear.words.zh
    assert found["invariants[secret-at-counter]"].looser is not None


class Notes(NamedTuple):
    region: str = "licang"
    at: datetime = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
    files: tuple[str, ...] = ()
    refused: Text | None = None


def test_every_review_begins_with_what_was_loosened_then_what_was_tightened(
    old: Path, new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = "  - {invariant: never, title: {zh: 都, en: all}, when: {application.courier: false}, expect: one_visit}\n"
    spoil(new, "invariants.yaml", SECRET, SECRET.replace("when:", "until: 2026-12-31, when:"))
    with (new / "invariants.yaml").open("a", encoding="utf-8") as file:
        file.write(more)
    before = load(old)
    found = compare(before, check(new, TODAY, engines=()), [], TODAY)
    assert found.checked.release is not None
    show_review(found, found.checked.release)
    for shown in (capsys.readouterr().out, Examined(found).markdown(Notes())):
        places = [
            shown.index(text)
            for text in ("放宽的底线（1 处）", "2027-01-01 起失效", "收紧的底线（1 处）", "种情形中")
        ]
        assert places == sorted(places)
    looser, stricter = found.as_json()["diff"]["strictness"]
    assert (looser["strictness"], looser["looser"]["on"], looser["stricter"]) == (
        "loosened",
        "2027-01-01",
        None,
    )
    assert looser["looser"]["example"] == {
        "item": "vault",
        "facts": {"item": {"secret": True}, "application": {"courier": True}},
        "outcomes": ["outbound_courier", "undetermined"],
    }
    assert (stricter["field"], stricter["strictness"]) == ("invariants[never]", "tightened")
