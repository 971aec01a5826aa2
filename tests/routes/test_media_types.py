"""Whether a page or a document is wanted is told by all that an Accept says, not by a word in it."""

from __future__ import annotations

import pytest

from chalicelib.routes.requests.media_types import prefers_page
from tests.adapters.office import FOOD, Office

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        (BROWSER, True),
        ("TEXT/HTML", True),
        ("text/html;charset=utf-8;q=0.5", True),
        ("text/html;q=0.9, application/json;q=0.8", True),
        ("text/html;q=0", False),
        ("text/html ; Q=0.000, */*", False),
        ("application/json, text/html;q=0.5", False),
        ("text/htmlx, x-text/html", False),
        ("*/*", False),
        ("", False),
        (",;q=,text/html;q=9;q=x" + "," * 5000, True),
    ],
)
def test_a_page_is_for_who_names_pages_and_wants_json_no_more(accept: str, page: bool) -> None:
    assert prefers_page(accept) is page


def test_who_refuses_pages_gets_the_document(office: Office) -> None:
    for accept, kind in ((BROWSER, "text/html"), ("application/json, text/html;q=0", "application/json")):
        answer = office.ask("GET", f"/items/{FOOD}", Accept=accept)
        assert answer.headers["Content-Type"].startswith(kind)
