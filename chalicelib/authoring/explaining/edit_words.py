"""An edit of a rule in the words of the people who would make it."""

from __future__ import annotations

from chalicelib.authoring.findings.telling import channel_words, is_within, must_be, outcome_word
from chalicelib.authoring.space.edits import Edit, Kind
from chalicelib.decisions.facts.words import ALONE, asked_words
from chalicelib.decisions.forms.form import CHANNEL, Condition, Text
from chalicelib.decisions.forms.model import Release


def edit_words(release: Release, edit: Edit) -> Text:
    """What is done to which rule."""
    rule = edit.rule.title
    match edit.kind:
        case Kind.BOUND | Kind.VALUE_ADDED | Kind.VALUE_REMOVED | Kind.NEGATED:
            return _condition(release, edit)
        case Kind.DROPPED:
            was = _asks(release, edit.was)
            return Text(
                zh=f"规则“{rule.zh}”：去掉条件{was.zh}",
                en=f'Rule "{rule.en}": without the condition that {was.en}',
            )
        case Kind.EXCEPTION:
            return _exception(release, edit)
        case _:
            return _whole(release, edit)


def _condition(release: Release, edit: Edit) -> Text:
    """Another bound or list of one condition: the fact is named once."""
    rule, was, becomes = edit.rule.title, edit.was, edit.becomes
    if was is None or becomes is None or was.fact != becomes.fact:
        before, after = _asks(release, was), _asks(release, becomes)
        return Text(
            zh=f"规则“{rule.zh}”：条件由{before.zh} 改为{after.zh}",
            en=f'Rule "{rule.en}": instead of {before.en}, {after.en}',
        )
    fact = release.declared[was.fact]
    before, after = (asked_words(fact, one, ALONE) or _KNOWN for one in (was, becomes))
    return Text(
        zh=f"规则“{rule.zh}”：条件“{fact.title.zh}”由{_set_off(before.zh)}改为{_set_off(after.zh).rstrip()}",
        en=f'Rule "{rule.en}": "{fact.title.en}" must be {after.en} instead of {before.en}',
    )


_KNOWN = Text(zh="已知", en="known")


def _set_off(words: str) -> str:
    """Chinese words within a sentence; a number at their end stands off from what follows."""
    return f"{words} " if words[-1].isascii() else words


def _whole(release: Release, edit: Edit) -> Text:
    """Edits of a rule as a whole."""
    rule = edit.rule.title
    if edit.kind is Kind.MOVED_UP:
        before = (edit.other or edit.rule).title
        return Text(
            zh=f"把规则“{rule.zh}”移到“{before.zh}”之前", en=f'Move the rule "{rule.en}" before "{before.en}"'
        )
    if edit.kind is Kind.ENDED:
        return Text(zh=f"停用规则“{rule.zh}”", en=f'End the rule "{rule.en}"')
    (new,) = edit.new
    if edit.kind is Kind.OUTCOME:
        name, word = channel_words(release, new.choose), outcome_word(release.decides)
        goes = "改走" if release.decides == CHANNEL else f"{word.zh}改为"
        return Text(zh=f"规则“{rule.zh}”：{goes}“{name.zh}”", en=f'Rule "{rule.en}": choose "{name.en}"')
    if new.from_ != edit.rule.from_:
        days = f"{edit.rule.from_}", f"{new.from_}"
        return Text(
            zh=f"规则“{rule.zh}”：生效日（from）由 {days[0]} 改为 {days[1]}",
            en=f'Rule "{rule.en}": in effect from {days[1]} instead of {days[0]}',
        )
    return Text(
        zh=f"规则“{rule.zh}”：失效日（until）由 {edit.rule.until} 改为 {new.until}",
        en=f'Rule "{rule.en}": in effect until {new.until} instead of {edit.rule.until}',
    )


def _exception(release: Release, edit: Edit) -> Text:
    rule, (new, *_), goes = edit.rule.title, edit.new, "走" if release.decides == CHANNEL else "为"
    one = edit.becomes or new.when[-1]
    asks, name = is_within(release.declared[one.fact], one), channel_words(release, new.choose)
    return Text(
        zh=f"在规则“{rule.zh}”之前加一条例外：符合它的条件，且{asks.zh}的，{goes}“{name.zh}”",
        en=f'An exception before the rule "{rule.en}": where it applies and {asks.en}, choose "{name.en}"',
    )


def _asks(release: Release, condition: Condition | None) -> Text:
    if condition is None:
        return Text(zh="没有条件", en="no condition")
    return must_be(release.declared[condition.fact], condition)
