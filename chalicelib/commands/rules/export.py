"""``rules export``: a workbook for officers; the rules of one day for other engines and modelers."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from chalicelib.authoring.agreement.compare import disagreements
from chalicelib.authoring.agreement.engines.exported import EXPORTED
from chalicelib.authoring.checking.load import read
from chalicelib.authoring.exports.dmn import dmn
from chalicelib.authoring.exports.dmn11 import dmn11
from chalicelib.authoring.exports.jdm import ExportError, jdm
from chalicelib.authoring.exports.table import Table, table
from chalicelib.authoring.findings.problems import TOP, problem
from chalicelib.authoring.space.domain import bands
from chalicelib.authoring.workbook.cells.text import TooLongError
from chalicelib.authoring.workbook.write import workbook
from chalicelib.commands.command import (
    Arguments,
    CallError,
    Command,
    Exit,
    show,
    show_json,
    show_problems,
    using,
)
from chalicelib.commands.language import label, spoken, word
from chalicelib.commands.progress import Progress
from chalicelib.commands.rules.given.decision import asked_of, of_a_day
from chalicelib.decisions.forms.form import CHANNEL
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.tables import number_of_rules

TABLES: dict[str, Callable[[Table], str]] = {"dmn": dmn, "dmn11": dmn11, "jdm": jdm}
FORMATS = ("xlsx", *TABLES)


def run(arguments: Arguments) -> Exit:
    return _workbook(arguments) if arguments.to == "xlsx" else _table(arguments)


def _table(arguments: Arguments) -> Exit:
    release, on = asked_of(arguments)
    made = table(release, on)
    try:
        text = TABLES[arguments.to](made)
    except ExportError as error:
        raise CallError(str(error)) from error
    with using(arguments.out):
        arguments.out.write_bytes(text.encode("utf-8"))
    rows = len(made.rows) + 1
    told = {"to": arguments.to, "out": str(arguments.out), "on": made.on.isoformat()}
    told |= {"release": release.digest, "rows": rows}
    if not arguments.json:
        zh, en = f"已导出 {made.on} 的规则，{rows} 行", f"exported the rules of {made.on}, {rows} rows"
        said = spoken(zh, en)
        show(f"{label(said, said)}{arguments.out}")
    if arguments.verify:
        return _verify(arguments, release, told)
    if arguments.json:
        show_json(told)
    return Exit.DONE


def _verify(arguments: Arguments, release: Release, told: dict[str, Any]) -> Exit:
    """Ask an engine that reads the form, in every situation of the rules of the day that was exported."""
    on = date.fromisoformat(told["on"])
    days = [band for band in bands(release) if band.first <= on][-1:]
    with Progress() as work:
        telling = partial(work.tell, word("询问引擎", "asking engines"))
        found = disagreements(release, days, telling, engines=[EXPORTED[arguments.to]])
    problems = [problem(str(arguments.out), TOP, message) for message in found.findings(release.declared)]
    proved = found.ok and not found.left_out and found.situations > 0
    words = found.words()
    if arguments.json:
        more = {"verified": proved, "engines": found.as_json()}
        show_json(told | more | {"problems": [one.as_json() for one in problems]})
        return Exit.DONE if proved else Exit.WRONG
    show_problems(problems)
    if proved:
        zh = "抽取部分情形作答" if found.in_part else "逐一作答"
        en = "in the situations that were asked" if found.in_part else "in every situation"
        said = spoken(f"读取该格式的引擎{zh}，与规则一致", f"read back, it answers as the rules do {en}")
        show(label(said, said) + spoken(words.zh, words.en))
    elif found.left_out:
        show(spoken(f"未能核对：{words.zh}", f"not verified: {words.en}"))
    elif not found.situations:
        show(
            spoken(
                f"没有核对：{on} 没有事项施行，没有情形可问；请用 --on 换一天",
                f"not verified: no item was in effect on {on}, and there was nothing to ask; give "
                "another day with --on",
            )
        )
    return Exit.DONE if proved else Exit.WRONG


def _workbook(arguments: Arguments) -> Exit:
    if arguments.verify:
        raise CallError(
            "工作簿在导入时核对，不用 --verify / a workbook is checked when it comes back: no --verify"
        )
    if arguments.decision != CHANNEL:
        raise CallError("工作簿包含全部决策，不用 --decision / a workbook has all decisions: no --decision")
    if arguments.on is not None:
        raise CallError("工作簿包含各个日期的规则，不用 --on / a workbook has the rules of all days: no --on")
    files, release = read(arguments.dir)
    try:
        content = workbook(arguments.dir, files)
    except TooLongError as error:
        raise CallError(str(error)) from error
    with using(arguments.out):
        arguments.out.write_bytes(content)
    counts = {"rules": number_of_rules(release), "items": len(release.items)}
    if arguments.json:
        told = {"to": arguments.to, "out": str(arguments.out), "release": release.digest}
        show_json(told | counts)
    else:
        zh = f"已导出 {counts['rules']} 条规则、{counts['items']} 个事项，填写方法见“说明”表"
        en = f"exported {counts['rules']} rules and {counts['items']} items; the first sheet explains"
        said = spoken(zh, en)
        show(f"{label(said, said)}{arguments.out}")
    return Exit.DONE


def _arguments(parser: argparse.ArgumentParser) -> None:
    of_a_day(parser)
    parser.add_argument("--to", choices=FORMATS, required=True, help="格式 / format")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="写到 / where to write it")
    parser.add_argument(
        "--verify",
        action="store_true",
        help="用读取该格式的引擎逐一核对 / ask an engine that reads the format in every situation",
    )


COMMAND = Command(
    ("rules", "export"),
    "导出为 Excel 工作簿、DMN 或 GoRules JDM / export as an Excel workbook, DMN or GoRules JDM",
    _arguments,
    run,
)
