"""Decisions 决策 that running cases ask less often than before, or more: what nobody asks binds nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chalicelib.authoring.comparing.forms.words import closed
from chalicelib.authoring.comparing.forms.words.titles import FILES, named, title
from chalicelib.authoring.comparing.strictness.change import Change, Step
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import DecisionTable, Release

_NEVER = "never"
_OFTEN = (_NEVER, "submission", "every_working_day")
"""When a decision is asked, the rarest first."""


def asking(old: Release, new: Release, since: date) -> Iterator[Change]:
    """
    Every decision beside the channel that is asked less often, which is looser, or more often, or that came
    or went. One that was never asked by itself changes nothing so.
    """
    for name in dict.fromkeys([*new.decisions, *old.decisions]):
        was, now = old.decisions.get(name), new.decisions.get(name)
        here = now or was
        if here is None:
            continue
        before, after = (_NEVER if one is None else one.asked for one in (was, now))
        at = Change(here.where.file, "", named(FILES["decisions"][1], here.title))
        if was is not None and now is not None:
            at = Change(at.file, "asked", at.key("asked", title(DecisionTable, "asked")).title)
        step = Step(_how(was, now), _words(was, now), since)
        if _OFTEN.index(after) < _OFTEN.index(before):
            yield at.but(looser=step)
        elif _OFTEN.index(after) > _OFTEN.index(before):
            yield at.but(stricter=step)


def _how(was: DecisionTable | None, now: DecisionTable | None) -> str:
    if was is None or now is None:
        return "removed" if now is None else "new"
    return "asked-less" if _OFTEN.index(now.asked) < _OFTEN.index(was.asked) else "asked-more"


def _words(was: DecisionTable | None, now: DecisionTable | None) -> Text:
    if was is not None and now is not None:
        before, after = _when(was), _when(now)
        return Text(zh=f"{before.zh} → {after.zh}", en=f"{before.en} → {after.en}")
    before, after = (_NOBODY if one is None else _when(one) for one in (was, now))
    if was is not None:
        zh, en = f"已删除，不再询问（原为：{before.zh}）", f"removed, asked no longer (before: {before.en})"
        return Text(zh=zh, en=en)
    return Text(zh=f"新增，询问时间：{after.zh}", en=f"new, asked: {after.en}")


_NOBODY = Text(zh="无", en="none")


def _when(one: DecisionTable) -> Text:
    said = closed.said("asked", one.asked) or Text(zh=one.asked, en=one.asked)
    if one.each != "clock":
        return said
    return Text(zh=f"{said.zh}，对每个在走的计时", en=f"{said.en}, of every running clock")
