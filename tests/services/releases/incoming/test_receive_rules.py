"""Rule files are dropped: what is published, what is reported, and what happens when they keep coming."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

import pytest

from chalicelib.decisions.forms.model import Release
from chalicelib.ports.rules.incoming_folder import Dropped, IncomingState
from chalicelib.ports.rules.past_cases import Decided
from chalicelib.ports.rules.running_clocks import Running
from chalicelib.services.errors import Problem, VersionConflictError
from chalicelib.services.releases.activate_release import activate_release, may_activate
from chalicelib.services.releases.clocks_of_cases import ClocksOfCases
from chalicelib.services.releases.incoming import receive_rules as service
from chalicelib.services.releases.incoming.contributors import enlist
from chalicelib.services.releases.incoming.receive_rules import Notes, receive_rules
from chalicelib.services.releases.incoming.rule_files import authors_by_region, regions_told_of
from chalicelib.services.releases.publish_rules import publish_release
from tests.fakes import Hands, Killed, fresh, licang
from tests.services.releases.bookshelf import Board, Bookshelf, Inbox, claimed

HERE = "licang"


@dataclass
class Past:
    def recent(self, region: str, now: datetime, most: int) -> Iterator[Decided]:
        yield from ()


@dataclass
class Clocks:
    def running(self, region: str, most: int) -> Running:
        raise AssertionError("no decision on clocks has changed")


class Place:
    """Every port that receiving rules touches."""

    def __init__(self, **files: bytes) -> None:
        self.incoming = Inbox(files)
        self.incoming_states = Board()
        self.releases = Bookshelf()
        self.past = Past()
        self.running_clocks = Clocks()
        self.clock = Hands()


@dataclass
class Found:
    """What a policy desk would say: clean if the files say so; their text is the carrier."""

    files: Mapping[str, bytes]
    old: Release | None

    @property
    def ok(self) -> bool:
        return b"wrong" not in self.files.values()

    @property
    def release(self) -> Release | None:
        name = b"-".join(self.files[path] for path in sorted(self.files)).decode() or "none"
        region = licang().region.model_copy(update={"carrier": name})
        return licang().model_copy(update={"region": region, "items": {}})

    @property
    def checks(self) -> dict[str, Any]:
        return {"ok": self.ok}

    def as_json(self) -> dict[str, Any]:
        return {"carrier": self.release and self.release.region.carrier, "compared": self.old is not None}

    def markdown(self, notes: Notes) -> str:
        return f"{len(notes.files)} files"


def desk(
    region: str,
    files: Mapping[str, bytes],
    old: Release | None,
    recent: Collection[Decided],
    today: date,
    clocks: ClocksOfCases | None,
) -> Found:
    assert (region, today) == (HERE, date(2026, 3, 2))
    return Found(files, old)


def receive(place: Place, *authors: str) -> None:
    receive_rules(place, desk, HERE, authors or ("li",))


def test_a_clean_folder_is_published_by_who_dropped_it_and_not_put_in_force() -> None:
    place = Place(a=b"x")
    receive(place, "li", "wang")
    assert [(entry["kind"], entry["by"]) for entry in place.releases.log(HERE)] == [
        ("published", "li"),
        ("published", "wang"),
    ]
    assert place.releases.standing(HERE).active is None
    [(markdown, report)] = place.incoming.reports
    assert markdown == "1 files"
    assert (report["ok"], report["files"], report["taken"], report["carrier"]) == (True, 1, ["a"], "x")
    digest = report["published"]["digest"]
    assert place.releases.get(digest).region.carrier == "x"
    with pytest.raises(Problem):
        activate_release(place, digest, claimed("wang"), place.clock.now(), None)
    activate_release(place, digest, claimed("zhao"), place.clock.now(), None)


def test_a_folder_with_a_mistake_is_reported_and_not_published() -> None:
    place = Place(a=b"wrong")
    receive(place)
    [(_, report)] = place.incoming.reports
    assert (report["ok"], report["published"]) == (False, None)
    assert place.releases.log(HERE) == []
    assert place.releases.contents == {}


def test_the_same_told_again_publishes_nothing_more() -> None:
    place = Place(a=b"x")
    for _ in range(3):
        receive(place)
    assert len(place.releases.log(HERE)) == 1


def test_what_is_in_force_already_is_not_published_again_and_is_what_others_are_compared_with() -> None:
    place = Place(a=b"x")
    receive(place)
    digest = str(place.releases.log(HERE)[0]["digest"])
    activate_release(place, digest, claimed("zhao"), place.clock.now(), None)
    receive(place, "somebody else")
    assert len(place.releases.log(HERE)) == 2
    assert place.incoming.reports[-1][1]["published"] is None
    place.incoming.files["a"] = b"y"
    receive(place)
    assert place.incoming.reports[-1][1]["compared"] is True


def test_whoever_dropped_a_mistake_is_an_author_of_the_folder_that_someone_else_has_mended() -> None:
    """Zhang's half is in what Li's file completes: Zhang cannot be its second person."""
    place = Place(a=b"wrong")
    receive(place, "zhang")
    place.incoming.files["a"] = b"x"
    receive(place, "li")
    report = place.incoming.reports[-1][1]
    assert report["authors"] == ["li", "zhang"]
    with pytest.raises(Problem) as caught:
        activate_release(place, report["published"]["digest"], claimed("zhang"), place.clock.now(), None)
    assert caught.value.code == "second_person"


def test_what_a_second_person_put_in_force_is_nobody_s_secret_any_more() -> None:
    place = Place(a=b"x")
    receive(place, "zhang")
    digest = str(place.releases.log(HERE)[0]["digest"])
    activate_release(place, digest, claimed("zhao"), place.clock.now(), None)
    place.incoming.files["a"] = b"y"
    receive(place, "li")
    assert place.incoming.reports[-1][1]["authors"] == ["li"]


def test_a_mistake_dropped_before_the_folder_came_into_force_is_not_forgotten_by_it() -> None:
    place = Place(a=b"x")
    receive(place, "zhang")
    digest = str(place.releases.log(HERE)[0]["digest"])
    place.incoming.files["a"] = b"wrong"
    receive(place, "zhang")
    publish_release(place.releases, place.releases.get(digest), claimed("qian"), place.clock.now(), {})
    activate_release(place, digest, claimed("zhao"), place.clock.now(), None)
    place.incoming.files["a"] = b"y"
    receive(place, "li")
    assert place.incoming.reports[-1][1]["authors"] == ["li", "zhang"]


def test_two_who_drop_at_once_are_both_counted() -> None:
    place = Place(a=b"x")
    place.incoming_states.meanwhile.append(lambda: receive(place, "li"))
    receive(place, "zhang")
    assert place.incoming.reports[-1][1]["authors"] == ["li", "zhang"]


def test_what_was_examined_is_not_examined_again_until_something_changes() -> None:
    place = Place(a=b"x")
    receive(place, "li")
    receive(place, "li")
    assert len(place.incoming.reports) == 1
    receive(place, "wang")
    assert len(place.incoming.reports) == 2
    assert [entry["by"] for entry in place.releases.log(HERE)] == ["li", "wang"]
    place.incoming.files["a"] = b"y"
    receive(place, "li")
    assert len(place.incoming.reports) == 3
    digest = str(place.releases.log(HERE)[-1]["digest"])
    activate_release(place, digest, claimed("zhao"), place.clock.now(), None)
    receive(place, "li")
    assert "compared" in place.incoming.reports[-1][1]
    assert len(place.incoming.reports) == 4


def test_many_at_work_on_one_folder_do_not_keep_each_other_from_an_end() -> None:
    """Each begins before the one before it has ended, as when a folder is told of in many batches."""
    place = Place(a=b"x")
    begun = []

    def next_one(*told: Any, **named: Any) -> Found:
        begun.append(len(place.incoming.reports))
        if len(begun) < 4:
            receive_rules(place, next_one, HERE, {"li"})
        return desk(*told, **named)

    receive_rules(place, next_one, HERE, {"li"})
    assert len(begun) == 4
    last = place.incoming_states.last(HERE)
    assert (last.by, last.digest) == (frozenset({"li"}), published(place))
    receive(place, "li")
    assert len(place.incoming.reports) == 4
    assert activated(place, published(place))


def test_whoever_ends_late_with_older_files_looks_at_the_newer_ones_before_leaving() -> None:
    place = Place(a=b"x")
    settling = place.incoming_states.write

    def late(region: str, state: IncomingState) -> None:
        """Right before the older files are settled, another settles the newer ones."""
        if state.seen:
            place.incoming_states.write = settling  # type: ignore[method-assign]
            place.incoming.files["a"] = b"y"
            receive(place, "li")
        settling(region, state)

    place.incoming_states.write = late  # type: ignore[method-assign]
    receive(place, "li")
    assert [report["carrier"] for _, report in place.incoming.reports][-1] == "y"
    assert activated(place, published(place))


def test_an_author_who_joins_while_a_check_ends_is_not_forgotten_by_it() -> None:
    place = Place(a=b"x")
    place.incoming.later.append(lambda: enlist(place.incoming_states, HERE, {"zhang"}, None))
    receive(place, "li")
    last = place.incoming_states.last(HERE)
    assert (last.by, last.seen) == (frozenset({"li", "zhang"}), "")
    receive(place, "zhang")
    assert [entry["by"] for entry in place.releases.log(HERE)] == ["li", "zhang"]


def test_an_empty_folder_is_left_alone() -> None:
    place = Place()
    receive(place)
    assert place.incoming.reports == []


def test_files_that_change_while_they_are_read_are_read_again() -> None:
    place = Place(a=b"x")
    place.incoming.meanwhile.append(lambda: place.incoming.files.update(a=b"y"))
    receive(place)
    assert [report["carrier"] for _, report in place.incoming.reports] == ["y"]


def test_the_last_report_is_on_the_files_as_they_lie_there_in_the_end() -> None:
    """Someone drops one more file right after a report was left: that report does not stay."""
    place = Place(a=b"x")
    place.incoming.later.append(lambda: place.incoming.files.update(b=b"y"))
    receive(place)
    assert [report["carrier"] for _, report in place.incoming.reports] == ["x", "x-y"]


def test_of_two_at_work_the_slower_one_does_not_leave_a_stale_report() -> None:
    place = Place(a=b"x")

    def quicker() -> None:
        place.incoming.files["a"] = b"y"
        receive(place)

    reading = place.incoming.read

    def slow(region: str, files: Iterable[Dropped]) -> dict[str, bytes] | None:
        found = reading(region, files)
        place.incoming.read = reading  # type: ignore[method-assign]
        quicker()
        return found

    place.incoming.read = slow  # type: ignore[method-assign]
    receive(place)
    assert [report["carrier"] for _, report in place.incoming.reports] == ["y"]


def test_files_that_change_while_they_are_examined_are_neither_published_nor_reported_on() -> None:
    place = Place(a=b"x")

    def slow(*told: Any, **named: Any) -> Found:
        place.incoming.files["a"] = b"y"
        return desk(*told, **named)

    receive_rules(place, slow, HERE, {"li"})
    assert [report["carrier"] for _, report in place.incoming.reports] == ["y"]
    assert len(place.releases.log(HERE)) == 1


def test_an_older_report_left_over_a_newer_one_by_someone_who_then_stopped_is_put_right() -> None:
    """One has read x and stops right after reporting; another has reported on y before that."""
    place = Place(a=b"x")

    def stop() -> None:
        raise Killed

    def quicker() -> None:
        place.incoming.files["a"] = b"y"
        place.incoming.later.clear()
        receive(place, "wang")
        place.incoming.later.append(stop)

    reporting = place.incoming.put_report

    def late(region: str, markdown: str, content: bytes, seen: str) -> None:
        place.incoming.put_report = reporting  # type: ignore[method-assign]
        quicker()
        reporting(region, markdown, content, seen)

    place.incoming.put_report = late  # type: ignore[method-assign]
    with pytest.raises(Killed):
        receive(place, "li")
    assert [report["carrier"] for _, report in place.incoming.reports] == ["y", "x"]
    receive(place, "li")
    assert [report["carrier"] for _, report in place.incoming.reports] == ["y", "x", "y"]
    receive(place, "wang")
    assert len(place.incoming.reports) == 3


# --- what is put in force is what lies there -----------------------------------------------------


def activated(place: Place, digest: str, by: str = "zhao") -> Any:
    before = place.releases.standing(HERE).active
    return activate_release(place, digest, claimed(by), place.clock.now(), before)


def unchanged(place: Place, digest: str) -> str:
    """What an approver is told of the files, before the long look and at the end."""
    told = []
    before = place.releases.standing(HERE).active
    for ask in (
        lambda: may_activate(place, digest, claimed("zhao"), before),
        lambda: activated(place, digest),
    ):
        with pytest.raises(Problem) as caught:
            ask()
        assert caught.value.code == "files_changed"
        assert "存储桶中的文件又有变动" in caught.value.text.zh
        told.append(caught.value.text.en)
    assert told[0] == told[1]
    return told[0]


def published(place: Place) -> str:
    return str(place.incoming.reports[-1][1]["published"]["digest"])


def test_half_a_folder_that_was_published_is_not_put_in_force_once_the_rest_has_come() -> None:
    place = Place(a=b"x")
    receive(place)
    half = published(place)
    place.incoming.files["b"] = b"y"
    assert "a check is under way" in unchanged(place, half)
    receive(place)
    whole = published(place)
    assert f"rules activate {whole}" in unchanged(place, half)
    assert activated(place, whole)["digest"] == whole


def test_while_a_check_is_under_way_nothing_from_the_bucket_is_put_in_force() -> None:
    place = Place(a=b"x")
    receive(place)
    digest = published(place)
    place.incoming.meanwhile.append(lambda: unchanged(place, digest))
    receive(place, "wang")
    assert not place.incoming.meanwhile
    assert activated(place, digest)["digest"] == digest


def test_files_with_mistakes_or_none_at_all_put_nothing_in_force_either() -> None:
    place = Place(a=b"x")
    receive(place)
    digest = published(place)
    place.incoming.files["a"] = b"wrong"
    receive(place)
    assert "mend them as the report says" in unchanged(place, digest)
    place.incoming.files.clear()
    assert "put them back" in unchanged(place, digest)


def test_what_was_also_published_whole_from_a_folder_does_not_hang_on_the_bucket() -> None:
    place = Place(a=b"x")
    receive(place)
    digest = published(place)
    place.incoming.files["b"] = b"y"
    unchanged(place, digest)
    publish_release(place.releases, place.releases.get(digest), claimed("qian"), place.clock.now(), {})
    assert activated(place, digest)["digest"] == digest


def test_another_release_in_force_meanwhile_does_not_count_as_a_change_of_files() -> None:
    place = Place(a=b"x")
    receive(place)
    digest = published(place)
    other = fresh(licang(), items={})
    publish_release(place.releases, other, claimed("qian"), place.clock.now(), {})
    activated(place, other.digest)
    assert activated(place, digest)["digest"] == digest


def test_files_that_never_stand_still_are_told_of_again() -> None:
    place = Place(a=b"0")
    for n in range(9):
        place.incoming.later.append(partial(place.incoming.files.update, a=b"%d" % (n + 1)))
    with pytest.raises(VersionConflictError):
        receive(place)


@pytest.mark.parametrize(
    ("limit", "value", "word"),
    [
        ("MOST_FILES", 1, "more than 1 files"),
        ("LARGEST_FILE", 10**6, "a has more than"),
        ("LARGEST_FOLDER", 10**6, "together"),
    ],
)
def test_too_much_is_not_even_read(
    limit: str, value: int, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, limit, value)
    place = Place(a=b"x", b=b"y")
    place.incoming.sizes = {"a": value + 1} if limit == "LARGEST_FILE" else {"a": value, "b": 1}
    place.incoming.meanwhile.append(lambda: pytest.fail("it was read"))
    receive(place)
    [(_, report)] = place.incoming.reports
    assert word in report["refused"]["en"]
    assert (report["ok"], report["published"]) == (False, None)
    assert place.releases.log(HERE) == []


def test_a_broken_log_is_reported_and_calls_a_person() -> None:
    place = Place(a=b"x")
    receive(place)
    place.releases.logs[HERE][0]["by"] = "someone"
    place.incoming.files["a"] = b"y"
    with pytest.raises(Problem) as caught:
        receive(place)
    assert caught.value.code == "log_broken"
    assert "operators" in place.incoming.reports[-1][1]["refused"]["en"]


# --- what S3 tells -------------------------------------------------------------------------------


def record(key: str, principal: str | None = "AWS:AIDA1:li") -> dict[str, Any]:
    who = {} if principal is None else {"userIdentity": {"principalId": principal}}
    return who | {"s3": {"object": {"key": key}}}


def body(*records: dict[str, Any]) -> dict[str, Any]:
    return {"Records": list(records)}


@pytest.mark.parametrize(
    ("key", "regions"),
    [
        ("incoming/licang/channels.yaml", ["licang"]),
        ("incoming/demo-hill/items/a/b.yaml", ["demo-hill"]),
        ("incoming/licang/items/%E5%8D%AB%E7%94%9F+1.yaml", ["licang"]),
        ("incoming/licang/channels.yml", ["licang"]),
        ("incoming/licang/%E6%8A%A5%E5%91%8A-report.md", []),
        ("incoming/licang/report.json", []),
        ("incoming/channels.yaml", []),
        ("incoming//channels.yaml", []),
        ("incoming/../licang/x.yaml", []),
        ("incoming/LICANG/x.yaml", []),
        ("releases/incoming/licang/x.yaml", []),
    ],
)
def test_only_rule_files_of_a_region_are_listened_to(key: str, regions: list[str]) -> None:
    assert regions_told_of(body(record(key))) == regions


def test_everyone_who_dropped_a_file_is_an_author() -> None:
    key = "incoming/licang/channels.yaml"
    messages = [
        json.dumps(body(record(key, "AWS:li"), record("incoming/demo/a.yaml", "AWS:zhao"))),
        json.dumps(body(record(key, None))),
        json.dumps(body(record(key, " \n "))),
        json.dumps({"Event": "s3:TestEvent"}),
        "no json",
        "[]",
        json.dumps({"Records": [{}]}),
    ]
    assert authors_by_region(messages) == {"licang": {"AWS:li", "rules-bucket"}, "demo": {"AWS:zhao"}}


def test_a_principal_of_any_length_fits_into_the_log() -> None:
    key = "incoming/licang/channels.yaml"
    [name] = authors_by_region([json.dumps(body(record(key, "x" * 900)))])["licang"]
    assert len(name) == 100
