"""Every finding code has a page that teaches: made of its messages, with an example that gives it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.authoring.findings.message import page
from tests.rule_pages import CODES, INDEX, ROOT, examples, pages

CODE = re.compile(r"\d+:\d+ (?:error|warning) ([\w-]+)")


def test_the_pages_are_those_of_the_messages_and_faults_of_today() -> None:
    stale = [path.name for path, text in pages().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "python -m tests.rule_pages"
    assert sorted(path.stem for path in INDEX.parent.glob("*.md") if path != INDEX) == sorted(CODES)


def test_every_example_gives_a_code_that_has_a_page() -> None:
    """That it gives just this code is seen where the faults themselves are tested."""
    assert set(examples()) <= set(CODES)
    assert len(examples()) > 180


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
