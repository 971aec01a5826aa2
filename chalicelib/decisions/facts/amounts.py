"""
Amounts 金额和数量: numbers with decimals in a fixed unit, held exactly as whole numbers of the smallest one.

A fact with ``decimals`` is such an amount: of 元 with two decimals 1234.50 is the whole number 123450. As
text an amount is in its unit, "1234.5"; as a whole number it is in the smallest, as decisions keep and
engines see it. A number with a point is never read as a float. In JSON from and for people and programs an
amount is always in its unit: ``from_json`` and ``for_json`` stand at that border.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Fact
from chalicelib.decisions.limits import WHOLE_NUMBER

_WRITTEN = re.compile(r"(-?)(0|[1-9][0-9]{0,18})(?:\.([0-9]{1,6}))?")


def is_amount(fact: Fact) -> bool:
    return fact.decimals is not None


def in_smallest(fact: Fact, written: object) -> int | None:
    """
    An amount that is written in its unit, "1234.5" or 1234, in the smallest one. None where it is no number,
    has more decimals than the fact, or is larger than what can be counted.
    """
    decimals = fact.decimals or 0
    number = isinstance(written, int | str) and not isinstance(written, bool)
    found = _WRITTEN.fullmatch(str(written)) if number else None
    if found is None or len(found[3] or "") > decimals:
        return None
    counted = int(f"{found[1]}{found[2]}{(found[3] or '').ljust(decimals, '0')}")
    return counted if abs(counted) <= WHOLE_NUMBER else None


def as_written(fact: Fact, smallest: int) -> str:
    """An amount in its unit, with all its decimals: "1234.50"."""
    decimals = fact.decimals or 0
    digits = str(abs(smallest)).rjust(decimals + 1, "0")
    sign = "-" if smallest < 0 else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def from_json(facts: Iterable[Fact], told: Mapping[str, object]) -> dict[str, object]:
    """
    Facts by full name as somebody told them in JSON: the numbers of amounts as text in their unit, 6000 as
    "6000"; anything else as it is. What is wrong is found by ``facts.checked``.
    """
    amounts = {fact.fact for fact in facts if is_amount(fact)}
    return {name: _as_text(value) if name in amounts else value for name, value in told.items()}


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def for_json(facts: Iterable[Fact], known: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Facts by full name for whoever reads JSON: amounts as text in their unit, which ``from_json`` takes."""
    amounts = {fact.fact: fact for fact in facts if is_amount(fact)}
    return {
        name: as_written(amounts[name], value) if name in amounts and isinstance(value, int) else value
        for name, value in known.items()
    }


def amount_words(fact: Fact, smallest: int) -> Text:
    """An amount for people, with its unit."""
    written, unit = as_written(fact, smallest), fact.unit or Text(zh="", en="")
    return Text(zh=f"{written} {unit.zh}".strip(), en=f"{written} {unit.en}".strip())
