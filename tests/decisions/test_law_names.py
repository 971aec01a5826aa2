"""Laws by their English names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.decisions.law_names import law_in_english
from tests.test_regions import REGIONS

LICENSING = "中华人民共和国行政许可法"


@pytest.mark.parametrize(
    ("article", "told"),
    [
        (None, "Administrative Licensing Law"),
        ("第三十二条", "Administrative Licensing Law, article 32"),
        ("第三十二条第一款第（四）项", "Administrative Licensing Law, article 32, paragraph 1, item 4"),
        ("第十条", "Administrative Licensing Law, article 10"),
        ("第一百二十一条", "Administrative Licensing Law, article 121"),
        ("第四十四条至第四十五条", "Administrative Licensing Law, articles 44 to 45"),
        ("第十二条、第十七条", "Administrative Licensing Law, articles 12, 17"),
        ("附件第75项", "Administrative Licensing Law, annex, entry 75"),
        ("第三章", "Administrative Licensing Law, 第三章"),
    ],
)
def test_a_law_and_its_article_are_told_in_english(article: str | None, told: str) -> None:
    assert law_in_english(LICENSING, article) == told


def test_a_law_without_an_english_name_is_cited_by_its_title() -> None:
    assert law_in_english("某区办法", "第五条") == "《某区办法》, article 5"


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_every_law_that_rules_rest_on_has_an_english_name(region: Path) -> None:
    written = "".join(file.read_text(encoding="utf-8") for file in region.rglob("*.yaml"))
    cited = set(re.findall(r"\btitle: ([^{},\]#\n]+?)\s*[,}\]#\n]", written))
    assert "中华人民共和国行政许可法" in cited
    assert [title for title in sorted(cited) if law_in_english(title).startswith("《")] == []
