"""Look up what the workbook says of itself: ``words.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chalicelib.decisions.forms.form import Text


@cache
def words() -> dict[str, Any]:  # a file as it is
    """All of it."""
    return dict(yaml.load(Path(__file__).with_name("words.yaml").read_bytes(), yaml.CSafeLoader))


def said(*path: str, **facts: object) -> Text:
    """The words at a path, filled."""
    found = words()
    for step in path:
        found = found[step]
    return Text(zh=found["zh"].format(**facts), en=found["en"].format(**facts))
