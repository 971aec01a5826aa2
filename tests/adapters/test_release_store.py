from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib.adapters.release_store import ReleaseStore
from chalicelib.decisions.model import Release
from chalicelib.decisions.release import digest
from chalicelib.services.errors import OvertakenError, PermanentError, RetryableError
from chalicelib.services.publish_rules import activate_release, publish_release
from tests.adapters.a_case import AT, release
from tests.adapters.moto_cloud import all_rows, just_before, refused, unanswered


@pytest.fixture
def shelf(dynamodb: Any, table: str, s3: Any, bucket: str) -> ReleaseStore:
    return ReleaseStore(dynamodb, table, s3, bucket)


def small(carrier: str = "ems") -> Release:
    """The region's rules without most of the catalogue: quick to store; one for each ``carrier``."""
    full = release()
    region = full.region.model_copy(update={"carrier": carrier})
    return full.model_copy(update={"items": dict(list(full.items.items())[:2]), "region": region})


def put(shelf: ReleaseStore, one: Release) -> str:
    return str(publish_release(shelf, one)["digest"])


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


def test_only_the_last_four_releases_stay_in_memory(shelf: ReleaseStore, s3: Any) -> None:
    names = [put(shelf, small(f"carrier-{n}")) for n in range(5)]
    for name in names:
        shelf.get(name)
    with refused(s3, "GetObject", "InternalError"):
        assert [shelf.get(name).region.carrier for name in names[1:]] == [f"carrier-{n}" for n in range(1, 5)]
        with pytest.raises(RetryableError):
            shelf.get(names[0])


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
        shelf.activate("licang", name, "li", AT)


def test_what_is_no_release_is_refused_even_under_its_own_digest(
    shelf: ReleaseStore, s3: Any, bucket: str
) -> None:
    content = b'{"region": "licang"}'
    shelf.put(content, digest(content))
    with pytest.raises(PermanentError):
        shelf.get(digest(content))


def test_a_region_without_a_release_in_force_says_so(shelf: ReleaseStore) -> None:
    put(shelf, small())
    with pytest.raises(PermanentError, match="publish and activate"):
        shelf.active("licang")


def test_a_release_is_in_force_once_it_is_activated(shelf: ReleaseStore) -> None:
    first, second = put(shelf, small()), put(shelf, small("shunfeng"))
    activate_release(shelf, first, "li", AT)
    assert shelf.active("licang") == first
    activate_release(shelf, second, "wang", AT)
    assert shelf.active("licang") == second
    with pytest.raises(PermanentError):
        shelf.active("elsewhere")


def test_what_is_not_stored_is_not_put_in_force(shelf: ReleaseStore, dynamodb: Any, table: str) -> None:
    with pytest.raises(PermanentError):
        shelf.activate("licang", "0" * 64, "li", AT)
    assert all_rows(dynamodb, table) == []


def test_the_log_tells_who_put_what_in_force_and_each_entry_holds_the_one_before(
    shelf: ReleaseStore,
) -> None:
    one, two = put(shelf, small()), put(shelf, small("shunfeng"))
    told = [
        shelf.activate("licang", name, who, AT + timedelta(days=n))
        for n, (name, who) in enumerate([(one, "li"), (two, "wang"), (one, "li")])
    ]
    log = shelf.log("licang")
    assert log == told
    assert [(entry["n"], entry["digest"], entry["before"], entry["by"]) for entry in log] == [
        (1, one, None, "li"),
        (2, two, one, "wang"),
        (3, one, two, "li"),
    ]
    last = ""
    for entry in log:
        assert entry["last"] == last
        body = json.dumps({name: value for name, value in entry.items() if name != "hash"}, sort_keys=True)
        assert entry["hash"] == hashlib.sha256(body.encode()).hexdigest()
        last = str(entry["hash"])


def test_of_two_activations_at_the_same_time_one_is_overtaken(shelf: ReleaseStore, dynamodb: Any) -> None:
    mine, theirs = put(shelf, small()), put(shelf, small("shunfeng"))
    for entries in (1, 2):
        overtaking = just_before(
            dynamodb, "TransactWriteItems", lambda: shelf.activate("licang", theirs, "wang", AT)
        )
        with overtaking, pytest.raises(OvertakenError):
            shelf.activate("licang", mine, "li", AT)
        assert shelf.active("licang") == theirs
        assert len(shelf.log("licang")) == entries


def test_a_busy_table_may_be_asked_again(shelf: ReleaseStore, dynamodb: Any, s3: Any) -> None:
    name = put(shelf, small())
    with refused(dynamodb, "GetItem", "ThrottlingException"), pytest.raises(RetryableError):
        shelf.active("licang")
    with refused(dynamodb, "TransactWriteItems", "ThrottlingException"), pytest.raises(RetryableError):
        shelf.activate("licang", name, "li", AT)
    with refused(dynamodb, "Query", "ThrottlingException"), pytest.raises(RetryableError):
        shelf.log("licang")
    lost = EndpointConnectionError(endpoint_url="https://s3")
    with unanswered(s3, "PutObject", lost), pytest.raises(RetryableError):
        put(shelf, small())
