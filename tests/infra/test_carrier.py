"""What the local carrier promises beyond what the adapters need of it."""

from __future__ import annotations

import json
import urllib.error
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from infra.local.carrier import from_environment
from infra.local.carrier_desk import MESSAGES
from infra.local.carrier_journal import Journal
from infra.local.office_time import OfficeTime
from infra.local.parcels import ACTS, LOCAL, NAMES, TEXTS, Parcel, ordered_for, ordinary, state_of
from tests.infra.running_carrier import Running, running_carrier

ORDERED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LATER = ORDERED + timedelta(hours=2)


@pytest.fixture
def carrier() -> Iterator[Running]:
    with running_carrier() as running:
        yield running


def parcel(ordered: datetime = ORDERED) -> Parcel:
    return Parcel("effect-1", "T", "1", "ems", "1234567890123", ordered, ("13800001234",))


def codes(some: Parcel, **after: float) -> list[str]:
    return [code for _, code in some.trace(some.ordered + timedelta(**after))]


@pytest.mark.parametrize("minutes", range(0, 24 * 60, 15))
def test_whenever_a_parcel_is_ordered_it_is_fetched_by_day_and_signed_for_by_the_next_evening(
    minutes: int,
) -> None:
    ordered = ORDERED + timedelta(minutes=minutes)
    stops = ordinary(ordered)
    assert stops == sorted(stops)
    times = {code: at.astimezone(LOCAL) for at, code in stops}
    assert 8 <= times["103"].hour < 21
    next_evening = (ordered.astimezone(LOCAL) + timedelta(days=1)).replace(hour=18, minute=0)
    assert times["301"] <= next_evening
    assert 8 <= times["301"].hour < 18


@pytest.mark.parametrize(
    ("day", "hours", "fetched"),
    [
        ("今天", ("11:00", "13:00"), "03-02 12:00"),
        ("今天", ("14:00", "16:00"), "03-02 14:00"),
        ("今天", ("10:00", "11:00"), "03-02 11:00"),
        ("后天", ("09:00", "11:00"), "03-04 09:00"),
    ],
)
def test_the_courier_comes_when_he_was_ordered_to_come(
    day: str, hours: tuple[str, str], fetched: str
) -> None:
    stops = ordinary(ORDERED, ordered_for(day, *hours, ORDERED))
    assert [f"{at.astimezone(LOCAL):%m-%d %H:%M}" for at, code in stops if code == "103"] == [fetched]
    assert stops == sorted(stops)


@pytest.mark.parametrize(
    "named",
    [
        ("大后天", "09:00", "11:00"),
        ("今天", "11:00", "11:00"),
        ("今天", "9点", "11:00"),
    ],
)
def test_no_courier_comes_at_a_time_that_there_is_not(named: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match=r"list|time"):
        ordered_for(*named, ORDERED)


def test_a_time_that_has_gone_by_while_the_order_came_is_met_the_day_after() -> None:
    gone, same = (
        ordered_for("今天", "07:00", "09:00", ORDERED),
        ordered_for("明天", "07:00", "09:00", ORDERED),
    )
    assert gone == same


def test_a_parcel_shows_only_what_has_happened_by_now() -> None:
    assert codes(parcel(), minutes=0) == ["101"]
    assert codes(parcel(), hours=2) == ["101", "102", "103"]
    assert codes(parcel(), days=2)[-1] == "301"


def test_what_has_happened_never_changes_while_time_goes_on() -> None:
    traces = [parcel().trace(ORDERED + timedelta(hours=n)) for n in range(40)]
    assert all(later[: len(earlier)] == earlier for earlier, later in pairwise(traces))


@pytest.mark.parametrize("act", sorted(ACTS))
def test_an_act_changes_what_comes_and_not_what_was(act: str) -> None:
    acted = parcel()
    at = ORDERED + timedelta(hours=3)
    before = acted.trace(at)
    acted.acts.append((at, act, 96))
    assert acted.trace(at)[: len(before)] == before
    assert acted.trace(at + timedelta(days=9)) != parcel().trace(at + timedelta(days=9))


def test_a_silent_parcel_goes_on_after_its_hours() -> None:
    quiet = parcel()
    quiet.acts.append((ORDERED + timedelta(hours=3), "silent", 96))
    assert codes(quiet, hours=3) == codes(quiet, hours=90)
    assert codes(quiet, days=6) == codes(parcel(), days=6)


def test_every_code_a_parcel_can_show_has_a_text_and_a_name() -> None:
    assert {state_of(code) for code in TEXTS} <= set(NAMES)
    shown = {code for act in ACTS for code in _codes_with(act)}
    assert shown <= set(TEXTS)


def _codes_with(act: str) -> list[str]:
    acted = parcel()
    acted.acts.append((ORDERED + timedelta(hours=3), act, 1))
    return codes(acted, days=9)


def test_it_says_that_it_is_there_and_what_time_it_is(carrier: Running) -> None:
    assert carrier.get("/health") == {"ok": True, "now": "2026-03-02T02:00:00+00:00"}


def test_its_books_hold_no_names_phones_or_addresses(carrier: Running) -> None:
    carrier.carrier.parcels["effect-1"] = parcel()
    assert "13800001234" not in json.dumps(carrier.get("/control"))


@pytest.mark.parametrize(
    "wish", [{"do": "refuse", "number": "unknown"}, {"do": "explode", "order": "effect-1"}]
)
def test_an_unknown_parcel_or_act_is_not_found(carrier: Running, wish: dict[str, str]) -> None:
    carrier.carrier.parcels["effect-1"] = parcel()
    with pytest.raises(urllib.error.HTTPError) as caught:
        carrier.control(**wish)
    with caught.value as answer:
        assert answer.code == 404


def test_every_refusal_has_words() -> None:
    assert set(MESSAGES) == {"400", "408", "500", "503", "504", "600"}
    assert all(MESSAGES.values())


def test_account_and_clock_come_from_the_environment(tmp_path: Path) -> None:
    environment = {"KUAIDI100_CUSTOMER": "c", "KUAIDI100_KEY": "k", "KUAIDI100_SECRET": "s"}
    time = OfficeTime(tmp_path, 1)
    time.turn(1, (ORDERED + timedelta(days=10_000)).timestamp())
    made = from_environment(environment | time.environment)
    assert (made.account.customer, made.account.key, made.account.secret) == ("c", "k", "s")
    assert made.now().timestamp() == pytest.approx(time.now(), abs=1)


def test_parcels_outlive_the_process_with_a_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "carrier.jsonl")
    first = from_environment({}, journal)
    kept, ended = (
        replace(parcel(), pick_up=(ORDERED, LATER)),
        Parcel("effect-2", "U", "2", "ems", "2", ORDERED, ()),
    )
    first.parcels = {"effect-1": kept, "effect-2": ended}
    journal.write(kept)
    journal.write(ended)
    first.control({"order": "effect-1", "do": "proxy"})
    with (tmp_path / "carrier.jsonl").open("a") as file:
        file.write('{"order": "cut off')
    assert from_environment({}, journal).parcels == {"effect-1": kept, "effect-2": ended}


def test_without_a_journal_a_carrier_starts_empty(tmp_path: Path) -> None:
    assert from_environment({}, Journal(tmp_path / "none.jsonl")).parcels == {}


def test_a_damaged_journal_costs_the_damaged_lines_alone(tmp_path: Path) -> None:
    file = tmp_path / "carrier.jsonl"
    journal = Journal(file)
    first, second = parcel(), Parcel("effect-2", "U", "2", "ems", "2", ORDERED, ())
    journal.write(first)
    for damage in (b"\xff\xfe", b'{"order": 1}', b"null", b"[]", b"\0" * 20, b'{"order": "cut off'):
        with file.open("ab") as lines:
            lines.write(damage if damage.endswith(b"cut off") else damage + b"\n")
    journal.write(second)
    assert journal.read() == {"effect-1": first, "effect-2": second}
    assert file.stat().st_mode & 0o777 == 0o600
