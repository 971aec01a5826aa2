"""
The sizes that durable_rules 2.0.28 can bear, checked before it sees a rule.

Beyond them the library hangs, crashes or answers error 303 while deciding, and never says which
rule is to blame. What many rules are too much for together is no mistake of theirs: they are cut
into several rulesets (``decisions.network``). Left is what a single rule is too large for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from chalicelib.decisions.forms.form import Text
    from chalicelib.decisions.forms.model import Rule

RULES = 4_000
CONDITIONS = 100
TESTS_ON_A_LEVEL = 500
SAME_CONDITION = 250
AT_ONCE = 60
CHOICES_SIDE_BY_SIDE = 120
FACTS = 240
TEXT_BYTES = 65_000
WHOLE_NUMBER = 2**63 - 1


class OwnedRule(NamedTuple):
    """A rule and the item it belongs to; None for a rule of the whole region."""

    item: str | None
    rule: Rule


class Excess(NamedTuple):
    """A rule that the engine could not bear, and why."""

    rule: Rule
    reason: Text


def excesses(rules: Iterable[OwnedRule]) -> Iterator[Excess]:
    """What of ``rules`` is each by itself too much for the engine; nothing if all is well."""
    for _, rule in rules:
        for zh, en in _too_much(rule):
            from chalicelib.decisions.forms.form import Text  # pydantic, for which who decides need not wait

            yield Excess(rule, Text(zh=zh, en=en))


def _too_much(rule: Rule) -> Iterator[tuple[str, str]]:
    tests, most, long = 0, 0, False
    for condition in rule.when:
        any_of, none_of = condition.any_of, condition.none_of
        tests += len(none_of) or 1
        most = max(most, len(any_of))
        for value in (*any_of, *none_of):
            if isinstance(value, str) and 4 * len(value) > TEXT_BYTES:
                long |= len(value.encode()) > TEXT_BYTES
    if tests > CONDITIONS:
        yield f"条件超过 {CONDITIONS} 个", f"more than {CONDITIONS} conditions"
    if most > TESTS_ON_A_LEVEL:
        yield (
            f"一个条件列出的值超过 {TESTS_ON_A_LEVEL} 个",
            f"more than {TESTS_ON_A_LEVEL} values in one condition",
        )
    if long:
        yield f"文字超过 {TEXT_BYTES} 字节", f"a text longer than {TEXT_BYTES} bytes"
