"""What a command is, how it speaks and how it ends."""

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic_core import to_json

from chalicelib.authoring.findings.message import page_of
from chalicelib.authoring.findings.problems import Problem
from chalicelib.commands.language import parted, spoken, told, word
from chalicelib.decisions.forms.form import Text
from chalicelib.releases.signer import LONGEST_NAME
from chalicelib.texts.lines import clean_line
from chalicelib.texts.signs import WrongText
from chalicelib.texts.typed import name_typed

Arguments = argparse.Namespace


class Exit(IntEnum):
    """How a command ends, for the shell."""

    DONE = 0
    WRONG = 1
    """The rules or the data are wrong; the problems are listed."""
    WRONG_CALL = 2
    UNDETERMINED = 3


class CallError(ValueError):
    """The command was called wrongly; the message says how to call it: Chinese / English, on each line."""

    code = "wrong-call"
    exit = Exit.WRONG_CALL

    @property
    def text(self) -> Text:
        zh, en = parted(str(self))
        return Text(zh=zh, en=en)


class DataError(CallError):
    """The call is right, and what stands in the file of cases that it names is wrong."""

    code = "wrong-data"
    exit = Exit.WRONG


class OutputError(Exception):
    """What a command says cannot be written, as on a full disk: Chinese / English."""


@contextmanager
def writing() -> Iterator[None]:
    """
    Writes what a command says.

    Raises:
        OutputError: it cannot be written; of a BrokenPipeError where whoever reads has read enough.
    """
    try:
        yield
    except OSError as error:
        zh, en = _why(error)
        raise OutputError(f"无法输出：{zh} / cannot write the output: {en}") from error


@contextmanager
def using(file: Path | str) -> Iterator[None]:
    """
    Reads or writes a file, and others that belong to it.

    Raises:
        CallError: one cannot be read or written; says which and why.
    """
    try:
        yield
    except OSError as error:
        zh, en = _why(error)
        name = _name(error, file)
        raise CallError(f"无法读写 {name}：{zh} / cannot read or write {name}: {en}") from error


def _name(error: OSError, file: Path | str) -> Path | str:
    """What could not be read or written: a file, also where what is first written beside it fails."""
    name = error.filename
    beside = isinstance(name, str) and Path(name).name.startswith(f".{Path(file).name}.")
    return name if isinstance(name, str) and not beside else file


def _why(error: OSError) -> tuple[str, str]:
    """Why a file could not be read or written, in Chinese and English."""
    said = error.strerror or type(error).__name__
    return _WHY.get(error.errno or 0, (said, said))


_WHY = {
    errno.ENOENT: ("没有这个文件或文件夹", "there is no such file or folder"),
    errno.EISDIR: ("这是文件夹", "it is a folder"),
    errno.EACCES: ("没有权限", "this user may not do so"),
    errno.ENOTDIR: ("路径中间不是文件夹", "a part of the path is no folder"),
    errno.ENAMETOOLONG: ("名称太长", "the name is too long"),
    errno.ELOOP: ("链接绕成了圈", "links go round in a circle"),
    errno.EPIPE: ("读取的一方已关闭", "whoever reads it has closed it"),
    errno.EROFS: ("磁盘只读", "the disk can only be read"),
    errno.ENOSPC: ("磁盘已满", "the disk is full"),
}

NO_SUCH_CASE = (
    "没有这个办件，请核对办件编号和部署 / there is no such case; check the number and the deployment"
)


@dataclass(frozen=True)
class Command:
    """
    One command: its words, its help, its arguments and what it does.

    ``words`` is ("rules", "check") for ``rules check`` and ("", "due") for ``due``: the group comes first.
    """

    words: tuple[str, str]
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Arguments], Exit]


def show(text: str) -> None:
    """A line on standard output."""
    with writing():
        sys.stdout.write(text + "\n")


def plain(text: str) -> str:
    """A text from outside for the screen: what would steer the terminal or turn the line is spelled out."""
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)


def show_json(value: object) -> None:
    """One JSON value on one line of standard output."""
    show(to_json(value).decode())


def complain(text: str) -> None:
    """A line on standard error."""
    with writing():
        sys.stderr.write(text + "\n")


def agreed(question: str) -> bool:
    """Whether the person at the terminal says yes; who ends the input (Ctrl-D) has not."""
    try:
        return input(f"{question} [y/N] ").strip().lower() in ("y", "yes", "是")
    except EOFError:
        show("")
        return False


def on_a_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def show_refusal(code: str, why: Text, json: bool) -> None:
    """Why something is not done that may not be done; the same shape as problems have."""
    if json:
        show_json({"ok": False, "problems": [{"code": code, "message": why.model_dump()}]})
    else:
        complain(told(why))


def show_problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        show(problem_shown(problem, problem.place))


_SEVERITIES = {"error": ("错误", "error"), "warning": ("提醒", "warning")}


def problem_shown(problem: Problem, place: str) -> str:
    """A problem with its place, its page, what is wrong and how to mend it."""
    said = spoken(f"{problem.zh} {problem.mend_zh}", f"{problem.en} {problem.mend_en}", "\n  ")
    see = f"({word('见', 'see')} {page_of(problem.code)})"
    return f"{place} {word(*_SEVERITIES[problem.severity])} {problem.code} {see}\n  {said}"


def day(text: str) -> date:
    """
    An argument that is a day.

    Raises:
        argparse.ArgumentTypeError: it is none, or not written YYYY-MM-DD.
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise argparse.ArgumentTypeError("应为日期 YYYY-MM-DD / must be a day, YYYY-MM-DD")
    return found


def person(text: str) -> str:
    """
    An argument that is a name; nothing stands for the default.

    Raises:
        argparse.ArgumentTypeError: it cannot be read, shows nothing or is too long.
    """
    return _told(lambda: clean_line(text, LONGEST_NAME)) if text else text


def code(text: str) -> str:
    """
    An argument that is a name of the rule files or a digest, as it was most likely meant.

    Raises:
        argparse.ArgumentTypeError: it cannot be read.
    """
    return _told(lambda: name_typed(text))


def _told(clean: Callable[[], str]) -> str:
    try:
        return clean()
    except WrongText as wrong:
        raise argparse.ArgumentTypeError(f"{wrong.zh} / {wrong.en}") from wrong


def today(time_zone: str) -> date:
    """Today in the region's time zone."""
    return datetime.now(ZoneInfo(time_zone)).date()


def region_folder(parser: argparse.ArgumentParser) -> None:
    """The arguments that every command on a region's folder has."""
    parser.add_argument("dir", type=folder, metavar="DIR", help="地区文件夹 / a region: rules/licang")
    as_json(parser)


def folder(text: str) -> Path:
    """
    An argument that is a region's folder.

    Raises:
        argparse.ArgumentTypeError: there is no such folder, or it is a part of a region, or only holds the
            folders of regions.
    """
    path = Path(text)
    region = _around(path) if path.exists() else None
    if region is not None:
        raise argparse.ArgumentTypeError(
            f"{text} 在地区 {region} 里；请写整个地区的文件夹：{region} / "
            f"{text} lies in the region {region}; name the folder of the whole region: {region}"
        )
    if not path.is_dir():
        if path.exists():
            raise argparse.ArgumentTypeError(f"{text} 不是文件夹 / {text} is no folder")
        raise argparse.ArgumentTypeError(f"没有文件夹 {text} / there is no folder {text}")
    if not (path / _REGION).exists():
        regions = sorted(file.parent.as_posix() for file in path.glob(f"*/{_REGION}"))
        if regions:
            zh, en = "、".join(regions), ", ".join(regions)
            raise argparse.ArgumentTypeError(
                f"{text} 里有几个地区，请写其中一个：{zh} / {text} holds several regions; name one: {en}"
            )
    return path


_REGION = "region.yaml"


def _around(path: Path) -> str | None:
    """The folder of the region that a file or folder is part of; None for one that is none's."""
    if path.is_dir() and (path / _REGION).exists():
        return None
    if path.name == _REGION:
        return path.parent.as_posix()
    return next((one.as_posix() for one in path.parents if (one / _REGION).exists()), None)


def as_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="只输出 JSON / print JSON and nothing else")
