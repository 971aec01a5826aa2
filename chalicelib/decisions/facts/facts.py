"""
Facts at the border: what an item brings, what an application may say, and what is wrong with a value.

Values are never changed into what a rule might want: a text "true" is not a yes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import assert_never, cast

from chalicelib.decisions.facts.amounts import amount_words, as_written, in_smallest, is_amount
from chalicelib.decisions.facts.needs import count, spread
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Fact, Item, Release, Value
from chalicelib.decisions.limits import WHOLE_NUMBER


def item_facts(release: Release, item: Item, said: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """
    The facts of an item as its file gives them, with the computed ones, by full name ("item.secret").

    Args:
        item: as of the day of the application (``effect.as_of``): its materials are counted.
        said: the facts of the application, by full name. A computed fact that hangs on what is missing
            there is not known, and left out.
    """
    facts: dict[str, FactValue] = {f"item.{name}": value for name, value in item.facts.items()}
    return facts | computed_facts(release, item, said)


def computed_facts(release: Release, item: Item, said: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """The facts that are worked out from what an application needs, as far as they are known."""
    found = ((fact.fact, count(item, fact.computed, said)) for fact in release.facts if fact.computed)
    return {name: value for name, value in found if value is not None}


OF_APPLICANT: Mapping[str, str] = MappingProxyType(
    {"applicant.kind": "one_of", "applicant.age": "whole_number", "applicant.disabled": "bool"}
)
"""What is known of an applicant beside her application, by type; a region declares what its rules test."""

KINDS = ("natural", "legal")
"""The values of "applicant.kind"."""


OF_CASE: Mapping[str, str] = MappingProxyType(
    {"case.correction_rounds": "whole_number", "case.accepted_by_silence": "bool"}
)
"""
What is known of a running case: how often the applicant was told to correct, over all steps, and whether the
application counts as accepted because nobody answered (行政许可法 art. 32).
"""

OF_CLOCK: Mapping[str, str] = MappingProxyType(
    {
        "clock.name": "one_of",
        "clock.days_left": "whole_number",
        "clock.share_used": "whole_number",
        "clock.extended": "bool",
    }
)
"""
What is known of a running clock on a day: which of clocks.yaml it is; how many of its days are left after the
day, 0 on the last, below zero once it has run out, in its own unit; how many per cent of them are used with
the day, more than 100 once it has run out; whether its limit was extended.
"""

PROGRAM_KNOWS: Mapping[str, str] = MappingProxyType({**OF_APPLICANT, **OF_CASE, **OF_CLOCK})
"""
Facts that the program works out itself, by type: a closed list. A region declares those that its rules test,
with its own titles; one that is not here can never be known, so the check refuses it.
"""


def scope_of(fact: str) -> str:
    """Whose fact it is: the first word of its name."""
    return fact.partition(".")[0]


def is_of_applicant(fact: str) -> bool:
    """Whether a fact is told of who applies, and not stated in the application or by the item."""
    return fact.startswith("applicant.")


TRIGGER = "item.acceptance_trigger"


def narrowed(facts: Sequence[Fact], item: Item, known: Mapping[str, FactValue]) -> tuple[Fact, ...]:
    """The facts; computed ones that are not known with the bounds that the item's materials leave them."""
    return tuple(
        fact
        if fact.computed is None or fact.fact in known
        else _between(fact, *spread(item, fact.computed, known))
        for fact in facts
    )


def _between(fact: Fact, least: int, most: int) -> Fact:
    return fact.model_copy(update={"at_least": least, "at_most": most})


ATTRIBUTES: tuple[Fact, ...] = (
    Fact(
        fact="item.type",
        title=Text(zh="事项类型", en="type of the item"),
        type="one_of",
        values=tuple(
            Value(value=code, title=title)
            for code, title in {
                "01": Text(zh="行政许可", en="licence"),
                "07": Text(zh="行政确认", en="confirmation"),
                "10": Text(zh="其他行政权力", en="other power"),
                "20": Text(zh="公共服务", en="public service"),
            }.items()
        ),
    ),
    Fact(
        fact=TRIGGER,
        title=Text(zh="受理时点", en="when the application is accepted"),
        type="one_of",
        values=(
            Value(value="prereview", title=Text(zh="预审通过即受理", en="once pre-reviewed")),
            Value(value="paper", title=Text(zh="收到纸质材料后受理", en="once the papers are here")),
        ),
    ),
)
"""What steps and clocks may test beside the facts of a region: an item says it in fields of its own."""


def attributes(item: Item) -> dict[str, FactValue]:
    """An item's ``ATTRIBUTES`` by full name."""
    return {"item.type": item.type.value, TRIGGER: item.acceptance_trigger}


def with_attributes(release: Release) -> dict[str, Fact]:
    """All facts that demands, clocks and plans may test, by name."""
    return {fact.fact: fact for fact in (*ATTRIBUTES, *release.facts)}


def usual_facts(release: Release) -> dict[str, FactValue]:
    """What the ordinary applicant answers. For the catalogue only, never for a case."""
    return {fact.fact: fact.usual for fact in release.facts if fact.usual is not None}


def with_usual(usual: Mapping[str, FactValue], said: Mapping[str, object] | None) -> Mapping[str, object]:
    """
    What policy staff ask about: what was said; where nothing was, or of the item alone, with the answers that
    the ordinary applicant gives.
    """
    if said is None or (said and all(name.startswith("item.") for name in said)):
        return {**usual, **(said or {})}
    return said


def normal(value: object) -> object:
    """Text in NFC, as the rules are; anything else as it is."""
    return unicodedata.normalize("NFC", value) if isinstance(value, str) and not value.isascii() else value


def wrong(fact: Fact, value: object) -> Text | None:
    """What is wrong with a value, None if nothing. It is not repeated: it may be personal."""
    match fact.type:
        case "bool":
            return None if isinstance(value, bool) else _must_be("是或否（true 或 false）", "true or false")
        case "one_of":
            return None if isinstance(value, str) and value in fact.allowed else _one_of(fact)
        case "whole_number":
            return _wrong_number(fact, value)
        case "date":
            return None if is_date(value) else _must_be("日期（YYYY-MM-DD）", "a date (YYYY-MM-DD)")
        case _:
            assert_never(fact.type)


def _counted(fact: Fact, value: object) -> object:
    """An amount that is told in its unit, as text, in its smallest one; anything else as it is."""
    if not is_amount(fact) or not isinstance(value, str):
        return value
    number = in_smallest(fact, value)
    return value if number is None else number


def _one_of(fact: Fact) -> Text:
    allowed = [known.value for known in fact.values]
    return _must_be(f"其中之一：{'、'.join(allowed)}", f"one of {', '.join(allowed)}")


def is_date(value: object) -> bool:
    """Whether ``value`` is text and a day of the calendar, written YYYY-MM-DD."""
    if not isinstance(value, str) or len(value) != 10:
        return False
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def bounds(fact: Fact) -> tuple[int, int]:
    """The least and the greatest value of a whole number; undeclared, what the engine counts exactly."""
    least = -WHOLE_NUMBER if fact.at_least is None else fact.at_least
    return least, WHOLE_NUMBER if fact.at_most is None else fact.at_most


def _wrong_number(fact: Fact, value: object) -> Text | None:
    least, most = bounds(fact)
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return None
    if is_amount(fact):
        example = as_written(fact, 5000 * 10 ** (fact.decimals or 0))
        zh, en = _bounds_words(fact, amount_words(fact, least), amount_words(fact, most))
        more = f"，至多 {fact.decimals} 位小数，例如 5000 或 {example}"
        most_en = f", with at most {fact.decimals} decimals, such as 5000 or {example}"
        return _must_be(f"{zh}数字{more}", f"a number{en}{most_en}")
    zh, en = _bounds_words(fact, Text(zh=f"{least}", en=f"{least}"), Text(zh=f"{most}", en=f"{most}"))
    return _must_be(f"{zh}整数", f"a whole number{en}")


def _bounds_words(fact: Fact, low: Text, high: Text) -> tuple[str, str]:
    """The bounds that somebody declared, in Chinese and English; others mean nothing to people."""
    if fact.at_least is None and fact.at_most is None:
        return "", ""
    if fact.at_most is None:
        return f"不少于 {low.zh} 的", f", {low.en} or more"
    if fact.at_least is None:
        return f"不多于 {high.zh} 的", f", {high.en} or less"
    return f"{low.zh} 到 {high.zh} 的", f" from {low.en} to {high.en}"


def _must_be(zh: str, en: str) -> Text:
    space = " " if zh[:1].isascii() else ""
    return Text(zh=f"应为{space}{zh}", en=f"must be {en}")


def _unknown(name: str, declared: Iterable[str]) -> Text:
    """That a fact is none, and which was meant: one whose name ends alike."""
    import difflib  # loaded when somebody has misspelt a fact

    ends = {full.rpartition(".")[2]: full for full in declared}
    near = difflib.get_close_matches(name.rpartition(".")[2].lower(), ends, n=1)
    zh, en = (f"（是不是“{ends[near[0]]}”？）", f' (did you mean "{ends[near[0]]}"?)') if near else ("", "")
    return Text(zh=f"不是可以填写的要素{zh}", en=f"is not a fact that can be given here{en}")


def checked(
    declared: Mapping[str, Fact], given: Mapping[str, object]
) -> tuple[dict[str, FactValue], dict[str, Text]]:
    """
    The given facts that are right, and by name what is wrong with the others. None counts as not given.

    A name that is not declared is wrong, and shown by at most 60 characters.
    """
    right: dict[str, FactValue] = {}
    invalid: dict[str, Text] = {}
    for name, value in given.items():
        fact = declared.get(name)
        if fact is None:
            shown = str(name)[:60].encode(errors="replace").decode()
            invalid[shown] = _unknown(shown, declared)
            continue
        kind, listed = fact.plain
        if type(value) is kind and value in listed:
            right[name] = cast("FactValue", value)  # most are so
        elif value is not None:
            known = _counted(fact, normal(value))
            reason = wrong(fact, known)
            if reason is None:
                right[name] = cast(FactValue, known)
            else:
                invalid[name] = reason
    return right, invalid
