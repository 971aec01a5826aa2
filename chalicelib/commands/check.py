"""``rules check``: every mistake of a region's folder, and the proofs."""

from __future__ import annotations

from argparse import ArgumentParser
from functools import partial

from chalicelib.authoring.agreement.budget import EVERYDAY, PUBLICATION
from chalicelib.authoring.check import Checked, check
from chalicelib.commands.command import (
    Arguments,
    Command,
    Exit,
    region_folder,
    show,
    show_json,
    show_problems,
    today,
)
from chalicelib.commands.progress import Progress


def run(arguments: Arguments) -> Exit:
    with Progress() as work:
        checked = check(
            arguments.dir,
            today("Asia/Shanghai"),
            budget=PUBLICATION if arguments.all else EVERYDAY,
            progress=partial(work.tell, "询问引擎 asking engines"),
        )
    if arguments.json:
        show_json(checked.as_json())
    else:
        show_problems(checked.problems)
        show(summary(checked))
    return Exit.DONE if checked.ok else Exit.WRONG


def summary(checked: Checked) -> str:
    """What came of a check, in a few lines."""
    errors = sum(found.severity == "error" for found in checked.problems)
    warnings = len(checked.problems) - errors
    if checked.release is None or errors:
        more = "" if checked.agreement is not None and checked.agreement.ok else _MORE
        return f"{errors} 个错误、{warnings} 个提醒 / {errors} errors, {warnings} warnings{more}"
    items, situations = len(checked.release.items), checked.situations
    return (
        f"通过：{items} 个事项、{situations} 种情形，{warnings} 个提醒 / "
        f"passed: {items} items, {situations} situations, {warnings} warnings\n"
        f"{_engines(checked)}规则版本 release {checked.release.digest}"
    )


def _engines(checked: Checked) -> str:
    if checked.agreement is None:
        return ""
    agreement = checked.agreement
    words = agreement.words()
    more = f"{words.en}\n" if agreement.left_out else ""
    if any(heard < agreement.situations for heard in agreement.asked.values()):
        more += _NOT_ALL
    return f"引擎一致 engines agree: {words.zh}\n{more}"


_NOT_ALL = (
    "情形很多，各引擎先问了最能分辨的；加 --all 全部询问，发布时总是全部询问。\n"
    "There are many situations: each engine was asked those that tell most; --all asks all, as publishing "
    "does.\n"
)
_MORE = (
    "\n改正以上问题后，再检查其余内容（引擎、示例、公布数据）。"
    "\nMend these first; engines, examples and published figures are checked once they are right."
)


def _arguments(parser: ArgumentParser) -> None:
    region_folder(parser)
    parser.add_argument(
        "--all",
        action="store_true",
        help="规则很多时也让各引擎回答每一种情形 / ask engines in every situation, however many there are",
    )


COMMAND = Command(
    ("rules", "check"),
    "检查全部规则文件 / check every rule file, and prove what must hold in every situation",
    _arguments,
    run,
)
