"""A parser of calls that tells in both languages what is wrong with one, and what was probably meant."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from chalicelib.authoring.findings.problems import did_you_mean
from chalicelib.commands.command import show_refusal, writing
from chalicelib.commands.language import OPTION, Language, in_language, label, parted, word
from chalicelib.decisions.forms.form import Text

WRONG_CALL = "wrong-call"
"""The code of a call that cannot be done, where problems are told as JSON."""

_SHAPES = (
    (re.compile(r"the following arguments are required: (?P<what>.+)"), "还缺少：{what}"),
    (re.compile(r"unrecognized arguments: (?P<what>.+)"), "不认识：{what}"),
    (re.compile(r"argument (?P<name>[^:]+): expected one argument"), "{name} 后面须写一个值"),
    (re.compile(r"argument (?P<name>[^:]+): invalid \w+ value: (?P<what>.+)"), "{name} 不能是 {what}"),
    (re.compile(r"ambiguous option: (?P<name>\S+) could match (?P<what>.+)"), "{name} 可以是：{what}"),
)
_IDS = (
    "不认识：{what}。几个代号之间用逗号，不空格：--confirm 3fa2c1,90be77 / unrecognized: {what}. "
    "Several ids have commas between them and no blanks: --confirm 3fa2c1,90be77"
)
_CHOICE = re.compile(r"argument [^:]+: invalid choice: '(?P<what>.*)' \(choose from (?P<known>.+)\)")
_OURS = re.compile(r"argument (?P<name>[^:]+): (?P<what>.* / .*)")


class _Help(argparse.HelpFormatter):
    """argparse's own, with its one word in the language of the user."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, label("用法", "usage") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """argparse's own, with its messages in Chinese too; the commands' parsers are of this class as well."""

    _json = _ids = False

    def __init__(self, **words: Any) -> None:
        super().__init__(**_spoken(words), add_help=False, formatter_class=_Help)
        self._positionals.title, self._optionals.title = word("参数", "arguments"), word("选项", "options")
        self.add_argument("-h", "--help", action="help", help="显示这份说明 / show this help")
        self.add_argument(
            OPTION,
            choices=[language.value for language in Language],
            default=argparse.SUPPRESS,
            help="回答的语言；默认按 LANG，否则中文 / the language to answer in; that of LANG, or Chinese",
        )

    def add_argument(self, *names: Any, **more: Any) -> argparse.Action:
        """As argparse does, with the help in the language of the user."""
        return super().add_argument(*names, **_spoken(more))

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:  # type: ignore[override]
        """
        As argparse does; notes whether JSON is asked for, so that a wrong call is told in it too. What a
        command does not know it refuses itself: the parser above it would explain how to call another.
        """
        given = sys.argv[1:] if args is None else args
        self._json, self._ids = "--json" in given, "--confirm" in given
        known, unknown = super().parse_known_args(args, namespace)
        if unknown and not self._subparsers:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return known, unknown

    def _print_message(self, message: str, file: Any = None) -> None:
        """
        As argparse does, which would take no notice of a full disk.

        Raises:
            OutputError: the message cannot be written.
        """
        with writing():
            (file or sys.stderr).write(message)

    def error(self, message: str) -> NoReturn:
        """How to call it, what is wrong, and where to read more; in JSON what is wrong alone. Ends with 2."""
        if self._json:
            zh, en = parted(_both(message))
            show_refusal(WRONG_CALL, Text(zh=zh, en=en), json=True)
            self.exit(2)
        if self._ids and message.startswith("unrecognized arguments"):
            message = _IDS.format(what=message.partition(": ")[2])
        usage = self.format_usage()
        more = label("说明", "explained by")
        self.exit(2, f"{usage}{in_language(_both(message))}\n{more}python -m {self.prog} --help\n")


def _spoken(more: dict[str, Any]) -> dict[str, Any]:
    """The words of a parser or an argument in the language of the user."""
    words = {name: more[name] for name in ("help", "description") if isinstance(more.get(name), str)}
    return more | {name: in_language(text) for name, text in words.items()}


def _both(message: str) -> str:
    """What argparse says, in Chinese and English; our own messages have both languages already."""
    choice = _CHOICE.fullmatch(message)
    if choice:
        known = [one.strip("' ") for one in choice["known"].split(",")]
        zh, en = did_you_mean(choice["what"], known)
        return f"没有“{choice['what']}”。{zh} / {message}. {en}"
    ours = _OURS.fullmatch(message)
    if ours:
        return f"{ours['name']}：{ours['what']}"
    for shape, zh in _SHAPES:
        found = shape.fullmatch(message)
        if found:
            return f"{zh.format(**found.groupdict())} / {message}"
    return message
