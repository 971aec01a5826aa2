from __future__ import annotations

from typing import Any

import pytest
import requests

from chalicelib.adapters.file_parts import FileParts
from chalicelib.ports.file_parts import PART_BYTES
from chalicelib.services.cases.files.send_in_parts import go_on_in_parts, join_parts
from chalicelib.services.errors import Problem

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
    assert requests.put(url, data=content, timeout=10).status_code == 200
