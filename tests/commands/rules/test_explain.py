"""``rules explain`` as people and scripts call it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.__main__ import main
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.space import diagrams
from chalicelib.commands.columns import width
from chalicelib.commands.rules import explain
from chalicelib.commands.rules.shown.parts import Part, laid_out, shortened
from chalicelib.decisions.channels import channels
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from tests.authoring.region import spoil, write_region

ASK = ["rules", "explain", "rules/licang", "--item", "sole-trader-registration"]
NURSE = "nurse-practice-registration"
REFUSED = ["--facts", '{"application": {"courier": false}}']


def test_explain_in_json_has_all_that_was_promised(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASK, *REFUSED, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["decision", "deciding", "why_not", "nearest"]
    assert (found["decision"]["channel"], found["decision"]["visits"]) == ("one_visit", 1)
    assert {"fact": "application.courier", "value": False}.items() <= found["deciding"][-1].items()
    assert {one["channel"] for one in found["why_not"]} == {
        "outbound_courier", "two_way_courier", "inspection_collection", "fully_online",
    }  # fmt: skip
    assert found["why_not"][0].keys() == {
        "channel", "rule", "file", "line", "failing", "earlier", "facts_off", "before", "zh", "en",
    }  # fmt: skip
    assert found["nearest"][0] == {
        "change": {"application.courier": True},
        "channel": "outbound_courier",
        "visits": 0,
        "by_law": [],
        "zh": "若申请人同意使用快递，则走“网上预审+出件快递”，不用跑腿。",
        "en": 'If the applicant agrees to couriers, it is "Online pre-review, result by courier": no visit.',
    }


def test_explain_answers_for_the_one_channel_that_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASK, *REFUSED, "--why-not", "fully_online", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["channel"], one["rule"]) for one in found["why_not"]] == [
        ("fully_online", "nothing-on-paper")
    ]
    assert [one["fact"] for one in found["why_not"][0]["failing"]] == [
        "item.online_depth",
        "item.electronic_result",
    ]


def test_asked_why_not_the_outcome_that_came_out_the_screen_says_that_it_did(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([*ASK, *REFUSED, "--why-not", "one_visit"]) == 0
    shown = capsys.readouterr().out
    assert "结果正是“最多跑一次”。" in shown
    assert 'It is "At most one visit".' in shown
    assert main([*ASK, *REFUSED, "--why-not", "最多跑一次"]) == 0
    assert capsys.readouterr().out == shown


def test_of_a_rule_with_two_groups_the_screen_says_that_one_of_them_is_enough(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_region(tmp_path / "region")
    groups = "any: [{item.inspection: joint}, {application.courier: false}]"
    spoil(folder, "channels.yaml", "when: {item.secret: true}", groups)
    three = "{item.secret: true, item.inspection: joint, item.paper_originals: {at_least: 3}}"
    spoil(folder, "channels.yaml", "    when: {}\n", f"    when: {three}\n")
    assert main(["rules", "explain", str(folder), "--item", "food", "--why-not", "one_visit"]) == 0
    why = "".join(capsys.readouterr().out.split("为什么不是")[1].split())
    assert "不符合，以下有一组符合即可：（1）“现场勘验”须为“联合”" in why
    assert why.count("Secretatthecounter") == 1  # the rule is named once, not once a group
    assert 'oneoftheseisenough:(1)"inspection"mustbe"joint"andis"notneeded";or(2)' in why


def test_no_name_is_cut_in_its_middle() -> None:
    """Twenty rules that all stand in the way would not fit: the last that fits is told whole."""
    names = "; ".join(f'the rule "Papers are collected at the inspection {n}"' for n in range(20))
    zh = "、".join(f"规则“勘验时收取纸质材料 {n}”" for n in range(20))
    for text in (names, zh):
        for most in range(1, 6):
            lines = shortened(text, most, "  ")
            shown = "".join(line[2:] for line in lines)
            assert len(lines) <= most
            assert shown.endswith("……")
            assert shown.count('"') % 2 == 0
            assert shown.count("“") == shown.count("”")
            assert all(width(line) <= 80 for line in lines)
    (one,) = shortened("“" + "字" * 90 + "”", 1, "")
    assert one.endswith("字……")  # a single name that is longer than all there is


def test_what_one_part_leaves_over_another_may_take() -> None:
    long = Text(zh="字" * 300, en="letters " * 60)
    parts = [Part("", Text(zh="短", en="short"), 5), Part("", long, 2)]
    assert len(list(laid_out(parts, 12))) == 12
    assert len(list(laid_out(parts, 4))) == 4


def test_of_fewer_facts_that_nobody_can_change_the_answer_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Her age or her disability alone would do; of what is left instead, it is said who may set it."""
    facts = {"applicant.age": 30, "applicant.kind": "natural", "applicant.disabled": False}
    said = json.dumps({**facts, "application.urgent": False})
    call = [
        "rules",
        "explain",
        "rules/licang",
        "--item",
        "food-business-licence",
        "--decision",
        "special-path",
    ]
    assert main([*call, "--facts", said, "--lang", "en", "--on", "2026-06-01"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert '(Only a law could change "on-site inspection".) (Fewer facts would do with' in shown
    assert '"age of the applicant in years" otherwise, which nobody can change.)' in shown


def test_explain_takes_the_rules_of_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASK, "--on", "2016-07-31", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["decision"]["rule"] == "result-at-counter"


def test_explain_speaks_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*ASK, *REFUSED, "--all"]) == 0
    shown = capsys.readouterr().out
    for part in ("决定性的要素 deciding facts", "只要", "Whenever", "现为“否”", "不用跑腿", ": no visit."):
        assert part in shown


@pytest.mark.parametrize("facts", ["{}", '{"application.courier": "yes"}', '{"application.curier": true}'])
def test_explain_without_a_channel_ends_with_three(capsys: pytest.CaptureFixture[str], facts: str) -> None:
    assert main([*ASK, "--facts", facts, "--json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert (found["decision"]["channel"], found["deciding"]) == ("undetermined", [])
    assert found["nearest"][0]["change"] == {"application.courier": True}


@pytest.mark.parametrize("more", [["--facts", "{"], ["--facts", "[]"], ["--facts", '{"a": 1, "a": 2}']])
def test_facts_that_are_no_object_are_a_wrong_call(
    capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    assert main([*ASK, *more]) == 2
    assert capsys.readouterr().err


def test_an_item_or_channel_that_is_not_there_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "explain", "rules/licang", "--item", "sole-trader-registratoin"]) == 2
    assert "sole-trader-registration" in capsys.readouterr().err
    for unknown in ("by_pigeon", "undetermined"):
        assert main([*ASK, "--why-not", unknown]) == 2
        told = capsys.readouterr().err
        assert "outbound_courier（网上预审+出件快递）、two_way_courier（" in told
        assert "outbound_courier (Online pre-review, result by courier), two_way_courier (" in told


@pytest.mark.parametrize("command", ["decide", "explain"])
@pytest.mark.parametrize(
    "given",
    ["ｓｏｌｅ－ｔｒａｄｅｒ－ｒｅｇｉｓｔｒａｔｉｏｎ", "  sole-trader-registration ", "个体工商户注册登记"],
)
def test_an_item_is_found_by_its_name_and_however_wide_it_is_written(
    capsys: pytest.CaptureFixture[str], command: str, given: str
) -> None:
    assert main(["rules", command, "rules/licang", "--item", given]) == 0
    assert "sole-trader-registration" in capsys.readouterr().out


def test_two_changes_that_lead_to_one_channel_stand_below_one_heading(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rules", "explain", "rules/demo-linshan", "--item", NURSE, "--all"]) == 0
    saved = capsys.readouterr().out.split("怎样改变可以少跑或更简便")[1].splitlines()[1:]
    headings = [line for line in saved if line.startswith("  ") and not line.startswith("   ")]
    assert len(headings) == len(set(headings)) == 3
    assert sum("“网上预审+结果寄送”" in line for line in saved) > 1


def test_of_many_rules_the_nearest_are_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [*ASK, "--why-not", "one_visit"]
    assert main([*asked, "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)["why_not"]
    monkeypatch.setattr(explain, "MOST", 2)
    assert main([*asked, "--all"]) == 0
    shown = capsys.readouterr().out
    nearest = sorted(whole, key=lambda one: (one["facts_off"], len(one["failing"]), len(one["before"])))
    assert [one["en"] in shown for one in nearest] == [True] * 2 + [False] * (len(whole) - 2)
    assert f"另有 {len(whole) - 2} 条" in shown


@pytest.mark.parametrize("words", ["examples rules/licang", "advise rules/licang"])
def test_too_many_situations_are_told_and_end_in_1(
    words: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagrams, "NODES", 4)
    assert main(["rules", *words.split(), "--on", "2026-06-01", "--json"]) == 1
    (told,) = json.loads(capsys.readouterr().out)["problems"]
    assert told["code"] == "too-many-situations"
    assert "“channel”" in told["message"]["zh"]


@pytest.mark.parametrize("region", ["licang", "demo-linshan"])
@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_short_answer_fits_a_screen_for_items_of_many_materials_whatever_channel_is_asked_about(
    region: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    release = load(Path("rules") / region)
    alike = {(decided_as, tuple(facts)): item for item, decided_as, facts in _kinds(release)}
    longest = sorted(alike.values(), key=lambda item: -len(release.items[item].materials))[:6]
    for number, item in enumerate(longest):
        channel = list(channels(release))[number % len(channels(release))]
        call = ["rules", "explain", f"rules/{region}", "--item", item, "--lang", language]
        assert main([*call, "--on", "2026-06-01", "--why-not", channel]) == 0
        answers = capsys.readouterr().out.split("\n\n")
        assert len(answers) == (2 if language == "both" else 1)
        assert [answer for answer in answers if len(answer.splitlines()) > 24] == []
        assert [line for answer in answers for line in answer.splitlines() if width(line) > 80] == []


def test_both_languages_are_a_screen_each_and_neither_says_less_than_it_does_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call = [
        "rules",
        "explain",
        "rules/licang",
        "--item",
        "food-business-licence",
        "--why-not",
        "fully_online",
    ]
    shown = []
    for language in ("zh", "en", "both"):
        assert main([*call, "--lang", language]) == 0
        shown.append(capsys.readouterr().out)
    zh, en, both = shown
    assert both == f"{zh}\n{en}"


def test_a_channel_of_a_long_name_is_named_whole_where_it_is_asked_why_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([*ASK, "--why-not", "inspection_collection", "--lang", "en"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert 'why not "Online pre-review, papers collected at the inspection, result by courier":' in told


def _kinds(release: Release) -> Iterator[tuple[str, str, list[str]]]:
    """Each item, with what it is decided as and the facts that it has: what the answer is told of."""
    for code, item in release.items.items():
        facts = [f"{name}={value}" for name, value in sorted(item.facts.items())]
        yield code, str(item.type), facts


def test_the_short_answer_says_what_decided_by_which_law_and_what_would_save_the_errand(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([*ASK, *REFUSED, "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    for part in ("deciding facts", "law", "If the applicant agrees to couriers, it is", "--all"):
        assert part in shown
    assert "why not" not in shown.replace("--why-not", "")


def test_why_not_names_the_earlier_rule_that_would_decide(capsys: pytest.CaptureFixture[str]) -> None:
    food = ["rules", "explain", "rules/licang", "--item", "food-business-licence"]
    assert main([*food, "--why-not", "two_way_courier", "--lang", "en"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert (
        'the rule "Papers are collected at the inspection" (collect-at-inspection) stands before it' in shown
    )


@pytest.mark.parametrize("command", ["decide", "explain"])
def test_a_fact_that_is_given_twice_is_named_and_not_called_bad_json(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    twice = '{"application.courier": true, "application.courier": false}'
    assert main(["rules", command, *ASK[2:], "--facts", twice, "--lang", "en"]) == 2
    assert "'application.courier' is given twice; give it once" in capsys.readouterr().err
