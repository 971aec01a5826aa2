"""``rules activate``: a second person looks at what a release would change, and puts it in force."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import TYPE_CHECKING

from chalicelib.authoring.agreement.budget import SOON
from chalicelib.authoring.findings.telling import titles
from chalicelib.authoring.review import Review, review
from chalicelib.commands.cloud import asked, policy_desk
from chalicelib.commands.command import (
    Arguments,
    Command,
    Exit,
    agreed,
    as_json,
    code,
    complain,
    on_a_terminal,
    show,
    show_json,
    show_problems,
)
from chalicelib.commands.language import label, spoken, told
from chalicelib.commands.releases.publish import by_whom, show_signed, signer
from chalicelib.commands.rules.diff import show_difference
from chalicelib.commands.rules.replay import show_replayed
from chalicelib.commands.rules.shown.check_screen import not_passed, went_through
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release
from chalicelib.releases.signer import Signer
from chalicelib.services.releases.activate_release import activate_release
from chalicelib.services.releases.approve_release import look_up
from chalicelib.services.releases.dossier import Dossier

if TYPE_CHECKING:
    from chalicelib.wiring import PolicyDesk


def run(arguments: Arguments) -> Exit:
    desk = policy_desk()
    who = signer(arguments, desk)
    file = asked(lambda: _dossier(desk, arguments, who))
    _tell_on_a_terminal(
        spoken(
            f"重新检查、比较，并重算 {len(file.recent)} 个近期办件…",
            f"checking again, comparing, deciding {len(file.recent)} recent cases again …",
        )
    )
    found = review(file.old, file.new, file.recent, file.today, SOON, file.clocks)
    if not found.ok:
        _refuse(arguments, found)
        return Exit.WRONG
    if not arguments.json:
        show_review(found, file.new)
    if not (arguments.yes or arguments.json) and _in_force(found, file.new):
        return Exit.DONE
    if not (arguments.yes or _can_ask(arguments)):
        _not_asked(arguments, found)
        return Exit.WRONG
    if not _said_so(arguments):
        show(spoken("没有启用", "not put in force"))
        return Exit.DONE
    digest, expect = arguments.digest, file.expect
    entry = asked(lambda: activate_release(desk, digest, who, desk.clock.now(), expect))
    if arguments.json:
        show_json(entry | found.as_json())
    else:
        show_signed(arguments, entry)
    return Exit.DONE


def _dossier(desk: PolicyDesk, arguments: Arguments, who: Signer) -> Dossier:
    releases, digest = desk.releases, arguments.digest
    expect = arguments.expect or releases.standing(releases.get(digest).region.region).active
    return look_up(desk, digest, who, expect)


def _refuse(arguments: Arguments, found: Review) -> None:
    if arguments.json:
        show_json(found.checked.as_json())
        return
    show_problems(found.checked.problems)
    show(not_passed(found.checked, _NOT_PASSED))


_NOT_PASSED = Text(zh="检查未通过，没有启用", en="the checks failed, not put in force")


def show_review(found: Review, new: Release) -> None:
    """What an approver reads before a release comes into force."""
    what = went_through(found.checked, new)
    show(spoken(f"重新检查通过：{what.zh}", f"checked again: {what.en}"))
    show_problems(found.checked.problems)
    if found.old is None or found.difference is None or found.replayed is None:
        show(spoken("此前没有启用过版本，无可比较", "no release is in force yet: nothing to compare with"))
        return
    if _in_force(found, new):
        show(spoken("该版本已在使用，没有改变", "this release is in force already: nothing changes"))
        return
    show("")
    show_difference(found.difference, found.old, new)
    show("\n" + label("近期真实办件重算", "recent real cases, decided again").rstrip())
    show_replayed(found.replayed, titles(found.old, new))
    _show_decisions(found)
    show("")


def _show_decisions(found: Review) -> None:
    """What becomes of real cases and running clocks by every decision beside the channel."""
    for moves, replayed in found.others:
        show("\n" + label(moves.title.zh, moves.title.en).rstrip())
        show_replayed(replayed, moves.called, moves.decides)
    for moves, clocks in found.clocks:
        show("\n" + label(moves.title.zh, moves.title.en).rstrip())
        for words in clocks.lines(moves.called):
            show(told(words))
    for one in found.one_sided:
        show("\n" + label(one.title.zh, one.title.en).rstrip())
        for words in one.lines():
            show(told(words))
    for moves in found.unknown:
        show(
            "\n"
            + spoken(
                f"“{moves.title.zh}”并非新旧版本都会询问，没有真实办件可以重算；改变的情形见上",
                f"'{moves.title.en}' is not asked under both releases: no real case can be decided again, "
                "its situations are above",
            )
        )


def _in_force(found: Review, new: Release) -> bool:
    """Whether the release is in force already: then there is nothing to ask."""
    return found.old is not None and found.old.digest == new.digest


def _tell_on_a_terminal(what: str) -> None:
    if sys.stderr.isatty():
        complain(what)


def _can_ask(arguments: Arguments) -> bool:
    return on_a_terminal() and not arguments.json


def _said_so(arguments: Arguments) -> bool:
    """Whether the approver says so, who is at the terminal."""
    return arguments.yes or agreed(spoken("启用？", "put in force?", "/ "))


def _not_asked(arguments: Arguments, found: Review) -> None:
    """Nobody can be asked: whoever called has read nothing yet, and a pipe has not said yes."""
    if arguments.json:
        problem = {"code": "not-asked", "message": _NOT_ASKED.model_dump()}
        show_json({"ok": False, "problems": [problem], **found.as_json()})
    else:
        complain(told(_NOT_ASKED))


_NOT_ASKED = Text(
    zh="没有启用：用 --json 或不在终端中运行时无法询问。"
    "请先看完以上差异，再加 --yes 启用，或直接在终端中运行",
    en="not put in force: with --json, or without a terminal, nobody can be asked. Read the changes above, "
    "then call again with --yes, or on a terminal",
)


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("digest", type=code, metavar="DIGEST", help="规则版本号 / the release's digest")
    by_whom(parser, "批准人，不能是发布人 / who approves: not who published")
    parser.add_argument(
        "--expect",
        metavar="DIGEST",
        help="只有它仍在使用时才启用 / only if this release is still in force; the present one by default",
    )
    parser.add_argument(
        "--yes",
        action="store_true",
        help="不再询问；不在终端中运行或用 --json 时须写明 / "
        "do not ask; needed without a terminal or with --json",
    )
    as_json(parser)


COMMAND = Command(
    ("rules", "activate"),
    "由第二人核对差异后启用 / a second person sees what changes, and puts a release in force",
    _arguments,
    run,
)
