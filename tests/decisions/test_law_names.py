"""Laws by their English names."""

from __future__ import annotations

import pytest

from chalicelib.decisions.law_names import law_in_english
from tests.fakes import licang

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


def test_a_law_without_an_english_name_is_cited_as_it_is_written() -> None:
    assert law_in_english("李沧区效能监督办法（演示）", "第五条") == "《李沧区效能监督办法（演示）》第五条"


def test_every_national_law_that_an_item_rests_on_has_an_english_name() -> None:
    cited = {basis.title for item in licang().items.values() for basis in item.basis}
    assert [title for title in sorted(cited) if law_in_english(title).startswith("《")] == []
