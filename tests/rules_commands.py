"""
The table of all commands in ``rules/README.md``, made of the parser: what each does, every option it takes.

``python -m tests.rules_readme`` writes it anew.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from unittest.mock import patch

from chalicelib.__main__ import COMMANDS, GROUPS, Words, parser
from chalicelib.commands.language import Language, _Speaker, parted

BEGIN, END = "<!-- 命令 commands -->", "<!-- 命令完 end of commands -->"
_TABLE = re.compile(f"{BEGIN}\n.*?{END}", re.DOTALL)
_HEAD = ("| 命令和选项 command, option | 做什么 | what it does |", "|---|---|---|")
_OF_ALL = ("help", "lang")


def with_commands(page: str) -> str:
    """The page with the table as it is now between its marks."""
    return _TABLE.sub(lambda _: f"{BEGIN}\n{table()}{END}", page)


def table() -> str:
    """One folded table a group of commands."""
    with patch.object(_Speaker, "language", Language.BOTH):
        return "".join(f"{line}\n" for group in ["", *GROUPS] for line in _of_group(group))


def options(words: Words) -> list[argparse.Action]:
    """What a command takes, but for what every command does."""
    found: argparse.ArgumentParser = parser([words])
    for word in filter(None, words):
        found = _inner(found).choices[word]
    return [one for one in found._actions if one.dest not in _OF_ALL]


def _inner(above: argparse.ArgumentParser) -> argparse._SubParsersAction[argparse.ArgumentParser]:
    return next(one for one in above._actions if isinstance(one, argparse._SubParsersAction))


def _of_group(group: str) -> Iterator[str]:
    title = GROUPS.get(group, "期限 / time limits")
    yield f"<details><summary>{title}</summary>\n"
    yield from _HEAD
    for words in (one for one in COMMANDS if one[0] == group):
        name = " ".join(filter(None, words))
        given = options(words)
        places = "".join(f" {one.metavar or one.dest.upper()}" for one in given if not one.option_strings)
        yield _row(f"**`{name}{places}`**", _help(words))
        for one in given:
            if one.option_strings:
                value = "" if one.nargs == 0 else f" {_value(one)}"
                yield _row(f"`{', '.join(one.option_strings)}{value}`", str(one.help))
    yield "\n</details>\n"


def _value(action: argparse.Action) -> str:
    return (
        "|".join(map(str, action.choices)) if action.choices else str(action.metavar or action.dest.upper())
    )


def _help(words: Words) -> str:
    inner = _inner(parser([words]))
    for word in filter(None, words[:-1]):
        inner = _inner(inner.choices[word])
    return next(str(one.help) for one in inner._get_subactions() if one.dest == words[-1])


def _row(name: str, both: str) -> str:
    zh, en = parted(both)
    return f"| {name.replace('|', chr(92) + '|')} | {zh} | {en} |".replace("%%", "%")
