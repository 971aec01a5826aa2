"""Whether who asks wants a page, by the kinds of answer that it takes (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re

_PAGE, _DOCUMENT = "text/html", "application/json"
_QUALITY = re.compile(r"[\t ]*q=([01](?:\.[0-9]{0,3})?)[\t ]*", re.ASCII | re.IGNORECASE)
_MOST = 1_000
"""Characters that are read; browsers send some 140."""


def prefers_page(header: str) -> bool:
    """
    Whether pages are named, not refused (``q=0``), and asked for no later than JSON.

    Args:
        header: an Accept, "" where there is none. Who takes anything (``*/*``) is a program.
    """
    wanted: dict[str, float] = {}
    for each in header[:_MOST].split(","):
        kind, *parameters = each.split(";")
        told = (found for parameter in parameters if (found := _QUALITY.fullmatch(parameter)))
        quality = next((float(found[1]) for found in told), 1.0)
        name = kind.strip().lower()
        wanted[name] = max(quality, wanted.get(name, 0.0))
    page = wanted.get(_PAGE, 0.0)
    return page > 0 and page >= wanted.get(_DOCUMENT, 0.0)
