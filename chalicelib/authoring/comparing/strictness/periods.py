"""A limit that became longer, which is looser, or shorter: how two periods compare, and the words of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from chalicelib.authoring.comparing.forms.words.titles import period_words
from chalicelib.authoring.comparing.strictness.change import Change, Step
from chalicelib.authoring.findings.telling import joined
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.plan import Period

NONE = Text(zh="无", en="none")
Pair = tuple[Period | None, Period | None]
"""A limit as it was and as it is."""


def changed(
    at: Change, pairs: Iterable[Pair], since: date, *, endless: bool = False, others: bool = False
) -> Change:
    """
    A limit that became longer, which is looser, or shorter; of several each is told once.

    Args:
        endless: where there is none, it may take as long as it likes; else no time at all.
        others: it is not the office's time but the applicant's or the public's: less of it is looser.
    """
    each = sorted({pair for pair in pairs if pair[0] != pair[1]}, key=repr)
    longer = [pair for pair in each if _longer(*pair, endless=endless)]
    shorter = [pair for pair in each if _shorter(*pair, endless=endless)]
    more = Step("longer", _words(longer, _MORE if others else None), since) if longer else None
    less = Step("shorter", _words(shorter, _LESS if others else None), since) if shorter else None
    return at.but(looser=less, stricter=more) if others else at.but(looser=more, stricter=less)


_MORE = Text(zh="申请人或公众的时间变多", en="more time for the applicant or the public")
_LESS = Text(zh="申请人或公众的时间变少", en="less time for the applicant or the public")


def _longer(was: Period | None, now: Period | None, *, endless: bool) -> bool:
    """Whether a limit may be longer than before; days of another kind count by the most that they can be."""
    if was is None or now is None:
        return (was is None) is not endless
    return _number(now) > _number(was) if was.kind == now.kind else now.most > was.most


def _shorter(was: Period | None, now: Period | None, *, endless: bool) -> bool:
    """Whether it may be shorter; days of another kind count by the fewest that they can be."""
    if was is None or now is None:
        return (now is None) is not endless
    return _number(now) < _number(was) if was.kind == now.kind else now.fewest < was.fewest


def _number(one: Period) -> int:
    return (one.working_days or 0) + (one.days or 0) + (one.months or 0)


def _words(pairs: list[Pair], whose: Text | None) -> Text:
    each = [
        Text(zh=f"{_said(was).zh} → {_said(now).zh}", en=f"{_said(was).en} → {_said(now).en}")
        for was, now in pairs
    ]
    said = joined(each, "、", ", ")
    return said if whose is None else joined((said, whose), "，", ": ")


def _said(one: Period | None) -> Text:
    return NONE if one is None else period_words(one)
