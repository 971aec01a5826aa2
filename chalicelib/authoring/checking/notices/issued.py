"""
Who issues which notice 出具: outcomes and clocks that name one, milestones, the program; and whether all is
known by then that its text fills in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from chalicelib.authoring.checking.notices.texts import listed
from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import TOP, Problem, problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.authoring.reading.names import known_name
from chalicelib.authoring.reading.plans.part import PartStep
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.notice import ALWAYS, BY_PROGRAM, IF_THERE, Kind, NoticeTemplate, Placeholder
from chalicelib.decisions.forms.plan import Milestone, Step

_P = Placeholder
SINCE_RECEIVED = ALWAYS | {_P.RECEIVED_ON}
SINCE_ACCEPTED = SINCE_RECEIVED | {_P.ACCEPTED_ON, _P.STATUTORY_DUE, _P.PROMISED_DUE, _P.DEFERRED}
SINCE_DECIDED = SINCE_ACCEPTED | {_P.DECIDED_ON}
_PAUSE = SINCE_ACCEPTED | {_P.REASON, _P.PAUSE_BASIS, _P.PAUSED_FROM, _P.PAUSED_UNTIL}
OF_OUTCOME = SINCE_DECIDED | {_P.RESPOND_BY, _P.REASON, _P.LINES, _P.PAPERS, _P.HEARING_ON}
OF_EXTENSION = SINCE_ACCEPTED | {_P.REASON, _P.EXTENDED_BY}
OF_PROGRAM = {
    Kind.PAUSE: _PAUSE,
    Kind.CONTINUATION: _PAUSE - {_P.REASON},
    Kind.PAPERS_OWED: SINCE_RECEIVED | {_P.PAPERS, _P.RESPOND_BY},
    Kind.WITHDRAWAL: ALWAYS,
    Kind.NEW_CODE: ALWAYS,
}
_AT = {
    Milestone.SUBMITTED: ALWAYS,
    Milestone.ACCEPTED: SINCE_ACCEPTED,
    Milestone.DECIDED: SINCE_DECIDED,
    Milestone.MADE: SINCE_DECIDED,
    Milestone.DELIVERED: SINCE_DECIDED,
}


class Issue(NamedTuple):
    """A notice that is named, and where; ``by_clock`` rather than by an outcome."""

    notice: str
    read: Read[Any]
    path: tuple[object, ...]
    by_clock: bool = False


def issues(folder: Folder) -> Iterator[Issue]:
    """Every place of parts and clocks that names a notice; of a release, which has no parts, of its plans."""
    steps: list[tuple[Read[Any], tuple[object, ...], PartStep | Step]] = [
        (part, ("steps", number), step)
        for part in folder.parts
        for number, step in enumerate(part.form.steps)
    ]
    if not folder.parts:
        flat = ((plan, step) for plan in folder.plans for step in plan.form.steps)
        steps = [(Read(step, *plan.places[step.step]), (), step) for plan, step in flat]
    for read, above, step in steps:
        for n, outcome in enumerate(step.outcomes):
            if outcome.issues is not None:
                yield Issue(outcome.issues, read, (*above, "outcomes", n, "issues"))
    for clock in folder.clocks:
        extend = clock.form.extend
        if extend is not None and extend.issues is not None:
            yield Issue(extend.issues, clock, ("extend", "issues"), by_clock=True)


def check_issues(folder: Folder, notices: Sequence[Read[NoticeTemplate]]) -> None:
    """
    Report notices that are named and not there, and what is not known when one is issued.

    Args:
        notices: those whose texts are right.
    """
    names = sorted({Path(file).stem for file in folder.files["notice"]})
    found = list(issues(folder))
    for issue in found:
        known_name(issue.read, issue.path, issue.notice, names, "unknown-notice")
    for notice in notices:
        _check_issuer(notice, [one for one in found if one.notice == notice.form.notice])
    _check_region(folder, notices)


def _check_issuer(notice: Read[NoticeTemplate], found: list[Issue]) -> None:
    form, node = notice.form, notice.node
    if form.issued_at is not None:
        if found or form.notice in (*BY_PROGRAM, *IF_THERE):
            notice.report(node.find("issued_at"), say("issued-twice/issued"))
        else:
            _check_known(notice, _AT.get(form.issued_at, SINCE_RECEIVED))
    if form.notice in OF_PROGRAM:
        _check_known(notice, OF_PROGRAM[Kind(form.notice)])
    if any(one.by_clock for one in found):
        _check_known(notice, OF_EXTENSION)
    if any(not one.by_clock for one in found) and form.notice not in OF_PROGRAM:
        _check_known(notice, OF_OUTCOME)


def _check_known(notice: Read[NoticeTemplate], known: frozenset[Placeholder]) -> None:
    """What the text fills in is known when the notice is issued."""
    unknown = notice.form.placeholders - known
    if unknown:
        notice.report(notice.node.find("text"), not_known(unknown))


def _check_region(folder: Folder, notices: Sequence[Read[NoticeTemplate]]) -> None:
    """What notices say of the region stands in its settings."""
    tells = any(read.form.placeholders & {_P.REVIEW_BODY, _P.COURT} for read in notices)
    if tells and folder.region is not None and folder.region.form.remedies is None:
        folder.region.report(folder.region.node.find("region"), say("no-remedies"))


def lint_issued(folder: Folder) -> Iterator[Problem]:
    """Notices that nothing issues, those that the program wants and are not there."""
    named = {issue.notice for issue in issues(folder)}
    there = {read.form.notice for read in folder.notices}
    for kind in BY_PROGRAM:
        if kind not in there:
            yield problem(
                f"notices/{kind}.yaml", TOP, say("missing-notice/missing", kind=kind, when=_WHEN[kind])
            )
    for read in folder.notices:
        issued = read.form.issued_at is not None or read.form.notice in (*named, *BY_PROGRAM, *IF_THERE)
        if not issued:
            yield read.at("notice").warning("unused-notice")
    yield from _without_clock(folder)


def _without_clock(folder: Folder) -> Iterator[Problem]:
    """Last days that no clock works out."""
    for placeholder, limit in _CLOCKS.items():
        if all(read.form.limit != limit or read.form.starts != "accepted" for read in folder.clocks):
            for read in folder.notices:
                if placeholder in read.form.placeholders:
                    yield read.at("text").error("no-clock-for-it", placeholder=placeholder, limit=limit)


_CLOCKS = {_P.STATUTORY_DUE: "item.limits.statutory", _P.PROMISED_DUE: "item.limits.promised"}


def not_known(placeholders: Iterable[Placeholder]) -> Message:
    return say("not-known-then", told=listed(placeholders))


_WHEN = {
    Kind.PAUSE: Text(
        zh="暂停计时的（行政许可法第四十五条，须书面告知）",
        en="clocks are paused (Administrative Licensing Law, article 45: in writing)",
    ),
    Kind.CONTINUATION: Text(zh="恢复计时的", en="clocks go on"),
    Kind.PAPERS_OWED: Text(zh="清点时发现缺少纸质材料的", en="a paper is found missing"),
    Kind.WITHDRAWAL: Text(zh="申请人撤回申请的", en="an application is taken back"),
}
