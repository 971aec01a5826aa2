"""``rules diff``: what an edit of the rules moves."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from chalicelib.authoring.checking.load import load_both
from chalicelib.authoring.comparing.burdens import BURDENS, BurdenMove, burden_lines
from chalicelib.authoring.comparing.counted import counted, number_of, otherwise_words
from chalicelib.authoring.comparing.diff import diff
from chalicelib.authoring.comparing.difference import DAYS, Difference
from chalicelib.authoring.comparing.forms.entry import Entry
from chalicelib.authoring.comparing.forms.lines import ask_lines, by_danger, heading, lines
from chalicelib.authoring.comparing.forms.words.shown import visible
from chalicelib.authoring.comparing.forms.world_words import notes
from chalicelib.authoring.comparing.moves import ItemMove, Moves
from chalicelib.authoring.comparing.strictness.change import Change, by_strictness
from chalicelib.authoring.findings.message import noun
from chalicelib.authoring.findings.telling import Titles, span
from chalicelib.commands.command import Arguments, Command, Exit, as_json, day, folder, show, show_json, today
from chalicelib.commands.language import Language, aside, headed, label, language, several, spoken, told, word
from chalicelib.commands.words import channel_shown
from chalicelib.decisions.forms.model import Release


def run(arguments: Arguments) -> Exit:
    old, new = load_both(arguments.old, arguments.new)
    since: date = arguments.since or today(new.region.time_zone)
    found = diff(old, new, since)
    if arguments.json:
        show_json(found.as_json())
    else:
        show_difference(found, old, new)
    return Exit.DONE


def two_regions(parser: argparse.ArgumentParser) -> None:
    """The arguments of a command that compares two folders of a region."""
    parser.add_argument("old", type=folder, metavar="OLD", help="原来的规则文件夹 / the rules as they were")
    parser.add_argument("new", type=folder, metavar="NEW", help="改后的规则文件夹 / the rules as edited")
    as_json(parser)


MOST = 20
"""Items of a move that are listed; --json has them all."""


_INDENT = "\n         "


def show_difference(found: Difference, old: Release, new: Release) -> None:
    """What moves, for people: the situations and the items."""
    words, items = counted(found.channel), len({one.item for one in found.channel.items})
    _show_strictness(found.strictness)
    en = f"{words.en}; {several(items, 'item')} come{'s' if items == 1 else ''} out otherwise"
    show(spoken(f"{words.zh}；{items} 个事项改变", en))
    _show_moves(found.channel, old, new)
    _show_burdens(found.burdens)
    for one in found.decisions:
        show(f"\n  {headed(told(one.title, ' '))} {told(counted(one))}")
        _show_moves(one, old, new)
        for words in otherwise_words(one):
            show(f"\n         {told(words, _INDENT)}")
    for alone in found.one_sided:
        show(f"\n  {headed(told(alone.title, ' '))}")
        for words in alone.lines():
            show(f"         {told(words, _INDENT)}")
    _show_days(found)
    _show_asks(found)
    _show_world(found)
    show_entries(found.entries)


def _show_strictness(changes: Sequence[Change]) -> None:
    """The bounds that hold less than before, then the others."""
    for words, found in by_strictness(changes):
        show(headed(told(words)))
        for one in found:
            for number, line in enumerate(one.lines()):
                between = _INDENT + "  "
                said = spoken(visible(line.zh), visible(line.en), between)
                show(f"         {'' if number == 0 else '  '}{said}")
        show("")


def _show_burdens(moves: Sequence[BurdenMove]) -> None:
    """What applications cost the applicant now and did not before."""
    if moves:
        show(f"\n  {headed(told(BURDENS))}")
    for words in burden_lines(moves):
        show(f"         {told(words, _INDENT)}")


def _show_moves(found: Moves, old: Release, new: Release) -> None:
    """Which situations and which items go from what to what."""
    for move in found.moves:
        example = move.example
        item = _item(example.item, old, new) if example.item else ""
        was, becomes = channel_shown(found.called, move.from_), channel_shown(found.called, move.to)
        days, (number, zh, en) = span(example.on, example.until), number_of(found, move)
        many = spoken("若干", "some", "") if number is None else str(number)
        show(f"\n{many:>7}  {was}  →  {becomes}{spoken(zh, en, '')}")
        zh, en = f"{example.words.zh}（{days.zh}）", f"{example.words.en} ({days.en})"
        zh, en = (f"{item}，{zh}", f"{item}, {en}") if item else (zh, en)
        show("         " + spoken(f"例：{zh}", f"e.g. {en}", "\n         "))
        show(f"         {label('规则', 'rule')}{example.old_rule or '-'} → {example.new_rule or '-'}")
    for (on, until, from_, to), alike in groupby(sorted(found.items, key=_how), key=_how):
        names = [_item(one.item, old, new) for one in alike]
        was, becomes = _channel(found.called, from_), _channel(found.called, to)
        days = span(on, None if until == date.max else until)
        since = spoken(days.zh, days.en, " ")
        show(
            f"\n{len(names):>7}  {word('事项', noun(len(names), 'items'))}  {was}  →  {becomes}{aside(since)}"
        )
        _show_few(names)


def show_entries(entries: Sequence[Entry]) -> None:
    """Every changed value, the gravest first; none is left out: somebody will sign for them."""
    if entries:
        show(f"\n{len(entries):>7}  {word('处内容修改', noun(len(entries), 'values edited'))}")
    for danger, groups in by_danger(entries):
        words = heading(danger, groups)
        show(f"\n  {headed(told(words))}")
        for group in groups:
            for number, line in enumerate(lines(group, spoken)):
                show(f"         {'' if number == 0 else '  '}{line}")


def _show_days(found: Difference) -> None:
    lines = list(found.day_lines())
    if lines:
        heading = word(DAYS.zh, DAYS.en)
        show(f"\n         {heading}")
    for words in lines:
        show(f"         {told(words, _INDENT)}")


def _show_asks(found: Difference) -> None:
    for words in ask_lines(found.asks):
        show(f"\n         {label('启用后', 'once in force')}{told(words, _INDENT)}")


def _show_world(found: Difference) -> None:
    """What running cases follow, none of it left out."""
    if found.world is None:
        return
    show(f"\n  {headed(word('外部事实', 'facts of the world'))}")
    for words in notes(found.world):
        show(f"         {told(words, _INDENT + '  ')}")


def _show_few(lines: Sequence[str]) -> None:
    for line in lines[:MOST]:
        show(f"         {line}")
    more = len(lines) - MOST
    if more > 0:
        show("         " + spoken(f"……另有 {more} 处", f"and {more} more (--json)"))


def _how(move: ItemMove) -> tuple[date, date, str, str]:
    return move.on, move.until or date.max, move.from_ or "", move.to or ""


def _channel(called: Titles, channel: str) -> str:
    return channel_shown(called, channel) if channel else aside(word("无此事项", "not there")).lstrip()


def _item(item: str, old: Release, new: Release) -> str:
    form = new.items.get(item) or old.items[item]
    title = form.name.en if language() is Language.EN else form.name.zh
    return f"{title} {item}"


def _arguments(parser: argparse.ArgumentParser) -> None:
    two_regions(parser)
    parser.add_argument(
        "--since", type=day, metavar="YYYY-MM-DD", help="从哪一天起，默认今天 / from which day on; today"
    )


COMMAND = Command(
    ("rules", "diff"),
    "修改规则会改变什么 / what an edit moves: every situation, and the items",
    _arguments,
    run,
)
