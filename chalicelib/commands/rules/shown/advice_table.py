"""Advice as a table for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chalicelib.authoring.advice.advise import Advice
from chalicelib.authoring.advice.as_json import deciding
from chalicelib.authoring.advice.changes.attributes import AttributeChange
from chalicelib.authoring.advice.changes.rule_changes import RuleChange
from chalicelib.authoring.advice.context import AdviceContext
from chalicelib.authoring.advice.moves import Move, Moves, by_item, cases
from chalicelib.authoring.advice.words import BOUNDS_TRIED, RULES_TRIED, attribute_words, saved_words
from chalicelib.authoring.explaining.edit_words import edit_words
from chalicelib.authoring.findings.telling import papers, so
from chalicelib.commands.language import Language, aside, label, language, listed, spoken, told, word
from chalicelib.commands.rules.given.cases_file import left_out_words
from chalicelib.commands.words import channel_shown, law_shown
from chalicelib.decisions.forms.form import Basis, Text

FEW = 3


def table(advice: Advice, limit: int, everything: bool, left_out: int = 0) -> Iterator[str]:
    """
    Line by line: the changes of attributes, then those of rules.

    Args:
        left_out: how many lines of the file of past cases were wrong, and are not among them.
    """
    context = advice.context
    name = context.release.region.name
    yield (
        spoken(
            f"{name.zh}：{_weighed(advice, 'zh')}，按 {context.on} 的规则",
            f"{name.en}: {_weighed(advice, 'en')}, rules of {context.on}",
        )
    )
    if left_out:
        yield left_out_words(left_out)
    for fact, value in advice.assumed.items():
        said = so(context.declared[fact], value)
        yield f"{label('假定', 'assumed')}{told(said)}"
    yield f"\n{word('一、改变要素', 'changing an attribute')}"
    attributes = [*advice.attributes, *(advice.by_law if everything else ())]
    yield from _none(attributes)
    for rank, change in enumerate(attributes[:limit], 1):
        yield from _attribute(context, rank, change)
    yield f"\n{word('二、改变规则', 'changing a rule')}"
    yield from _tried(advice)
    for rank, edit in enumerate(advice.rules.allowed[:limit], 1):
        yield from _rule(context, rank, edit)


def _weighed(advice: Advice, language: str) -> str:
    items = len(advice.context.items)
    if advice.cases is None:
        return f"{items} 个事项" if language == "zh" else f"{items} items"
    return f"{advice.cases} 个办件" if language == "zh" else f"{advice.cases} past cases"


def _none(found: Sequence[object]) -> Iterator[str]:
    if not found:
        yield "  " + spoken("没有哪一处能让事项更简便", "nothing would make an item lighter")


def _tried(advice: Advice) -> Iterator[str]:
    tried, lighter = advice.rules.edits, advice.rules.lightening
    if not lighter:
        zh, en = "没有一种能让事项更简便", "none would make an item lighter"
    elif advice.rules.allowed:
        zh = f"{lighter} 种能让事项更简便；以下各种符合所有不变式、示例和事项自己的要素"
        en = (
            f"{lighter} would make items lighter; these keep to every invariant, every example and every "
            "item's own statement"
        )
    else:
        zh = f"{lighter} 种能让事项更简便，但每一种都与某条不变式、某个示例或事项自己的要素相抵触"
        en = (
            f"{lighter} would make items lighter, but each goes against an invariant, an example or an "
            "item's own statement"
        )
    yield "  " + spoken(f"试了 {tried} 种修改，{zh}。", f"{tried} edits tried, {en}.")
    if advice.rules.unproved:
        yield "  " + spoken(
            f"其中 {advice.rules.unproved} 种情形太多，没有查完是否与不变式相抵触，不作建议。",
            f"Of {advice.rules.unproved} it would take too long to see whether an invariant stands "
            "against them: they are not advised.",
        )
    for said in (BOUNDS_TRIED, RULES_TRIED):
        yield "  " + told(said, "\n  ")


def _attribute(context: AdviceContext, rank: int, change: AttributeChange) -> Iterator[str]:
    words = attribute_words(change.fact, change.first, change.after)
    who = ("", "") if change.of_item else ("若所有申请人都如此：", "if every applicant answers so: ")
    yield f"\n{rank:>3}. " + spoken(f"{who[0]}{words.zh}", f"{who[1]}{words.en}")
    past = None if change.cases is None else change.done(change.cases)
    yield from _effect(change.items, past, change.gain(change.items))
    if change.of_item and change.items.burdened:
        yield "     " + told(_heavier(change.items))
    if change.fact.set_by == "law":
        yield "     " + spoken("由法律规定，本机关不能自行改变", "set by law, not for the office to change")
    lifted = change.done(change.counted).lifted
    yield from _items(context, lifted, change)
    yield from _law(basis for rule in deciding(context, lifted) for basis in rule.basis)


def _heavier(found: Moves) -> Text:
    """That a change is good for some items and bad for others."""
    heavier, persons = cases(found.burdened), found.to_a_person
    zh, en = (
        (f"，其中 {persons} 个转人工判断", f", {persons} of them left to a person") if persons else ("", "")
    )
    return Text(
        zh=f"只改这些事项；另有 {heavier} 个事项改了反而更重{zh}",
        en=f"for these only: {heavier} others would get heavier{en}",
    )


def _rule(context: AdviceContext, rank: int, change: RuleChange) -> Iterator[str]:
    words = edit_words(context.release, change.edit)
    rule = change.edit.rule
    yield f"\n{rank:>3}. {told(words)}"
    yield f"     {rule.rule} ({rule.where.file}:{rule.where.line})"
    yield from _effect(change.items, change.cases, change.items.saved)
    if change.items.burdened:
        heavier = cases(change.items.burdened)
        yield "     " + spoken(f"{heavier} 个事项变重", f"heavier for {heavier} items")
    zh, en = ("若干", "some") if change.situations is None else (change.situations, change.situations)
    yield "     " + spoken(f"{zh} 种情形改变渠道", f"moved: {en} situations")
    yield from _items(context, change.counted.lifted, None)
    yield from _law(change.edit.basis)


def _effect(items: Moves, past: Moves | None, saved: object) -> Iterator[str]:
    said = saved_words(saved)  # type: ignore[arg-type]
    lifted = cases(items.lifted)
    if lifted or past is None:
        usual = ("", "") if past is None else ("，按通常的回答", ", with the usual answers")
        yield "     " + spoken(
            f"{lifted} 个事项更简便{usual[0]}：{said.zh}", f"{lifted} items lighter{usual[1]}: {said.en}"
        )
    if past is not None:
        came = saved_words(past.saved)
        number, heavier = cases(past.lifted), cases(past.burdened)
        zh, en = (f"，{heavier} 个更重", f", {heavier} heavier") if heavier else ("", "")
        yield "     " + spoken(
            f"过去的办件 {number} 个更简便{zh}：{came.zh}", f"{number} past cases lighter{en}: {came.en}"
        )


def _items(context: AdviceContext, found: Iterable[Move], change: AttributeChange | None) -> Iterator[str]:
    lifted = by_item(found)
    for move in lifted[:FEW]:
        item = context.release.items[move.member.item]
        title = item.name.en if language() is Language.EN else item.name.zh
        what = ""
        if change is not None and change.fact.computed is not None:
            names = papers(change.fact, item, move.member.facts)
            what = aside(listed(paper.en if language() is Language.EN else paper.zh for paper in names))
        named = f"{title}{what} {item.item}"
        was, then = (channel_shown(context.release, one.channel) for one in (move.was, move.becomes))
        yield f"       {label(named, named)}{was} → {then}"
    if len(lifted) > FEW:
        more = len(lifted) - FEW
        yield "       " + spoken(f"……另有 {more} 个", f"and {more} more (--json)")


def _law(basis: Iterable[Basis]) -> Iterator[str]:
    cited_once = dict.fromkeys(map(law_shown, basis))
    if cited_once:
        yield f"     {label('须核对', 'law to look at')}{listed(cited_once)}"
