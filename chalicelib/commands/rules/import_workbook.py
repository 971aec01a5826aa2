"""``rules import``: a workbook that officers filled in becomes rule files; first its effect is shown."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from chalicelib.authoring.workbook.reading.findings import Finding, WorkbookError
from chalicelib.authoring.workbook.taking.store import store
from chalicelib.authoring.workbook.taking.take import FileChange, Taken, take
from chalicelib.commands.command import (
    Arguments,
    Command,
    Exit,
    agreed,
    complain,
    on_a_terminal,
    problem_shown,
    region_folder,
    show,
    show_json,
    today,
    using,
)
from chalicelib.commands.language import label, spoken, told
from chalicelib.commands.rules.diff import show_difference
from chalicelib.decisions.forms.form import Text

_LINES = 60
"""Lines of rule files that are shown before and after; more are only counted."""
_BEFORE_PUBLISHING = Text(
    zh="有错误时也可以写入，以便接着改；改正以前不能发布",
    en="files with errors can be written, so that work can go on; they cannot be published until mended",
)
_KINDS = {
    "added": Text(zh="新增", en="added"),
    "changed": Text(zh="修改", en="changed"),
    "removed": Text(zh="删除", en="removed"),
}


def run(arguments: Arguments) -> Exit:
    if sys.stderr.isatty():
        complain(
            spoken("正在读取工作簿并检查改后的规则…", "reading the workbook, checking the changed rules…")
        )
    try:
        with using(arguments.file):
            taken = take(arguments.file, arguments.dir, today("Asia/Shanghai"), meant=arguments.moved)
        if not arguments.json:
            _show(taken)
        write = bool(taken.files) and taken.new is not None and _wanted(arguments)
        if write:
            with using(arguments.dir):
                store(taken, arguments.dir)
    except WorkbookError as error:
        return _refused(error, json=arguments.json)
    if arguments.json:
        show_json(taken.as_json(written=write))
    else:
        show(_end(taken, write))
    return Exit.DONE if taken.ok else Exit.WRONG


def _wanted(arguments: Arguments) -> bool:
    if arguments.write:
        return True
    return (
        not arguments.json and on_a_terminal() and agreed(spoken("写入这些文件？", "write these files?", ""))
    )


def _refused(error: WorkbookError, *, json: bool) -> Exit:
    if json:
        problems = [found.as_json() for found in error.findings]
        show_json({"ok": False, "written": False, "files": [], "changes": {}, "problems": problems})
    else:
        _show_findings(error.findings)
        number = len(error.findings)
        show("\n" + spoken(f"{number} 处须改正，什么也没有写入", f"{number} to mend; nothing was written"))
    return Exit.WRONG


def _show(taken: Taken) -> None:
    _show_findings(taken.findings)
    for change in taken.files:
        kind = _KINDS[change.kind]
        show(f"{label(kind.zh, kind.en)}{change.file}")
    lines = [line for change in taken.files for line in _lines(change)]
    for line in lines[:_LINES]:
        show(line)
    if len(lines) > _LINES:
        show("  " + spoken(f"… 另有 {len(lines) - _LINES} 行", f"{len(lines) - _LINES} lines more"))
    if taken.difference is not None and taken.new is not None and taken.files:
        show("")
        show_difference(taken.difference, taken.old, taken.new)


def _show_findings(findings: Sequence[Finding]) -> None:
    for found in findings:
        show(problem_shown(found.problem, found.place))


def _lines(change: FileChange) -> Iterator[str]:
    """What changes within a file, without the lines around it; a new or removed file is told by name."""
    if change.kind == "changed":
        before, after = (str(text).splitlines() for text in (change.before, change.after))
        for line in list(difflib.unified_diff(before, after, n=0, lineterm=""))[2:]:
            if not line.startswith("@@"):
                yield f"  {line}"


def _end(taken: Taken, write: bool) -> str:
    files = len(taken.files)
    if not files:
        return spoken("工作簿没有改动，规则文件不变", "nothing was changed in the workbook")
    if write:
        mend = "" if taken.ok else f"\n{told(_BEFORE_PUBLISHING)}"
        return (
            "\n"
            + spoken(f"已写入 {files} 个文件；再改请重新导出", f"{files} files written; export anew for more")
            + mend
        )
    if taken.new is None:
        return "\n" + spoken(
            "改后的规则文件读不通，什么也没有写入", "the changed rule files do not load; nothing was written"
        )
    ask = spoken(
        f"什么也没有写入；确认后加 --write 写入 {files} 个文件", "nothing was written; --write does it"
    )
    return f"\n{ask}" + ("" if taken.ok else f"\n{told(_BEFORE_PUBLISHING)}")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.xlsx", help="填好的工作簿 / the workbook")
    region_folder(parser)
    parser.add_argument(
        "--write", action="store_true", help="写入；不加只看改变什么 / write; without it only look"
    )
    parser.add_argument(
        "--moved",
        action="store_true",
        help="有的列确实要单独换行，照样导入 / columns were moved by themselves on purpose: take them",
    )


COMMAND = Command(
    ("rules", "import"),
    "导入 Excel 工作簿，先看改变什么 / take in an Excel workbook; what it changes is shown first",
    _arguments,
    run,
)
