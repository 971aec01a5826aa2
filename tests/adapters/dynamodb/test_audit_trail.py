from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.case_store import CaseStore
from tests.adapters.a_case import AT, opened, running
from tests.adapters.dynamodb.stories import keep
from tests.adapters.moto_cloud import all_rows

LATER = AT + timedelta(days=365)


@pytest.fixture
def store(dynamodb: Any, table: str) -> CaseStore:
    return CaseStore(dynamodb, table)


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
    assert store.verify(story.no) == n


def test_an_event_that_was_taken_out_is_found_out(store: CaseStore, dynamodb: Any, table: str) -> None:
    story = keep(store, running())
    newest = story.changes[-1]
    for n in (newest.after.version - len(newest.events) + 1, 2):
        key = {"pk": {"S": f"CASE#{story.no}"}, "sk": {"S": f"EVENT#{n:06d}"}}
        dynamodb.delete_item(TableName=table, Key=key)
        assert store.verify(story.no) == n


def test_a_forged_hash_does_not_hide_a_changed_event(store: CaseStore, dynamodb: Any, table: str) -> None:
    story = keep(store, running())
    theirs = keep(store, running())
    rows = {row["sk"]["S"]: row for row in all_rows(dynamodb, table) if row["pk"]["S"] == f"CASE#{theirs.no}"}
    other = rows["EVENT#000001"]
    changed_event(dynamodb, table, story.no, 1, body=other["body"]["S"], hash=other["hash"]["S"])
    assert store.verify(story.no) == 2
