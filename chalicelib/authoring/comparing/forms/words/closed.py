"""What values of the program's closed lists are called, by the key that they stand under (closed.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from chalicelib.authoring.reading.plans.expand import ENDS
from chalicelib.decisions.facts.facts import ATTRIBUTES, TRIGGER
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.plan import MILESTONES

_FILE = Path(__file__).with_name("closed.yaml")


def said(field: str, value: str) -> Text | None:
    """
    How people say a value of a closed list; None where it is none.

    Args:
        field: the way to the value, such as ``steps[inspection].does``.
    """
    key = field.rsplit(".", 1)[-1].partition("[")[0]
    return _values().get(key, {}).get(value)


@cache
def _values() -> Mapping[str, Mapping[str, Text]]:
    """Those of the file, and those that the program calls by names of its own elsewhere."""
    written = yaml.load(_FILE.read_bytes(), yaml.CSafeLoader)
    attributes = {fact.fact: {one.value: one.title for one in fact.values} for fact in ATTRIBUTES}
    milestones = {milestone.value: title for milestone, title in MILESTONES.items()}
    return {
        **{key: {one: Text(zh=zh, en=en) for one, (zh, en) in each.items()} for key, each in written.items()},
        **{name.removeprefix("item."): titles for name, titles in attributes.items()},
        "accepts": attributes[TRIGGER],
        "end": {end.value: title for end, title in ENDS.items()},
        **dict.fromkeys(("starts", "stops", "marks", "before", "after", "issued_at"), milestones),
    }
