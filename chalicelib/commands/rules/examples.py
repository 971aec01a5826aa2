"""``rules examples``: examples for the officer to confirm."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser
from pathlib import Path

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.examples.confirm import NotConfirmedError, chosen, confirm, file_of
from chalicelib.authoring.examples.propose import Proposed, propose
from chalicelib.commands.command import (
    Arguments,
    CallError,
    Command,
    Exit,
    person,
    show,
    show_json,
    today,
    using,
)
from chalicelib.commands.language import label, spoken, told, word
from chalicelib.commands.progress import Progress
from chalicelib.commands.rules.given.decision import is_of_channel, named, of_a_day
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Confirmed, Release


def run(arguments: Arguments) -> Exit:
    if (arguments.confirm is None) != (arguments.by is None):
        raise CallError("--confirm 和 --by 一起用 / --confirm and --by go together")
    release = named(load(arguments.dir), arguments)
    now = today(release.region.time_zone)
    with Progress() as work:
        found = propose(release, arguments.on or now, now, work.through)
    if arguments.confirm is not None:
        _confirm(arguments, release, found)
    elif arguments.json:
        show_json(found.as_json())
    else:
        _list(found, arguments.dir)
    return Exit.DONE


def _confirm(arguments: Arguments, release: Release, found: Proposed) -> None:
    now, file = today(release.region.time_zone), file_of(release)
    try:
        proposals = chosen(found.proposals, arguments.confirm)
        with using(file):
            confirm(arguments.dir, release, proposals, Confirmed(by=arguments.by, on=now), now)
    except NotConfirmedError as error:
        raise CallError(str(error)) from error
    left_over = len(found.proposals) - len(proposals)
    if arguments.json:
        names = [{"id": one.id, "name": one.name} for one in proposals]
        show_json({"confirmed": names, "by": arguments.by, "on": now.isoformat(), "left": left_over})
        return
    for one in proposals:
        show(f"{word('已确认', 'confirmed')} [{one.id}] {told(one.title, ' ')}")
    show(spoken(f"已写入 {file}，还有 {left_over} 个待确认", f"written to {file}, {left_over} are left"))


def _list(found: Proposed, folder: Path) -> None:
    for one in found.proposals:
        words = told(one.words, "\n     ")
        show(f"{one.number:>3}  [{one.id}] {told(one.title, ' ')}\n     {words}")
    if found.proposals:
        how = spoken("逐条核对，同意的照抄方括号中的代号确认", "confirm what is right by the ids in brackets")
        call = f"rules examples {folder}{_of(found.release)} --confirm {found.proposals[0].id},…"
        show(f"\n{label(how, how).rstrip()}\n  {call} --by {spoken('姓名', 'NAME', '|')}")
    _summary(found)


def _of(release: Release) -> str:
    """How the decision is named in a command; the channel need not be."""
    return "" if is_of_channel(release) else f" --decision {release.decides}"


_BY_RULE = Text(
    zh="情形太多，没有逐个区分条件；没有示例的规则，能决定某种情形的，每条建议一个",
    en="there are too many situations to tell each condition apart: one example is proposed for each rule "
    "that decides a situation and has none",
)


def _summary(found: Proposed) -> None:
    if not found.whole:
        show("\n" + told(_BY_RULE))
        return
    matter = len(found.contrasts)
    number, apart, never = matter + len(found.idle), len(found.told), len(found.idle)
    show(
        "\n"
        + spoken(
            f"条件 {number} 个，已区分 {apart} 个，从不起作用 {never} 个",
            f"conditions: {number}, {apart} told apart, {never} never matter",
        )
    )
    for idle in found.idle:
        where = idle.rule.where
        show(f"  {where.file}:{where.line} {idle.rule.rule}: {idle.condition.fact}")


def _ids(text: str) -> list[str]:
    ids = [one.strip().lower() for one in text.replace("，", ",").split(",")]
    if not all(ids):
        raise argparse.ArgumentTypeError(
            "应为代号，用逗号隔开 / must be ids, with commas between: 3fa2c1,90be77"
        )
    return ids


def _name(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("应为姓名 / must be a name")
    return person(text)


def _arguments(parser: ArgumentParser) -> None:
    of_a_day(parser, "按哪一天起的规则 / the day from which rules count")
    parser.add_argument(
        "--confirm",
        type=_ids,
        metavar="ID,…",
        help="确认这些示例并写入规则文件 / confirm these examples: they are written into the file",
    )
    parser.add_argument("--by", type=_name, metavar="NAME", help="确认人 / who confirms")


COMMAND = Command(
    ("rules", "examples"),
    "建议示例供人工确认 / propose examples that tell every condition apart, to be confirmed",
    _arguments,
    run,
)
