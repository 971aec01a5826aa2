"""``rules schema``: what editors complete and underline rule files by."""

from __future__ import annotations

import argparse
from pathlib import Path

from chalicelib.authoring.schemas.shelf import regions, stale, wanted, write
from chalicelib.commands.command import Arguments, CallError, Command, Exit, as_json, show, show_json, using
from chalicelib.commands.language import label, spoken


def run(arguments: Arguments) -> Exit:
    rules: Path = arguments.dir
    names = regions(rules)
    if not names:
        raise CallError(
            f"{rules} 下没有地区文件夹，请写各地区所在的文件夹 rules / "
            f"there is no region below {rules}; give the folder rules"
        )
    files = wanted(rules, names)
    with using(rules):
        changed = stale(files)
        if not arguments.check:
            write({path: files[path] for path in changed})
    if arguments.json:
        shown = [path.as_posix() for path in changed]
        show_json({"ok": not (arguments.check and shown), "files": len(files), "changed": shown})
    else:
        _tell(changed, arguments.check)
    return Exit.WRONG if arguments.check and changed else Exit.DONE


def _tell(changed: list[Path], only_check: bool) -> None:
    word = spoken("须重新生成", "to be written again") if only_check else spoken("已写入", "written")
    for path in changed:
        show(f"{label(word, word)}{path}")
    if not changed:
        show(spoken("编辑器用的格式说明都是最新的", "every schema is fresh"))
    elif only_check:
        show(spoken("请运行 rules schema", "run: rules schema"))


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "dir", type=Path, nargs="?", default=Path("rules"), metavar="RULES", help="各地区所在文件夹 / rules"
    )
    parser.add_argument("--check", action="store_true", help="只检查，不写入 / only say what is not fresh")
    as_json(parser)


COMMAND = Command(
    ("rules", "schema"),
    "生成编辑器用的格式说明，供提示和查错 / write the JSON Schemas by which editors complete rule files",
    _arguments,
    run,
)
