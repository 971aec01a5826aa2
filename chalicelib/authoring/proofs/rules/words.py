"""A situation that a proof has found, in words: from which day, for which item, which facts matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from chalicelib.authoring.findings.telling import first_of
from chalicelib.authoring.space.coverage import Coverage
from chalicelib.authoring.space.domain import Days, Situation
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Fact, Rule


def situation(declared: Mapping[str, Fact], of: Coverage, facts: Situation, days: Days | None = None) -> Text:
    """The facts that matter; whatever the others are, it is the same. ``days``: of all only these."""
    told = in_words(declared, facts)
    first, last = days or of.days
    until = ("", "") if last is None else (f"至 {last}", f" until {last}")
    item = ("", "") if of.item is None else (f"事项 {of.item}，", f"item {of.item}, ")
    return Text(
        zh=f"{first} 起{until[0]}，{item[0]}{told.zh}",
        en=f"from {first}{until[1]}, {item[1]}{told.en}",
    )


def named(rules: Iterable[Rule]) -> Text:
    """Rules by name and title, at most three."""
    each = dict.fromkeys((rule.rule, rule.title) for rule in rules)
    words = (Text(zh=f"{name}（{title.zh}）", en=f"{name} ({title.en})") for name, title in each)
    return first_of(words, 3, "条")


def is_current(last: date | None, today: date) -> bool:
    """Whether days that end with ``last`` are still of interest; those before decided closed cases."""
    return last is None or last >= today
