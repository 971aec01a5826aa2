from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib.adapters.dynamodb.releases.release_store import ReleaseStore
from chalicelib.decisions.forms.model import Release
from chalicelib.decisions.release import digest
from chalicelib.releases.log import Standing, first_broken
from chalicelib.services.errors import NoRulesError, PermanentError, Problem, RetryableError
from chalicelib.services.releases.activate_release import activate_release
from chalicelib.services.releases.publication_log import see_log
from chalicelib.services.releases.publish_rules import publish_release
from chalicelib.services.releases.roll_back import roll_back
from chalicelib.services.releases.shadow_rules import end_shadow, start_shadow
from chalicelib.services.releases.show_releases import show_release, show_releases
from tests.adapters.a_case import AT, release
from tests.adapters.moto_cloud import all_rows, just_before, refused, unanswered
from tests.adapters.releases import APPROVER, AUTHOR, put_in_force
from tests.services.releases.bookshelf import Desk, claimed


@pytest.fixture
def shelf(dynamodb: Any, table: str, s3: Any, bucket: str) -> ReleaseStore:
    return ReleaseStore(dynamodb, table, s3, bucket)


def small(carrier: str = "ems") -> Release:
    """The region's rules without most of the catalogue: quick to store; one for each ``carrier``."""
    full = release()
    region = full.region.model_copy(update={"carrier": carrier})
    return full.model_copy(update={"items": dict(list(full.items.items())[:2]), "region": region})


def put(shelf: ReleaseStore, one: Release) -> str:
    return str(publish_release(shelf, one, claimed(AUTHOR), AT, {"ok": True})["digest"])


def test_a_release_comes_back_whole_under_its_digest(shelf: ReleaseStore) -> None:
    name = put(shelf, release())
    assert name == release().digest
    assert shelf.get(name) == release()
    assert shelf.get(name).digest == name


def test_a_release_is_read_from_the_store_once(shelf: ReleaseStore, s3: Any) -> None:
    name = put(shelf, small())
    first = shelf.get(name)
    with refused(s3, "GetObject", "InternalError") as calls:
        assert shelf.get(name) is first
    assert calls == []


def test_the_releases_used_last_stay_in_memory(shelf: ReleaseStore, s3: Any) -> None:
    names = [put(shelf, small(f"carrier-{n}")) for n in range(13)]
    for name in [*names[:12], names[0], names[12]]:
        shelf.get(name)
    with refused(s3, "GetObject", "InternalError"):
        for n in (0, *range(2, 13)):
            assert shelf.get(names[n]).region.carrier == f"carrier-{n}"
        with pytest.raises(RetryableError):
            shelf.get(names[1])


def test_a_release_that_is_used_all_the_time_is_read_once_however_many_others_come_by(
    shelf: ReleaseStore, s3: Any
) -> None:
    in_force, *others = [put(shelf, small(f"carrier-{n}")) for n in range(30)]
    shelf.get(in_force)
    for name in others:
        shelf.get(name)
        with refused(s3, "GetObject", "InternalError"):
            assert shelf.get(in_force).region.carrier == "carrier-0"


def test_an_unknown_digest_is_refused_for_good(shelf: ReleaseStore) -> None:
    with pytest.raises(PermanentError, match="not stored"):
        shelf.get("0" * 64)


@pytest.mark.parametrize("code", ["SlowDown", "InternalError"])
def test_a_release_that_cannot_be_read_now_may_be_read_later(shelf: ReleaseStore, s3: Any, code: str) -> None:
    name = put(shelf, small())
    with refused(s3, "GetObject", code), pytest.raises(RetryableError):
        shelf.get(name)
    assert shelf.get(name) == small()


@pytest.mark.parametrize("how", ["changed", "emptied", "another release"])
def test_a_release_that_is_not_what_was_published_is_refused(
    shelf: ReleaseStore, s3: Any, bucket: str, how: str
) -> None:
    name = put(shelf, small())
    content = small().canonical()
    forged = {
        "changed": content.replace(b'"ems"', b'"sms"'),
        "emptied": b"",
        "another release": small("shunfeng").canonical(),
    }
    s3.put_object(Bucket=bucket, Key=f"releases/{name}.json", Body=forged[how])
    with pytest.raises(PermanentError, match="not as it was published"):
        shelf.get(name)
    with pytest.raises(PermanentError):
        activate_release(Desk(shelf), name, claimed(APPROVER), AT, None)


def test_what_is_no_release_is_refused_even_under_its_own_digest(
    shelf: ReleaseStore, s3: Any, bucket: str
) -> None:
    content = b'{"region": "licang"}'
    shelf.put(content, digest(content))
    with pytest.raises(PermanentError):
        shelf.get(digest(content))


def test_a_region_without_a_release_in_force_says_so(shelf: ReleaseStore) -> None:
    put(shelf, small())
    with pytest.raises(NoRulesError):
        shelf.active("licang")


def test_a_release_is_in_force_once_it_is_activated(shelf: ReleaseStore) -> None:
    first, second = small(), small("shunfeng")
    put_in_force(shelf, first, AT)
    assert shelf.active("licang") == first.digest
    put_in_force(shelf, second, AT)
    assert shelf.active("licang") == second.digest
    with pytest.raises(NoRulesError):
        shelf.active("elsewhere")


def test_what_is_published_and_no_more_is_not_in_force(shelf: ReleaseStore) -> None:
    name = put(shelf, small())
    assert shelf.standing("licang").active is None
    with pytest.raises(NoRulesError):
        shelf.active("licang")
    assert json.loads(shelf.checks(name)) == {"ok": True}
    with pytest.raises(PermanentError, match="the report on release"):
        shelf.checks("0" * 64)


def test_what_is_not_stored_is_not_put_in_force(shelf: ReleaseStore, dynamodb: Any, table: str) -> None:
    with pytest.raises(PermanentError):
        activate_release(Desk(shelf), "0" * 64, claimed(APPROVER), AT, None)
    assert all_rows(dynamodb, table) == []


def test_the_log_tells_who_did_what_and_each_entry_holds_the_one_before(shelf: ReleaseStore) -> None:
    one, two = small(), small("shunfeng")
    put_in_force(shelf, one, AT)
    put_in_force(shelf, two, AT + timedelta(days=1))
    roll_back(shelf, "licang", claimed(AUTHOR), AT + timedelta(days=2))
    log = shelf.log("licang")
    assert [(e["n"], e["kind"], e["digest"], e["before"], e["by"]) for e in log] == [
        (1, "published", one.digest, None, AUTHOR),
        (2, "activated", one.digest, None, APPROVER),
        (3, "published", two.digest, one.digest, AUTHOR),
        (4, "activated", two.digest, one.digest, APPROVER),
        (5, "rolled-back", one.digest, two.digest, AUTHOR),
    ]
    last = ""
    for entry in log:
        assert entry["last"] == last
        body = json.dumps({name: value for name, value in entry.items() if name != "hash"}, sort_keys=True)
        assert entry["hash"] == hashlib.sha256(body.encode()).hexdigest()
        last = str(entry["hash"])
    assert shelf.standing("licang") == Standing(5, last, one.digest)


def test_of_two_activations_at_the_same_time_one_is_overtaken(shelf: ReleaseStore, dynamodb: Any) -> None:
    mine, theirs = put(shelf, small()), small("shunfeng")
    overtaking = just_before(dynamodb, "TransactWriteItems", lambda: put_in_force(shelf, theirs, AT))
    with overtaking, pytest.raises(Problem) as caught:
        activate_release(Desk(shelf), mine, claimed(APPROVER), AT, None)
    assert caught.value.code == "overtaken"
    assert shelf.active("licang") == theirs.digest
    assert [entry["kind"] for entry in shelf.log("licang")] == ["published", "published", "activated"]


def test_an_entry_written_meanwhile_does_not_hinder_when_the_same_release_stays_in_force(
    shelf: ReleaseStore, dynamodb: Any
) -> None:
    mine = put(shelf, small())
    with just_before(dynamodb, "TransactWriteItems", lambda: put(shelf, small("shunfeng"))):
        entry = activate_release(Desk(shelf), mine, claimed(APPROVER), AT, None)
    assert (entry["n"], shelf.active("licang")) == (3, mine)


def test_a_log_whose_rows_were_touched_is_found_out_and_takes_no_more(
    shelf: ReleaseStore, dynamodb: Any, table: str
) -> None:
    put_in_force(shelf, small(), AT)
    name = put(shelf, small("shunfeng"))
    key = {"pk": {"S": "RELEASE#licang"}, "sk": {"S": "LOG#000002"}}
    row = dynamodb.get_item(TableName=table, Key=key)["Item"]
    forged = row["body"]["S"].replace(json.dumps(APPROVER), json.dumps("someone else"))
    dynamodb.put_item(TableName=table, Item=row | {"body": {"S": forged}})
    for do in (
        lambda: activate_release(Desk(shelf), name, claimed(APPROVER), AT, small().digest),
        lambda: put(shelf, small("another")),
        lambda: roll_back(shelf, "licang", claimed(APPROVER), AT),
    ):
        with pytest.raises(Problem) as caught:
            do()
        assert caught.value.code == "log_broken"
        assert "entry 2 " in caught.value.text.en
    dynamodb.put_item(TableName=table, Item=row)
    activate_release(Desk(shelf), name, claimed(APPROVER), AT, small().digest)


def test_a_pointer_turned_by_hand_is_found_out(shelf: ReleaseStore, dynamodb: Any, table: str) -> None:
    put_in_force(shelf, small(), AT)
    name = put(shelf, small("shunfeng"))
    dynamodb.update_item(
        TableName=table,
        Key={"pk": {"S": "RELEASE#licang"}, "sk": {"S": "ACTIVE"}},
        UpdateExpression="SET digest = :digest",
        ExpressionAttributeValues={":digest": {"S": name}},
    )
    standing, log = see_log(shelf, "licang")
    assert first_broken(log, standing) == len(log) + 1
    with pytest.raises(Problem) as caught:
        roll_back(shelf, "licang", claimed(APPROVER), AT)
    assert caught.value.code == "log_broken"


@pytest.mark.parametrize(
    ("sk", "column", "value", "broken"),
    [
        ("LOG#000001", "body", "{", 1),
        ("LOG#000001", "body", "[]", 1),
        ("LOG#000002", "body", '{"kind": "blessed"}', 2),
        ("LOG#000002", "body", None, 2),
        ("LOG#000001", "hash", None, 1),
        ("ACTIVE", "hash", None, 3),
        ("ACTIVE", "n", "two", 3),
        ("ACTIVE", "n", None, 3),
    ],
)
def test_a_row_that_nobody_can_read_is_a_broken_log_and_no_failure(
    shelf: ReleaseStore, dynamodb: Any, table: str, sk: str, column: str, value: str | None, broken: int
) -> None:
    put_in_force(shelf, small(), AT)
    key = {"pk": {"S": "RELEASE#licang"}, "sk": {"S": sk}}
    row = dynamodb.get_item(TableName=table, Key=key)["Item"]
    kept = {name: content for name, content in row.items() if name != column}
    dynamodb.put_item(TableName=table, Item=kept if value is None else kept | {column: {"S": value}})
    standing, log = see_log(shelf, "licang")
    assert first_broken(log, standing) == broken
    assert show_releases(shelf, "licang")["broken"] == broken
    assert show_release(shelf, "licang", small().digest)["items"] == 2
    with pytest.raises(Problem) as caught:
        put(shelf, small("shunfeng"))
    assert caught.value.code == "log_broken"


def test_a_busy_table_may_be_asked_again(shelf: ReleaseStore, dynamodb: Any, s3: Any) -> None:
    name = put(shelf, small())
    with refused(dynamodb, "GetItem", "ThrottlingException"), pytest.raises(RetryableError):
        shelf.active("licang")
    with refused(dynamodb, "TransactWriteItems", "ThrottlingException"), pytest.raises(RetryableError):
        activate_release(Desk(shelf), name, claimed(APPROVER), AT, None)
    with refused(dynamodb, "Query", "ThrottlingException"), pytest.raises(RetryableError):
        shelf.log("licang")
    lost = EndpointConnectionError(endpoint_url="https://s3")
    with unanswered(s3, "PutObject", lost), pytest.raises(RetryableError):
        put(shelf, small())


def test_which_release_was_in_force_lately_is_told_without_a_request_for_some_seconds(
    dynamodb: Any, table: str, s3: Any, bucket: str
) -> None:
    time = [100.0]
    shelf = ReleaseStore(dynamodb, table, s3, bucket, seconds=lambda: time[0])
    another = ReleaseStore(dynamodb, table, s3, bucket)
    with pytest.raises(NoRulesError):
        shelf.lately_active("licang")
    first, second = small(), small("shunfeng")
    put_in_force(another, first, AT)
    time[0] += 16
    assert shelf.lately_active("licang") == first.digest
    put_in_force(another, second, AT)
    time[0] += 14
    with refused(dynamodb, "GetItem", "InternalServerError"):
        assert shelf.lately_active("licang") == first.digest
    assert shelf.active("licang") == second.digest, "where it has to be known it is read"
    assert shelf.lately_active("licang") == second.digest, "and then it is known"


def test_the_release_in_shadow_is_told_without_a_request_of_its_own(
    dynamodb: Any, table: str, s3: Any, bucket: str
) -> None:
    """Opening a case reads the pointer anyway; afterwards a process goes by what it read for some seconds."""
    time = [0.0]
    shelf = ReleaseStore(dynamodb, table, s3, bucket, seconds=lambda: time[0])
    put_in_force(shelf, small(), AT)
    name = put(shelf, small("shunfeng"))
    assert shelf.shadow("licang") is None
    start_shadow(shelf, name, claimed(AUTHOR), AT)
    assert shelf.active("licang") == small().digest
    with refused(dynamodb, "GetItem", "ThrottlingException") as calls:
        assert shelf.shadow("licang") == name
        time[0] = 15.0
        assert shelf.shadow("licang") == name
        assert calls == []
        time[0] = 15.1
        with pytest.raises(RetryableError):
            shelf.shadow("licang")
    end_shadow(shelf, "licang", claimed(AUTHOR), AT)
    time[0] = 200.0
    assert shelf.shadow("licang") is None
    assert shelf.shadow("elsewhere") is None
