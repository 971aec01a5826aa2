"""``dead list``, ``dead show``, ``dead redrive``: what was left undone, and sending it again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from chalicelib.commands.cloud import in_cloud
from chalicelib.commands.command import Arguments, CallError, Command, Exit, as_json, show, show_json
from chalicelib.commands.progress import Progress
from chalicelib.ports.dead_letters import Letter
from chalicelib.services.dead_letters import Dead, find_dead, redrive


def list_(arguments: Arguments) -> Exit:
    """One line a dead letter or unknown file; the oldest first."""
    lines = [_line(dead) for dead in sorted(_all(), key=_since)]
    if arguments.json:
        show_json(lines)
        return Exit.DONE
    for line in lines:
        show(f"{line['id'][:17]:17}  {line['since']}  {line['kind']:7}  {line['where']}  {line['what']}")
    if not lines:
        show(
            "没有搁置的消息，也没有办件不知道的文件 / nothing lies here, and every file is known to its case"
        )
    return Exit.DONE


def show_one(arguments: Arguments) -> Exit:
    """
    Raises:
        CallError: nothing of that id lies there, or several begin so.
    """
    found = [dead for dead in _all() if dead.id.startswith(arguments.id)]
    if len(found) != 1:
        raise CallError(
            f"编号 {arguments.id} 对应 {len(found)} 条，请从 dead list 照抄 / "
            f"{len(found)} of them begin with {arguments.id}; copy the id from 'dead list'"
        )
    [dead] = found
    line = _line(dead) | {"body": dead.body if isinstance(dead, Letter) else dead.message}
    if arguments.json:
        show_json(line)
    else:
        for name, value in line.items():
            show(f"{name:6}  {value}")
    return Exit.DONE


def send(arguments: Arguments) -> Exit:
    """Send again; whatever was done already is not done twice."""
    sent = in_cloud(lambda cloud: redrive(cloud, arguments.ids))
    missing = [each for each in arguments.ids if not any(id_.startswith(each) for id_ in sent)]
    if missing:
        raise CallError(
            f"已重新发送 {len(sent)} 条；没有可重发的：{'、'.join(missing)} / "
            f"{len(sent)} sent again; nothing to send again under {', '.join(missing)}"
        )
    if arguments.json:
        show_json({"sent": sent})
    else:
        show(f"已重新发送 {len(sent)} 条 / {len(sent)} sent again")
    return Exit.DONE


def _all() -> list[Dead]:
    with Progress() as progress:
        return in_cloud(lambda cloud: list(progress.through("查看 looking at", find_dead(cloud))))


def _since(dead: Dead) -> Any:
    return dead.since if isinstance(dead, Letter) else dead.file.since


def _line(dead: Dead) -> dict[str, Any]:
    since = _since(dead).isoformat(timespec="seconds")
    if isinstance(dead, Letter):
        what = " ".join(dead.body.split())[:80]
        return {"id": dead.id, "kind": "message", "since": since, "where": dead.queue, "what": what}
    case = dead.case or "没有这个办件 no such case"
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
