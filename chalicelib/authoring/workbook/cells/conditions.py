"""
Show and read conditions in a cell, in signs that an officer reads:

    是   需要   3   2018-04-01      equals
    需要|联合   0|2                 is one of
    ≥1   ≤3   1–3                   lies within, both included (also >=1, <=3, 1至3)
    非 四级   非 I|II               is none of

    <当日   >当日   当日起30天内          a date compared with the day of the decision
    ≥当日+10   当日+10–当日+40

An empty cell asks nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.authoring.findings.message import Both, say
from chalicelib.authoring.findings.problems import meant
from chalicelib.authoring.workbook.cells.cells import Shown, Typed, Unfit, plain_of
from chalicelib.authoring.workbook.cells.kinds import Choice, Kind, Value, amount, day, whole
from chalicelib.authoring.workbook.cells.labels import BAR, NOT, Labels, parts, shortened, yes_or_no
from chalicelib.decisions.facts.amounts import as_written, in_smallest, is_amount
from chalicelib.decisions.facts.facts import wrong
from chalicelib.decisions.forms.model import Fact

_NUMBER, _DAY = r"-?(?:0|[1-9][0-9]{0,18})(?:\.[0-9]{1,6})?", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TODAY = "当日"
_POINT = rf"{_TODAY}(?:[+-](?:0|[1-9][0-9]{{0,4}}))?|{_DAY}|{_NUMBER}"
_BOUND = re.compile(rf"(≥|≤|>=|<=) ?({_POINT})")
_SPAN = re.compile(rf"({_POINT}) ?(?:–|至) ?({_POINT})")
_PAST = re.compile(rf"([<>])({_TODAY}(?:[+-](?:0|[1-9][0-9]{{0,4}}))?)")
_WITHIN = re.compile(rf"{_TODAY}起(0|[1-9][0-9]{{0,4}})天内")
_ALIKE = str.maketrans("〈〉《》", "<><>")
_STRICT = re.compile(rf"([<>])({_DAY}|{_NUMBER})")


def labels_of(fact: Fact) -> Labels | None:
    """The words for a fact's values; None where they are numbers or days."""
    match fact.type:
        case "bool":
            return yes_or_no()
        case "one_of":
            return Labels([(value.value, value.title.zh) for value in fact.values])
        case _:
            return None


@dataclass(frozen=True)
class Test(Kind):
    """What a rule asks of a fact, as ``when`` holds it."""

    fact: Fact
    labels: Labels | None

    @property
    def choices(self) -> tuple[str, ...]:
        if self.labels is None:
            return ()
        all_of = self.labels.all
        return all_of if self.fact.type == "bool" else (*all_of, *(f"{NOT} {label}" for label in all_of))

    def show(self, value: Value) -> Shown:
        if not isinstance(value, dict):
            many = isinstance(value, list) and len(value) > 1
            shown = self._list(value)
            whole_one = not many and self._number and _safe(shown) and not is_amount(self.fact)
            return int(shown) if whole_one else shown
        if "not" in value:
            return f"{NOT} {self._list(value['not'])}"
        if "within_days" in value:
            return f"当日起{value['within_days']}天内"
        for word, sign in (("before", "<"), ("after", ">")):
            if word in value:
                return f"{sign}{_of_today(value[word])}"
        low, high = (_of_today(value.get(name)) for name in ("at_least", "at_most"))
        if low is not None and high is not None:
            return f"{low}–{high}"
        return f"≥{low}" if high is None else f"≤{high}"

    def read(self, cell: Typed) -> Value:
        if is_amount(self.fact) and isinstance(cell, int | float) and not isinstance(cell, bool):
            return self._right(amount(repr(cell)))
        if self.fact.type == "date" and not isinstance(cell, str):
            return self._right(day(cell))
        if isinstance(cell, datetime):
            raise Unfit(say("wrong-type/turned"))
        if isinstance(cell, bool | float) or (isinstance(cell, int) and self.labels is not None):
            return Choice(self.labels).read(cell) if self.labels else whole(cell)
        if isinstance(cell, int):
            return self._right(cell)
        return self._text(plain_of(cell) if self.labels is None else str(cell).strip())

    @property
    def _number(self) -> bool:
        return self.fact.type == "whole_number"

    def _list(self, value: Value) -> str:
        values = value if isinstance(value, list) else [value]
        return BAR.join(self.labels.label(one) if self.labels else str(one) for one in values)

    def _text(self, text: str) -> Value:
        compared = self._compared(text) if self.labels is None else None
        if compared is not None:
            return compared
        return {"not": self._some(text[len(NOT) :])} if text.startswith(NOT) else self._some(text)

    def _compared(self, text: str) -> Value:
        """A test by bounds, or by the day of the decision; None where the text is neither."""
        if self.fact.type == "date":
            if within := _WITHIN.fullmatch(text):
                return {"within_days": int(within[1])}
            if past := _PAST.fullmatch(text):
                return {"before" if past[1] == "<" else "after": _today(past[2])}
        if bound := _BOUND.fullmatch(text):
            return {"at_least" if bound[1] in ("≥", ">=") else "at_most": self._point(bound[2])}
        if span := _SPAN.fullmatch(text):
            return {"at_least": self._point(span[1]), "at_most": self._point(span[2])}
        return None

    def _point(self, text: str) -> Value:
        moves = self.fact.type == "date" and text.startswith(_TODAY)
        return _today(text) if moves else self._one(text)

    def _some(self, text: str) -> Value:
        values = [self._one(part) for part in parts(text)]
        return values[0] if len(values) == 1 else values

    def _beside(self, text: str, step: int) -> str | None:
        """The next number, amount or day after one, or before it; None where it is none."""
        if is_amount(self.fact):
            counted = in_smallest(self.fact, text)
            return None if counted is None else as_written(self.fact, counted + step)
        try:
            if self.fact.type == "date":
                return (date.fromisoformat(text) + timedelta(days=step)).isoformat()
            return str(int(text) + step)
        except (ValueError, OverflowError):
            return None

    def _one(self, text: str) -> Value:
        if is_amount(self.fact):
            if self._meant(text) is not None:
                raise self._unread(text)
            return self._right(amount(text))
        if self.labels is not None:
            return self._right(self.labels.value(text))
        try:
            return self._right(whole(text) if self._number else day(text))
        except Unfit as unfit:
            raise self._unread(text) if unfit.message.code == "wrong-type" else unfit from unfit

    def _right(self, value: Value) -> Value:
        counted = in_smallest(self.fact, value) if is_amount(self.fact) else None
        reason = wrong(self.fact, value if counted is None else counted)
        if reason is None:
            return value
        message = say(
            "wrong-value/plain-conditions", title=self.fact.title, reason=reason, fact=self.fact.fact
        )
        raise Unfit(message)

    def _unread(self, text: str) -> Unfit:
        near = self._meant(text)
        mend = Both("例如 2、0|2、≥1、≤3、1–3、非 0。", "Such as 2, 0|2, ≥1, ≤3, 1–3, 非 0.")
        if not self._number:
            mend = Both(
                "例如 2018-04-01、≥2018-04-01、2018-01-01–2018-12-31、<当日、当日起30天内。",
                "Such as 2018-04-01, ≥2018-04-01, <当日 (before that day), 当日起30天内.",
            )
        if near is not None:
            mend = meant(near)
        return Unfit(say("wrong-condition", shown=shortened(text), mend=mend))

    def _meant(self, text: str) -> str | None:
        """What was probably meant, if it is right when written so."""
        plain = text.replace(" ", "").lstrip("=")
        if self.fact.type == "date" and (of_today := _of_the_day(plain)) is not None:
            return of_today
        strict = _STRICT.fullmatch(plain)
        if strict:
            more = strict[1] == ">"
            bound = self._beside(strict[2], 1 if more else -1)
            return bound and f"{'≥' if more else '≤'}{bound}"
        plain = re.sub(r"^(>=|=>|≧|不少于|至少|大于等于|不早于)", "≥", plain)
        plain = re.sub(r"^(<=|=<|≦|不多于|至多|小于等于|不晚于)", "≤", plain)
        plain = re.sub(r"(?<=[0-9])(~|-{1,2}|—{1,2}|−|到)(?=-?[0-9])", "–", plain) if self._number else plain
        plain = re.sub("[,，、;/或]", BAR, plain)
        part = rf"(?:{_NUMBER}|{_DAY})"
        right = rf"[≥≤]{part}|{part}–{part}|{part}(?:\|{part})*"
        return plain if plain != text and re.fullmatch(right, plain) else None


def _of_the_day(plain: str) -> str | None:
    """What was probably meant by words that compare with the day of the decision."""
    plain = plain.translate(_ALIKE).replace("今天", _TODAY).replace("今日", _TODAY).replace("日内", "天内")
    plain = re.sub(f"^{_TODAY}(起)?([0-9]+)(天内|天|日)?$", rf"{_TODAY}起\2天内", plain)
    return plain if _WITHIN.fullmatch(plain) or _PAST.fullmatch(plain) else None


def _of_today(bound: Value) -> Value:
    return bound.replace("today", _TODAY) if isinstance(bound, str) else bound


def _today(text: str) -> str:
    return text.replace(_TODAY, "today")


def _safe(shown: str) -> bool:
    return len(shown) <= 15  # beyond it Excel rounds numbers
