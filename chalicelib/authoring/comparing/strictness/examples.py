"""Examples 示例 that the check goes by no longer: what none holds comes out otherwise unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from chalicelib.authoring.comparing.forms.words.titles import FILES, named, title, within
from chalicelib.authoring.comparing.strictness.change import Change, Step
from chalicelib.authoring.findings.telling import channel_words, joined
from chalicelib.decisions.explain import in_words
from chalicelib.decisions.forms.form import CHANNEL, Text
from chalicelib.decisions.forms.model import DecisionTable, Release
from chalicelib.decisions.forms.rule import Example
from chalicelib.decisions.tables import decisions, table


def examples(old: Release, new: Release, since: date) -> Iterator[Change]:
    """
    Of every decision that both releases have, the examples that hold something which none holds any more,
    with what they hold instead. One that has another name alone, or whose rule has, holds what it did. An
    example that is new is told among the values: it binds nobody.
    """
    for name in decisions(new):
        if name not in decisions(old):
            continue
        before, now = table(old, name), table(new, name)
        stay = {one.rule for one in before.rules} & {one.rule for one in now.rules}
        was, is_ = ({_held(one, stay): one for one in of.examples} for of in (before, now))
        gone = {one.name: one for held, one in was.items() if held not in is_}
        come = {one.name: one for held, one in is_.items() if held not in was}
        for called, lost in gone.items():
            found = come.get(called)
            at = Change(now.where.file, f"examples[{called}]", _title(now, called))
            yield at.but(
                looser=_step("removed", lost, old, name, since),
                stricter=None if found is None else _step("new", found, new, name, since),
            )


def _held(one: Example, rules: Collection[str]) -> tuple[object, ...]:
    """What an example holds, with the rule that must decide, if both releases have it."""
    by = one.by if one.by in rules else None
    return one.item, tuple(sorted(one.facts.items())), one.on, one.expect, by


def _title(of: DecisionTable, called: str) -> Text:
    name = Text(zh=called, en=called)
    if of.decision == CHANNEL:
        return named(FILES["examples"][1], name)
    above = named(FILES["decisions"][1], of.title)
    return within(above, named(title(DecisionTable, "examples", of_decision=True), name))


_HOW = {
    "removed": Text(zh="检查时不再核对", en="the check goes by it no longer"),
    "new": Text(zh="检查时也核对", en="the check goes by it, too"),
}


def _step(how: str, one: Example, of: Release, decision: str, since: date) -> Step:
    item, came = of.items.get(one.item), channel_words(_titles(of, decision), one.expect)
    name = Text(zh=one.item, en=one.item) if item is None else item.name
    said = [name]
    said += [in_words(of.declared, one.facts)] if one.facts else []
    said += [] if one.on is None else [Text(zh=f"{one.on}", en=f"on {one.on}")]
    rules = {rule.rule: rule.title for rule in table(of, decision).rules}
    by = rules.get(one.by or "")
    zh, en = ("", "") if by is None else (f"，依据规则“{by.zh}”", f' by the rule "{by.en}"')
    case, words = joined(said, "，", ", "), _HOW[how]
    return Step(
        how,
        Text(
            zh=f"{words.zh}：{case.zh}，应得“{came.zh}”{zh}",
            en=f'{words.en}: {case.en} comes out as "{came.en}"{en}',
        ),
        since,
    )


def _titles(of: Release, decision: str) -> dict[str, Text]:
    return {one.outcome: one.title for one in table(of, decision).outcomes}
