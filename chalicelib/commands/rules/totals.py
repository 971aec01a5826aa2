"""``rules totals``: the catalogue's licence items by channel."""

from __future__ import annotations

import argparse

from chalicelib.authoring.findings.telling import usual_couriers
from chalicelib.authoring.proofs.totals import Counted, counted
from chalicelib.commands.columns import right
from chalicelib.commands.command import Arguments, CallError, Command, Exit, show, show_json
from chalicelib.commands.language import aside, label, spoken, told, word
from chalicelib.commands.rules.given.decision import (
    asked_of,
    is_of_channel,
    looks_at_running,
    of_a_day,
    title,
)
from chalicelib.commands.words import channel_shown
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.tables import table


def run(arguments: Arguments) -> Exit:
    release, on = asked_of(arguments)
    if table(release, release.decides).each == "clock" or looks_at_running(release):
        raise _not_of_items(release)
    total = counted(release, on)
    if arguments.json:
        as_of = release.region.published.as_of
        show_json(total.as_json() | {"on": str(on), "published_as_of": as_of and str(as_of)})
    elif is_of_channel(release):
        _table(release, total)
    else:
        _outcomes(release, total)
    return Exit.DONE


def _not_of_items(release: Release) -> CallError:
    """That a decision on running cases or clocks comes out for none of the catalogue's items."""
    called, name = title(release), release.decides
    what = ("计时", "clocks") if table(release, name).each == "clock" else ("在办的办件", "cases")
    return CallError(
        f"“{called.zh}”（{name}）问的是{what[0]}，不是事项，无法按事项统计；"
        f"比较过去的{what[0]}用 rules replay --decision {name} / "
        f'"{called.en}" ({name}) is asked of running {what[1]}, and items cannot be counted by it; '
        f"to compare past {what[1]}: rules replay --decision {name}"
    )


def _outcomes(release: Release, total: Counted) -> None:
    """
    The items by outcome of another decision than the channel, as the ordinary applicant answers: nothing is
    published of them.
    """
    heads = right(word("事项", "items"), 12)
    show(f"{heads}  {'%':>5}  {told(title(release), ' ')}")
    for outcome, items in total.channels.items():
        show(f"{items:>12}  {total.percent(items):>5}  {channel_shown(release, outcome)}")
    show(f"{total.licence_items:>12}  {100.0:>5}  {word('行政许可', 'licence items')}")
    show(
        spoken(
            "按事项统计，申请人的要素按通常的回答（usual）",
            "items are counted, with an applicant's usual answers",
        )
    )


def _table(release: Release, total: Counted) -> None:
    published = release.region.published
    heads, figures = right(word("事项", "items"), 12), right(word("公布", "published"), 16)
    show(f"{heads}  {'%':>5}  {figures}  {word('渠道', 'channel')}")
    for channel, items in total.channels.items():
        figure = published.channels.get(channel, 0)
        show(f"{items:>12}  {total.percent(items):>5}  {figure:>16}  {channel_shown(release, channel)}")
    licences, none = word("行政许可", "licence items"), word("零跑腿", "no visit")
    show(f"{total.licence_items:>12}  {100.0:>5}  {published.licence_items:>16}  {licences}")
    percent, promised = total.zero_errand_percent, f"{published.zero_errand_percent} %"
    show(f"{total.zero_errand:>12}  {percent:>5}  {promised:>16}  {none}")
    for who in usual_couriers(release):
        show(aside(told(who)).lstrip())
    if published.as_of is not None:
        show(f"{label('公布数据截至', 'published as of')}{published.as_of}")


def _arguments(parser: argparse.ArgumentParser) -> None:
    of_a_day(parser, "统计哪一天有效的事项，默认今天 / the day whose items and rules count; today")


COMMAND = Command(
    ("rules", "totals"),
    "按渠道或结果统计行政许可事项 / count the licence items by channel, or by outcome of another decision",
    _arguments,
    run,
)
