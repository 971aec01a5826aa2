"""A release in shadow decides beside the one in force: it is written down, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from threading import Event, Thread, current_thread
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.cases.decided_cases import read_decided
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Fact, Release
from chalicelib.ports.rules.past_cases import Decided, Shadowed, Taken
from chalicelib.services.cases.desk.record_outcome import Finding, record_outcome
from chalicelib.services.cases.rules import run_shadow as service
from chalicelib.services.errors import PermanentError, Problem, RetryableError
from chalicelib.services.releases.activate_release import activate_release
from chalicelib.services.releases.publish_rules import publish_release
from chalicelib.services.releases.shadow_rules import Run, end_shadow, last_run, start_shadow, tally
from tests.fakes import MORNING, World, fresh, licang, variant, whole_licang
from tests.services.releases.bookshelf import Bookshelf, Desk, claimed
from tests.services.scene import CLERK, ITEMS, Scene
from tests.services.test_special_path import OLD

ITEM = ITEMS["outbound_courier"]
HERE = "licang"


def test_where_nothing_runs_in_shadow_no_decision_waits_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "SECONDS", 0.0)
    world = shadowing(None)
    supplied(world)
    [one] = decided(world)
    assert one.shadow is None


def other() -> Release:
    """Under these rules the item is a matter for the counter."""
    return variant(ITEM, secret=True)


def shadowing(release: Release | None) -> World:
    world = World()
    if release is not None:
        world.releases.releases[release.digest] = release
        world.releases.in_shadow = release.digest
    return world


def decided(world: World) -> list[Decided]:
    rows = [row for (pk, _), row in world.cases.rows.items() if pk.startswith("DECIDED#")]
    return [read_decided(row) for row in rows]


def supplied(world: World, item: str = ITEM) -> Scene:
    scene = Scene(item, world)
    scene.upload_all()
    return scene


def test_both_decide_and_the_case_goes_by_the_release_in_force() -> None:
    world = shadowing(other())
    scene = supplied(world)
    [one] = decided(world)
    assert (scene.case.channel, scene.case.release) == ("outbound_courier", licang().digest)
    assert one.shadow == Shadowed(other().digest, "one_visit", "secret-to-counter")
    assert (one.item, one.channel, one.on) == (ITEM, "outbound_courier", date(2026, 3, 2))


def test_every_decision_that_is_asked_on_submission_is_compared_and_not_the_channel_alone() -> None:
    path = whole_licang().decisions["special-path"]
    strict = path.model_copy(update={"rules": path.rules[-1:]})
    shadow = fresh(whole_licang(), decisions={**whole_licang().decisions, "special-path": strict})
    world = shadowing(shadow)
    world.releases.put_in_force(whole_licang())
    made = Scene(ITEM, world, applicant=OLD)
    made.upload_all()
    [one] = decided(world)
    assert one.others == {"special-path": Taken("home-call", "cannot-come")}
    assert one.shadow is not None
    assert one.shadow.others == {"special-path": Taken("none", "no-special-path")}
    assert one.shadow.channel == one.channel
    [told] = tally([one], Run(shadow.digest, MORNING)).as_json()["differences"]
    assert (told["decision"], told["outcome"]) == ("special-path", {"active": "home-call", "shadow": "none"})
    assert "channel" not in told


def test_the_case_is_byte_for_byte_the_one_without_a_shadow() -> None:
    with_one, without = supplied(shadowing(other())), supplied(shadowing(None))
    assert with_one.case == without.case
    assert with_one.events == without.events
    assert decided(without.world)[0].shadow is None


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (PermanentError("gone"), "PermanentError"),
        (RetryableError("busy"), "RetryableError"),
        (RecursionError(), "RecursionError"),
        (ZeroDivisionError(), "ZeroDivisionError"),
        (KeyError("x"), "KeyError"),
        (AssertionError(), "AssertionError"),
        (AttributeError("x"), "AttributeError"),
        (OSError("x"), "OSError"),
        (MemoryError(), "MemoryError"),
    ],
)
@pytest.mark.parametrize("where", ["shadow", "get"])
def test_whatever_goes_wrong_in_the_shadow_is_written_down_and_does_not_hurt_the_case(
    error: Exception, name: str, where: str
) -> None:
    world = shadowing(other())
    getting = world.releases.get

    def fail(name: str) -> Any:
        if where == "get" and name == licang().digest:
            return getting(name)
        raise error

    setattr(world.releases, where, fail)
    scene = supplied(world)
    [one] = decided(world)
    assert scene.case.channel == "outbound_courier"
    digest = other().digest if where == "get" else ""
    assert one.shadow == Shadowed(digest, None, None, failed=name)


def test_a_shadow_that_hangs_is_left_behind_and_the_next_decisions_do_not_wait_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each decision is taken while the first shadow still hangs: it ends only when the test says so."""
    monkeypatch.setattr(service, "SECONDS", 0.01)
    world, go_on = shadowing(other()), Event()
    asking = world.releases.get

    def hang(name: str) -> Any:
        if current_thread().name == "shadow":
            go_on.wait()
        return asking(name)

    monkeypatch.setattr(world.releases, "get", hang)
    try:
        first = supplied(world)
        monkeypatch.setattr(service, "SECONDS", 60.0)
        second = supplied(world, ITEMS["two_way_courier"])
    finally:
        go_on.set()
    monkeypatch.setattr(service, "SECONDS", 60.0)
    alone = supplied(shadowing(None))
    assert first.case == alone.case
    assert second.case.channel == "two_way_courier"
    assert service._alone.acquire(timeout=60)  # the one that hung has come to its end
    service._alone.release()
    supplied(world, ITEMS["inspection_collection"])
    late = Shadowed("", None, None, failed="TimeoutError")
    *hung, in_time = [change.shadow for change in world.cases.commits if change.decided]
    assert hung == [late, late]
    assert in_time is not None
    assert (in_time.release, in_time.channel) == (other().digest, "inspection_collection")


def test_a_case_goes_on_where_the_system_gives_no_thread_and_the_next_shadow_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    starting = Thread.start

    def start(thread: Thread) -> None:
        if thread.name == "shadow":
            raise RuntimeError("can't start new thread")
        starting(thread)

    world = shadowing(other())
    with monkeypatch.context() as without:
        without.setattr(Thread, "start", start)
        scene = supplied(world)
    supplied(world, ITEMS["inspection_collection"])
    assert scene.case.channel == "outbound_courier"
    failed, ran = [change.shadow for change in world.cases.commits if change.decided]
    assert failed == Shadowed("", None, None, failed="RuntimeError")
    assert ran is not None
    assert (ran.release, ran.channel) == (other().digest, "inspection_collection")


def test_an_item_that_the_shadow_does_not_know_is_a_failure_of_the_shadow() -> None:
    items = {code: item for code, item in licang().items.items() if code != ITEM}
    world = shadowing(fresh(licang(), items=items))
    supplied(world)
    [one] = decided(world)
    assert one.shadow is not None
    assert one.shadow.failed == "UnknownItemError"


def test_an_item_without_uploads_is_decided_in_shadow_at_its_opening() -> None:
    release = variant(ITEM, secret=True)
    bare = {**licang().items, ITEM: licang().items[ITEM].model_copy(update={"materials": ()})}
    world = World(fresh(licang(), items=bare))
    world.releases.releases[release.digest] = release
    world.releases.in_shadow = release.digest
    Scene(ITEM, world)
    [one] = decided(world)
    assert one.shadow == Shadowed(release.digest, "one_visit", "secret-to-counter")


def test_what_a_person_settles_is_not_put_to_the_shadow() -> None:
    world = World(variant(ITEM, secret=None))
    world.releases.releases[other().digest] = other()
    world.releases.in_shadow = other().digest
    scene = supplied(world)
    assert [one.channel for one in decided(world)] == ["undetermined"]
    finding = Finding(outcome="settled", channel="one_visit", note="核对后确定")
    record_outcome(world, CLERK, scene.no, "channel", finding)
    assert scene.case.channel == "one_visit"
    assert len(decided(world)) == 1


def test_a_release_is_not_compared_with_itself() -> None:
    world = shadowing(licang())
    supplied(world)
    assert decided(world)[0].shadow is None


# --- begin and end -------------------------------------------------------------------------------


def shelf_with(*carriers: str) -> tuple[Bookshelf, list[str]]:
    shelf, digests = Bookshelf(), []
    for carrier in carriers:
        region = licang().region.model_copy(update={"carrier": carrier})
        one = fresh(licang(), region=region, items={})
        digests.append(str(publish_release(shelf, one, claimed("wang"), MORNING, {"ok": True})["digest"]))
    activate_release(Desk(shelf), digests[0], claimed("li"), MORNING, None)
    return shelf, digests


def code(do: Callable[[], object]) -> str:
    with pytest.raises(Problem) as caught:
        do()
    return caught.value.code


def test_a_published_release_runs_in_shadow_until_it_is_ended_and_the_log_tells() -> None:
    shelf, [one, two] = shelf_with("a", "b")
    entry = start_shadow(shelf, two, claimed("wang"), MORNING)
    assert (entry["kind"], entry["digest"], entry["before"]) == ("shadow-started", two, one)
    assert (shelf.standing(HERE).active, shelf.standing(HERE).shadow) == (one, two)
    assert start_shadow(shelf, two, claimed("li"), MORNING) == entry
    assert end_shadow(shelf, HERE, claimed("li"), MORNING)["digest"] == two
    assert shelf.standing(HERE).shadow is None
    assert last_run(shelf.log(HERE)) == Run(two, MORNING, MORNING)
    assert code(lambda: end_shadow(shelf, HERE, claimed("li"), MORNING)) == "no_shadow"


def test_a_release_that_comes_into_force_is_no_shadow_any_more() -> None:
    shelf, [one, two] = shelf_with("a", "b")
    start_shadow(shelf, two, claimed("wang"), MORNING)
    activate_release(Desk(shelf), two, claimed("li"), MORNING, one)
    assert (shelf.standing(HERE).active, shelf.standing(HERE).shadow) == (two, None)


def test_another_release_in_force_leaves_the_shadow_running() -> None:
    shelf, [one, two, three] = shelf_with("a", "b", "c")
    start_shadow(shelf, two, claimed("wang"), MORNING)
    activate_release(Desk(shelf), three, claimed("li"), MORNING, one)
    assert shelf.standing(HERE).shadow == two


def test_neither_the_release_in_force_nor_an_unpublished_one_runs_in_shadow() -> None:
    shelf, [one] = shelf_with("a")
    assert code(lambda: start_shadow(shelf, one, claimed("wang"), MORNING)) == "in_force"
    shelf.put(licang().canonical(), licang().digest)
    assert code(lambda: start_shadow(shelf, licang().digest, claimed("wang"), MORNING)) == "not_published"
    with pytest.raises(PermanentError):
        start_shadow(shelf, "0" * 64, claimed("wang"), MORNING)


# --- the tally -----------------------------------------------------------------------------------

CASE = Decided(
    item=ITEM,
    application={"application.courier": True},
    on=date(2026, 3, 2),
    at=MORNING,
    channel="outbound_courier",
    rule="nothing-on-paper",
    release="r" * 64,
)


RUN = Run("s", MORNING, MORNING + timedelta(hours=2))


def said(channel: str | None, rule: str | None = None, failed: str = "", of: str = "s") -> Decided:
    return replace(CASE, shadow=Shadowed(of, channel, rule, failed))


def test_differences_are_counted_by_kind_the_most_frequent_first() -> None:
    counter = said("one_visit", "secret-to-counter")
    found = tally(
        [
            CASE,
            said("outbound_courier", "another-rule"),
            counter,
            said("fully_online", "online"),
            counter,
            said(None, failed="KeyError"),
            said("one_visit", of="another shadow"),
        ],
        RUN,
    )
    assert (found.cases, found.same, found.differ, found.failed) == (5, 1, 4, 1)
    told = found.as_json()["differences"]
    assert [(one["cases"], one["channel"]["shadow"]) for one in told] == [
        (2, "one_visit"),
        (1, "fully_online"),
        (1, None),
    ]
    assert told[0]["rule"] == {"active": "nothing-on-paper", "shadow": "secret-to-counter"}
    assert told[0]["example"] == {"application": {"application.courier": True}, "on": "2026-03-02"}
    assert told[2]["failed"] == "KeyError"


def test_a_failure_before_the_shadow_was_known_counts_for_the_run_of_its_time() -> None:
    failed = said(None, failed="TimeoutError", of="")
    early, late = (replace(failed, at=MORNING + timedelta(hours=hours)) for hours in (-1, 3))
    found = tally([early, failed, late], RUN)
    assert (found.cases, found.failed) == (1, 1)
    assert tally([early, failed, late], RUN._replace(until=None)).failed == 2


def test_a_run_ends_with_the_next_one_when_it_is_ended_and_when_its_release_comes_into_force() -> None:
    shelf, [one, two, three] = shelf_with("a", "b", "c")
    assert last_run(shelf.log(HERE)) is None
    first, second, third = (MORNING + timedelta(hours=hours) for hours in (1, 2, 3))
    start_shadow(shelf, two, claimed("wang"), first)
    publish_release(shelf, licang(), claimed("wang"), second, {"ok": True})
    assert last_run(shelf.log(HERE)) == Run(two, first)
    start_shadow(shelf, three, claimed("wang"), second)
    assert last_run(shelf.log(HERE)) == Run(three, second)
    activate_release(Desk(shelf), three, claimed("li"), third, one)
    assert last_run(shelf.log(HERE)) == Run(three, second, third)


def test_an_amount_of_an_example_is_told_in_its_unit() -> None:
    capital = Fact(
        fact="application.capital",
        title=Text(zh="注册资本", en="capital"),
        type="whole_number",
        decimals=2,
        unit=Text(zh="元", en="yuan"),
    )
    case = replace(CASE, application={"application.capital": 123450})
    moved = replace(case, shadow=Shadowed("s", "one_visit", "secret-to-counter"))
    (one,) = tally([moved], RUN, {capital.fact: capital}).as_json()["differences"]
    assert one["example"]["application"] == {"application.capital": "1234.50"}
