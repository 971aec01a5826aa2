"""``rules publish``, ``rollback`` and ``log``: checked rules reach the cloud, and the way back."""

from __future__ import annotations

import getpass
import json
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from chalicelib.authoring.agreement.budget import PUBLICATION
from chalicelib.authoring.check import check
from chalicelib.authoring.comparing.decisions import changed_decisions
from chalicelib.authoring.findings.telling import joined
from chalicelib.commands.cloud import a_region, asked, policy_desk, region_of
from chalicelib.commands.command import (
    Arguments,
    Command,
    Exit,
    as_json,
    code,
    complain,
    person,
    region_folder,
    show,
    show_json,
    show_problems,
    today,
)
from chalicelib.commands.language import aside, label, parted, spoken, told, word
from chalicelib.commands.progress import Progress
from chalicelib.commands.rules.shown.check_screen import engines, not_passed, world_named
from chalicelib.commands.words import KINDS
from chalicelib.decisions.forms.form import Text
from chalicelib.releases.log import Entry, Kind, first_broken, kind_of, who_of
from chalicelib.releases.signer import AuthMethod, Signer
from chalicelib.services.errors import PermanentError
from chalicelib.services.releases.callers import caller
from chalicelib.services.releases.publication_log import see_log
from chalicelib.services.releases.publish_rules import publish_release
from chalicelib.services.releases.roll_back import roll_back

if TYPE_CHECKING:
    from chalicelib.wiring import PolicyDesk

_IN_FORCE = (Kind.ACTIVATED, Kind.ROLLED_BACK)
NAMED = 20
"""Of so many entries, the newest, the log says which decisions changed: two releases are read for each."""
_ZONE = ZoneInfo("Asia/Shanghai")
_CLAIMED = Text(
    zh="姓名是自报的，云端没有核实；正式使用时请各人用各人的云账号",
    en="the name is a claim, the cloud does not vouch for it: in earnest let everyone use a cloud user of "
    "their own",
)


_AGAIN = Text(
    zh="此前已由同一人保存过，没有新增记录", en="stored before by the same person: nothing new is logged"
)


def publish(arguments: Arguments) -> Exit:
    with Progress() as work:
        telling = partial(work.tell, word("询问引擎", "asking engines"))
        checked = check(arguments.dir, today("Asia/Shanghai"), budget=PUBLICATION, progress=telling)
    if checked.release is None or not checked.ok:
        if arguments.json:
            show_json(checked.as_json())
        else:
            show_problems(checked.problems)
            show(not_passed(checked, Text(zh="没有发布", en="not published")))
        return Exit.WRONG
    release, report = checked.release, checked.as_json()
    desk = policy_desk()
    who = signer(arguments, desk)
    if not arguments.json:
        show_problems(checked.problems)
    entry = asked(lambda: publish_release(desk.releases, release, who, desk.clock.now(), report))
    if arguments.json:
        show_json(entry | {"problems": report["problems"]})
    else:
        show_signed(arguments, entry)
        if entry.get("again"):
            show(told(_AGAIN))
        standing = asked(lambda: desk.releases.standing(release.region.region))
        show(f"{engines(checked)}{_next(release.digest, standing.active)}")
    return Exit.DONE


def _next(digest: str, active: str | None) -> str:
    """What is to be done with a release that has just been stored."""
    if digest == active:
        return spoken(
            "该版本与正在使用的相同，无需再启用",
            "this release is in force already: nothing is left to do",
        )
    stored = spoken("已保存，尚未启用；请由第二人核对后启用", "stored, not in force: a second person runs")
    return f"{stored}\n  rules activate {digest} --by …"


def rollback(arguments: Arguments) -> Exit:
    desk = policy_desk()
    region, who, to = region_of(arguments, desk), signer(arguments, desk), arguments.to
    show_signed(arguments, asked(lambda: roll_back(desk.releases, region, who, desk.clock.now(), to)))
    return Exit.DONE


def log(arguments: Arguments) -> Exit:
    desk = policy_desk()
    region = region_of(arguments, desk)
    standing, entries = asked(lambda: see_log(desk.releases, region))
    broken = first_broken(entries, standing)
    if arguments.json:
        show_json(entries)
    else:
        _show_log(arguments, desk, entries, len(entries) if broken is None else broken - 1)
    if broken is not None:
        complain(
            spoken(
                f"第 {broken} 条与写入时不一致：发布记录被改动、缺失或增加，请联系运维核查",
                f"entry {broken} is not as it was written: the log was changed; call the operators",
            )
        )
        return Exit.WRONG
    if not arguments.json:
        show(_whole(len(entries), standing.active))
    return Exit.DONE


def _show_log(arguments: Arguments, desk: PolicyDesk, entries: Sequence[Entry], whole: int) -> None:
    """Entries as they were written in words; from the first broken one on as they stand there."""
    newest = [entry["n"] for entry in entries[:whole] if kind_of(entry) in _IN_FORCE][-NAMED:]
    for entry in entries[:whole]:
        show_entry(arguments, entry)
        if entry["n"] in newest:
            show(f"      {_changed(desk, entry)}")
    for entry in entries[whole:]:
        show(json.dumps(entry, ensure_ascii=False, sort_keys=True))


def _changed(desk: PolicyDesk, entry: Entry) -> str:
    """Which decisions a release that came into force takes otherwise than the one before it."""
    before = entry.get("before")
    try:
        old = None if before is None else desk.releases.get(str(before))
        titles = changed_decisions(old, desk.releases.get(str(entry["digest"])))
    except (PermanentError, ValueError) as error:  # the log is told all the same, and what is wrong
        zh, en = parted(str(error))
        return spoken(f"未能读取版本内容：{zh}", f"the release could not be read: {en}")
    if not titles:
        return spoken("各项决策的规则未变", "no decision changed its rules")
    said = joined(titles, "、", ", ")
    return spoken(f"规则有变的决策：{said.zh}", f"decisions whose rules changed: {said.en}")


def by_whom(parser: ArgumentParser, who: str) -> None:
    """The argument that names who signs, where the cloud does not know."""
    parser.add_argument("--by", type=person, metavar="NAME", help=who)


def signer(arguments: Arguments, desk: PolicyDesk) -> Signer:
    """Who does it: whom the cloud knows, else the name given, else the login of this machine."""
    return caller(asked(desk.callers.user), arguments.by or None, getpass.getuser())


def show_signed(arguments: Arguments, entry: Entry) -> None:
    """An entry that was just written; and what the name in it is worth."""
    show_entry(arguments, entry)
    if arguments.json:
        return
    if entry.get("world") is not None:
        show(world_named(str(entry["world"])))
    if who_of(entry).way is AuthMethod.CLAIMED:
        show(told(_CLAIMED))


def show_entry(arguments: Arguments, entry: Entry) -> None:
    if arguments.json:
        show_json(entry)
        return
    at = datetime.fromisoformat(str(entry["at"])).astimezone(_ZONE)
    kind = KINDS[kind_of(entry)]
    show(f"{entry['n']:>4}  {at:%Y-%m-%d %H:%M:%S}  {entry['digest']}  {told(kind, ' ')}  {_signed(entry)}")


def _signed(entry: Entry) -> str:
    who = who_of(entry)
    named = who.by if who.name is None else who.by + aside(who.name)
    return named + aside(word("自报", "claimed")) if who.way is AuthMethod.CLAIMED else named


def _whole(entries: int, active: str | None) -> str:
    in_force = active or word("无", "none")
    whole = spoken(f"记录完整，共 {entries} 条；正在使用", f"the log is whole, {entries} entries; in force")
    return f"{label(whole, whole)}{in_force}"


def _folder(parser: ArgumentParser) -> None:
    by_whom(parser, "发布人，默认登录名 / who publishes; the login name")
    region_folder(parser)


def _region(parser: ArgumentParser) -> None:
    a_region(parser)
    as_json(parser)


def _back(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--to",
        type=code,
        metavar="DIGEST",
        help="退到哪个版本，默认上一个 / to which release; the one before",
    )
    by_whom(parser, "操作人，默认登录名 / who goes back; the login name")
    _region(parser)


PUBLISH = Command(
    ("rules", "publish"),
    "检查并上传规则版本（尚未启用） / check, then store a release; not in force yet",
    _folder,
    publish,
)
ROLLBACK = Command(
    ("rules", "rollback"),
    "紧急退回上一个版本，一人即可 / in an emergency: back to the release before, at once",
    _back,
    rollback,
)
LOG = Command(
    ("rules", "log"),
    "规则发布记录，并核对是否完整 / the publication log, and whether it is whole",
    _region,
    log,
)
