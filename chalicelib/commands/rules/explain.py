"""``rules explain``: why this channel or other outcome, why not another, and what would save the errand."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from chalicelib.authoring.explaining.agreeing import agreeing
from chalicelib.authoring.explaining.goals import has_order
from chalicelib.authoring.explaining.nearest import Change, nearest
from chalicelib.authoring.explaining.why_not import Obstacle, why_not
from chalicelib.authoring.findings.telling import channel_words, joined, outcome_word, so, titles
from chalicelib.authoring.space.explained import Explained, deciding, explained
from chalicelib.commands.command import (
    Arguments,
    CallError,
    Command,
    Exit,
    show,
    show_json,
)
from chalicelib.commands.language import aside, each_language, label, listed, spoken, told, word
from chalicelib.commands.rules.decide import FACTS_HELP, decided, given_facts
from chalicelib.commands.rules.given.decision import asked_of, is_of_channel, of_a_day, title
from chalicelib.commands.rules.shown.explain_screen import screen
from chalicelib.commands.words import channel_shown, law_shown
from chalicelib.decisions.effect import in_effect
from chalicelib.decisions.facts.amounts import for_json
from chalicelib.decisions.forms.form import UNDETERMINED, ChannelName, FactValue, Text
from chalicelib.decisions.forms.model import Release


def run(arguments: Arguments) -> Exit:
    release, on = asked_of(arguments)
    facts = given_facts(arguments)
    decision = decided(release, arguments.item, facts, on)
    asked = explained(release, decision, on)
    every = tuple(titles(release))
    one = None if arguments.why_not is None else _known(release, arguments.why_not)
    others = every if one is None else (one,)
    there = in_effect(release.items[decision.item], on)  # if not, that is the reason, and no fact is
    forced = deciding(asked) if there else {}
    obstacles = [each for channel in others for each in why_not(asked, channel)] if there else []
    changes = nearest(asked) if there else []
    if arguments.json:
        show_json(_as_json(asked, forced, obstacles, changes))
    elif arguments.all:
        _table(asked, forced, obstacles, changes)
    else:
        answers = ("\n".join(screen(asked, forced, obstacles, changes, one)) for _ in each_language())
        show("\n\n".join(answers))
    return Exit.UNDETERMINED if decision.outcome == UNDETERMINED else Exit.DONE


def _as_json(
    asked: Explained, forced: dict[str, FactValue], obstacles: list[Obstacle], changes: list[Change]
) -> dict[str, Any]:
    return {
        "decision": asked.decision.as_json(asked.release.facts),
        "deciding": [
            {
                "fact": name,
                "value": for_json([asked.declared[name]], {name: value})[name],
                **so(asked.declared[name], value, changed=False).model_dump(),
            }
            for name, value in forced.items()
        ],
        "why_not": [obstacle.as_json(asked) for obstacle in obstacles],
        **({} if (same := agreeing(asked)) is None else {"agreeing": same.as_json()}),
        "nearest": [change.as_json(asked.release.decides) for change in changes],
    }


def _table(
    asked: Explained, forced: dict[str, FactValue], obstacles: list[Obstacle], changes: list[Change]
) -> None:
    decision, item = asked.decision, asked.release.items[asked.decision.item]
    show(f"{label('事项', 'item')}{told(item.name)}{aside(item.item)}")
    outcome = channel_shown(asked.release, decision.outcome) + aside(decision.outcome)
    what = title(asked.release)
    show(f"{label(what.zh, what.en)}{outcome}")
    show(told(decision.because, "\n"))
    if (same := agreeing(asked)) is not None:
        show(told(same.words, "\n"))
    if forced:
        said = (so(asked.declared[name], value, changed=False) for name, value in forced.items())
        facts = joined(said, "，", " and ")
        name = channel_words(asked.release, decision.outcome)
        show(f"\n{word('决定性的要素', 'deciding facts')}")
        zh = f"只要{facts.zh}，无论其他要素如何，都是“{name.zh}”。"
        en = f'Whenever {facts.en}, it is "{name.en}", whatever the other facts are.'
        show("  " + spoken(zh, en, "\n  "))
        show(f"  {label('依据', 'basis')}{listed(map(law_shown, decision.basis))}")
    kind = outcome_word(asked.release.decides)
    others = word(f"为什么不是别的{kind.zh}", f"why not another {kind.en}")
    _section(asked.release, others, _by_channel(obstacles))
    _section(asked.release, told(_changed(asked.release), " "), _by_channel(changes))


def _changed(release: Release) -> Text:
    """What the changes lead to: only where one outcome is lighter than another they make it lighter."""
    if is_of_channel(release):
        return _BETTER
    return _LIGHTER if has_order(release) else _OTHERWISE


_BETTER = Text(zh="怎样改变可以少跑或更简便", en="what would save a visit or effort")
_LIGHTER = Text(zh="怎样改变结果会更轻", en="what would make the outcome lighter")
_OTHERWISE = Text(zh="怎样改变会得到别的结果", en="what would make it another outcome")


MOST = 10
"""Rules that are told of for a channel, the nearest first; --json has them all."""


def _by_channel(found: Sequence[Obstacle | Change]) -> dict[ChannelName, list[Obstacle | Change]]:
    """The channels in the order in which each comes first."""
    rows: dict[ChannelName, list[Obstacle | Change]] = {}
    for one in found:
        rows.setdefault(one.channel, []).append(one)
    return rows


def _section(release: Release, title: str, rows: dict[ChannelName, list[Obstacle | Change]]) -> None:
    if rows:
        show(f"\n{title}")
    for channel, some in rows.items():
        show(f"  {channel_shown(release, channel)}")
        for one in some if len(some) <= MOST else _nearest(some)[:MOST]:
            words = told(one.words, "\n    ")
            show(f"    {words}")
        if len(some) > MOST:
            show(
                "    "
                + spoken(
                    f"……另有 {len(some) - MOST} 条相差更远", f"and {len(some) - MOST} further off (--json)"
                )
            )


def _nearest(some: Sequence[Obstacle | Change]) -> list[Obstacle | Change]:
    """Rules by how far off they are; changes stand so already."""
    return sorted(some, key=lambda one: one.far if isinstance(one, Obstacle) else (False, 0, 0, 0))


def _known(release: Release, asked: str) -> ChannelName:
    """
    The channel or outcome of a name, or of a title in either language.

    Raises:
        CallError: there is none.
    """
    every, word = titles(release), outcome_word(release.decides)
    found = [name for name, title in every.items() if asked.strip() in (name, title.zh, title.en)]
    if len(found) == 1:
        return found[0]
    zh = "、".join(f"{name}（{title.zh}）" for name, title in every.items())
    en = ", ".join(f"{name} ({title.en})" for name, title in every.items())
    raise CallError(
        f"没有{word.zh}“{asked[:60]}”，应为其中之一（代号或名称）：{zh} / "
        f"there is no {word.en} '{asked[:60]}'; use one of these, by code or title: {en}"
    )


def _arguments(parser: argparse.ArgumentParser) -> None:
    of_a_day(parser)
    parser.add_argument("--item", required=True, metavar="CODE", help="事项代号 / the item's code")
    parser.add_argument("--facts", metavar="JSON", help=FACTS_HELP)
    parser.add_argument(
        "--why-not",
        metavar="OUTCOME",
        help="只问这个渠道或结果，写代号或名称 / ask about this one only, by code or title",
    )
    parser.add_argument(
        "--all", action="store_true", help="各渠道的每条规则、每种改法 / every rule and every change"
    )


COMMAND = Command(
    ("rules", "explain"),
    "为什么是这个渠道或结果，怎样少跑 / why this outcome, why not another, what would save the errand",
    _arguments,
    run,
)
