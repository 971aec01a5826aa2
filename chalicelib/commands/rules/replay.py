"""``rules replay``: what an edit of the rules would have meant for past cases."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from chalicelib.authoring.checking.load import load_both
from chalicelib.authoring.comparing.replaying.clocks import Gravity, gravity, with_gravity
from chalicelib.authoring.comparing.replaying.replay import Outcome, Replayed, replay
from chalicelib.authoring.comparing.replaying.untold import CASES, CLOCKS, untold_words
from chalicelib.authoring.findings.telling import Titles, outcome_word, titles
from chalicelib.commands.columns import left, right, signed
from chalicelib.commands.command import Arguments, Command, Exit, complain, day, show, show_json, today
from chalicelib.commands.language import label, spoken, told, word
from chalicelib.commands.rules.diff import two_regions
from chalicelib.commands.rules.given.cases_file import left_out_words, read_past_cases
from chalicelib.commands.rules.given.decision import a_decision, one_of
from chalicelib.commands.words import channel_shown
from chalicelib.decisions.forms.form import CHANNEL, Text


def run(arguments: Arguments) -> Exit:
    old, new = one_of(arguments.decision, *load_both(arguments.old, arguments.new))
    since = today(new.region.time_zone)
    on = arguments.on or since
    past = read_past_cases(arguments.cases, (old, new), on)
    found = replay(old, new, past.cases, since) if past.cases else None
    grave = gravity(old, new, new.decides)
    if arguments.json:
        made = {} if found is None else found.as_json(new.decides)
        graver = made if found is None or grave is None else with_gravity(made, found, grave)
        show_json(graver | past.as_json(arguments.cases))
    else:
        for line in past.lines(arguments.cases):
            complain(line)
        if found is not None:
            show_replayed(found, titles(old, new), new.decides, grave, past.left_out)
    return Exit.WRONG if past.left_out else Exit.DONE


def show_replayed(
    found: Replayed,
    called: Titles,
    decides: str = CHANNEL,
    grave: Gravity | None = None,
    left_out: int = 0,
) -> None:
    """
    What past cases become, for people.

    Args:
        grave: of a decision on clocks, which outcomes are graver: then each line of the file was a clock.
        left_out: how many lines were wrong, and are not among them.
    """
    of = CASES if grave is None else CLOCKS
    show(told(_sum(found, decides, grave)))
    if left_out:
        show(left_out_words(left_out))
    _show_untold(found, found, of)
    moves = [(number, *move) for move, number in found.matrix.items() if move[0] != move[1]]
    for number, from_, to in sorted(moves, reverse=True):
        way = "" if grave is None else spoken(*grave.direction(from_, to), "")
        show(f"{number:>9}  {channel_shown(called, from_)}  →  {channel_shown(called, to)}{way}")
    heads = (word("原", "old"), word("新", "new"), word("增减", "change"))
    show("\n" + left("", 24) + "".join(right(head, 14) for head in heads))
    for name, old, new in _sums(found, decides):
        show(left(name, 24) + f"{old:>14}{new:>14}{signed(new - old):>14}")
    _show_days(found, called, decides, of)


def _sum(found: Replayed, decides: str, grave: Gravity | None) -> Text:
    kind = outcome_word(decides)
    if grave is None:
        return Text(
            zh=f"{found.known} 个办件中，{found.moved} 个改变{kind.zh}",
            en=f"{found.moved} of {found.known} past cases {_moves(found.moved, found.known)}",
        )
    words = grave.words(found)
    return Text(
        zh=f"{found.known} 个计时中，{found.moved} 个改变{kind.zh}，{words.zh}",
        en=f"{found.moved} of {found.known} clocks {_moves(found.moved, found.known)}, {words.en}",
    )


def _moves(*of: int) -> str:
    """The English verb of one, or of more."""
    return "moves" if 1 in of else "move"


def _show_untold(found: Replayed, then: Outcome, of: Text, indent: str = "") -> None:
    """The cases that could not be decided again, and why."""
    for words in untold_words(then, found.declared, of):
        show(indent + told(words, f"\n{indent}"))


def _sums(found: Replayed, decides: str) -> Iterator[tuple[str, int, int]]:
    """What all cases cost; of another decision than the channel nobody comes and nothing is sent."""
    if decides == CHANNEL:
        yield word("跑腿次数", "visits"), found.old.visits, found.new.visits
        yield word("快递收件", "parcels in"), found.old.parcels_in, found.new.parcels_in
        yield word("快递送件", "parcels out"), found.old.parcels_out, found.new.parcels_out
    undecided = (
        word("待定", "undetermined")
        if decides == CHANNEL
        else word("要素不全或无规则适用", "facts missing or no rule decides")
    )
    yield undecided, found.old.undecided, found.new.undecided


def _show_days(found: Replayed, called: Titles, decides: str, of: Text) -> None:
    """The same cases today and on each day on which something changes."""
    heading = (
        word("如果这些办件在以下日期申请", "the same cases, had they come on")
        if of == CASES
        else word("如果在以下日期询问这些计时", "the same clocks, had they been asked about on")
    )
    show(f"\n{heading}")
    for on, then in found.as_of.items():
        visits = (
            f"，跑腿 {then.old.visits} → {then.new.visits} 次",
            f", visits {then.old.visits} → {then.new.visits}",
        )
        zh, en = visits if decides == CHANNEL else ("", "")
        kind = outcome_word(decides)
        show(
            f"  {label(str(on), str(on))}"
            + spoken(f"{then.moved} 个改变{kind.zh}{zh}", f"{then.moved} {_moves(then.moved)}{en}")
        )
        for (from_, to), number in sorted(then.matrix.items(), key=lambda one: -one[1]):
            if from_ != to:
                show(f"{number:>9}  {channel_shown(called, from_)}  →  {channel_shown(called, to)}")
        _show_untold(found, then, of, "    ")


def _arguments(parser: argparse.ArgumentParser) -> None:
    two_regions(parser)
    a_decision(parser)
    parser.add_argument(
        "--cases",
        type=Path,
        required=True,
        metavar="FILE",
        help="过去的办件，每行一个 {item, facts, on}；问计时的决定则每行一个计时；- 为标准输入 / "
        "past cases, for a decision on clocks a clock a line; - for standard input",
    )
    parser.add_argument(
        "--on", type=day, metavar="YYYY-MM-DD", help="没有日期的办件按哪一天 / the day of lines without one"
    )


COMMAND = Command(
    ("rules", "replay"),
    "修改规则对过去的办件意味着什么 / what an edit would have meant for past cases",
    _arguments,
    run,
)
