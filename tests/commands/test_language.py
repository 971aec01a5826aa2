"""A command answers in the language of its user; JSON has both languages whatever she speaks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from chalicelib.__main__ import COMMANDS, main
from chalicelib.commands.language import SETTING, Language, chosen
from tests.authoring.region import spoil, write_region

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return write_region(tmp_path / "licang")


@pytest.mark.parametrize(
    ("call", "settings", "language"),
    [
        ([], {}, "zh"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "C.UTF-8"}, "zh"),
        ([], {"LANG": "de_DE.UTF-8"}, "zh"),
        ([], {"LANG": "en_GB.UTF-8", SETTING: "both"}, "both"),
        (["rules", "check", "x", "--lang", "en"], {"LANG": "zh_CN"}, "en"),
        (["rules", "check", "x", "--lang=both"], {}, "both"),
        (["rules", "check", "x", "--lang", "fr"], {"LANG": "en"}, "en"),
        (["rules", "check", "x", "--lang"], {}, "zh"),
    ],
)
def test_the_call_chooses_the_language_then_the_settings_of_the_user(
    call: list[str], settings: dict[str, str], language: str
) -> None:
    assert chosen(call, settings) == Language(language)


@pytest.mark.parametrize(
    "call",
    [
        ["check"],
        ["totals"],
        ["decide", "--item", "food", "--facts", '{"application.courier": true}'],
        ["explain", "--item", "food"],
        ["advise"],
        ["totals", "--decision", "channel", "--on", "2026-06-01"],
        ["export", "--to", "jdm", "--out", "/dev/null"],
        ["export", "--to", "xlsx", "--out", "/dev/null"],
    ],
    ids=" ".join,
)
def test_who_speaks_english_reads_no_chinese_but_the_names_of_laws(
    region: Path, call: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    word, *more = call
    main(["rules", word, str(region), *more, "--lang", "en"])
    said = capsys.readouterr().out
    for law in ("行政许可法", "档案法"):
        said = said.replace(law, "")
    assert said
    assert [line for line in said.splitlines() if CHINESE.search(line.partition("《")[0])] == []


def test_a_mistake_is_told_in_one_language_and_in_json_in_both(
    region: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(region, "channels.yaml", "rules:\n", "rulez:\n")
    assert main(["rules", "check", str(region), "--lang", "zh"]) == 1
    assert "There is no key" not in capsys.readouterr().out
    assert main(["rules", "check", str(region), "--lang", "en"]) == 1
    assert not CHINESE.search(capsys.readouterr().out)
    assert main(["rules", "check", str(region), "--lang", "en", "--json"]) == 1
    problem = json.loads(capsys.readouterr().out)["problems"][0]
    assert CHINESE.search(problem["message"]["zh"])
    assert "key" in problem["message"]["en"]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_help_of_every_command_is_in_the_language_of_the_user(
    words: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for language in ("zh", "en"):
        with pytest.raises(SystemExit):
            main([*(word for word in words if word), "--help", "--lang", language])
        said = capsys.readouterr().out
        assert " / " not in said
        assert (CHINESE.search(said) is None) == (language == "en")


def test_a_wrong_call_is_told_in_the_language_of_the_user(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["rules", "check", "no-such-folder", "--lang", "en"])
    assert not CHINESE.search(capsys.readouterr().err)
    with pytest.raises(SystemExit):
        main(["rules", "check", "no-such-folder"])
    assert "没有文件夹" in capsys.readouterr().err
