"""Every class of mistake in a rule file is named, with its place, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.authoring.checking.load import RuleFileError, load
from chalicelib.authoring.findings.problems import Problem
from tests.authoring.region import FILES, spoil, write_region
from tests.authoring.spoilt import FOOD, MISTAKES


def mistakes(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(RuleFileError) as caught:
        load(folder)
    return caught.value.problems


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return write_region(tmp_path / "licang")


def test_a_sign_that_shows_nothing_is_told_by_its_number(region: Path) -> None:
    spoil(region, FOOD, "acceptance_trigger: prereview", "accep\u200btance_trigger: prereview")
    (found,) = mistakes(region)
    assert "accep⟨U+200B⟩tance_trigg" in found.zh
    assert "accep⟨U+200B⟩tance_trigg" in found.en


def test_nothing_in_a_file_can_command_a_terminal(region: Path) -> None:
    spoil(region, "region.yaml", "time_zone: Asia/Shanghai", 'time_zone: "\\e[2J"')
    (found,) = mistakes(region)
    assert "⟨U+001B⟩" in found.zh
    assert "\x1b" not in str(found)


def test_a_pattern_is_told_in_words(region: Path) -> None:
    spoil(region, "region.yaml", 'code: "370213"', 'code: "37021"')
    spoil(region, FOOD, "material: form", "material: Form")
    for problem in mistakes(region):
        assert "^" not in str(problem)
    assert "六位数字" in mistakes(region)[1].mend_zh


def test_a_folder_without_mistake_is_a_release(region: Path) -> None:
    release = load(region)
    assert set(release.items) == {"food", "vault"}
    assert release.rules[1].where.model_dump() == {"file": "channels.yaml", "line": 9}
    assert release.rules[1].when[0].at_most == 0
    assert release.invariants[0].expect == ("one_visit",)
    assert release.items["vault"].rules[0].where.file == "items/health/vault.yaml"


def test_a_key_that_is_only_a_little_like_another_is_not_taken_for_it(region: Path) -> None:
    spoil(region, "invariants.yaml", "expect: one_visit}", "expect: one_visit, note: old}")
    (found,) = mistakes(region)
    mend = "可用：invariant、title、when、any、expect、from、until。"
    assert (found.code, found.mend_zh) == ("unknown-key", mend)


@pytest.mark.parametrize(
    ("file", "old", "new", "code"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES]
)
def test_a_mistake_is_named_with_its_place(region: Path, file: str, old: str, new: str, code: str) -> None:
    spoil(region, file, old, new.replace("¦", ""))
    (found,) = mistakes(region)  # one mistake, one finding
    code, _, place = code.partition("@")
    if "¦" in new and not place:
        text = FILES[file].replace(old, new)
        before = text[: text.index("¦")]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        assert (found.file, found.line, found.column, found.code) == (file, line, column, code)
    else:
        assert found.code == code
        assert place in f"{found.file}:{found.line}:{found.column}"


@pytest.mark.parametrize(("file", "old", "new"), [m[1:4] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_every_problem_speaks_both_languages_and_says_how_to_mend(
    region: Path, file: str, old: str, new: str
) -> None:
    spoil(region, file, old, new.replace("¦", ""))
    for problem in mistakes(region):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in problem.zh + problem.mend_zh)
        assert problem.en.isprintable()
        assert not re.search(r"literal\[|tuple\[|constrained|function-|Period", problem.zh + problem.en)
        assert problem.mend_zh
        assert problem.mend_en
        assert problem.severity == "error"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("clocks.yaml", "item.limits.statutory", "[20]", "'limit' must be 'key: value' lines."),
        ("parts/pre-review.yaml", "late: lapsed", "late: {lapsed: 1}", "'late' must be text."),
        (
            "parts/hand-out.yaml",
            "ways: result_out",
            "ways: 3",
            "The value of 'ways' is not one of those allowed.",
        ),
        (FOOD, "secret: false", "secret: [false]", "'secret' must be true or false, without quotes."),
    ],
)
def test_what_is_written_in_no_way_that_it_may_be_is_told_by_its_own_key(
    region: Path, file: str, old: str, new: str, said: str
) -> None:
    spoil(region, file, old, new)
    assert [one.en for one in mistakes(region)] == [said]


def test_all_mistakes_of_a_folder_come_in_one_go(region: Path) -> None:
    spoil(region, "channels.yaml", "{item.secret: true}", "{item.secrt: true}")
    spoil(region, FOOD, "secret: false", "secret: yes")
    spoil(region, "items/health/vault.yaml", "units: {decides: health}", "units: &x {decides: health}")
    spoil(region, "plans/one_visit.yaml", "part: counter", "part: countr")
    (region / "calendars" / "2026.yaml").write_bytes(b"year: 2026\n\xff\n")
    codes = {(p.file, p.code) for p in mistakes(region)}
    assert {
        ("channels.yaml", "unknown-fact"),
        (FOOD, "wrong-value"),
        ("items/health/vault.yaml", "yaml-anchor"),
        ("plans/one_visit.yaml", "unknown-part"),
        ("calendars/2026.yaml", "encoding"),
    } <= codes


def test_a_misspelt_word_is_mended_by_the_nearest_known_one(region: Path) -> None:
    spoil(region, "channels.yaml", "{item.secret: true}", "{item.secrt: treu}")
    spoil(region, FOOD, "secret: false", "secret: yes")
    mends = {p.mend_en for p in mistakes(region)}
    assert {"Did you mean 'item.secret'?", "Write true."} <= mends


@pytest.mark.parametrize("file", ["region.yaml", "facts.yaml", "channels.yaml"])
def test_a_missing_file_is_a_problem_not_a_crash(region: Path, file: str) -> None:
    (region / file).unlink()
    assert (file, "missing-file") in {(p.file, p.code) for p in mistakes(region)}


def test_changed_files_without_the_others_are_told_as_one(region: Path) -> None:
    files = "region.yaml", "facts.yaml", "channels.yaml", "units.yaml"
    for file in files:
        (region / file).unlink()
    (found,) = (one for one in mistakes(region) if one.code == "missing-file")
    assert all(file in found.zh for file in files)


def test_a_missing_plan_is_told_at_the_rule_that_needs_it(region: Path) -> None:
    (region / "plans" / "one_visit.yaml").unlink()
    assert [(p.file, p.line, p.code) for p in mistakes(region)] == [
        ("items/health/vault.yaml", 18, "missing-plan")
    ]


@pytest.mark.parametrize("folder", ["plans", "items", "couriers", "calendars"])
def test_a_missing_folder_never_crashes(region: Path, folder: str) -> None:
    for file in sorted((region / folder).rglob("*.yaml")):
        file.unlink()
    if folder in ("couriers", "calendars"):
        load(region)  # wanted by ``check`` only
    else:
        assert mistakes(region)


def test_what_an_unread_file_would_say_is_not_missed_elsewhere(region: Path) -> None:
    """Its item is named in examples, rules and lists of who knows it: the one cause is told."""
    item = region / "items" / "market" / "food.yaml"
    item.rename(item.with_suffix(".yml"))
    assert [(p.file, p.code) for p in mistakes(region)] == [("items/market/food.yml", "unknown-file")]


def test_an_item_whose_file_is_called_otherwise_is_not_missed_elsewhere(region: Path) -> None:
    item = region / "items" / "market" / "food.yaml"
    item.rename(item.with_name("foods.yaml"))
    assert [(p.file, p.code) for p in mistakes(region)] == [("items/market/foods.yaml", "wrong-file-name")]


def test_a_misspelt_channel_is_told_by_the_one_that_was_meant(region: Path) -> None:
    spoil(region, "channels.yaml", "choose: outbound_courier", "choose: outbond_courier")
    [found] = mistakes(region)
    assert found.code == "missing-plan"
    assert "Did you mean 'outbound_courier'? If it is a new channel, create" in str(found)


def test_invariants_may_be_absent(region: Path) -> None:
    (region / "invariants.yaml").unlink()
    assert load(region).invariants == ()


@pytest.mark.parametrize("name", ["items/market/x.yml", "item/market/x.yaml", "chanels.yaml", "items/x.yaml"])
def test_a_file_that_would_not_be_read_is_a_problem(region: Path, name: str) -> None:
    (region / name).parent.mkdir(parents=True, exist_ok=True)
    (region / name).write_text("a: b\n", encoding="utf-8")
    assert [(p.file, p.code) for p in mistakes(region)] == [(name, "unknown-file")]


@pytest.mark.parametrize("name", ["items/market/x.yml", "items/market/X.YAML", "region.YML"])
def test_a_file_of_another_ending_is_asked_to_change_it(region: Path, name: str) -> None:
    (region / name).parent.mkdir(parents=True, exist_ok=True)
    (region / name).write_text("a: b\n", encoding="utf-8")
    [found] = mistakes(region)
    assert (found.file, found.code) == (name, "unknown-file")
    assert f"{name[: name.rindex('.')]}.yaml" in str(found)


@pytest.mark.parametrize(
    "content", [b"", b"# nothing\n", b"- a\n", b"text\n", b"\xef\xbb\xbf", b"a: \x01\n", b"\x00"]
)
def test_a_file_without_content_is_a_problem(region: Path, content: bytes) -> None:
    for file in FILES:
        (region / file).write_bytes(content)
    assert {p.file for p in mistakes(region)} == FILES.keys()


def test_an_empty_folder_and_none_at_all_are_problems(tmp_path: Path) -> None:
    assert {p.code for p in mistakes(tmp_path)} == {"missing-file"}
    assert [p.code for p in mistakes(tmp_path / "nowhere")] == ["missing-folder"]


def test_a_text_longer_than_the_engine_can_bear_is_refused(region: Path) -> None:
    spoil(region, FOOD, "inspection: none", f"inspection: {'长' * 22_000}")
    assert (FOOD, "too-long") in {(p.file, p.code) for p in mistakes(region)}


def test_yes_on_and_dates_are_text(region: Path) -> None:
    spoil(region, FOOD, "en: Licence", "en: yes")
    spoil(region, FOOD, "zh: 许可证", "zh: on")
    release = load(region)
    assert release.items["food"].result.name.model_dump() == {"zh": "on", "en": "yes"}


def test_text_is_brought_into_nfc(region: Path) -> None:
    spoil(region, FOOD, "en: Licence", "en: Cafe\u0301")
    assert load(region).items["food"].result.name.en == "Caf\u00e9"


def test_rules_may_be_more_than_one_ruleset_of_the_engine_bears(region: Path) -> None:
    rules = "".join(
        f"""\
  - rule: r{n}
    title: {{zh: 规则, en: rule}}
    when: {{item.secret: true}}
    choose: one_visit
    basis: [{{title: 保守国家秘密法}}]
    from: 2030-01-01
"""
        for n in range(251)
    )
    spoil(region, "channels.yaml", "examples:\n", rules + "examples:\n")
    assert len(load(region).rules) == 254


def test_a_rule_that_the_engine_cannot_bear_is_named_whenever_it_is_in_effect(region: Path) -> None:
    spoil(region, "facts.yaml", "at_most: 60", "at_most: 600")
    rule = f"""\
  - rule: too-large
    title: {{zh: 规则, en: rule}}
    when: {{item.paper_originals: {list(range(501))}}}
    choose: one_visit
    basis: [{{title: 保守国家秘密法}}]
    from: 2030-01-01
"""
    spoil(region, "channels.yaml", "examples:\n", rule + "examples:\n")
    (found,) = mistakes(region)
    assert (found.file, found.line, found.code) == ("channels.yaml", 21, "engine-limit")
    assert "500" in found.en


def test_the_published_region_has_no_mistake() -> None:
    assert len(load(Path("rules/licang")).items) >= 190


PIECES = [
    "{",
    "}",
    "[",
    "]",
    ": ",
    "- ",
    '"',
    "'",
    "#",
    "&a",
    "*a",
    "!t",
    "|",
    ">",
    "\n",
    "\t",
    "<<: ",
    "---\n",
    "? ",
]
PIECES += [
    "true",
    "null",
    "0",
    "99999999999999999999",
    ".inf",
    "2018-02-30",
    "é",
    '"\\ud800"',
    "when",
    "where",
]


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_nothing_that_is_typed_into_a_file_is_more_than_a_problem(region: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(FILES)))
    text = FILES[file]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.sampled_from([0, 0, 1, 4, 12]))
        text = text[:at] + data.draw(st.sampled_from(["", *PIECES])) + text[at + cut :]
    (region / file).write_text(text, encoding="utf-8")
    found: tuple[Problem, ...] = ()
    try:
        load(region)
    except RuleFileError as error:
        found = error.problems
    (region / file).write_text(FILES[file], encoding="utf-8")
    assert all(problem.line >= 1 and problem.column >= 1 for problem in found)


def test_one_mistake_does_not_bring_others_with_it(region: Path) -> None:
    spoil(region, FOOD, "units: {decides", "units: &a {decides")
    assert [p.code for p in mistakes(region)] == ["yaml-anchor"]
    spoil(region, FOOD, "units: &a {decides", "units: {decides")
    spoil(region, "facts.yaml", "facts:\n", "facts:\n\t\n")
    assert [(p.file, p.code) for p in mistakes(region)] == [("facts.yaml", "yaml-syntax")]
