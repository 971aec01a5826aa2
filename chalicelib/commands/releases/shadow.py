"""``rules shadow``: a second release decides beside the one in force, and what it would have changed."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from chalicelib.authoring.comparing.replaying.clocks import ReplayedClocks, replay_clocks
from chalicelib.authoring.findings.telling import Titles, fact_is, joined, titles
from chalicelib.commands.cloud import a_region, asked, policy_desk, region_of
from chalicelib.commands.command import Arguments, CallError, Command, Exit, as_json, show, show_json
from chalicelib.commands.language import aside, label, spoken, told, word
from chalicelib.commands.releases.publish import by_whom, show_signed, signer
from chalicelib.commands.words import channel_shown
from chalicelib.decisions.forms.form import CHANNEL, UNDETERMINED, FactValue, Text
from chalicelib.decisions.forms.model import Fact, Release
from chalicelib.decisions.tables import as_decision, table
from chalicelib.services.days import local_day
from chalicelib.services.releases.clocks_of_cases import ClocksOfCases
from chalicelib.services.releases.publication_log import read_log
from chalicelib.services.releases.shadow_rules import (
    Difference,
    Run,
    Tally,
    end_shadow,
    last_run,
    start_shadow,
    tally,
)

if TYPE_CHECKING:
    from chalicelib.wiring import PolicyDesk

MOST_CASES = 20_000
_SHOWN = 20


def run(arguments: Arguments) -> Exit:
    desk = policy_desk()
    now, digest = desk.clock.now(), arguments.digest
    if digest and arguments.off:
        raise CallError("DIGEST 与 --off 只能用一个 / give a DIGEST or --off, not both")
    if arguments.off:
        region, who = region_of(arguments, desk), signer(arguments, desk)
        show_signed(arguments, asked(lambda: end_shadow(desk.releases, region, who, now)))
    elif digest:
        who = signer(arguments, desk)
        show_signed(arguments, asked(lambda: start_shadow(desk.releases, digest, who, now)))
    else:
        region = region_of(arguments, desk)
        standing, log = asked(lambda: read_log(desk.releases, region))
        ran = last_run(log)
        past = asked(lambda: tuple(desk.past.recent(region, now, MOST_CASES))) if ran else ()
        shown = () if ran is None else dict.fromkeys(name for name in (standing.active, ran.release) if name)
        releases = [asked(partial(desk.releases.get, name)) for name in shown]
        facts = {fact.fact: fact for one in releases for fact in one.facts}
        found = Tally() if ran is None else tally(past, ran, facts)
        today = local_day(releases[0], now) if releases else None
        clocks = {} if today is None else asked(lambda: _clocks(desk, releases, today))
        _report(arguments, ran, found, clocks, today, titles(*releases), facts)
    return Exit.DONE


class _OfClocks(NamedTuple):
    """A decision on clocks, what it makes of the running ones, and how its outcomes are called."""

    title: Text
    replayed: ReplayedClocks
    called: Titles


def _clocks(desk: PolicyDesk, releases: Sequence[Release], today: date) -> dict[str, _OfClocks]:
    """
    What the release in shadow makes of the clocks that run today, under each decision that both ask of
    clocks, by its name. It is worked out whenever somebody asks, also when the run is over, and nothing of it
    is kept from day to day: on which days which card would have been shown nobody can look up.
    """
    if len(releases) < 2:  # nothing else is in force
        return {}
    active, shadow = releases
    clocks = ClocksOfCases(desk.running_clocks, desk.releases, active)
    return {
        name: _OfClocks(
            table(shadow, name).title,
            replay_clocks(active, shadow, name, clocks, today),
            titles(as_decision(active, name), as_decision(shadow, name)),
        )
        for name in active.decisions.keys() & shadow.decisions.keys()
        if all(one.decisions[name].asked == "every_working_day" for one in releases)
    }


def _report(
    arguments: Arguments,
    ran: Run | None,
    found: Tally,
    clocks: Mapping[str, _OfClocks],
    today: date | None,
    called: Titles,
    facts: Mapping[str, Fact],
) -> None:
    name, running = (None, False) if ran is None else (ran.release, ran.until is None)
    if arguments.json:
        of_clocks = {decides: each.replayed.as_json(decides) for decides, each in clocks.items()}
        on = {"clocks_on": None if today is None else today.isoformat()}
        show_json({"shadow": name, "running": running, **found.as_json(), "clocks": of_clocks, **on})
        return
    if name is None:
        show(spoken("没有影子运行过", "nothing has run in shadow"))
        return
    state = word("运行中", "running") if running else word("已结束", "ended")
    show(f"{label('影子版本', 'release in shadow')}{name}{aside(state)}")
    _show_cases(found, called, facts)
    _show_clocks(clocks, today)


def _show_cases(found: Tally, called: Titles, facts: Mapping[str, Fact]) -> None:
    show(
        spoken(
            f"{found.cases} 个办件：{found.same} 个相同，{found.differ} 个不同，其中 {found.failed} 个出错",
            f"{found.cases} cases: {found.same} the same, {found.differ} differ, {found.failed} of them "
            "failed",
        )
    )
    for one in found.ranked[:_SHOWN]:
        _line(one, called, facts)
    if len(found.ranked) > _SHOWN:
        show(spoken(f"另有 {len(found.ranked) - _SHOWN} 种", "and more kinds: --json"))


def _show_clocks(clocks: Mapping[str, _OfClocks], today: date | None) -> None:
    if clocks:
        show(
            "\n"
            + spoken(
                f"以下按 {today} 在走的计时现算，影子运行不逐日留存计时的结果",
                f"worked out now for the clocks that run on {today}; a shadow run keeps no daily record of "
                "clocks",
            )
        )
    for each in clocks.values():
        show("\n" + label(each.title.zh, each.title.en).rstrip())
        for words in each.replayed.lines(each.called):
            show(told(words))


def _line(one: Difference, called: Titles, facts: Mapping[str, Fact]) -> None:
    case, (outcome, rule), (other, other_rule) = one.example, one.active, one.shadow
    failed = f"{label('出错', 'failed')}{one.failed}"
    to = failed if one.failed else _named(called, one.decision, other)
    show(f"\n{one.cases:>7}  {case.item}")
    show(f"         {_named(called, one.decision, outcome)}  →  {to}")
    show(f"         {label('规则', 'rule')}{rule or '-'} → {other_rule or '-'}")
    said = joined((_fact(facts, *known) for known in sorted(case.application.items())), "，", ", ")
    show(f"         {label('例', 'e.g.')}{told(said)}{aside(str(case.on))}")


def _fact(facts: Mapping[str, Fact], name: str, value: FactValue) -> Text:
    """A fact in words, an amount in its unit; of a fact that neither release declares its name."""
    fact = facts.get(name)
    return Text(zh=f"{name}={value}", en=f"{name}={value}") if fact is None else fact_is(fact, value)


def _named(called: Titles, decision: str, outcome: str | None) -> str:
    """An outcome for people: of the channel by its title, of another decision with that one's name."""
    if decision == CHANNEL:
        return channel_shown(called, outcome or UNDETERMINED)
    return f"{label(decision, decision)}{outcome or word('未询问', 'not asked')}"


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "digest", nargs="?", metavar="DIGEST", help="让哪个已发布的版本影子运行 / which published release"
    )
    parser.add_argument("--off", action="store_true", help="结束影子运行 / end it")
    a_region(parser)
    by_whom(parser, "操作人，默认登录名 / who does it; the login name")
    as_json(parser)


COMMAND = Command(
    ("rules", "shadow"),
    "影子运行：新版本同时判断但不影响办件，统计差异 / decide in shadow, and count what differs",
    _arguments,
    run,
)
