"""Dropped rule files in the bucket, as moto keeps them."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib.adapters.incoming_files import CONTENT, REPORT, SUFFIXES, IncomingFiles
from chalicelib.services.errors import PermanentError, RetryableError
from tests.adapters.moto_cloud import refused, unanswered


@pytest.fixture
def incoming(s3: Any, bucket: str) -> IncomingFiles:
    return IncomingFiles(s3, bucket)


def drop(s3: Any, bucket: str, *keys: str, content: bytes = b"x: 1") -> None:
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key, Body=content)


def test_the_rule_files_of_one_region_are_listed_and_read_and_no_others(
    incoming: IncomingFiles, s3: Any, bucket: str
) -> None:
    mine = ("channels.yaml", "items/a.YML", "items/b.yml", "items/卫生/体检 (1).yaml", "region.yaml")
    drop(s3, bucket, *(f"incoming/licang/{path}" for path in mine))
    drop(s3, bucket, f"incoming/licang/{REPORT}", f"incoming/licang/{CONTENT}", "incoming/licang-2/x.yaml")
    drop(s3, bucket, "releases/0.json", "incoming/licang/README.md")
    seen = incoming.listing("licang", 100)
    assert [(file.path, file.size) for file in seen] == [(path, 4) for path in sorted(mine)]
    assert incoming.read("licang", seen) == dict.fromkeys(mine, b"x: 1")
    assert incoming.listing("nowhere", 100) == ()


def test_what_was_meant_for_a_rule_file_is_listed_too(incoming: IncomingFiles, s3: Any, bucket: str) -> None:
    drop(s3, bucket, *(f"incoming/licang/{path}" for path in ("A.YAML", "b.yml", "c.yaml.zip", "d.json")))
    assert [file.path for file in incoming.listing("licang", 100)] == ["A.YAML", "b.yml"]


def test_one_more_than_asked_for_tells_that_there_are_too_many(
    incoming: IncomingFiles, s3: Any, bucket: str
) -> None:
    drop(s3, bucket, *(f"incoming/licang/{n}.yaml" for n in range(5)))
    assert len(incoming.listing("licang", 3)) == 4
    assert len(incoming.listing("licang", 5)) == 5


def test_a_file_that_was_changed_or_removed_since_it_was_listed_is_not_read_as_it_was(
    incoming: IncomingFiles, s3: Any, bucket: str
) -> None:
    drop(s3, bucket, "incoming/licang/a.yaml", "incoming/licang/b.yaml")
    seen = incoming.listing("licang", 10)
    drop(s3, bucket, "incoming/licang/a.yaml", content=b"x: 2")
    assert incoming.read("licang", seen) is None
    seen = incoming.listing("licang", 10)
    assert incoming.read("licang", seen) is not None
    s3.delete_object(Bucket=bucket, Key="incoming/licang/b.yaml")
    assert incoming.read("licang", seen) is None
    assert [file.path for file in incoming.listing("licang", 10)] == ["a.yaml"]


def test_reports_lie_beside_the_files_and_do_not_look_like_one(
    incoming: IncomingFiles, s3: Any, bucket: str
) -> None:
    assert incoming.reported("licang") == {""}
    incoming.put_report("licang", "# 报告", b"{}", "what was seen")
    assert incoming.reported("licang") == {"what was seen"}
    kept = {thing["Key"] for thing in s3.list_objects_v2(Bucket=bucket)["Contents"]}
    assert kept == {"incoming/licang/报告-report.md", "incoming/licang/report.json"}
    assert not any(key.lower().endswith(SUFFIXES) for key in kept)
    answer = s3.get_object(Bucket=bucket, Key="incoming/licang/报告-report.md")
    assert answer["Body"].read().decode() == "# 报告"
    assert answer["ContentType"] == "text/markdown; charset=utf-8"
    assert incoming.listing("licang", 10) == ()


def test_two_reports_left_by_two_are_told_apart(incoming: IncomingFiles, s3: Any, bucket: str) -> None:
    incoming.put_report("licang", "", b"{}", "older")
    s3.put_object(Bucket=bucket, Key=f"incoming/licang/{CONTENT}", Metadata={"seen": "newer"})
    assert incoming.reported("licang") == {"older", "newer"}


def test_a_bucket_that_is_not_to_be_had_may_be_asked_again(
    incoming: IncomingFiles, s3: Any, bucket: str
) -> None:
    drop(s3, bucket, "incoming/licang/a.yaml")
    seen = incoming.listing("licang", 10)
    for operation in ("ListObjectsV2", "GetObject", "PutObject", "HeadObject"):
        with refused(s3, operation, "SlowDown"), pytest.raises(RetryableError):
            _ask(operation, incoming, seen)
        lost = EndpointConnectionError(endpoint_url="https://s3")
        with unanswered(s3, operation, lost), pytest.raises(RetryableError):
            _ask(operation, incoming, seen)
    with refused(s3, "GetObject", "ValidationException"), pytest.raises(PermanentError):
        incoming.read("licang", seen)


def _ask(operation: str, incoming: IncomingFiles, seen: Any) -> None:
    match operation:
        case "ListObjectsV2":
            incoming.listing("licang", 10)
        case "GetObject":
            incoming.read("licang", seen)
        case "HeadObject":
            incoming.reported("licang")
        case _:
            incoming.put_report("licang", "", b"", "")
