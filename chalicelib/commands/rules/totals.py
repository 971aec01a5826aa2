"""``rules totals``: the catalogue's licence items by channel."""

from __future__ import annotations

import argparse

from chalicelib.authoring.findings.telling import usual_couriers
from chalicelib.authoring.proofs.totals import Counted, counted
from chalicelib.commands.columns import right
from chalicelib.commands.command import Arguments, Command, Exit, show, show_json
from chalicelib.commands.language import aside, label, told, word
from chalicelib.commands.rules.given.decision import asked_of, is_of_channel, of_a_day, title
from chalicelib.commands.words import channel_shown
from chalicelib.decisions.forms.model import Release


def run(arguments: Arguments) -> Exit:
    release, on = asked_of(arguments)
    total = counted(release, on)
    if arguments.json:
        as_of = release.region.published.as_of
        show_json(total.as_json() | {"on": str(on), "published_as_of": as_of and str(as_of)})
    elif is_of_channel(release):
        _table(release, total)
    else:
        _outcomes(release, total)
    return Exit.DONE


def _outcomes(release: Release, total: Counted) -> None:
    """The items by outcome of another decision than the channel: nothing is published of them."""
    heads = right(word("事项", "items"), 12)
    show(f"{heads}  {'%':>5}  {told(title(release), ' ')}")
    for outcome, items in total.channels.items():
        show(f"{items:>12}  {total.percent(items):>5}  {channel_shown(release, outcome)}")
    show(f"{total.licence_items:>12}  {100.0:>5}  {word('行政许可', 'licence items')}")


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
