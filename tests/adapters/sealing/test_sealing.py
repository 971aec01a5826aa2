"""Sealed bytes open in their place and nowhere else, with a key of their quarter that is made once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.adapters.sealing.envelope import authenticated, seal, take_apart, unseal
from chalicelib.adapters.sealing.key_rows import KeyId, KeyRows
from chalicelib.adapters.sealing.keyring import DIGESTS, Keyring, quarter_of
from chalicelib.adapters.sealing.sealer import KeyringSealer
from chalicelib.ports.sealing import DataKey, KeyWrapper, Place
from chalicelib.services.errors import (
    BrokenSealError,
    LostKeyError,
    MovedSealError,
    RetryableError,
    SealError,
)
from tests.adapters.moto_cloud import all_rows, just_before, refused

Q4 = datetime(2026, 11, 27, 8, tzinfo=UTC)
Q1 = datetime(2027, 1, 4, 1, tzinfo=UTC)

PLACE = Place(table="cases", key="CASE#370213202611270000019", name="HEAD#PARTIES", version=3)
CLEAR = "王秀英 11010519491231002X 13800000000 李沧区书院路 1 号".encode()
KEY, OTHER_KEY = b"k" * 32, b"o" * 32
KEY_ID = "licang/2026Q4#001"

MOVED = {
    "another table": PLACE._replace(table="others"),
    "another case": PLACE._replace(key="CASE#370213202611270000027"),
    "another row of the case": PLACE._replace(name="TEXT#1"),
    "a later version": PLACE._replace(version=4),
    "an earlier version": PLACE._replace(version=2),
    "a boundary between its parts": PLACE._replace(table="case", key="sCASE#370213202611270000019"),
}


@dataclass
class Counting:
    """A wrapper that counts what it is asked for."""

    behind: KeyWrapper
    calls: list[str] = field(default_factory=list)

    def new_key(self, context: Mapping[str, str]) -> DataKey:
        self.calls.append("new")
        return self.behind.new_key(context)

    def unwrap(self, wrapped: bytes, context: Mapping[str, str]) -> bytes:
        self.calls.append("unwrap")
        return self.behind.unwrap(wrapped, context)


@pytest.fixture
def rows(dynamodb: Any, table: str) -> KeyRows:
    return KeyRows(dynamodb, table)


Function = Callable[..., KeyringSealer]


@pytest.fixture
def function(wrapper: KeyWrapper, rows: KeyRows) -> Function:
    """A new function over the same table and wrapping key: it has opened nothing yet."""

    def start(region: str = "licang", at: datetime = Q4, by: KeyWrapper = wrapper) -> KeyringSealer:
        return KeyringSealer(Keyring(by, rows, region, lambda: at))

    return start


def test_what_one_function_seals_another_opens(function: Function) -> None:
    sealed = function().seal(PLACE, CLEAR)
    assert function().open(PLACE, sealed) == CLEAR


def test_sealed_bytes_show_nothing_and_are_never_the_same_twice(function: Function) -> None:
    sealer = function()
    one, other = sealer.seal(PLACE, CLEAR), sealer.seal(PLACE, CLEAR)
    assert one != other
    assert not [word for word in CLEAR.split() if len(word) > 4 and word in one]


@pytest.mark.parametrize("place", MOVED.values(), ids=MOVED)
def test_a_row_that_was_moved_does_not_open(place: Place) -> None:
    envelope = take_apart(seal(KEY, KEY_ID, PLACE, CLEAR))
    assert unseal(KEY, PLACE, envelope) == CLEAR
    with pytest.raises(MovedSealError):
        unseal(KEY, place, envelope)


def test_a_row_does_not_open_with_another_key_or_another_key_id() -> None:
    envelope = take_apart(seal(KEY, KEY_ID, PLACE, CLEAR))
    with pytest.raises(MovedSealError):
        unseal(OTHER_KEY, PLACE, envelope)
    with pytest.raises(MovedSealError):
        unseal(KEY, PLACE, envelope._replace(key_id="licang/2026Q4#002"))


@given(st.binary(min_size=1, max_size=60), st.data())
def test_no_changed_byte_opens(clear: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(KEY, KEY_ID, PLACE, clear))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealError):
        unseal(KEY, PLACE, take_apart(bytes(sealed)))


@given(st.binary(max_size=80) | st.integers(0, 40).map(lambda most: seal(KEY, KEY_ID, PLACE, CLEAR)[:most]))
def test_no_other_bytes_are_taken_for_sealed_ones(found: bytes) -> None:
    with pytest.raises(SealError):
        unseal(KEY, PLACE, take_apart(found))


places = st.builds(
    Place,
    table=st.text(max_size=3),
    key=st.text(max_size=3),
    name=st.text(max_size=3),
    version=st.integers(1, 20),
)


@given(places, places, st.sampled_from(["a", "b"]), st.sampled_from(["a", "b"]))
def test_two_places_are_never_bound_to_the_same_bytes(
    one: Place, other: Place, key: str, second: str
) -> None:
    same = (one, key) == (other, second)
    assert (authenticated(one, key) == authenticated(other, second)) is same


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(clear=st.binary(max_size=2_000))
def test_any_bytes_come_back_as_they_were(function: Function, clear: bytes) -> None:
    sealer = function()
    assert sealer.open(PLACE, sealer.seal(PLACE, clear)) == clear


def test_what_is_no_sealed_row_is_said_to_be_incomplete(function: Function) -> None:
    sealed = function().seal(PLACE, CLEAR)
    for found in (b"", b"\x02" + sealed[1:], sealed[:20], b"\x01\x03a/b" + bytes(40)):
        with pytest.raises(BrokenSealError):
            function().open(PLACE, found)


def test_a_function_asks_once_for_the_key_of_a_quarter(function: Function, wrapper: KeyWrapper) -> None:
    function().seal(PLACE, CLEAR)
    counted = Counting(wrapper)
    sealer = function(by=counted)
    for _ in range(3):
        assert sealer.open(PLACE, sealer.seal(PLACE, CLEAR)) == CLEAR
    assert counted.calls == ["unwrap"]


def test_a_function_that_opened_a_key_seals_with_it_without_asking_again(
    function: Function, wrapper: KeyWrapper
) -> None:
    sealed = function().seal(PLACE, CLEAR)
    counted = Counting(wrapper)
    sealer = function(by=counted)
    sealer.open(PLACE, sealed)
    sealer.seal(PLACE, CLEAR)
    assert counted.calls == ["unwrap"]


def test_two_functions_that_make_the_key_of_a_quarter_at_once_have_one(
    function: Function, dynamodb: Any, table: str
) -> None:
    quick = function()
    before: list[bytes] = []
    with just_before(dynamodb, "PutItem", lambda: before.append(quick.seal(PLACE, CLEAR))):
        late = function()
        after = late.seal(PLACE, CLEAR)
    assert len(all_rows(dynamodb, table)) == 1
    assert quick.open(PLACE, after) == late.open(PLACE, before[0]) == function().open(PLACE, after) == CLEAR


def test_every_quarter_and_region_has_a_key_of_its_own(function: Function) -> None:
    sealed = [
        sealer.seal(PLACE, CLEAR) for sealer in (function(), function(at=Q1), function(region="laoshan"))
    ]
    assert [take_apart(each).key_id for each in sealed] == [
        "licang/2026Q4#001",
        "licang/2027Q1#001",
        "laoshan/2026Q4#001",
    ]
    assert {function().open(PLACE, each) for each in sealed} == {CLEAR}


def test_a_function_that_lives_into_the_next_quarter_seals_with_its_key(
    wrapper: KeyWrapper, rows: KeyRows
) -> None:
    times = [Q4]
    sealer = KeyringSealer(Keyring(wrapper, rows, "licang", lambda: times[-1]))
    before = sealer.seal(PLACE, CLEAR)
    times.append(Q1)
    assert take_apart(sealer.seal(PLACE, CLEAR)).key_id == "licang/2027Q1#001"
    assert sealer.open(PLACE, before) == CLEAR


def test_after_a_rotation_new_functions_seal_with_the_new_key_and_old_rows_open(
    function: Function, wrapper: KeyWrapper, rows: KeyRows
) -> None:
    old = function()
    before = old.seal(PLACE, CLEAR)
    Keyring(wrapper, rows, "licang", lambda: Q4).rotate("2026Q4")
    new = function()
    after = new.seal(PLACE, CLEAR)
    assert take_apart(after).key_id == "licang/2026Q4#002"
    assert new.open(PLACE, before) == old.open(PLACE, after) == CLEAR


def test_what_a_key_sealed_that_was_erased_never_opens_again_and_its_number_is_not_given_twice(
    function: Function, rows: KeyRows
) -> None:
    sealed = function().seal(PLACE, CLEAR)
    for _ in range(2):
        rows.erase(KeyId("licang", "2026Q4", 1), Q1)
    with pytest.raises(LostKeyError) as refusal:
        function().open(PLACE, sealed)
    assert refusal.value.status == 410
    assert take_apart(function().seal(PLACE, CLEAR)).key_id == "licang/2026Q4#002"
    with pytest.raises(LostKeyError):
        function().open(PLACE, sealed)


def test_a_key_whose_row_is_gone_is_told_to_be_gone(function: Function, dynamodb: Any, table: str) -> None:
    sealed = function().seal(PLACE, CLEAR)
    for row in all_rows(dynamodb, table):
        dynamodb.delete_item(TableName=table, Key={name: row[name] for name in ("pk", "sk")})
    with pytest.raises(LostKeyError):
        function().open(PLACE, sealed)


def test_a_wrapped_key_that_was_moved_to_another_quarter_does_not_open(
    function: Function, dynamodb: Any, table: str
) -> None:
    """Whoever can write rows could otherwise bring back the key of a quarter that was erased."""
    function().seal(PLACE, CLEAR)
    (row,) = all_rows(dynamodb, table)
    dynamodb.put_item(TableName=table, Item=row | {"sk": {"S": "2027Q1#001"}})
    with pytest.raises(MovedSealError):
        function(at=Q1).seal(PLACE, CLEAR)


def test_a_table_that_is_busy_has_sealing_tried_again(function: Function, dynamodb: Any) -> None:
    with refused(dynamodb, "Query", "ProvisionedThroughputExceededException"), pytest.raises(RetryableError):
        function().seal(PLACE, CLEAR)


def test_digests_are_the_same_in_every_function_and_quarter_and_differ_by_kind_value_and_region(
    function: Function,
) -> None:
    number = "citizen 11010519491231002X"
    one = function().digest("identity", number)
    assert one == function(at=Q1).digest("identity", number)
    assert len(one) == 64
    others = [
        function().digest("phone", number),
        function().digest("identity", f"{number} "),
        function(region="laoshan").digest("identity", number),
    ]
    assert len({one, *others}) == 4


def test_a_function_asks_once_for_the_key_of_digests(function: Function, wrapper: KeyWrapper) -> None:
    function().digest("name", "王秀英")
    counted = Counting(wrapper)
    sealer = function(by=counted)
    for kind in ("name", "phone", "name"):
        sealer.digest(kind, "王秀英")
    assert counted.calls == ["unwrap"]


def test_the_table_holds_no_key_in_clear(
    function: Function, wrapper: KeyWrapper, rows: KeyRows, dynamodb: Any, table: str
) -> None:
    function().digest("name", "王秀英")
    function().seal(PLACE, CLEAR)
    keys = Keyring(wrapper, rows, "licang", lambda: Q4)
    clear = [keys.newest(use).clear for use in (DIGESTS, "2026Q4")]
    stored = [row["data_key"]["B"] for row in all_rows(dynamodb, table)]
    assert len(stored) == 2
    assert not [1 for each in stored for key in clear if key in bytes(each)]


@pytest.mark.parametrize(
    ("at", "quarter"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), "2026Q1"),
        (datetime(2026, 3, 31, 23, 59, tzinfo=UTC), "2026Q1"),
        (datetime(2026, 4, 1, tzinfo=UTC), "2026Q2"),
        (datetime(2026, 9, 30, tzinfo=UTC), "2026Q3"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "2026Q4"),
    ],
)
def test_a_quarter_has_three_months(at: datetime, quarter: str) -> None:
    assert quarter_of(at) == quarter


@pytest.mark.parametrize("error", [MovedSealError(), BrokenSealError(), LostKeyError()])
def test_what_cannot_be_opened_is_told_in_both_languages_and_shows_no_names_of_the_program(
    error: SealError,
) -> None:
    assert "个人资料" in error.zh
    assert "personal data" in error.en
    assert not [word for word in ("KMS", "AES", "HEAD", "#") if word in error.zh + error.en]


def test_keys_are_not_printed() -> None:
    assert KEY.decode() not in repr(DataKey(clear=KEY, wrapped=KEY))


def test_importing_the_room_loads_no_library_of_cryptography() -> None:
    room = Path(__file__).parents[3] / "chalicelib" / "adapters" / "sealing"
    modules = [f"chalicelib.adapters.sealing.{file.stem}" for file in sorted(room.glob("[a-z]*.py"))]
    known = ", ".join([*modules, "chalicelib.cases.people.parties"])
    probe = f"import sys, {known}; print('cryptography' in sys.modules)"
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", probe], cwd=room.parents[2], capture_output=True, text=True, check=True
    )
    assert len(modules) >= 6
    assert done.stdout.strip() == "False"
