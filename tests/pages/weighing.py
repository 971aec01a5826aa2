"""What a page weighs on the line, with all that it loads."""

from __future__ import annotations

import json
import re
from gzip import compress

from chalice.test import HTTPResponse

from chalicelib.web.assets import by_address
from tests.adapters.office import ROOT
from tests.pages.reading import read

FIRST, HEAVIEST = 60_000, 100_000
"""Bytes that the first page may have, and any other."""


def weight(answer: HTTPResponse) -> int:
    """
    The bytes of a page and of every file of ours that it names: compressed, as the gateway sends whatever is
    not small.
    """
    read(answer, answer.status_code)
    settings = json.loads((ROOT / ".chalice" / "config.json").read_text())
    smallest = settings["minimum_compression_size"]
    names = set(re.findall(r"static/([^\"]+)\"", answer.body.decode()))
    assert len(names) >= 2, "the style of all pages and the icon"
    files = [by_address()[name].content.encode() for name in names]
    return sum(len(each) if len(each) < smallest else len(compress(each)) for each in (answer.body, *files))
