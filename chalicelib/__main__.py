"""
The command line, for policy staff and operators: ``python -m chalicelib rules check rules/licang``.

A command is one file in a room of ``chalicelib/commands`` that ends in a ``COMMAND``; it is entered here by
its words, and read when it is called: what one command needs no other has to wait for.
"""

from __future__ import annotations

import gc

if __name__ == "__main__":
    gc.disable()  # what a command loads and reads it keeps to its end: looking for garbage there is lost time

import argparse
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from signal import SIGINT, SIGPIPE

from chalicelib.authoring.findings.problems import RuleFileError, TooManySituationsError
from chalicelib.commands.command import (
    CallError,
    Command,
    Exit,
    OutputError,
    complain,
    show_json,
    show_problems,
    show_refusal,
    writing,
)
from chalicelib.commands.language import chosen, in_language, speak, word
from chalicelib.commands.parser import Parser
from chalicelib.decisions.forms.form import Text
from chalicelib.services.errors import Problem as Refusal

Words = tuple[str, str]
COMMANDS: Mapping[Words, str] = {
    ("rules", "check"): "rules.check.COMMAND",
    ("rules", "decide"): "rules.decide.COMMAND",
    ("rules", "totals"): "rules.totals.COMMAND",
    ("rules", "export"): "rules.export.COMMAND",
    ("rules", "import"): "rules.import_workbook.COMMAND",
    ("rules", "schema"): "rules.schema.COMMAND",
    ("rules", "explain"): "rules.explain.COMMAND",
    ("rules", "examples"): "rules.examples.COMMAND",
    ("rules", "advise"): "rules.advise.COMMAND",
    ("rules", "diff"): "rules.diff.COMMAND",
    ("rules", "replay"): "rules.replay.COMMAND",
    ("rules", "publish"): "releases.publish.PUBLISH",
    ("rules", "activate"): "releases.activate.COMMAND",
    ("rules", "shadow"): "releases.shadow.COMMAND",
    ("rules", "rollback"): "releases.publish.ROLLBACK",
    ("rules", "log"): "releases.publish.LOG",
    ("", "due"): "due.COMMAND",
    ("cases", "verify"): "operations.verify.VERIFY",
    ("cases", "erase"): "operations.erase.ERASE",
    ("cases", "strays"): "operations.operate.STRAYS",
    ("keys", "rotate"): "operations.keys.ROTATE",
    ("keys", "erase"): "operations.keys.ERASE",
    ("polling", "resume"): "operations.operate.RESUME",
    ("staff", "revoke"): "operations.staff.REVOKE",
    ("dead", "list"): "operations.dead.LIST",
    ("dead", "show"): "operations.dead.SHOW",
    ("dead", "redrive"): "operations.dead.REDRIVE",
}
GROUPS = {
    "rules": "规则文件 / rule files",
    "cases": "办件 / cases",
    "keys": "封存资料的密钥 / keys of what is sealed",
    "polling": "快递查询 / asking carriers",
    "staff": "工作人员的登录 / staff who are signed in",
    "dead": "搁置的消息和文件 / what was left undone",
}


def main(argv: Sequence[str] | None = None) -> int:
    """
    Run one command.

    Returns:
        0 done, 1 the rules or data are wrong, 2 the call is wrong, 3 undetermined.
    """
    words = sys.argv[1:] if argv is None else list(argv)
    speak(chosen(words, os.environ))
    arguments = parser(_called(words)).parse_args(words)
    command: Command = arguments.command
    try:
        return int(command.run(arguments))
    except CallError as error:
        if arguments.json:
            show_refusal(error.code, error.text, json=True)
        else:
            complain(in_language(str(error)))
        return int(error.exit)
    except Refusal as refusal:
        show_refusal(refusal.code, refusal.text, arguments.json)
        return int(Exit.WRONG)
    except TooManySituationsError:
        show_refusal("too-many-situations", _too_many(arguments), arguments.json)
        return int(Exit.WRONG)
    except MemoryError:
        show_refusal("too-little-memory", _TOO_LITTLE, arguments.json)
        return int(Exit.WRONG_CALL)
    except RuleFileError as error:
        if arguments.json:
            show_json({"ok": False, "problems": [problem.as_json() for problem in error.problems]})
        else:
            show_problems(error.problems)
        return int(Exit.WRONG)


def _too_many(arguments: argparse.Namespace) -> Text:
    """That there are too many situations, and of which decision, where a command is of one."""
    named = getattr(arguments, "decision", None)
    zh, en = (f"决策“{named}”的", f" of the decision '{named}'") if named else ("", "")
    return Text(
        zh=f"{zh}规则能区分的情形太多，无法逐一比较；请减少规则判断的要素或数值界限。从不起作用的规则和条件可以"
        "删去，rules check 会逐一指出",
        en=f"the rules{en} tell too many situations apart to go through all of them; test fewer facts, or "
        "fewer bounds of numbers. Rules and conditions that never matter can go: 'rules check' names them",
    )


_TOO_LITTLE = Text(
    zh="给本命令的内存太少，没有做完；规则是否正确还不知道。请先执行 ulimit -v unlimited 再试：地址空间按规则"
    "预留几至几十 GB，几乎都不占用",
    en="this command was given too little memory and did not finish; whether the rules are right is not "
    "known. Run 'ulimit -v unlimited' first and try again: some GB of addresses are reserved, for many rules "
    "some tens, and hardly any are used",
)


def parser(called: Iterable[Words] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """The commands, each in its group; all of them, or those that are called."""
    top = Parser(prog="chalicelib", description="零跑腿 / zero-errand approvals")
    subparsers = top.add_subparsers(title=word("命令", "commands"), required=True, metavar="COMMAND")
    groups = {"": subparsers}
    for name, title in GROUPS.items():
        group = subparsers.add_parser(name, help=in_language(title), description=title)
        groups[name] = group.add_subparsers(title=word("命令", "commands"), required=True, metavar="COMMAND")
    for words in called:
        command = _read(words)
        entry = groups[words[0]].add_parser(
            words[1], help=in_language(command.help), description=command.help
        )
        command.arguments(entry)
        entry.set_defaults(command=command)
    return top


def _called(words: Sequence[str]) -> Iterable[Words]:
    """The command that the words begin with; all of them where they name none, so that help can be given."""
    for known in (("", *words[:1]), tuple(words[:2])):
        if known in COMMANDS:
            return (known,)  # type: ignore[return-value]  # as long as the key that it is
    return tuple(COMMANDS)


def _read(words: Words) -> Command:
    module, _, name = COMMANDS[words].rpartition(".")
    command: Command = getattr(import_module(f"chalicelib.commands.{module}"), name)
    return command


def _run() -> int:
    """
    Run the command of this process until all that it says is written.

    Returns:
        As ``main``; 2 where what it says cannot be written. As shells count, 128 and the number of the signal
        that would have ended it: SIGPIPE of a reader who has read enough, such as head, SIGINT of Ctrl-C.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell: nothing comes, and nobody listens
            setattr(sys, name, Path(os.devnull).open("r+", encoding="utf-8"))  # noqa: SIM115  # to the end
    try:
        try:
            return main()
        finally:
            with writing():
                sys.stdout.flush()
    except SystemExit as ended:
        return int(ended.code or 0)
    except KeyboardInterrupt:
        return 128 + SIGINT
    except OutputError as error:
        if isinstance(error.__cause__, BrokenPipeError):
            return 128 + SIGPIPE
        with suppress(OutputError):
            complain(in_language(str(error)))
        return int(Exit.WRONG_CALL)


if __name__ == "__main__":
    os._exit(_run())  # at once: to take a million small values apart first would take as long as to read them
