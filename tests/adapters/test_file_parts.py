from __future__ import annotations

from typing import Any

import pytest
import requests

from chalicelib.adapters.file_parts import FileParts
from chalicelib.ports.storage.file_parts import PART_BYTES
from chalicelib.services.cases.files.send_in_parts import go_on_in_parts, join_parts
from chalicelib.services.errors import Problem
from tests.adapters.moto_cloud import refused

KEY = "uploads/370213202603020000019/floor-plan/place-1"
CONTENT = b"a" * PART_BYTES + b"b" * PART_BYTES + b"the end"


@pytest.fixture
def parts(s3: Any, bucket: str) -> FileParts:
    return FileParts(s3, bucket)


def test_what_has_arrived_is_not_asked_for_again_and_the_whole_is_the_file(
    parts: FileParts, s3: Any, bucket: str
) -> None:
    first = go_on_in_parts(parts, KEY, len(CONTENT), "application/pdf", "")
    assert [one.size for one in first.parts] == [PART_BYTES, PART_BYTES, 7]
    send(first.parts[0].url, CONTENT[:PART_BYTES])
    with pytest.raises(Problem) as missing:
        join_parts(parts, KEY, len(CONTENT), first.upload)
    assert (missing.value.status, missing.value.code) == (409, "parts_missing")
    again = go_on_in_parts(parts, KEY, len(CONTENT), "application/pdf", first.upload)
    assert again.upload == first.upload
    assert [one.url is None for one in again.parts] == [True, False, False]
    for one in again.parts[1:]:
        send(one.url, CONTENT[PART_BYTES * (one.number - 1) :][: one.size])
    join_parts(parts, KEY, len(CONTENT), again.upload)
    whole = s3.get_object(Bucket=bucket, Key=KEY)
    assert (whole["Body"].read(), whole["ContentType"]) == (CONTENT, "application/pdf")


def test_who_lost_the_answer_to_the_closing_is_told_the_same_again(
    parts: FileParts, s3: Any, bucket: str
) -> None:
    begun = go_on_in_parts(parts, KEY, PART_BYTES + 5, "application/pdf", "")
    send(begun.parts[0].url, CONTENT[:PART_BYTES])
    send(begun.parts[1].url, b"short")
    held = parts.held(KEY, begun.upload)
    assert held is not None
    for _ in range(2):
        join_parts(parts, KEY, PART_BYTES + 5, begun.upload)
    versions = s3.list_object_versions(Bucket=bucket, Prefix=KEY)["Versions"]
    assert len(versions) == 1, "the second closing made nothing"
    with refused(s3, "CompleteMultipartUpload", "NoSuchUpload"):
        assert not parts.join(KEY, begun.upload, held), "of two closings at once the store takes one"
    for other, key in ((f"9{begun.upload}", KEY), (begun.upload, f"{KEY}9")):
        with pytest.raises(Problem):
            join_parts(parts, key, PART_BYTES + 5, other)


@pytest.mark.parametrize("of", ["nothing", "another size", "another key"])
def test_an_upload_that_is_not_of_this_file_begins_anew(parts: FileParts, of: str) -> None:
    upload = "never-begun"
    if of != "nothing":
        key = KEY if of == "another size" else f"{KEY}9"
        begun = go_on_in_parts(parts, key, PART_BYTES + 5, "application/pdf", "")
        send(begun.parts[1].url, b"short")
        upload = begun.upload
    found = go_on_in_parts(parts, KEY, len(CONTENT), "application/pdf", upload)
    assert found.upload != upload
    assert all(one.url for one in found.parts)


def send(url: str | None, content: bytes) -> None:
    assert url is not None
    assert requests.put(url, data=content, timeout=240).status_code == 200
