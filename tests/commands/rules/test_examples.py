"""``rules examples`` as officers and scripts call it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.__main__ import main
from chalicelib.releases.signer import LONGEST_NAME
from tests.authoring.region import spoil, write_region

LICANG = ["rules", "examples", "rules/licang"]


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return write_region(tmp_path / "licang")


def called(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, Any]:
    ended = main([*argv, "--json"])
    return ended, json.loads(capsys.readouterr().out)


def test_examples_in_json_has_all_that_was_promised(capsys: pytest.CaptureFixture[str]) -> None:
    ended, found = called(capsys, *LICANG)
    assert ended == 0
    assert list(found) == ["region", "decision", "release", "on", "proposed", "conditions"]
    assert (found["region"], len(found["release"])) == ("licang", 64)
    for number, one in enumerate(found["proposed"], 1):
        assert list(one) == [
            "number", "id", "name", "title", "item", "facts", "on", "expect", "by", "tells_apart", "notices",
            "words",
        ]  # fmt: skip
        assert one["number"] == number
        assert one["tells_apart"] or one["notices"]
        assert one["words"].keys() == {"zh", "en"}
    apart = next(apart for one in found["proposed"] for apart in one["tells_apart"])
    assert apart.keys() == {"rule", "condition", "holds", "how", "other"}
    assert apart["other"].keys() == {"name", "facts", "expect", "by"}
    conditions = found["conditions"]
    assert conditions.keys() == {"all", "told_apart", "by_masking", "same_channel", "never_matter"}
    assert (conditions["all"], conditions["never_matter"]) == (14, [])


def test_examples_speaks_both_languages_and_says_how_to_confirm(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(LICANG) == 0
    shown = capsys.readouterr().out
    for part in ("（假设）", "(assumed)", "若“", "instead, it is", "--confirm", "rules/licang"):
        assert part in shown


def test_a_condition_that_never_matters_is_told_with_its_place(
    capsys: pytest.CaptureFixture[str], region: Path
) -> None:
    spoil(region, "channels.yaml", "when: {}", "when: {item.paper_originals: {at_least: 0}}")
    _, found = called(capsys, "rules", "examples", str(region))
    (idle,) = found["conditions"]["never_matter"]
    assert (idle["rule"], idle["condition"]) == ("counter", "item.paper_originals")
    assert (idle["file"], idle["line"]) == ("channels.yaml", 15)
    assert main(["rules", "examples", str(region)]) == 0
    shown = capsys.readouterr().out
    assert "channels.yaml:15 counter: item.paper_originals" in shown


def test_confirmed_examples_are_not_proposed_again_and_the_check_passes(
    capsys: pytest.CaptureFixture[str], region: Path
) -> None:
    _, before = called(capsys, "rules", "examples", str(region))
    picked, *rest = before["proposed"]
    argv = ["rules", "examples", str(region), "--confirm", picked["id"].upper(), "--by", "张三"]
    ended, written = called(capsys, *argv)
    assert ended == 0
    assert written["confirmed"] == [{"id": picked["id"], "name": picked["name"]}]
    assert (written["by"], written["left"]) == ("张三", len(rest))
    channels = (region / "channels.yaml").read_text("utf-8")
    assert f'confirmed: {{by: 张三, "on": {written["on"]}}}' in channels
    assert main(["rules", "check", str(region)]) == 0
    capsys.readouterr()
    _, after = called(capsys, "rules", "examples", str(region))
    assert [one["id"] for one in after["proposed"]] == [one["id"] for one in rest]
    assert main(argv) == 2
    assert picked["id"] in capsys.readouterr().err


def test_confirming_tells_what_was_written(capsys: pytest.CaptureFixture[str], region: Path) -> None:
    _, before = called(capsys, "rules", "examples", str(region))
    ids = "，".join(one["id"] for one in before["proposed"][:2])
    assert main(["rules", "examples", str(region), "--confirm", ids, "--by", "张三"]) == 0
    shown = capsys.readouterr().out
    assert all(f"[{one['id']}] {one['name']}" in shown for one in before["proposed"][:2])
    assert f"还有 {len(before['proposed']) - 2} 个待确认" in shown


def test_a_list_of_yesterdays_rules_confirms_nothing(
    capsys: pytest.CaptureFixture[str], region: Path
) -> None:
    _, before = called(capsys, "rules", "examples", str(region))
    spoil(region, "channels.yaml", "快递送达", "快递送达到家")
    text = (region / "channels.yaml").read_bytes()
    argv = ["rules", "examples", str(region), "--confirm", before["proposed"][0]["id"], "--by", "张三"]
    assert main(argv) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "规则在列出后有改动" in said.err
    assert "run 'rules examples' again" in said.err
    assert (region / "channels.yaml").read_bytes() == text


@pytest.mark.parametrize("argv", [["--confirm", "abc123"], ["--by", "张三"]])
def test_confirming_needs_the_ids_and_the_name(capsys: pytest.CaptureFixture[str], argv: list[str]) -> None:
    assert main([*LICANG, *argv]) == 2
    assert "--by" in capsys.readouterr().err


@pytest.mark.parametrize(
    "argv",
    [
        ["--confirm", "", "--by", "张三"],
        ["--confirm", "abc123,,", "--by", "张三"],
        ["--confirm", "abc123", "--by", " "],
        ["--confirm", "abc123", "--by", "张" * (LONGEST_NAME + 1)],
        ["--confirm", "abc123", "--by", "张\n三"],
        ["--on", "2026-2-30"],
    ],
)
def test_what_cannot_be_ids_a_name_or_a_day_is_a_wrong_call(argv: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*LICANG, *argv])
    assert ended.value.code == 2


def test_ids_with_blanks_between_are_told_how_to_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*LICANG, "--confirm", "abc123", "90be77", "--by", "张三", "--lang", "en"])
    assert ended.value.code == 2
    assert "90be77. Several ids have commas between them" in capsys.readouterr().err


def test_of_a_day_gone_by_its_own_rules_are_asked(capsys: pytest.CaptureFixture[str]) -> None:
    _, found = called(capsys, *LICANG, "--on", "2017-01-01")
    assert found["on"] == "2017-01-01"
    rules = {one["by"] for one in found["proposed"] if one["on"] is not None}
    assert "courier-out" in rules
    assert "nothing-on-paper" not in rules


def test_rules_that_cannot_be_read_are_told_as_ever(capsys: pytest.CaptureFixture[str], region: Path) -> None:
    spoil(region, "channels.yaml", "{item.secret: true}", "{item.secrt: true}")
    ended, found = called(capsys, "rules", "examples", str(region))
    assert (ended, found["problems"][0]["code"]) == (1, "unknown-fact")
