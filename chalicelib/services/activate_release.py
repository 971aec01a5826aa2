"""Put a published release in force: a second person approves what one has published."""

from __future__ import annotations

from datetime import datetime

from chalicelib.decisions.model import Release
from chalicelib.services.errors import Problem
from chalicelib.services.keep_log import Shelf, full_name, read_log, write_entry
from chalicelib.services.publication_log import Entry, Kind, Standing, kind_of, publishers, same_person


def may_activate(shelf: Shelf, name: str, who: str, expect: str | None) -> Release:
    """
    The stored release that ``who`` wants to put in force while ``expect`` is: asked before the long work
    of looking at what it would change.

    Raises:
        PermanentError: no such release is stored.
        Problem: 403 whoever published it wants to approve it; 409 nobody has published it, another
            release is in force, or the log is broken; 422 no name.
    """
    release = shelf.get(name)
    standing, log = read_log(shelf, release.region.region)
    _check_second(log, name, full_name(who))
    if standing.active != name:
        _check_expected(standing, expect)
    return release


def activate_release(shelf: Shelf, name: str, who: str, at: datetime, expect: str | None) -> Entry:
    """
    Put a stored release in force for its region; the entry of the publication log, the old one if it
    is in force already.

    Args:
        expect: the release in force that the approver has compared this one with; None: there was none.

    Raises:
        PermanentError: no such release is stored.
        Problem: as ``may_activate``.
        OvertakenError: others kept writing into the log; try again.
    """
    region, who = shelf.get(name).region.region, full_name(who)

    def allowed(standing: Standing, log: list[Entry]) -> str:
        _check_second(log, name, who)
        _check_expected(standing, expect)
        return name

    def known(standing: Standing, log: list[Entry]) -> Entry | None:
        return _entered(log, name) if standing.active == name else None

    return {"region": region, **write_entry(shelf, region, Kind.ACTIVATED, who, at, allowed, known)}


def _entered(log: list[Entry], name: str) -> Entry | None:
    """How the release in force came to be so."""
    found = [e for e in log if e["digest"] == name and kind_of(e) in (Kind.ACTIVATED, Kind.ROLLED_BACK)]
    return found[-1] if found else None


def _check_second(log: list[Entry], name: str, who: str) -> None:
    authors = publishers(log, name)
    if not authors:
        raise Problem(
            409,
            "not_published",
            "发布记录中没有该版本，请先用 rules publish 发布",
            "the log knows no publisher of this release; publish it with rules publish first",
        )
    if any(same_person(author, who) for author in authors):
        raise Problem(
            403,
            "second_person",
            f"“{who}”发布了该版本，不能自己启用；请由第二人核对后启用：rules activate {name} --by 姓名",
            f"'{who}' published this release and cannot approve it; a second person looks at it and runs "
            f"rules activate {name} --by NAME",
        )


def _check_expected(standing: Standing, expect: str | None) -> None:
    if standing.active != expect:
        raise overtaken()


def overtaken() -> Problem:
    """What the approver compared with is not what is in force."""
    return Problem(
        409,
        "overtaken",
        "您核对期间，正在使用的版本已经变动；请重新核对差异后再启用",
        "another release came into force while you were looking; look at the differences again",
    )
