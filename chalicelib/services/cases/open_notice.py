"""Open a notice: its text is made then, with names and words; a party's first look is its service."""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.cases.case import Case
from chalicelib.cases.commands import OpenNotice
from chalicelib.cases.events import NoticeIssued
from chalicelib.cases.item_of_case import item_of
from chalicelib.cases.notices import Notice
from chalicelib.cases.values import Actor, Line
from chalicelib.cases.words import cleared, words_in
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.forms.notice import Placeholder
from chalicelib.ports.cases import Loaded
from chalicelib.ports.ports import Ports
from chalicelib.rendering.notice import Opened, Rendered, WrongWordingError, render
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.errors import ErasedPartiesError, PermanentError, Problem, not_found

_BY_PEOPLE = (Placeholder.REASON, Placeholder.LINES)


class Shown(NamedTuple):
    """A notice with its texts, and the case as it is once it was opened."""

    notice: Notice
    texts: Rendered
    case: Case


class _Written(NamedTuple):
    """What a person wrote with a notice, in clear."""

    reason: str | None
    lines: tuple[Line, ...]


def open_notice(ports: Ports, loaded: Loaded, name: str, party: Actor | None, track_url: str) -> Shown:
    """
    A notice of a case, in the wording in which it was issued.

    Args:
        party: who opens it, if it is served with that: the applicant or her agent; None where staff look.
        track_url: where the case can be followed.

    Raises:
        Problem: 404, there is none of this id; 409, its wording is not at hand; 410, the parties were erased.
    """
    case = loaded.case
    if name not in case.notices:
        raise not_found(
            "本办件没有这份文书，请在文书列表中查看", "this case has no such notice; see its list of notices"
        )
    if case.erased is not None:
        raise _erased()
    texts = _rendered(ports, case, case.notices[name], track_url)
    if party is not None:
        case = change_case(
            ports, case, None, lambda _: OpenNotice(at=ports.clock.now(), by=party, notice=name)
        )
    return Shown(case.notices[name], texts, case)


def _rendered(ports: Ports, case: Case, notice: Notice, track_url: str) -> Rendered:
    """A notice without names would be no document: none is made of who was erased, or whose key was."""
    release, parties = ports.releases.get(notice.release), ports.cases.parties(case)
    if parties is None:
        raise _erased()
    written = _written(ports, case, notice, release)
    opened = Opened(
        applicant=parties.applicant.name,
        agent=None if parties.agent is None else parties.agent.name,
        reason=written.reason,
        lines=written.lines,
        track_url=track_url,
    )
    try:
        return render(notice, release, item_of(release, case), case.no, opened)
    except WrongWordingError as error:
        raise Problem(
            409,
            "wording_not_at_hand",
            "这份文书出具时所用的文本与现存规则版本不符，不能打开；请联系大厅索取原件",
            "the wording in which this notice was issued is not the one that is kept: it cannot be opened, "
            "please ask the hall for it",
        ) from error


def _erased() -> ErasedPartiesError:
    return ErasedPartiesError(
        "文书不能再打开；需要文书的，请向大厅索取存档的纸质件",
        "its notices cannot be opened any more; whoever needs one may ask the hall for the paper on file",
    )


def _written(ports: Ports, case: Case, notice: Notice, release: Release) -> _Written:
    """What stands in the event that issued the notice, read where its wording has a place for it."""
    template = release.notices.get(notice.kind)
    if notice.event is None or template is None or template.placeholders.isdisjoint(_BY_PEOPLE):
        return _Written(None, ())
    told = ports.cases.latest_events(case.no, 1, notice.event + 1)
    issued = told.events[notice.event - told.first]
    if not isinstance(issued, NoticeIssued):
        raise PermanentError(f"event {notice.event} of case {case.no} issued no notice")
    clear = cleared(issued.notice, ports.cases.texts(case.no, words_in(issued.notice)))
    return _Written(clear.reason, clear.lines)
