"""``rules advise``: which one change would lift most items to a lighter channel."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from chalicelib.authoring.advice.advise import Advice, advise
from chalicelib.authoring.advice.as_json import as_json
from chalicelib.authoring.advice.changes.adjustments import adjustments
from chalicelib.authoring.advice.context import AdviceContext
from chalicelib.authoring.advice.decisions import looked_at
from chalicelib.authoring.findings.problems import did_you_mean
from chalicelib.commands.command import (
    Arguments,
    CallError,
    Command,
    Exit,
    complain,
    show,
    show_json,
)
from chalicelib.commands.language import told, word
from chalicelib.commands.progress import Progress
from chalicelib.commands.rules.given.cases_file import PastCases, read_past_cases
from chalicelib.commands.rules.given.decision import asked_of, is_of_channel, of_a_day
from chalicelib.commands.rules.shown.advice_table import table
from chalicelib.decisions.facts.amounts import in_smallest, is_amount
from chalicelib.decisions.facts.facts import wrong
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Fact, Release


def run(arguments: Arguments) -> Exit:
    release, on = asked_of(arguments)
    if not is_of_channel(release):
        return _of_decision(release, on, arguments)
    assumed = _assumed(release, arguments.assume)
    past = None if arguments.cases is None else read_past_cases(arguments.cases, (release,), on)
    left_out = 0 if past is None else past.left_out
    found = _advice(AdviceContext(release, on), assumed, past) if past is None or past.cases else None
    if arguments.json:
        told = {} if past is None else past.as_json(arguments.cases)
        show_json(({} if found is None else as_json(found, arguments.limit, arguments.all)) | told)
    else:
        for line in () if past is None else past.lines(arguments.cases):
            complain(line)
        for line in () if found is None else table(found, arguments.limit, arguments.all, left_out):
            show(line)
    return Exit.WRONG if left_out else Exit.DONE


def _of_decision(release: Release, on: date, arguments: Arguments) -> Exit:
    """
    Of a decision beside the channel which attributes it looks at; no outcome is lighter than another.

    Raises:
        CallError: past cases or answers are given, which weigh visits and nothing else.
    """
    _refuse_weights(arguments)
    found, open_ = looked_at(release, on), adjustments(release, on)
    if arguments.json:
        changes = {
            "rule_changes_tried": open_.tried,
            "rule_changes": [one.as_json() for one in open_.allowed],
        }
        show_json({"decision": release.decides, **found.as_json(), **changes})
        return Exit.DONE
    show(told(found.words(), "\n"))
    for line in found.lines():
        show(f"  {told(line)}")
    show("\n" + told(open_.words(), "\n"))
    for rank, one in enumerate(open_.allowed, 1):
        first, *moves = one.lines()
        show(f"\n{rank:>3}. {told(first)}")
        for move in moves:
            show(f"     {told(move)}")
    return Exit.DONE


def _refuse_weights(arguments: Arguments) -> None:
    for option, given in (("--cases", arguments.cases), ("--assume", arguments.assume)):
        if given:
            raise CallError(
                f"{option} 只用于办理渠道：用来计算少跑几次，别的决策没有跑腿次数。请去掉 {option} / "
                f"{option} is for channels alone: it weighs visits, which no other decision has; leave it out"
            )


def _advice(context: AdviceContext, assumed: Mapping[str, FactValue], past: PastCases | None) -> Advice:
    with Progress() as work:
        trying = partial(work.tell, word("试着修改规则", "trying edits"))
        return advise(context, assumed, None if past is None else past.cases, trying)


def _assumed(release: Release, given: Iterable[str]) -> Mapping[str, FactValue]:
    """
    Answers of the applicant from the command line.

    Raises:
        CallError: a name is not declared, or its value is none that it may have.
    """
    declared = {fact.fact: fact for fact in release.facts if fact.fact.startswith("application.")}
    found: dict[str, FactValue] = {}
    for text in given:
        name, _, value = text.partition("=")
        if name not in declared:
            zh, en = did_you_mean(name, declared)
            raise CallError(f"没有申请要素“{name}”。{zh} / No fact '{name}' of applications. {en}")
        found[name] = _value(declared[name], value)
    return found


def _value(fact: Fact, text: str) -> FactValue:
    counted = in_smallest(fact, text) if is_amount(fact) else None
    value: FactValue = text if counted is None else counted
    if not is_amount(fact) and fact.type in ("bool", "whole_number"):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            value = text
    reason = wrong(fact, value)
    if reason is not None:
        raise CallError(f"{fact.fact} {reason.zh} / {fact.fact} {reason.en}")
    return value


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= 10_000:
        raise argparse.ArgumentTypeError("应为 1 到 10000 的整数 / must be a whole number from 1 to 10000")
    return int(text)


def _arguments(parser: argparse.ArgumentParser) -> None:
    of_a_day(parser)
    parser.add_argument(
        "--assume",
        action="append",
        default=[],
        metavar="FACT=VALUE",
        help="申请人都这样回答，只用于办理渠道 / "
        "what applicants answer, for channels alone: application.courier=false",
    )
    parser.add_argument(
        "--cases",
        type=Path,
        metavar="FILE",
        help="按过去的办件计算，只用于办理渠道；每行一个 {item, facts, on}，- 为标准输入 / "
        "weigh by past cases; for channels alone",
    )
    parser.add_argument(
        "--limit",
        type=_limit,
        default=10,
        metavar="N",
        help="每类最多列几项，默认 10 / how many of each kind",
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help="也列出只有法律才能改变的要素 / also attributes that only a law could change",
    )


COMMAND = Command(
    ("rules", "advise"),
    "改哪一处最能少跑 / which one change would lift most items to a lighter channel",
    _arguments,
    run,
)
