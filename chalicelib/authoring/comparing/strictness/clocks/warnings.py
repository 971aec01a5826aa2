"""Warnings 预警 of a clock that are given later than before, or no longer; each addressee by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from chalicelib.authoring.comparing.forms.words import closed
from chalicelib.authoring.comparing.forms.words.titles import moment, title
from chalicelib.authoring.comparing.strictness.change import Change, Step
from chalicelib.authoring.findings.telling import joined
from chalicelib.cases.time.clocks import period_of
from chalicelib.decisions.forms.clock import Clock, Warn
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Item
from chalicelib.decisions.forms.plan import Period


def warnings(was: Clock, now: Clock, at: Change, items: Iterable[Item], since: date) -> Iterator[Change]:
    """
    Whether somebody is warned less often or later than before, which is looser, or more often or sooner.
    Days that are left and a share that is used are compared by the days that the limit has, of every item.
    """
    if set(was.warn) == set(now.warn):
        return
    lengths = sorted({days for item in items for days in _days(period_of(now.limit, item))})
    looser, stricter = [], []
    for tell in dict.fromkeys(one.tell for one in (*was.warn, *now.warn)):
        before, after = (_of(one, tell) for one in (was, now))
        said = _said(tell, before, after)
        looser += [said] if any(_less(before, after, days) for days in lengths) else []
        stricter += [said] if any(_less(after, before, days) for days in lengths) else []
    if looser or stricter:
        yield at.key("warn", title(Clock, "warn")).but(
            looser=Step("warned-less", joined(looser), since) if looser else None,
            stricter=Step("warned-more", joined(stricter), since) if stricter else None,
        )


def _of(clock: Clock, tell: str) -> list[Warn]:
    return [one for one in dict.fromkeys(clock.warn) if one.tell == tell]


def _days(limit: Period | None) -> Iterable[int]:
    """How many days that count a limit may have; at once: that day alone."""
    if limit is None:
        return ()
    if limit.months is not None:
        return range(limit.months * 28, limit.months * 31 + 1)
    return (limit.working_days or limit.days or 1,)


def _less(before: Sequence[Warn], after: Sequence[Warn], days: int) -> bool:
    """Whether one of the warnings before has none in its place that comes as soon."""
    was, now = (sorted(_moment(one, days) for one in each) for each in (before, after))
    return len(now) < len(was) or any(then > once for once, then in zip(was, now, strict=False))


def _moment(warn: Warn, days: int) -> int:
    """When it is given, in half days of the clock: as a day begins, or when one is over."""
    if warn.share_used is not None:
        return 2 * max(1, -(-days * warn.share_used // 100)) - 1
    return 2 * max(0, days - 1 - (warn.days_left or 0))


def _said(tell: str, before: Sequence[Warn], after: Sequence[Warn]) -> Text:
    whom, was, now = closed.said("tell", tell) or Text(zh=tell, en=tell), _each(before), _each(after)
    return Text(zh=f"告诉{whom.zh}：{was.zh} → {now.zh}", en=f"{whom.en} is told: {was.en} → {now.en}")


def _each(warnings: Sequence[Warn]) -> Text:
    return joined(map(moment, warnings), "、", ", ") if warnings else Text(zh="不预警", en="no warning")
