"""What a change may do to people 影响, by form and key (danger.yaml): an approver reads the gravest first."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Fact


class Danger(StrEnum):
    """What a change touches; the gravest stand first."""

    PAPERS = "papers"
    MONEY = "money"
    PERSONAL = "personal"
    LAW = "law"
    LIMITS = "limits"
    EXAMPLES = "examples"
    OTHER = "other"

    @property
    def rank(self) -> int:
        return list(Danger).index(self)


_FILE = Path(__file__).with_name("danger.yaml")


@cache
def _table() -> dict[str, dict[str, Any]]:
    return dict(yaml.load(_FILE.read_bytes(), yaml.CSafeLoader))


def called(danger: Danger) -> Text:
    """What such changes touch, for people."""
    return Text(**_table()["headings"][danger.value])


def danger_of(form: str, key: str, above: Danger) -> Danger:
    """What a key of a form touches; a form that is not listed touches what the key above it does."""
    keys = _table()["forms"].get(form, {})
    touched = keys.get(key) or keys.get("else")
    return above if touched in (None, "above") else Danger(touched)


def danger_of_whole(form: str, within: Iterable[Danger], above: Danger) -> Danger:
    """What a form touches that comes or goes: unless it is listed, the gravest of what is in it."""
    known = _table()["wholes"].get(form)
    return Danger(known) if known else min(within, key=lambda one: one.rank, default=above)


def danger_of_fact(fact: Fact | None, above: Danger) -> Danger:
    """
    What a fact touches: what an applicant is asked is personal; what only a law makes otherwise, such as
    whether there is an inspection, is law; all else of an item decides how papers go.
    """
    if fact is None:
        return above
    if not fact.fact.startswith("item."):
        return Danger.PERSONAL
    return Danger.LAW if fact.set_by == "law" else Danger.PAPERS
