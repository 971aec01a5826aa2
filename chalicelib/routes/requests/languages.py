"""Which of our two languages a browser asks for before anybody has chosen one there (RFC 9110, 12.5.4)."""

from __future__ import annotations

import re

from chalicelib.rendering.words import Language

_ONE = re.compile(r"(zh|en|\*)(?:-[a-z0-9-]{1,30})?(?:;q=([01](?:\.[0-9]{0,3})?))?", re.ASCII | re.IGNORECASE)
_MOST = 400
"""Characters that are read; browsers send some 50."""


def preferred_language(header: str) -> Language:
    """
    English for who asks for it before Chinese; Chinese, the language of the office, for everybody else.

    Args:
        header: an Accept-Language, "" where there is none. What is none of ours in it is passed over.
    """
    weights: dict[str, float] = {}
    for each in header[:_MOST].replace(" ", "").split(","):
        one = _ONE.fullmatch(each)
        if one is not None:
            language = one[1].lower()
            weights[language] = max(weights.get(language, 0.0), float(one[2] or 1))
    others = weights.get("*", 0.0)
    chinese, english = weights.get("zh", others), weights.get("en", 0.0)
    named = list(weights)
    first = "zh" not in named or ("en" in named and named.index("en") < named.index("zh"))
    return "en" if english > chinese or (0 < english == chinese and first) else "zh"
