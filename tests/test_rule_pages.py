"""Every finding code has a page that teaches: made of its messages, with an example that gives it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.authoring.findings.message import PLACEHOLDER, page
from tests.office_page import office_page
from tests.rule_pages import CODES, INDEX, PLACES, ROOT, examples, pages, replayed

CODE = re.compile(r"\d+:\d+ (?:错误 error|提醒 warning) ([\w-]+)")


def test_the_pages_are_those_of_the_messages_and_faults_of_today() -> None:
    stale = [path.name for path, text in pages().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "python -m tests.rule_pages"
    assert sorted(path.stem for path in INDEX.parent.glob("*.md") if path != INDEX) == sorted(CODES)


@pytest.mark.parametrize("code", sorted(examples()))
def test_the_wrong_text_of_a_page_gives_its_code_and_the_mended_one_does_not(code: str) -> None:
    wrong, mended = replayed(examples()[code])
    assert code in {one.code for one in wrong}
    assert code not in {one.code for one in mended}
    assert [one.code for one in mended if one.severity == "error"] == [], "who mends it can publish"


def test_every_page_has_an_example_and_what_no_edit_of_rules_can_show_is_told_in_words() -> None:
    told = {code for code in CODES if "example" in page(code)}
    assert told.isdisjoint(examples())
    assert told | set(examples()) == set(CODES)


def test_what_is_told_in_words_is_what_some_test_makes_happen() -> None:
    tests = [file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py")]
    told = [code for code in CODES if "example" in page(code)]
    assert [code for code in told if not any(f'"{code}"' in text for text in tests)] == []


def test_words_of_a_page_are_in_both_languages() -> None:
    for code in CODES:
        example = page(code).get("example", {})
        for words in (page(code)["meaning"], *page(code).get("law", ()), *example.values()):
            assert set(words) == {"zh", "en"}, code
            assert all(words.values()), code


def test_a_page_says_what_it_means_how_to_mend_it_and_by_which_law() -> None:
    told = (ROOT / "docs" / "rules" / "hearing-notice.md").read_text(encoding="utf-8")
    for part in ("听证须提前七日通知", "announced seven days ahead", "```diff", "《行政许可法》第四十八条"):
        assert part in told


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_says_what_it_means_and_why_it_matters(language: str) -> None:
    assert [code for code in CODES if len(page(code).get("meaning", {}).get(language, "")) < 15] == []


def test_what_the_page_of_the_rules_shows_of_findings_names_codes_that_have_pages() -> None:
    shown = CODE.findall((Path(ROOT) / "rules" / "README.md").read_text(encoding="utf-8"))
    assert shown
    assert set(shown) <= set(CODES)


def test_what_a_check_fills_in_has_words_in_both_languages() -> None:
    messages = (message for code in CODES for message in page(code)["messages"].values())
    told = [text for one in messages for text in (one["zh"], one["en"], *one["mend"].values())]
    assert {place for text in told for place in PLACEHOLDER.findall(text)} == set(PLACES)
    assert [place for place, words in PLACES.items() if len(words) != 2 or not all(words)] == []


def test_one_page_for_the_office_holds_every_code_and_needs_nothing_else() -> None:
    text = office_page()
    assert re.findall(r'<section id="([^"]+)">', text) == CODES
    assert text.count("<h3>依据 · Law</h3>") == len(CODES)
    assert not re.search(r'(?:src|href)="(?!#)', text)
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(CODES)
    assert "```" not in text
