from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.adapters.dynamodb.cases.event_rows import Chain
from chalicelib.adapters.dynamodb.rows import Row
from chalicelib.ports.trail import Damage, Fault
from tests.adapters.a_case import AT, Story, opened, running
from tests.adapters.dynamodb.stories import keep
from tests.adapters.dynamodb.trails import fault_in
from tests.adapters.moto_cloud import all_rows
from tests.fakes import CHAIN, OneKey

LATER = AT + timedelta(days=365)


@pytest.fixture
def store(dynamodb: Any, table: str) -> CaseStore:
    return CaseStore(dynamodb, table, CHAIN, OneKey)


def changed_event(dynamodb: Any, table: str, no: str, n: int, **fields: str) -> None:
    for name, value in fields.items():
        dynamodb.update_item(
            TableName=table,
            Key={"pk": {"S": f"CASE#{no}"}, "sk": {"S": f"EVENT#{n:06d}"}},
            UpdateExpression="SET #field = :value",
            ExpressionAttributeNames={"#field": name},
            ExpressionAttributeValues={":value": {"S": value}},
        )


@pytest.mark.parametrize("n", [1, 3, 5])
def test_a_changed_event_is_found_out(store: CaseStore, dynamodb: Any, table: str, n: int) -> None:
    story = opened()
    for _ in range(5):
        story.change_mind()
    keep(store, story)
    other = store.events(story.no)[n - 1].model_copy(update={"at": AT - timedelta(days=9)})
    changed_event(dynamodb, table, story.no, n, body=f"[{other.model_dump_json()}]")
    assert fault_in(store, story.no) == Fault(Damage.CHANGED, n)


def test_an_event_that_was_taken_out_is_found_out(store: CaseStore, dynamodb: Any, table: str) -> None:
    story = keep(store, running())
    newest = story.changes[-1]
    for n in (newest.after.version - len(newest.events) + 1, 2):
        key = {"pk": {"S": f"CASE#{story.no}"}, "sk": {"S": f"EVENT#{n:06d}"}}
        dynamodb.delete_item(TableName=table, Key=key)
        assert fault_in(store, story.no) == Fault(Damage.CHANGED, n)


def test_a_forged_hash_does_not_hide_a_changed_event(store: CaseStore, dynamodb: Any, table: str) -> None:
    story = keep(store, running())
    theirs = keep(store, running())
    rows = {row["sk"]["S"]: row for row in all_rows(dynamodb, table) if row["pk"]["S"] == f"CASE#{theirs.no}"}
    other = rows["EVENT#000001"]
    changed_event(dynamodb, table, story.no, 1, body=other["body"]["S"], hash=other["hash"]["S"])
    assert fault_in(store, story.no) == Fault(Damage.CHANGED, 1)


# --- a whole chain written anew ------------------------------------------------------------------


def rows_of(dynamodb: Any, table: str, no: str) -> list[Row]:
    """The event rows of a case, in order, and behind them its head."""
    mine = [row for row in all_rows(dynamodb, table) if row["pk"]["S"] == f"CASE#{no}"]
    told = (row for row in mine if re.match("EVENT#|HEAD$", row["sk"]["S"]))
    return sorted(told, key=lambda row: str(row["sk"]["S"]))


def rewrite(dynamodb: Any, table: str, story: Story, forger: Chain) -> None:
    """Somebody who may write the table backdates every event and works all hashes out again."""
    last = ""
    *events, head = rows_of(dynamodb, table, story.no)
    for row in events:
        body = row["body"]["S"].replace("2026-03-02", "2026-02-02")
        kept = {name: row[name] for name in ("pk", "sk", "schema")} | {"body": {"S": body}}
        forged = forger.sealed(kept, last)
        dynamodb.put_item(TableName=table, Item=forged)
        last = forged["hash"]["S"]
    dynamodb.put_item(TableName=table, Item=head | {"last": {"S": last}})


def test_a_chain_that_was_rewritten_with_recomputed_hashes_is_found_out(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    story = keep(store, running())
    rewrite(dynamodb, table, story, Chain(lambda: ("a key that is not the office's",)))
    assert fault_in(store, story.no) == Fault(Damage.CHANGED, 1)


def test_a_rewritten_chain_that_names_the_right_key_is_found_out_at_its_first_event(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    story = keep(store, running())
    right = rows_of(dynamodb, table, story.no)[0]["key"]["S"]
    rewrite(dynamodb, table, story, Chain(lambda: ("a key that is not the office's",)))
    for row in rows_of(dynamodb, table, story.no)[:-1]:
        dynamodb.put_item(TableName=table, Item=row | {"key": {"S": right}})
    assert fault_in(store, story.no) == Fault(Damage.CHANGED, 1)


@pytest.mark.parametrize(("field", "value"), [("schema", {"N": "1"}), ("sk", {"S": "EVENT#000009"})])
def test_the_form_of_a_row_and_its_place_are_chained_too(
    store: CaseStore, dynamodb: Any, table: str, field: str, value: Any
) -> None:
    story = keep(store, running())
    chain, row = CHAIN, rows_of(dynamodb, table, story.no)[0]
    assert chain.holds(row, "")
    assert not chain.holds(row | {field: value}, "")


def test_the_trail_of_another_case_put_in_its_place_is_found_out(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    story, other = keep(store, running()), keep(store, running())
    for row in rows_of(dynamodb, table, other.no):
        dynamodb.put_item(TableName=table, Item=row | {"pk": {"S": f"CASE#{story.no}"}})
    assert fault_in(store, story.no) == Fault(Damage.CHANGED, 1)


def test_after_a_change_of_keys_older_rows_hold_by_the_key_of_before(dynamodb: Any, table: str) -> None:
    old, new = "the key of last year", "the key of this year"
    story = keep(CaseStore(dynamodb, table, Chain(lambda: (old,)), OneKey), running())
    changed = CaseStore(dynamodb, table, Chain(lambda: (new, old)), OneKey)
    changed.load(story.no)
    changed.commit(story.end("pass"))
    assert fault_in(changed, story.no) is None
    assert len({row["key"]["S"] for row in rows_of(dynamodb, table, story.no)[:-1]}) == 2
    other = CaseStore(dynamodb, table, Chain(lambda: (new,)), OneKey)
    assert fault_in(other, story.no) == Fault(Damage.CHANGED, 1)


# --- the head ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [
        ("body", "张**", "李**"),
        ("version", "5", "6"),
        ("seal", "", "forged"),
        ("key", "", "forged"),
    ],
)
def test_a_head_that_was_changed_is_found_out_though_its_events_are_whole(
    store: CaseStore, dynamodb: Any, table: str, field: str, old: str, new: str
) -> None:
    story = keep(store, running())
    head = rows_of(dynamodb, table, story.no)[-1]
    [(kind, value)] = head[field].items()
    other = value.replace(old, new) if old in value and old else str(int(value) + 1) if kind == "N" else new
    assert other != value
    dynamodb.put_item(TableName=table, Item=head | {field: {kind: other}})
    assert fault_in(store, story.no) == Fault(Damage.HEAD, 0)


def test_the_head_of_another_case_put_in_its_place_is_found_out(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    story = keep(store, running())
    first = rows_of(dynamodb, table, story.no)[-1]
    store.load(story.no)
    store.commit(story.end("pass"))
    dynamodb.put_item(TableName=table, Item=first)
    assert fault_in(store, story.no) is not None, "an older head with newer events"
