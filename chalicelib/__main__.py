"""
The command line, for policy staff and operators: ``python -m chalicelib rules check rules/licang``.

A command is one file in ``chalicelib/commands`` that ends in a ``COMMAND``; it is entered here.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence

from chalicelib.authoring.problems import RuleFileError
from chalicelib.commands import (
    activate,
    advise,
    check,
    decide,
    diff,
    due,
    examples,
    explain,
    export,
    import_workbook,
    operate,
    publish,
    replay,
    schema,
    shadow,
    token,
    totals,
)
from chalicelib.commands.command import (
    CallError,
    Command,
    Exit,
    complain,
    show_json,
    show_problems,
    show_refusal,
)
from chalicelib.services.errors import Problem as Refusal

COMMANDS: tuple[Command, ...] = (
    check.COMMAND,
    decide.COMMAND,
    totals.COMMAND,
    export.COMMAND,
    import_workbook.COMMAND,
    schema.COMMAND,
    explain.COMMAND,
    examples.COMMAND,
    advise.COMMAND,
    diff.COMMAND,
    replay.COMMAND,
    publish.PUBLISH,
    activate.COMMAND,
    shadow.COMMAND,
    publish.ROLLBACK,
    publish.LOG,
    due.COMMAND,
    token.COMMAND,
    operate.VERIFY,
    operate.STRAYS,
    operate.RESUME,
)
GROUPS = {
    "rules": "规则文件 / rule files",
    "cases": "办件 / cases",
    "polling": "快递查询 / asking carriers",
}


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run one command.

    Returns:
        0 done, 1 the rules or data are wrong, 2 the call is wrong, 3 undetermined.
    """
    arguments = parser().parse_args(argv)
    command: Command = arguments.command
    try:
        return int(command.run(arguments))
    except CallError as error:
        complain(str(error))
        return int(Exit.WRONG_CALL)
    except Refusal as refusal:
        show_refusal(refusal.code, refusal.text, arguments.json)
        return int(Exit.WRONG)
    except RuleFileError as error:
        if arguments.json:
            show_json({"ok": False, "problems": [problem.as_json() for problem in error.problems]})
        else:
            show_problems(error.problems)
        return int(Exit.WRONG)


def parser() -> argparse.ArgumentParser:
    """All commands, each in its group."""
    top = argparse.ArgumentParser(prog="chalicelib", description="零跑腿 / zero-errand approvals")
    subparsers = top.add_subparsers(required=True, metavar="COMMAND")
    groups = {"": subparsers}
    for name, title in GROUPS.items():
        group = subparsers.add_parser(name, help=title, description=title)
        groups[name] = group.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        group_name, word = command.words
        entry = groups[group_name].add_parser(word, help=command.help, description=command.help)
        command.arguments(entry)
        entry.set_defaults(command=command)
    return top


if __name__ == "__main__":
    gc.disable()  # what a command reads it keeps to its end: looking for garbage there is lost time
    sys.exit(main())
