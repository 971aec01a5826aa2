"""``rules export``: the rules of one day for other engines and modelers."""

from __future__ import annotations

import argparse
from pathlib import Path

from chalicelib.authoring.exports.cells import ExportError
from chalicelib.authoring.exports.dmn import dmn
from chalicelib.authoring.exports.jdm import jdm
from chalicelib.authoring.exports.table import table
from chalicelib.authoring.load import load
from chalicelib.commands.command import (
    Arguments,
    CallError,
    Command,
    Exit,
    day,
    region_folder,
    show,
    show_json,
    today,
)

FORMATS = {"dmn": dmn, "jdm": jdm}


def run(arguments: Arguments) -> Exit:
    release = load(arguments.dir)
    made = table(release, arguments.on or today(release.region.time_zone))
    try:
        text = FORMATS[arguments.to](made)
    except ExportError as error:
        raise CallError(str(error)) from error
    try:
        arguments.out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CallError(f"无法写入 {arguments.out} / cannot write {arguments.out}") from error
    rows = len(made.rows) + 1
    if arguments.json:
        told = {"to": arguments.to, "out": str(arguments.out), "on": made.on.isoformat()}
        show_json(told | {"release": release.digest, "rows": rows})
    else:
        zh, en = f"已导出 {made.on} 的规则，{rows} 行", f"exported the rules of {made.on}, {rows} rows"
        show(f"{zh} / {en}: {arguments.out}")
    return Exit.DONE


def _arguments(parser: argparse.ArgumentParser) -> None:
    region_folder(parser)
    parser.add_argument("--to", choices=FORMATS, required=True, help="格式 / format")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="写到 / where to write it")
    parser.add_argument(
        "--on", type=day, metavar="YYYY-MM-DD", help="按哪一天的规则 / the day whose rules count"
    )


COMMAND = Command(
    ("rules", "export"),
    "导出为 DMN 或 GoRules JDM / export as DMN or GoRules JDM",
    _arguments,
    run,
)
