"""``dead list``, ``dead show``, ``dead redrive``: what was left undone, and sending it again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from chalicelib.commands.cloud import in_cloud
from chalicelib.commands.command import (
    Arguments,
    CallError,
    Command,
    Exit,
    as_json,
    complain,
    plain,
    show,
    show_json,
)
from chalicelib.commands.language import spoken, word
from chalicelib.commands.progress import Progress
from chalicelib.ports.dead_letters import Letter
from chalicelib.services.dead_letters import Dead, find_dead, redrive


def list_(arguments: Arguments) -> Exit:
    """One line a dead letter or unknown file; the oldest first."""
    hidden = _tell_hidden()
    lines = [_line(dead) for dead in sorted(_all(), key=_since)]
    if arguments.json:
        show_json(lines)
        return Exit.DONE
    for line in lines:
        told = f"{line['id'][:17]:17}  {line['since']}  {line['kind']:7}  {line['where']}  {line['what']}"
        show(plain(told))
    if not lines and not hidden:
        show(
            spoken(
                "没有搁置的消息，也没有办件不知道的文件",
                "nothing lies here, and every file is known to its case",
            )
        )
    return Exit.DONE


def show_one(arguments: Arguments) -> Exit:
    """
    Raises:
        CallError: nothing of that id lies there, or several begin so.
    """
    dead = _one_of(_all(), arguments.id)
    line = _line(dead) | {"body": dead.body if isinstance(dead, Letter) else dead.message}
    if arguments.json:
        show_json(line)
    else:
        for name, value in line.items():
            show(f"{name:6}  {plain(value)}")
    return Exit.DONE


def send(arguments: Arguments) -> Exit:
    """
    Send again; whatever was done already is not done twice.

    Raises:
        CallError: an id names nothing, or several: nothing is sent; or what cannot be sent again.
    """
    _tell_hidden()
    found = _all() if arguments.ids else []
    ids = [_one_of(found, each).id for each in arguments.ids]
    sent = in_cloud(lambda cloud: redrive(cloud, ids))
    missing = [each for each in ids if each not in sent]
    if missing:
        raise CallError(
            f"已重新发送 {len(sent)} 条；没有可重发的：{'、'.join(missing)} / "
            f"{len(sent)} sent again; nothing to send again under {', '.join(missing)}"
        )
    if arguments.json:
        show_json({"sent": sent})
    else:
        show(spoken(f"已重新发送 {len(sent)} 条", f"{len(sent)} sent again"))
    return Exit.DONE


def _tell_hidden() -> int:
    """How many letters somebody else looks at, told beside the output: they are not on the list."""
    hidden = in_cloud(lambda cloud: cloud.letters.hidden())
    if hidden:
        complain(
            spoken(
                f"另有约 {hidden} 条消息正被他人查看，此时看不到，请一分钟后再看",
                f"about {hidden} more messages are being looked at by somebody else; look again in a minute",
            )
        )
    return hidden


def _one_of(found: list[Dead], start: str) -> Dead:
    """
    What lies there under an id, or its beginning.

    Raises:
        CallError: nothing of that id lies there, or several begin so.
    """
    named = [dead for dead in found if dead.id.startswith(start)]
    if len(named) != 1 or not start:
        raise CallError(
            f"编号“{start}”对应 {len(named)} 条，请从 dead list 照抄 / "
            f"{len(named)} of them begin with '{start}'; copy the id from 'dead list'"
        )
    return named[0]


def _all() -> list[Dead]:
    with Progress() as progress:
        return in_cloud(lambda cloud: list(progress.through(word("查看", "looking at"), find_dead(cloud))))


def _since(dead: Dead) -> Any:
    return dead.since if isinstance(dead, Letter) else dead.file.since


def _line(dead: Dead) -> dict[str, Any]:
    since = _since(dead).isoformat(timespec="seconds")
    if isinstance(dead, Letter):
        what = " ".join(dead.body.split())[:80]
        return {"id": dead.id, "kind": "message", "since": since, "where": dead.queue, "what": what}
    case = dead.case or word("没有这个办件", "no such case")
    return {"id": dead.id, "kind": "file", "since": since, "where": case, "what": dead.file.key}


def _one(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="编号或其开头 / its id, or how it begins")
    as_json(parser)


def _some(parser: ArgumentParser) -> None:
    parser.add_argument(
        "ids", metavar="ID", nargs="*", help="编号；不写为全部 / ids; all where none is given"
    )
    as_json(parser)


LIST = Command(("dead", "list"), "列出搁置的消息和无主文件 / what was left undone", as_json, list_)
SHOW = Command(("dead", "show"), "查看一条 / look at one", _one, show_one)
REDRIVE = Command(("dead", "redrive"), "重新发送，可重复执行 / send again, safe to repeat", _some, send)
