"""Names of staff lie sealed in one row, and two who sign on at once are both known."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.people.colleagues import ColleagueRow
from chalicelib.adapters.dynamodb.rows import Row
from chalicelib.ports.people.identity import Staff
from chalicelib.services.errors import SealError
from chalicelib.services.sign_on.colleagues import learn_name, names_of_staff
from tests.adapters.moto_cloud import all_rows
from tests.fakes import OneKey


@pytest.fixture
def row(dynamodb: Any, table: str) -> ColleagueRow:
    return ColleagueRow(dynamodb, table, "licang", OneKey)


def test_a_name_is_known_to_every_process_and_stands_nowhere_in_clear(
    dynamodb: Any, table: str, row: ColleagueRow
) -> None:
    row.keep("s-1", "王明")
    row.keep("s-2", "李强")
    row.keep("s-1", "王明")  # known already: nothing is written
    assert row.names() == {"s-1": "王明", "s-2": "李强"}
    assert ColleagueRow(dynamodb, table, "licang", OneKey).names() == row.names()
    assert ColleagueRow(dynamodb, table, "elsewhere", OneKey).names() == {}
    [kept] = all_rows(dynamodb, table)
    assert (kept["pk"]["S"], kept["version"]["N"]) == ("NAMED#licang", "2")
    assert "王明".encode() not in repr(kept).encode()
    assert "\\u738b" not in repr(kept)


def test_who_is_overtaken_writes_beside_what_the_other_wrote(
    dynamodb: Any, table: str, row: ColleagueRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = row._read

    def overtaken() -> tuple[dict[str, str], int]:
        found = read()
        monkeypatch.setattr(row, "_read", read)
        ColleagueRow(dynamodb, table, "licang", OneKey).keep("s-2", "李强")
        return found

    monkeypatch.setattr(row, "_read", overtaken)
    row.keep("s-1", "王明")
    assert row.names() == {"s-2": "李强", "s-1": "王明"}


def test_a_row_that_was_put_back_or_altered_opens_as_nobody(
    dynamodb: Any, table: str, row: ColleagueRow
) -> None:
    row.keep("s-1", "王明")
    [before] = all_rows(dynamodb, table)
    row.keep("s-2", "李强")
    put_back: Row = {**before, "version": {"N": "2"}}
    dynamodb.put_item(TableName=table, Item=put_back)
    with pytest.raises(SealError):
        row.names()


@pytest.mark.parametrize("lost", ["version", "sealed"])
def test_a_damaged_row_keeps_nobody_from_the_desk_or_from_signing_on(
    dynamodb: Any, table: str, row: ColleagueRow, lost: str
) -> None:
    row.keep("s-1", "王明")
    [kept] = all_rows(dynamodb, table)
    dynamodb.put_item(TableName=table, Item={name: value for name, value in kept.items() if name != lost})
    world = SimpleNamespace(colleagues=ColleagueRow(dynamodb, table, "licang", OneKey))
    assert names_of_staff(world) == {}
    learn_name(world, Staff(id="s-2", units=(), name="李强"))
    assert names_of_staff(world) == {}


def test_names_for_which_there_is_no_room_keep_nobody_from_signing_on(
    dynamodb: Any, table: str, row: ColleagueRow
) -> None:
    row.keep("s-1", "王明")
    learn_name(SimpleNamespace(colleagues=row), Staff(id="s-2", units=(), name="李" * 140_000))
    assert row.names() == {"s-1": "王明"}
