"""Names of people as they are compared 姓名; nothing that reads numbers is loaded for it."""

from __future__ import annotations

import unicodedata

_DOTS = str.maketrans("•‧∙⋅・･●", "·" * 7)
"""What people type for the dot within a name of many peoples (GB 18030 has U+00B7)."""


def searched_name(name: str) -> str:
    """A whole name as it is compared: narrow, without blanks, in one case, with dots of one kind."""
    narrow = unicodedata.normalize("NFKC", name.translate(_DOTS))
    return "".join(narrow.split()).casefold()
