"""The proofs against plain enumeration: whatever the rules are, both find the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.authoring.check import check
from chalicelib.authoring.checking.load import read
from chalicelib.authoring.findings.problems import Problem, TooManySituationsError, in_order
from chalicelib.authoring.proofs.prove import prove
from chalicelib.authoring.proofs.rules.invariants import Invariants
from chalicelib.authoring.space import diagrams, reference
from chalicelib.authoring.space.coverage import Coverage
from chalicelib.authoring.space.diagrams import FEW, Situations
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Invariant, Rule
from tests.authoring.broken import CHANNELS, OWN_UNTIL, VAULT, rule
from tests.authoring.region import FILES, spoil, write_region

TODAY = date(2026, 6, 1)
Situation = dict[str, bool | int | str]

WHENS = {
    "item.secret": ["true", "false"],
    "item.inspection": ["none", "[required, joint]", "{not: none}", "[none, joint]", "{not: [joint, none]}"],
    "item.paper_originals": ["0", "{at_least: 2}", "{at_least: 1, at_most: 4}", "{not: 3}", "[1, 3]"],
    "application.courier": ["true", "false"],
}
LAWS = ("行政许可法", "档案法")
WORD = "{zh: 问, en: asked}"
OF_2018 = "basis: [{title: 行政许可法}], from: 2018-01-01"


@st.composite
def rules(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Rules as one writes them: their conditions, and the rest."""
    made = []
    for _ in range(draw(st.integers(1, 6))):
        asked = draw(st.lists(st.sampled_from(sorted(WHENS)), max_size=3, unique=True))
        when = ", ".join(f"{name}: {draw(st.sampled_from(WHENS[name]))}" for name in asked)
        channel = draw(st.sampled_from(["one_visit", "outbound_courier"]))
        law = draw(st.sampled_from(LAWS))
        made.append((f"{{{when}}}", f"choose: {channel}, basis: [{{title: {law}}}], from: 2018-01-01"))
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_region(tmp_path_factory.mktemp("region") / "licang")


def write(folder: Path, made: Sequence[tuple[str, str]]) -> None:
    lines = "".join(rule(f"r{number}", when, rest) for number, (when, rest) in enumerate(made))
    (folder / CHANNELS).write_text(f"decision: channel\nrules:\n{lines}", encoding="utf-8")
    (folder / "invariants.yaml").write_text(
        FILES["invariants.yaml"].replace("item.secret: true", "application.courier: false"), encoding="utf-8"
    )
    own = FILES[VAULT].partition("rules:\n")[0]
    (folder / VAULT).write_text(own, encoding="utf-8")


def situations() -> Iterator[Situation]:
    """Every situation that the conditions above can tell apart, and some that they cannot."""
    names = list(WHENS)
    for values in product([False, True], ["none", "required", "joint"], range(7), [False, True]):
        yield dict(zip(names, values, strict=True))


ALL = list(situations())


def decided(all_rules: Sequence[Rule]) -> list[Rule | None]:
    return [reference.first([(None, one) for one in all_rules], None, situation) for situation in ALL]


def ends(found: list[Rule | None]) -> list[tuple[object, ...]]:
    """How each situation ends: by channel and basis."""
    return [("none",) if one is None else (one.choose, one.basis) for one in found]


def without(all_rules: Sequence[Rule], number: int, condition: int) -> list[Rule]:
    changed = all_rules[number]
    when = tuple(test for n, test in enumerate(changed.when) if n != condition)
    copy = changed.model_copy(update={"when": when})
    return [*all_rules[:number], copy, *all_rules[number + 1 :]]


def idle(all_rules: Sequence[Rule]) -> set[tuple[str, str]]:
    """The conditions without which every situation ends as before."""
    now = ends(decided(all_rules))
    return {
        (one.rule, test.fact)
        for number, one in enumerate(all_rules)
        for n, test in enumerate(one.when)
        if ends(decided(without(all_rules, number, n))) == now
    }


def found_by(folder: Path, code: str, problems: Sequence[Problem]) -> list[Problem]:
    assert folder.is_dir()
    return [one for one in problems if one.code == code]


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rules())
def test_gaps_dead_rules_and_invariants_are_those_that_enumeration_finds(
    folder: Path, made: list[tuple[str, str]]
) -> None:
    write(folder, made)
    files, release = read(folder)
    problems = prove(files, release, TODAY).problems
    decides = decided(release.rules)
    never = {one.rule for one in release.rules} - {one.rule for one in decides if one is not None}
    told = [one for one in problems if one.code in ("dead-rule", "duplicate-rule", "conflicting-rules")]
    assert {release.rules[one.line - 3].rule for one in told} == never
    assert bool(found_by(folder, "gap", problems)) == (None in decides)
    broken = any(
        not situation["application.courier"] and (one is None or one.choose != "one_visit")
        for situation, one in zip(ALL, decides, strict=True)
    )
    assert bool(found_by(folder, "invariant", problems)) == broken


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rules())
def test_conditions_that_never_matter_are_those_that_enumeration_finds(
    folder: Path, made: list[tuple[str, str]]
) -> None:
    write(folder, [*made, ("{}", "choose: one_visit, basis: [{title: 民法典}], from: 2018-01-01")])
    files, release = read(folder)
    problems = prove(files, release, TODAY).problems
    if {"dead-rule", "duplicate-rule", "conflicting-rules"} & {one.code for one in problems}:
        return  # then nothing is said of conditions
    texts = (folder / CHANNELS).read_text(encoding="utf-8").splitlines()
    whole = set()
    for one in found_by(folder, "idle-condition", problems):
        before = texts[one.line - 1][: one.column - 1]
        if before.endswith(": ") and not before.endswith(("at_least: ", "at_most: ", "not: ")):
            whole.add((release.rules[one.line - 3].rule, before.split(" ")[-2].rstrip(":").lstrip("{")))
    each = idle(release.rules)
    assert whole <= each
    assert bool(whole) == bool(each)
    assert ends(decided(all_without(release.rules, whole))) == ends(decided(release.rules))


def all_without(all_rules: Sequence[Rule], gone: set[tuple[str, str]]) -> list[Rule]:
    return [
        one.model_copy(update={"when": tuple(test for test in one.when if (one.rule, test.fact) not in gone)})
        for one in all_rules
    ]


SECRET, JOINT, COURIER = "item.secret: true", "item.inspection: joint", "application.courier: true"
ONLINE = f"{JOINT}, {COURIER}"
COUNTER = "choose: one_visit, basis: [{title: 民法典}], from: 2018-01-01"
SENT = "choose: outbound_courier, basis: [{title: 行政许可法}], from: 2018-01-01"


@pytest.mark.parametrize(
    "whens",
    [
        [f"{SECRET}, {JOINT}, {COURIER}", f"{SECRET}, {JOINT}", f"{SECRET}, {COURIER}", ONLINE],
        [f"{SECRET}, {JOINT}", SECRET, JOINT],
        [f"{SECRET}, {COURIER}", SECRET, COURIER],
        [f"{JOINT}, {SECRET}", f"{JOINT}, item.secret: false"],
        [f"{SECRET}, item.paper_originals: {{at_least: 2}}", "item.paper_originals: {at_least: 1}", SECRET],
    ],
    ids=["three of one rule", "two of one rule", "two facts", "two rules", "a bound"],
)  # fmt: skip
def test_whoever_deletes_all_that_is_told_changes_nothing(folder: Path, whens: list[str]) -> None:
    write(folder, [*((f"{{{when}}}", SENT) for when in whens), ("{}", COUNTER)])
    files, release = read(folder)
    problems = prove(files, release, TODAY).problems
    told = found_by(folder, "idle-condition", problems)
    lines = (folder / CHANNELS).read_text(encoding="utf-8").splitlines()
    gone = {
        (release.rules[one.line - 3].rule, test.fact)
        for one in told
        for test in release.rules[one.line - 3].when
        if lines[one.line - 1][: one.column - 1].endswith(f"{test.fact}: ")
    }
    assert ends(decided(all_without(release.rules, gone))) == ends(decided(release.rules))
    assert bool(told) == bool(idle(release.rules))
    for extra in idle(release.rules) - gone:  # and nothing that could go besides is left untold
        left = all_without(release.rules, {*gone, extra})
        assert ends(decided(left)) != ends(decided(release.rules))


@pytest.mark.parametrize(("begins", "told"), [("2026-12-01", 0), ("2027-01-01", 1)])
def test_nobody_is_told_to_delete_what_keeps_the_days_of_two_rules_apart(
    folder: Path, begins: str, told: int
) -> None:
    """Without the idle condition of the newer rule both would be for the same situations."""
    counter = ("{item.secret: true}", COUNTER), ("{}", COUNTER)
    old = f"{{{COURIER}}}", f"{SENT}, until: 2026-12-31"
    new = f"{{item.secret: false, {COURIER}}}", SENT.replace("2018-01-01", begins)
    write(folder, [counter[0], old, new, counter[1]])
    files, release = read(folder)
    problems = prove(files, release, TODAY).problems
    assert len(found_by(folder, "idle-condition", problems)) == told
    assert found_by(folder, "date-overlap", problems) == []


def test_an_overlap_is_seen_where_the_later_rule_decides_elsewhere_too(folder: Path) -> None:
    here = "item.inspection: none, item.secret: false"
    write(
        folder,
        [
            (
                f"{{{here}, item.paper_originals: {{at_least: 1, at_most: 4}}}}",
                f"choose: one_visit, {OF_2018}",
            ),
            (f"{{{here}, item.paper_originals: {{at_least: 2}}}}", f"choose: outbound_courier, {OF_2018}"),
            ("{}", f"choose: one_visit, {OF_2018}"),
        ],
    )
    files, release = read(folder)
    told = {(one.line, one.code) for one in prove(files, release, TODAY).problems}
    assert (4, "needless-order") in told


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("{at_least: 8}", "{at_least: 3}", []),  # the gravest first
        ("{at_least: 8}", "{at_least: 3, at_most: 7}", ["idle-condition"]),  # the bound says it once more
        ("{at_least: 3, at_most: 7}", "{at_least: 8}", []),
        ("{at_least: 5, at_most: 12}", "{at_least: 8, at_most: 20}", ["needless-order"]),
    ],
)
def test_thresholds_may_be_written_gravest_first_and_overlap_in_no_other_way(
    folder: Path, first: str, second: str, told: list[str]
) -> None:
    here = "item.inspection: none, item.secret: false, item.paper_originals:"
    counter = "choose: one_visit, basis: [{title: 民法典}], from: 2018-01-01"
    write(
        folder,
        [
            (f"{{{here} {first}}}", counter),
            (f"{{{here} {second}}}", f"choose: outbound_courier, {OF_2018}"),
            ("{}", f"choose: one_visit, {OF_2018}"),
        ],
    )
    files, release = read(folder)
    found = prove(files, release, TODAY).problems
    assert [one.code for one in found if one.code in ("needless-order", "idle-condition")] == told


def test_both_bounds_of_within_days_are_one_key_of_which_nobody_can_remove_half(folder: Path) -> None:
    """Whoever comes after "before today" needs no lower bound, but ``within_days`` has none to remove."""
    ends = "  - {fact: application.ends, title: {zh: 期满, en: Ends}, type: date}\n"
    with (folder / "facts.yaml").open("a", encoding="utf-8") as file:
        file.write(ends)
    over = "{application.ends: {before: today}}"
    write(
        folder,
        [
            (over, COUNTER),
            ("{application.ends: {within_days: 30}}", f"choose: outbound_courier, {OF_2018}"),
            ("{}", COUNTER),
        ],
    )
    files, release = read(folder)
    assert found_by(folder, "idle-condition", prove(files, release, TODAY).problems) == []


def test_more_than_memory_holds_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, [("{item.secret: true}", COUNTER), ("{}", COUNTER)])
    files, release = read(folder)
    monkeypatch.setattr(diagrams, "NODES", 0)
    assert [one.code for one in prove(files, release, TODAY).problems] == ["too-many-situations"]


@pytest.fixture
def of_many_facts(tmp_path: Path) -> Path:
    """Rules of so many facts that they may be searched; one breaks an invariant, one never decides."""
    region = write_region(tmp_path / "licang")
    facts = "".join(f"  - {{fact: application.y{n}, title: {WORD}, type: bool}}\n" for n in range(FEW + 2))
    with (region / "facts.yaml").open("a", encoding="utf-8") as file:
        file.write(facts)
    yes = [(f"{{application.y{n}: true}}", f"choose: outbound_courier, {OF_2018}") for n in range(FEW + 2)]
    write(region, [*yes, ("{application.y0: true, application.y1: true}", COUNTER), ("{}", COUNTER)])
    return region


def test_what_grows_too_large_while_diagrams_are_worked_with_is_searched(
    of_many_facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, release = read(of_many_facts)
    drawn = prove(files, release, TODAY)
    channel, late = Coverage.channel, list[Coverage]()

    def too_large(self: Coverage, name: str) -> Situations:
        if self.space.drawn:
            late.append(self)
            raise TooManySituationsError("the bound of a diagram's nodes")
        return channel(self, name)

    monkeypatch.setattr(Coverage, "channel", too_large)
    found = prove(files, release, TODAY)
    assert late
    assert found.complete
    places = [[(one.code, one.place) for one in in_order(proof.problems)] for proof in (drawn, found)]
    assert places[0] == places[1]
    assert {"invariant", "dead-rule"} <= {code for code, _ in places[0]}


def test_an_invariant_that_takes_too_long_is_named_and_all_else_is_checked(
    of_many_facts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, release = read(of_many_facts)
    drawn = prove(files, release, TODAY).problems

    def too_many(_: Invariants, invariant: Invariant, coverage: Coverage) -> Situations:
        raise TooManySituationsError(invariant.invariant)

    monkeypatch.setattr(Invariants, "_failing", too_many)
    found = prove(files, release, TODAY)
    (told,) = [one for one in found.problems if one.code == "too-many-situations"]
    assert (told.file, "涉密的只到窗口" in told.zh, found.complete) == ("invariants.yaml", True, True)
    others = [{one.code for one in each} - {told.code, "invariant"} for each in (drawn, found.problems)]
    assert others[0] == others[1] != set()


def test_an_interim_rule_between_two_versions_is_no_hole(tmp_path: Path) -> None:
    region = write_region(tmp_path / "licang")
    days = ("from: 2018-01-01, until: 2026-12-31", "from: 2027-01-01, until: 2027-01-31", "from: 2027-02-01")
    made = [
        ("{application.courier: true}", f"choose: {channel}, basis: [{{title: 行政许可法}}], {when}")
        for channel, when in zip(("outbound_courier", "one_visit", "outbound_courier"), days, strict=True)
    ]
    write(region, [*made, ("{}", "choose: one_visit, basis: [{title: 民法典}], from: 2018-01-01")])
    files, release = read(region)
    assert prove(files, release, TODAY).problems == []
    write(region, [made[0], made[2], ("{}", "choose: one_visit, basis: [{title: 民法典}], from: 2018-01-01")])
    files, release = read(region)
    assert [one.code for one in prove(files, release, TODAY).problems] == ["date-hole"]


@pytest.mark.parametrize(
    ("until", "found"),
    [("2026-08-31", []), ("2027-01-31", ["date-hole"])],
    ids=["three months", "eight months"],
)
def test_a_rule_for_a_time_that_comes_again_is_no_hole_where_it_is_missing_for_longer(
    tmp_path: Path, until: str, found: list[str]
) -> None:
    region, out = write_region(tmp_path / "licang"), "choose: outbound_courier, basis: [{title: 行政许可法}]"
    write(
        region,
        [
            ("{application.courier: true}", f"{out}, from: 2026-06-01, until: {until}"),
            ("{application.courier: true}", f"{out}, from: 2027-06-01, until: 2027-08-31"),
            ("{}", "choose: one_visit, basis: [{title: 民法典}], from: 2018-01-01"),
        ],
    )
    files, release = read(region)
    assert [one.code for one in prove(files, release, TODAY).problems] == found


def test_the_conditions_that_a_gap_proposes_close_it(tmp_path: Path) -> None:
    region = write_region(tmp_path / "licang")
    channels = (region / CHANNELS).read_text(encoding="utf-8")
    spoilt = channels.replace(
        "    when: {}\n", "    when: {item.paper_originals: {at_least: 5, at_most: 9}}\n"
    )
    (region / CHANNELS).write_text(spoilt, encoding="utf-8")
    for number in range(9):
        files, release = read(region)
        gaps = [one for one in prove(files, release, TODAY).problems if one.code == "gap"]
        if not gaps:
            assert number > 1
            return
        when = gaps[0].mend_en.partition("when: ")[2].partition("};")[0] + "}"
        closing = rule(f"gap-{number}", when, "choose: one_visit, basis: [{title: 民法典}], from: 2004-07-01")
        text = (region / CHANNELS).read_text(encoding="utf-8").replace("examples:\n", closing + "examples:\n")
        (region / CHANNELS).write_text(text, encoding="utf-8")
    raise AssertionError("the gap is still there")


def test_of_two_versions_that_begin_on_one_day_the_later_is_told_to_begin_where_the_first_ends(
    folder: Path,
) -> None:
    basis = "choose: one_visit, basis: [{title: 民法典}]"
    for from_ in ("2018-01-01", "2021-01-01"):
        write(
            folder,
            [("{}", f"{basis}, from: 2018-01-01, until: 2020-12-31"), ("{}", f"{basis}, from: {from_}")],
        )
        files, release = read(folder)
        problems = prove(files, release, TODAY).problems
        assert [(one.line, one.code) for one in problems] == [(4, "date-overlap")] * (from_ == "2018-01-01")
        assert all(
            "overlap with those of the rule r0" in one.en and "begin on 2021-01-01" in one.mend_en
            for one in problems
        )


def test_a_gap_on_the_first_day_of_the_calendar_is_told_as_any_other(folder: Path) -> None:
    write(folder, [("{item.secret: true}", "choose: one_visit, basis: [{title: 民法典}], from: 0001-01-01")])
    files, release = read(folder)
    assert [one.code for one in prove(files, release, TODAY).problems if one.code == "gap"] == ["gap"]


def test_conditions_are_read_as_they_are_written(folder: Path) -> None:
    """The oracle above enumerates what the conditions can tell apart: 7 stands for all numbers beyond."""
    write(folder, [(f"{{{name}: {when}}}", "choose: one_visit, basis: [{title: 法典}], from: 2018-01-01")
                   for name, whens in WHENS.items() for when in whens])  # fmt: skip
    _, release = read(folder)
    tests: list[Condition] = [test for one in release.rules for test in one.when]
    assert len(tests) == sum(map(len, WHENS.values()))
    assert OWN_UNTIL not in (folder / VAULT).read_text(encoding="utf-8")
    for test in tests:
        if test.fact == "item.paper_originals":
            assert reference.holds(test, {test.fact: 6}) == reference.holds(test, {test.fact: 60})


# what the invariant says of its days, and where it is told to fail: nothing if it holds on all of them
DATED = [
    ("", "from 2018-01-01 until 2027-12-31"),
    (", from: 2026-07-01", "from 2026-07-01 until 2027-12-31"),
    (", until: 2026-12-31", "from 2018-01-01 until 2026-12-31"),
    (", from: 2026-07-01, until: 2026-07-01", "from 2026-07-01 until 2026-07-01"),
    (", until: 2026-05-31", ""),  # over: what it said of decided cases is closed
    (", until: 2017-12-31", ""),
    (", from: 2028-01-01", ""),  # from then on another rule decides
    (", from: 2027-12-31", "from 2027-12-31 until 2027-12-31"),
]


@pytest.mark.parametrize(("days", "told"), DATED)
def test_an_invariant_is_proved_on_its_own_days_and_told_with_those_on_which_it_fails(
    folder: Path, days: str, told: str
) -> None:
    basis = "basis: [{title: 行政许可法}]"
    write(
        folder,
        [
            ("{}", f"choose: outbound_courier, {basis}, from: 2018-01-01, until: 2027-12-31"),
            ("{}", f"choose: one_visit, {basis}, from: 2028-01-01"),
        ],
    )
    proved = (folder / "invariants.yaml").read_text(encoding="utf-8")
    (folder / "invariants.yaml").write_text(
        proved.replace("expect: one_visit", f"expect: one_visit{days}"), encoding="utf-8"
    )
    files, release = read(folder)
    found = [one.en for one in prove(files, release, TODAY).problems if one.code == "invariant"]
    assert len(found) == bool(told)
    assert all(f"fails: {told}, agrees to couriers: no" in one for one in found)


def test_papers_that_hang_on_twenty_facts_are_proved_and_told_one_by_one(
    tmp_path: Path,
) -> None:
    region, numbers = write_region(tmp_path / "licang"), range(20)
    asked = "".join(
        f"  - {{fact: application.a{n}, title: {{zh: 问{n}, en: a{n}}}, type: bool, usual: false}}\n"
        for n in numbers
    )
    papers = "".join(
        f"  - {{material: m{n}, name: {{zh: 料{n}, en: m{n}}}, format: paper, originals: 1,"
        f" when: {{application.a{n}: true}}}}\n"
        for n in numbers
    )
    with (region / "facts.yaml").open("a", encoding="utf-8") as facts:
        facts.write(asked)
    spoil(region, "items/market/food.yaml", "materials:\n", "materials:\n" + papers)
    assert check(region, TODAY, engines=()).ok
    spoil(region, CHANNELS, "{item.paper_originals: {at_most: 0}, ", "{item.paper_originals: {at_most: 1}, ")
    told = [one for one in check(region, TODAY, engines=()).problems if one.code == "papers-not-taken"]
    assert len(told) == len(numbers)
    assert all(f"a{n}: yes" in one.en for n, one in enumerate(told))
