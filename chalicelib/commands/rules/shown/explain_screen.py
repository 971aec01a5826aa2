"""The short answer of ``rules explain`` in one language: what fits a screen of 24 lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chalicelib.authoring.explaining.agreeing import agreeing
from chalicelib.authoring.explaining.goals import has_order
from chalicelib.authoring.explaining.nearest import Change
from chalicelib.authoring.explaining.why_not import Obstacle, failing_words
from chalicelib.authoring.findings.telling import channel_words, joined, outcome_word, so, visits_words
from chalicelib.authoring.space.explained import Explained
from chalicelib.commands.language import aside, label, listed, spoken, told, word
from chalicelib.commands.rules.shown.parts import Part, laid_out, lines_of, shortened
from chalicelib.commands.words import channel_shown, law_shown
from chalicelib.decisions.forms.form import CHANNEL, ChannelName, FactValue, Text
from chalicelib.decisions.forms.model import Release, Rule

_HEAD, _FACTS, _LAW, _CHANGE, _WHY_NOT = 4, 5, 2, 4, 4
"""The lines that each part may take; with their headings and the last line they fill the screen."""
_SCREEN = 24


def screen(
    asked: Explained,
    forced: Mapping[str, FactValue],
    obstacles: Sequence[Obstacle],
    changes: Sequence[Change],
    channel: ChannelName | None,
) -> list[str]:
    """
    Line by line: the decision, the facts that decided, the law, the smallest change; why not a channel.

    Args:
        channel: of which it was asked why it did not come out; None where that was not asked.
    """
    head, parts = list(_head(asked, forced)), list(_parts(asked, forced, obstacles, changes, channel))
    kind = outcome_word(asked.release.decides)
    more = spoken(
        f"（其他{kind.zh}和改法：--all；只问一个{kind.zh}：--why-not）",
        f"(other {kind.en}s and changes: --all; one {kind.en} only: --why-not)",
    )
    last = list(_few(more, 2))
    return [*head, *laid_out(parts, _SCREEN - len(head) - len(last)), *last]


def _parts(
    asked: Explained,
    forced: Mapping[str, FactValue],
    obstacles: Sequence[Obstacle],
    changes: Sequence[Change],
    channel: ChannelName | None,
) -> Iterator[Part]:
    """What stands below the decision, each with its heading."""
    if forced:
        facts = [so(asked.declared[name], value, changed=False) for name, value in forced.items()]
        yield Part(word("决定性的要素", "deciding facts"), joined(facts, "；", "; "), _FACTS)
    if asked.decision.basis:
        law = listed(map(law_shown, asked.decision.basis))
        yield Part(word("依据", "law"), Text(zh=law, en=law), _LAW)
    if changes:
        yield Part(told(_smallest(asked.release), " "), changes[0].words, _CHANGE)
    if channel is None:
        return
    name = channel_words(asked.release, channel)
    title = spoken(f"为什么不是“{name.zh}”", f'why not "{name.en}"')
    if channel == asked.decision.outcome:
        yield Part(title, Text(zh=f"结果正是“{name.zh}”。", en=f'It is "{name.en}".'), 2)
    elif obstacles:
        yield Part(title, joined(_in_the_way(asked, obstacles), "", " "), _WHY_NOT)


def _smallest(release: Release) -> Text:
    """What the first change is called: cheapest only where it saves the applicant something."""
    if release.decides == CHANNEL:
        return Text(zh="最省事的改变", en="the cheapest change")
    if has_order(release):
        return Text(zh="使结果变轻的最小改变", en="the smallest change that makes it lighter")
    return Text(zh="会得到别的结果的最小改变", en="the smallest change to another outcome")


def _head(asked: Explained, forced: Mapping[str, FactValue]) -> Iterator[str]:
    decision, item = asked.decision, asked.release.items[asked.decision.item]
    visits = "" if decision.visits is None else label("", "") + told(visits_words(decision.visits))
    yield from _few(told(item.name) + aside(item.item), 2)
    yield from _few(f"→ {channel_shown(asked.release, decision.outcome)}{aside(decision.outcome)}{visits}", 2)
    if decision.rule is not None:
        where = aside(f"{decision.file}:{decision.line}")
        yield from _few(f"  {label('规则', 'rule')}{decision.rule}{where}", 1)
    if not forced:
        yield from _told([decision.because], _HEAD)
    if (same := agreeing(asked)) is not None:
        yield from _told([same.words], _HEAD)


def _in_the_way(asked: Explained, obstacles: Sequence[Obstacle]) -> Iterator[Text]:
    """Of the rule that is nearest: what it lacks, then the rule that would decide before it even so."""
    one = min(obstacles, key=lambda obstacle: obstacle.far)
    if one.rule is None or one.rule not in asked.rules or (one.failing and _has_groups(asked, one.rule)):
        yield one.words
        return
    if one.failing:
        yield failing_words(asked.declared, one.rule, one.failing, asked)
    if one.earlier is None:
        yield from () if one.failing else (one.words,)
        return
    first, name, mine = one.earlier, channel_words(asked.release, one.earlier.choose), one.rule.title
    even = Text(
        zh="即使这些都符合，" if one.failing else f"规则“{mine.zh}”的条件都符合，但",
        en="Even if all this were so, "
        if one.failing
        else f'All that the rule "{mine.en}" needs holds, but ',
    )
    then = "走" if asked.release.decides == CHANNEL else "结果为"
    yield Text(
        zh=f"{even.zh}排在前面的规则“{first.title.zh}”（{first.rule}）先决定，{then}“{name.zh}”。",
        en=f'{even.en}the rule "{first.title.en}" ({first.rule}) stands before it: "{name.en}".',
    )


def _has_groups(asked: Explained, rule: Rule) -> bool:
    """Whether one of several groups is enough: such a rule is among the rules asked about once for each."""
    return sum(one.rule == rule.rule for one in asked.rules) > 1


def _told(sentences: Sequence[Text], most: int) -> Iterator[str]:
    """Sentences in the language of the user, in so many lines at most."""
    yield from lines_of(joined(sentences, "", " "), most)


def _few(text: str, most: int) -> Iterator[str]:
    yield from shortened(text, most, "")
