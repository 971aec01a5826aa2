"""Which decision a command is about: the channel, or one of the folder ``decisions``."""

from __future__ import annotations

import argparse
from datetime import date

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.findings.problems import did_you_mean
from chalicelib.commands.command import Arguments, CallError, day, region_folder, today
from chalicelib.decisions.effect import ways
from chalicelib.decisions.facts.facts import scope_of
from chalicelib.decisions.forms.form import CHANNEL, Text
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.tables import as_decision, decisions, table

RUNNING = frozenset({"case", "clock"})
"""Whose facts are known of a running case and of its clocks, and of no item or application."""
THE_DAY = "按哪一天的规则，默认今天 / the day whose rules count; today"


def a_decision(parser: argparse.ArgumentParser) -> None:
    """The argument that names a decision."""
    parser.add_argument(
        "--decision",
        default=CHANNEL,
        metavar="NAME",
        help="哪一项决策，默认办理渠道 / which decision: a file of decisions/, or channel, the default",
    )


def of_a_day(parser: argparse.ArgumentParser, which: str = THE_DAY) -> None:
    """
    The arguments of a command on one decision of a region's folder, by the rules of a day.

    Args:
        which: what the day is for.
    """
    region_folder(parser)
    a_decision(parser)
    parser.add_argument("--on", type=day, metavar="YYYY-MM-DD", help=which)


def asked_of(arguments: Arguments) -> tuple[Release, date]:
    """
    The folder as the decision that was named, and the day that was: today, if none was.

    Raises:
        CallError: there is no decision of this name.
        RuleFileError: the folder cannot be read.
    """
    release = named(load(arguments.dir), arguments)
    return release, arguments.on or today(release.region.time_zone)


def named(release: Release, arguments: Arguments) -> Release:
    """
    The release as the decision that was named.

    Raises:
        CallError: there is none of this name.
    """
    return one_of(arguments.decision, release)[0]


def one_of(name: str, *releases: Release) -> list[Release]:
    """
    Releases as the decision of this name, which each of them must have.

    Raises:
        CallError: one has none of this name.
    """
    for release in releases:
        known = decisions(release)
        if name not in known:
            zh, en = did_you_mean(name, known)
            raise CallError(f"没有决策“{name[:60]}”。{zh} / There is no decision '{name[:60]}'. {en}")
    return [as_decision(release, name) for release in releases]


def is_of_channel(release: Release) -> bool:
    """Whether channels come out, of which more is known than of other outcomes: plans, visits, parcels."""
    return release.decides == CHANNEL


def looks_at_running(release: Release) -> bool:
    """Whether a rule looks at what only a running case or its clock has, and no item in the catalogue."""
    return any(scope_of(test.fact) in RUNNING for way in ways(release.rules) for test in way.when)


def title(release: Release) -> Text:
    """What the decision is called."""
    if is_of_channel(release):
        return Text(zh="渠道", en="channel")
    return table(release, release.decides).title
