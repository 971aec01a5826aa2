"""
Dates relative to the day of the decision 相对于当日, as people write them:

    application.expires: {before: today}                 before that day
    application.expires: {after: today}                  after it
    application.expires: {within_days: 30}               from that day to thirty days later, both included
    application.expires: {at_least: today+10}            ten days later, or after that
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from chalicelib.authoring.findings.message import say
from chalicelib.authoring.reading.documents import Document
from chalicelib.authoring.reading.yaml.nodes import Node
from chalicelib.decisions.facts.facts import is_date
from chalicelib.decisions.forms.model import Fact
from chalicelib.decisions.today import MOST_DAYS, days_from_today, moving

WORDS = ("before", "after", "within_days")


def is_moving(node: Node) -> bool:
    """Whether a bound is written as one that moves, rightly or not."""
    return isinstance(node.value, str) and node.value.startswith("today")


def moving_bound(document: Document, node: Node) -> str | None:
    """A bound that moves, in normal form; None where it is wrong, which is reported."""
    days = days_from_today(node.value)
    if days is None or abs(days) > MOST_DAYS:
        document.report(node.at, say("wrong-value/today", most=MOST_DAYS))
        return None
    return moving(days)


def moving_bounds(document: Document, fact: Fact, node: Node) -> dict[str, Any] | None:
    """
    The bounds that one of the three words stands for; nothing where it is wrong, which is reported; None
    where none of them is written.
    """
    written = [name for name in WORDS if name in node.map]
    if not written:
        return None
    if fact.type != "date":
        document.report(node.at, say("no-bounds/date", title=fact.title, fact=fact.fact))
        return {}
    if len(node.map) > 1:
        document.report(node.at, say("mixed-condition/today"))
        return {}
    (name,) = written
    return _of_word(document, name, node.map[name])


def _of_word(document: Document, name: str, node: Node) -> dict[str, Any]:
    if name == "within_days":
        days = node.value
        if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= MOST_DAYS:
            document.report(node.at, say("wrong-value/within", most=MOST_DAYS))
            return {}
        return {"at_least": moving(0), "at_most": moving(days)}
    if is_date(node.value):
        document.report(node.at, say("wrong-value/fixed-day", bound=_fixed(name, str(node.value))))
        return {}
    bound = moving_bound(document, node)
    days_from = days_from_today(bound)
    if days_from is None:
        return {}
    return {"at_most": moving(days_from - 1)} if name == "before" else {"at_least": moving(days_from + 1)}


def _fixed(name: str, day: str) -> str:
    """The bound of a day that does not move: as a file writes what lies before or after it."""
    bound, step, last = ("at_most", -1, date.min) if name == "before" else ("at_least", 1, date.max)
    fixed = date.fromisoformat(day)
    return f"{{{bound}: {fixed if fixed == last else fixed + timedelta(days=step)}}}"
