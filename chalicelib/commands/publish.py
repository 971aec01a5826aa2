"""``rules publish``, ``activate`` and ``log``: checked rules reach the cloud, and are put in force."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from datetime import UTC, datetime

from chalicelib.authoring.check import check
from chalicelib.commands.cloud import on_shelf
from chalicelib.commands.command import (
    Arguments,
    Command,
    Exit,
    as_json,
    region_folder,
    show,
    show_json,
    show_problems,
    today,
)
from chalicelib.services.publish_rules import Entry, activate_release, publish_release


def publish(arguments: Arguments) -> Exit:
    checked = check(arguments.dir, today("Asia/Shanghai"))
    if checked.release is None or not checked.ok:
        if arguments.json:
            show_json(checked.as_json())
        else:
            show_problems(checked.problems)
        return Exit.WRONG
    release = checked.release
    _show(arguments, on_shelf(lambda shelf: publish_release(shelf, release)))
    return Exit.DONE


def activate(arguments: Arguments) -> Exit:
    who = arguments.by or getpass.getuser()
    now = datetime.now(UTC)
    _show(arguments, on_shelf(lambda shelf: activate_release(shelf, arguments.digest, who, now)))
    return Exit.DONE


def log(arguments: Arguments) -> Exit:
    entries = on_shelf(lambda shelf: shelf.log(arguments.region))
    if arguments.json:
        show_json(entries)
        return Exit.DONE
    for entry in entries:
        _show(arguments, entry)
    return Exit.DONE


def _show(arguments: Arguments, entry: Entry) -> None:
    if arguments.json:
        show_json(entry)
    else:
        show("  ".join(f"{name}: {value}" for name, value in entry.items()))


def _digest(parser: ArgumentParser) -> None:
    parser.add_argument("digest", metavar="DIGEST", help="规则版本号 / the release's digest")
    parser.add_argument("--by", help="启用人 / who puts it in force")
    as_json(parser)


def _region(parser: ArgumentParser) -> None:
    parser.add_argument("--region", default="licang", help="地区 / region")
    as_json(parser)


PUBLISH = Command(
    ("rules", "publish"),
    "检查并上传规则版本（尚未启用） / check, then store a release; not in force yet",
    region_folder,
    publish,
)
ACTIVATE = Command(
    ("rules", "activate"), "启用已上传的规则版本 / put a stored release in force", _digest, activate
)
LOG = Command(("rules", "log"), "规则发布记录 / the publication log", _region, log)
