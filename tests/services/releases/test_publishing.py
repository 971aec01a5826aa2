"""Publishing, approving and going back: who may, and what the log then says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from chalicelib.ports.people.identity import CloudUser
from chalicelib.releases.log import Entry, first_broken, way_back
from chalicelib.releases.signer import AuthMethod, Signer
from chalicelib.services.errors import PermanentError, Problem, VersionConflictError
from chalicelib.services.releases.activate_release import activate_release, may_activate
from chalicelib.services.releases.callers import caller
from chalicelib.services.releases.publish_rules import publish_release
from chalicelib.services.releases.roll_back import roll_back
from chalicelib.services.releases.show_releases import show_releases
from tests.fakes import MORNING, fresh, licang
from tests.services.releases.bookshelf import Bookshelf, Desk, claimed

HERE = "licang"


def publish(shelf: Bookshelf, carrier: str, by: str = "wang") -> str:
    """A release of its own for each carrier; its digest."""
    region = licang().region.model_copy(update={"carrier": carrier})
    one = fresh(licang(), region=region, items={})
    return str(publish_release(shelf, one, claimed(by), MORNING, {"ok": True})["digest"])


def activate(shelf: Bookshelf, digest: str, by: str = "li") -> Entry:
    return activate_release(Desk(shelf), digest, claimed(by), MORNING, shelf.standing(HERE).active)


def back(shelf: Bookshelf, to: str | None = None) -> str:
    roll_back(shelf, HERE, claimed("li"), MORNING, to)
    return str(shelf.standing(HERE).active)


def in_force_one_after_the_other(shelf: Bookshelf, *carriers: str) -> list[str]:
    digests = [publish(shelf, carrier) for carrier in carriers]
    for digest in digests:
        activate(shelf, digest)
    return digests


def refused(code: str, do: Callable[[], Any]) -> Problem:
    """``do`` is refused with ``code`` in both languages, and nothing has changed."""
    with pytest.raises(Problem) as caught:
        do()
    assert caught.value.code == code
    assert caught.value.text.zh
    assert caught.value.text.en
    return caught.value


def test_entries_name_the_calendars_and_units_that_come_into_force_with_a_release() -> None:
    shelf = Bookshelf()
    other = fresh(licang(), calendars={}, items={})
    first = publish(shelf, "ems")
    second = str(publish_release(shelf, other, claimed("wang"), MORNING, {"ok": True})["digest"])
    for digest in (first, second):
        activate(shelf, digest)
    back(shelf)
    assert [(entry["kind"], entry["world"]) for entry in shelf.log(HERE)] == [
        ("published", licang().world),
        ("published", other.world),
        ("activated", licang().world),
        ("activated", other.world),
        ("rolled-back", licang().world),
    ]
    assert show_releases(shelf, HERE)["world"] == licang().world
    assert show_releases(Bookshelf(), HERE)["world"] is None


# --- two people ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who",
    [
        *("Ana Núñez", " ana  núñez\n", "ANA NÚÑEZ", "Ana Nu\u0301n\u0303ez", "Ａｎａ Núñez"),
        *("AnaNúñez", "Ana-Núñez", "Ana·Núñez.", "Ana\ufe0f Nú\u034fñez", "\u3164Ana Núñez\U000e0101"),
    ],
)
def test_whoever_published_a_release_cannot_approve_it_however_the_name_is_written(who: str) -> None:
    shelf = Bookshelf()
    digest = publish(shelf, "ems", by="Ana Núñez")
    log = shelf.log(HERE)
    refused("second_person", lambda: may_activate(Desk(shelf), digest, claimed(who), None))
    refused("second_person", lambda: activate_release(Desk(shelf), digest, claimed(who), MORNING, None))
    assert (shelf.log(HERE), shelf.standing(HERE).active) == (log, None)
    assert activate(shelf, digest, "Ana Núñez-Li")["kind"] == "activated"


def test_everyone_who_published_the_same_release_is_an_author_of_it() -> None:
    shelf = Bookshelf()
    digest = publish(shelf, "ems", by="wang")
    assert publish(shelf, "ems", by="li") == digest
    refused("second_person", lambda: activate(shelf, digest, "li"))
    refused("second_person", lambda: activate(shelf, digest, "wang"))
    activate(shelf, digest, "zhao")


def test_whom_the_cloud_knows_is_one_person_whatever_name_is_given() -> None:
    shelf, wang = Bookshelf(), CloudUser("wang", "AIDA1")
    entry = _publish(shelf, caller(wang, "王策", "desk"))
    told = {name: entry.get(name) for name in ("by", "way", "id", "name", "login")}
    assert told == {"by": "wang", "way": "cloud", "id": "AIDA1", "name": "王策", "login": "desk"}
    again = _publish(shelf, caller(wang, "李审", "elsewhere"))
    assert again == entry | {"again": True}
    problem = refused("second_person", lambda: _approve(shelf, entry, caller(wang, "李审", "elsewhere")))
    assert "with a cloud user of their own" in problem.text.en
    assert "用本人的云账号" in problem.text.zh
    assert "--by" not in problem.text.en
    _approve(shelf, entry, caller(CloudUser("li", "AIDA2"), None, "desk"))


def test_a_name_alone_does_not_approve_what_somebody_known_has_published() -> None:
    shelf = Bookshelf()
    entry = _publish(shelf, caller(CloudUser("wang", "AIDA1"), None, "desk"))
    for approver in (claimed("李审"), Signer("s-7", AuthMethod.STAFF)):
        problem = refused("second_person_unknown", partial(_approve, shelf, entry, approver))
        assert "本人的云账号" in problem.text.zh
        assert f"rules activate {entry['digest']}" in problem.text.en


def test_without_a_name_nobody_approves_from_the_login_it_was_published_from() -> None:
    shelf = Bookshelf()
    entry = _publish(shelf, caller(None, "王策", "desk"))
    problem = refused("second_person", lambda: _approve(shelf, entry, caller(None, None, "desk")))
    assert "“desk”（即“王策”）" in problem.text.zh
    _approve(shelf, entry, caller(None, None, "another-desk"))


def test_the_same_name_from_another_login_is_another_entry() -> None:
    shelf = Bookshelf()
    entry = _publish(shelf, caller(None, "王策", "desk"))
    assert _publish(shelf, caller(None, " 王 策 ", "desk")) == entry | {"again": True}
    assert _publish(shelf, caller(None, "王策", "another-desk"))["n"] == 2
    refused("second_person", lambda: _approve(shelf, entry, caller(None, None, "another-desk")))


def _publish(shelf: Bookshelf, who: Signer) -> Entry:
    return publish_release(shelf, fresh(licang(), items={}), who, MORNING, {"ok": True})


def _approve(shelf: Bookshelf, entry: Entry, who: Signer) -> Entry:
    return activate_release(Desk(shelf), str(entry["digest"]), who, MORNING, shelf.standing(HERE).active)


@pytest.mark.parametrize("who", ["", "  \n", "x" * 121, "li\x00", "\u3164", "…"])
def test_nobody_is_not_a_person(who: str) -> None:
    shelf = Bookshelf()
    refused("name_needed", lambda: publish(shelf, "ems", by=who))
    digest = publish(shelf, "ems")
    refused("name_needed", lambda: activate(shelf, digest, who))
    refused("name_needed", lambda: roll_back(shelf, HERE, claimed(who), MORNING))


def test_a_release_that_nobody_has_published_by_the_log_is_not_put_in_force() -> None:
    shelf = Bookshelf()
    shelf.put(licang().canonical(), licang().digest)
    refused("not_published", lambda: activate(shelf, licang().digest))
    with pytest.raises(PermanentError):
        activate(shelf, "0" * 64)


# --- once, and on top of what was seen -----------------------------------------------------------


def test_publishing_the_same_again_writes_no_second_entry() -> None:
    shelf = Bookshelf()
    publish(shelf, "ems")
    publish(shelf, "ems", by=" WANG ")
    assert [entry["by"] for entry in shelf.log(HERE)] == ["wang"]


def test_of_two_reports_on_one_release_the_fuller_one_stays() -> None:
    """The desk of a person asks three engines, the one in the cloud has only one of them."""
    shelf, one = Bookshelf(), fresh(licang(), items={})
    left_out = {"zen-engine": {"left_out": {"zh": "未安装", "en": "not there"}}}
    poor = {"engines": {"durable_rules": {"asked": 9, "of": 9}, **left_out}}
    full = {"engines": {"durable_rules": {"asked": 9, "of": 9}, "zen-engine": {"asked": 9, "of": 9}}}
    more = {"engines": {"durable_rules": {"asked": 9, "of": 9}, "zen-engine": {"asked": 10, "of": 10}}}
    for checks, kept in (
        ({"engines": None}, {"engines": None}),
        (poor, poor),
        (full, full),
        (poor, full),
        (more, more),
    ):
        publish_release(shelf, one, claimed("wang"), MORNING, checks)
        assert json.loads(shelf.checks(one.digest)) == kept
    assert len(shelf.log(HERE)) == 1


def test_activating_what_is_in_force_gives_the_entry_there_is() -> None:
    shelf = Bookshelf()
    digest = publish(shelf, "ems")
    first = activate(shelf, digest)
    again = activate_release(Desk(shelf), digest, claimed("zhao"), MORNING, None)
    assert again == first
    assert len(shelf.log(HERE)) == 2


def test_a_release_comes_into_force_only_in_place_of_the_one_it_was_compared_with() -> None:
    shelf = Bookshelf()
    one, two, three = (publish(shelf, carrier) for carrier in ("a", "b", "c"))
    activate(shelf, one)
    shelf.meanwhile.append(lambda: activate(shelf, two))
    refused("overtaken", lambda: activate_release(Desk(shelf), three, claimed("li"), MORNING, one))
    assert shelf.standing(HERE).active == two
    refused("overtaken", lambda: activate_release(Desk(shelf), three, claimed("li"), MORNING, None))
    activate_release(Desk(shelf), three, claimed("li"), MORNING, two)


def test_what_others_publish_meanwhile_is_no_hindrance() -> None:
    shelf = Bookshelf()
    one = publish(shelf, "a")
    shelf.meanwhile.append(lambda: publish(shelf, "b"))
    assert activate(shelf, one)["n"] == 3
    assert first_broken(shelf.log(HERE), shelf.standing(HERE)) is None


def test_a_log_that_never_stands_still_gives_up_for_now() -> None:
    shelf = Bookshelf()
    one = publish(shelf, "a")
    for n in range(10):
        shelf.meanwhile.append(partial(_slip_in, shelf, f"other-{n}"))
    with pytest.raises(VersionConflictError):
        activate(shelf, one)


def _slip_in(shelf: Bookshelf, carrier: str) -> None:
    waiting, shelf.meanwhile = shelf.meanwhile, []
    publish(shelf, carrier)
    shelf.meanwhile = waiting


# --- back ----------------------------------------------------------------------------------------


def test_one_person_goes_back_to_the_release_before_and_it_is_recorded() -> None:
    shelf = Bookshelf()
    one, two = in_force_one_after_the_other(shelf, "a", "b")
    entry = roll_back(shelf, HERE, claimed("wang"), MORNING)
    assert (entry["kind"], entry["digest"], entry["before"], entry["by"]) == ("rolled-back", one, two, "wang")
    assert shelf.standing(HERE).active == one


def test_going_back_again_goes_further_back_and_never_to_and_fro() -> None:
    shelf = Bookshelf()
    one, two, three, four = in_force_one_after_the_other(shelf, "a", "b", "c", "d")
    assert [back(shelf), back(shelf)] == [three, two]
    activate(shelf, four)
    assert [back(shelf), back(shelf)] == [two, one]
    refused("none_before", lambda: back(shelf))
    assert way_back(shelf.log(HERE)) == [one]


def test_a_named_release_can_be_gone_back_to_if_it_was_once_in_force() -> None:
    shelf = Bookshelf()
    one, two, three = in_force_one_after_the_other(shelf, "a", "b", "c")
    assert back(shelf, to=one) == one
    assert back(shelf, to=three) == three
    assert back(shelf) == one
    never = publish(shelf, "d")
    refused("never_in_force", lambda: back(shelf, to=never))
    refused("in_force", lambda: back(shelf, to=one))
    assert two in {entry["digest"] for entry in shelf.log(HERE)}


def test_there_is_no_way_back_from_the_first_release_or_from_none() -> None:
    shelf = Bookshelf()
    refused("none_before", lambda: back(shelf))
    in_force_one_after_the_other(shelf, "a")
    refused("none_before", lambda: back(shelf))


def test_a_release_that_is_gone_is_not_gone_back_to() -> None:
    shelf = Bookshelf()
    one, two = in_force_one_after_the_other(shelf, "a", "b")
    del shelf.contents[one]
    with pytest.raises(PermanentError):
        back(shelf)
    assert shelf.standing(HERE).active == two


# --- the chain -----------------------------------------------------------------------------------


def _change(log: list[Entry]) -> int:
    log[1] = log[1] | {"by": "someone"}
    return 2


def _rehash(log: list[Entry]) -> int:
    log[1] = log[1] | {"by": "someone", "hash": "0" * 64}
    return 2


def _lose(log: list[Entry]) -> int:
    del log[1]
    return 2


def _lose_the_last(log: list[Entry]) -> int:
    log.pop()
    return len(log) + 1


def _repeat(log: list[Entry]) -> int:
    log.append(log[-1])
    return len(log)


def _swap(log: list[Entry]) -> int:
    log[0], log[1] = log[1], log[0]
    return 1


def _add(log: list[Entry]) -> int:
    log.append(log[-1] | {"n": len(log) + 1, "note": "extra"})
    return len(log)


def _hashed(entry: Entry) -> Entry:
    content = {name: value for name, value in entry.items() if name != "hash"}
    return content | {"hash": hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()}


def _kind_nobody_knows(log: list[Entry]) -> int:
    log[-1] = _hashed(log[-1] | {"kind": "blessed"})
    return len(log)


def _about_nothing(log: list[Entry]) -> int:
    log[-1] = _hashed({name: value for name, value in log[-1].items() if name != "digest"})
    return len(log)


@pytest.mark.parametrize(
    "how",
    [
        *(_change, _rehash, _lose, _lose_the_last, _repeat, _swap, _add),
        *(_kind_nobody_knows, _about_nothing),
    ],
)
def test_whatever_is_done_to_the_log_shows_where(how: Callable[[list[Entry]], int]) -> None:
    shelf = Bookshelf()
    in_force_one_after_the_other(shelf, "a", "b")
    log = shelf.log(HERE)
    assert first_broken(log, shelf.standing(HERE)) is None
    where = how(log)
    assert first_broken(log, shelf.standing(HERE)) == where


def test_a_log_from_before_entries_had_kinds_is_whole_and_says_what_is_in_force() -> None:
    """The entry as an earlier version wrote it: no kind, and a hash over what it had."""

    entry: Entry = {"n": 1, "digest": "d" * 64, "before": None, "by": "li", "at": "x", "last": ""}
    entry["hash"] = hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()
    shelf = Bookshelf()
    shelf.logs[HERE] = [entry]
    shelf.standings[HERE] = shelf.standing(HERE).after(entry)
    assert shelf.standing(HERE).active == "d" * 64
    assert first_broken(shelf.log(HERE), shelf.standing(HERE)) is None
    assert way_back(shelf.log(HERE)) == ["d" * 64]
    publish(shelf, "ems")
    assert len(shelf.log(HERE)) == 2
