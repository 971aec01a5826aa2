"""``rules explain``: why this channel, why not another, and what would save the errand."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.explaining.nearest import Change, nearest
from chalicelib.authoring.explaining.why_not import Obstacle, why_not
from chalicelib.authoring.findings.telling import channel_name, channel_words, joined, so
from chalicelib.authoring.space.question import Question, deciding, question
from chalicelib.commands.cases_file import parsed
from chalicelib.commands.command import (
    Arguments,
    CallError,
    Command,
    Exit,
    day,
    region_folder,
    show,
    show_json,
    today,
)
from chalicelib.commands.decide import decided, flat
from chalicelib.decisions.channels import channels
from chalicelib.decisions.effect import in_effect
from chalicelib.decisions.explain import cited
from chalicelib.decisions.form import UNDETERMINED, ChannelName, FactValue
from chalicelib.decisions.model import Release


def run(arguments: Arguments) -> Exit:
    release = load(arguments.dir)
    on = arguments.on or today(release.region.time_zone)
    facts = None if arguments.facts is None else flat(parsed(arguments.facts))
    decision = decided(release, arguments.item, facts, on)
    asked = question(release, decision, on)
    others = channels(release) if arguments.why_not is None else [_known(release, arguments.why_not)]
    there = in_effect(release.items[decision.item], on)  # if not, that is the reason, and no fact is
    forced = deciding(asked) if there else {}
    obstacles = [one for channel in others for one in why_not(asked, channel)] if there else []
    changes = nearest(asked) if there else []
    if arguments.json:
        show_json(_as_json(asked, forced, obstacles, changes))
    else:
        _table(asked, forced, obstacles, changes)
    return Exit.UNDETERMINED if decision.channel == UNDETERMINED else Exit.DONE


def _as_json(
    asked: Question, forced: dict[str, FactValue], obstacles: list[Obstacle], changes: list[Change]
) -> dict[str, Any]:
    return {
        "decision": asked.decision.as_json(),
        "deciding": [
            {"fact": name, "value": value, **so(asked.declared[name], value, changed=False).model_dump()}
            for name, value in forced.items()
        ],
        "why_not": [obstacle.as_json(asked) for obstacle in obstacles],
        "nearest": [change.as_json() for change in changes],
    }


def _table(
    asked: Question, forced: dict[str, FactValue], obstacles: list[Obstacle], changes: list[Change]
) -> None:
    decision, item = asked.decision, asked.release.items[asked.decision.item]
    show(f"事项 item: {item.name.zh} / {item.name.en} ({item.item})")
    show(f"渠道 channel: {channel_name(asked.release, decision.channel)} ({decision.channel})")
    show(f"{decision.because.zh}\n{decision.because.en}")
    if forced:
        said = (so(asked.declared[name], value, changed=False) for name, value in forced.items())
        facts = joined(said, "，", " and ")
        name = channel_words(asked.release, decision.channel)
        show("\n决定性的要素 deciding facts")
        show(f"  只要{facts.zh}，无论其他要素如何，都是“{name.zh}”。")
        show(f'  Whenever {facts.en}, it is "{name.en}", whatever the other facts are.')
        show(f"  依据 basis: {'、'.join(map(cited, decision.basis))}")
    _section(asked.release, "为什么不是别的渠道 why not another channel", _by_channel(obstacles))
    _section(
        asked.release, "怎样改变可以少跑或更简便 what would save a visit or effort", _by_channel(changes)
    )


MOST = 10
"""Rules that are told of for a channel, those that fail least first; --json has them all."""


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
        show(f"  {channel_name(release, channel)}")
        for one in some if len(some) <= MOST else sorted(some, key=_far)[:MOST]:
            show(f"    {one.words.zh}\n    {one.words.en}")
        if len(some) > MOST:
            show(f"    ……另有 {len(some) - MOST} 条相差更远 / and {len(some) - MOST} further off (--json)")


def _far(one: Obstacle | Change) -> int:
    return len(one.failing) if isinstance(one, Obstacle) else 0


def _known(release: Release, channel: str) -> ChannelName:
    if channel not in release.plans:
        known = ", ".join(channels(release))
        raise CallError(f"没有渠道“{channel}”，应为 / there is no channel '{channel}'; use one of: {known}")
    return channel


def _arguments(parser: argparse.ArgumentParser) -> None:
    region_folder(parser)
    parser.add_argument("--item", required=True, metavar="CODE", help="事项代号 / the item's code")
    parser.add_argument("--facts", metavar="JSON", help='要素 / facts: {"application.courier": false}')
    parser.add_argument("--why-not", metavar="CHANNEL", help="只问这个渠道 / ask about this channel only")
    parser.add_argument(
        "--on", type=day, metavar="YYYY-MM-DD", help="按哪一天的规则 / the day whose rules count"
    )


COMMAND = Command(
    ("rules", "explain"),
    "为什么是这个渠道，怎样少跑 / why this channel, why not another, what would save the errand",
    _arguments,
    run,
)
