from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import requests
from botocore.exceptions import EndpointConnectionError, ResponseStreamingError
from botocore.response import StreamingBody

from chalicelib.adapters.files import Files
from chalicelib.ports.storage.files import Declared, Shown
from chalicelib.services.errors import RetryableError
from tests.adapters.moto_cloud import REGION, refused, unanswered

NO = "370213202603020000019"
KEY = f"uploads/{NO}/floor-plan/平面图 (1).pdf"
LARGEST = 20 << 20
SHOWN = Shown("平面图 (1).pdf", "application/pdf")


@pytest.fixture
def files(s3: Any, bucket: str) -> Files:
    return Files(s3, bucket)


@pytest.fixture
def put(s3: Any, bucket: str) -> Callable[[bytes], str]:
    """Upload a file, as an applicant does; its version."""

    def upload(content: bytes) -> str:
        return str(s3.put_object(Bucket=bucket, Key=KEY, Body=content)["VersionId"])

    return upload


def test_a_file_is_read_with_its_size_and_digest(files: Files, put: Callable[[bytes], str]) -> None:
    stored = files.open(KEY, put(b"%PDF-1.4 content"), LARGEST)
    assert stored is not None
    with stored.content as content:
        assert content.read() == b"%PDF-1.4 content"
    assert stored.size == 16
    assert stored.sha256 == hashlib.sha256(b"%PDF-1.4 content").hexdigest()


def test_an_empty_file_is_a_file(files: Files, put: Callable[[bytes], str]) -> None:
    stored = files.open(KEY, put(b""), LARGEST)
    assert stored is not None
    stored.content.close()
    assert (stored.size, stored.sha256) == (0, hashlib.sha256(b"").hexdigest())


def test_each_version_of_a_file_is_itself(files: Files, put: Callable[[bytes], str]) -> None:
    first, second = put(b"first"), put(b"second")
    for version, expected in ((first, b"first"), (second, b"second")):
        stored = files.open(KEY, version, LARGEST)
        assert stored is not None
        with stored.content as content:
            assert content.read() == expected


def test_a_version_that_is_gone_is_none(
    files: Files, s3: Any, bucket: str, put: Callable[[bytes], str]
) -> None:
    version = put(b"gone soon")
    s3.delete_object(Bucket=bucket, Key=KEY, VersionId=version)
    assert files.open(KEY, version, LARGEST) is None
    assert files.open("uploads/never/was/there.pdf", version, LARGEST) is None


def test_a_file_at_the_limit_is_read_and_one_byte_more_is_not(
    files: Files, put: Callable[[bytes], str]
) -> None:
    version = put(b"12345")
    taken = files.open(KEY, version, largest=5)
    assert taken is not None
    with taken.content as content:
        assert content.read() == b"12345"
    too_large = files.open(KEY, version, largest=4)
    assert too_large is not None
    with too_large.content as content:
        assert content.read() == b""
    assert (too_large.size, too_large.sha256) == (5, "")


@pytest.mark.parametrize(("size", "on_disk"), [(4 << 20, False), ((4 << 20) + 1, True)])
def test_a_large_file_waits_on_disk_not_in_memory(
    files: Files, put: Callable[[bytes], str], size: int, on_disk: bool
) -> None:
    content = b"%PDF-" + b"\0" * (size - 5)
    stored = files.open(KEY, put(content), LARGEST)
    assert stored is not None
    with stored.content as spooled:
        assert spooled._rolled is on_disk  # type: ignore[attr-defined]
        assert spooled.read(5) == b"%PDF-"
    assert (stored.size, stored.sha256) == (size, hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize("code", ["SlowDown", "InternalError", "AccessDenied"])
def test_a_file_that_cannot_be_read_now_may_be_read_later(files: Files, s3: Any, code: str) -> None:
    with refused(s3, "GetObject", code), pytest.raises(RetryableError):
        files.open(KEY, "v", LARGEST)


def test_a_file_that_breaks_off_while_it_is_read_may_be_read_later(files: Files, s3: Any) -> None:
    class Broken(io.BytesIO):
        def read(self, _: int | None = None, /) -> bytes:
            raise ResponseStreamingError(error="connection broken")

    def answer(parsed: dict[str, Any], **_: Any) -> None:
        parsed["Body"] = StreamingBody(Broken(), 10)
        parsed["ContentLength"] = 10

    s3.put_object(Bucket=files._bucket, Key=KEY, Body=b"0123456789")
    version = s3.head_object(Bucket=files._bucket, Key=KEY)["VersionId"]
    s3.meta.events.register("after-call.s3.GetObject", answer)
    try:
        with pytest.raises(RetryableError):
            files.open(KEY, version, LARGEST)
    finally:
        s3.meta.events.unregister("after-call.s3.GetObject", answer)


def test_an_error_names_no_file(files: Files, s3: Any) -> None:
    lost = EndpointConnectionError(endpoint_url=f"https://s3/{KEY}")
    with unanswered(s3, "GetObject", lost), pytest.raises(RetryableError) as caught:
        files.open(KEY, "v", LARGEST)
    assert "平面图" not in str(caught.value)
    assert NO not in str(caught.value)


def test_an_issued_document_lies_where_it_was_put_and_once_more_is_harmless(
    files: Files, s3: Any, bucket: str
) -> None:
    for _ in range(2):
        files.put_document("documents/1/delivery.json", '{"名称": "许可证"}'.encode())
    kept = s3.get_object(Bucket=bucket, Key="documents/1/delivery.json")
    assert kept["Body"].read().decode() == '{"名称": "许可证"}'
    assert kept["ContentType"] == "application/json; charset=utf-8"


def test_a_document_that_cannot_be_stored_now_may_be_stored_later(files: Files, s3: Any) -> None:
    with refused(s3, "PutObject", "SlowDown"), pytest.raises(RetryableError):
        files.put_document("documents/1/delivery.json", b"{}")


@pytest.mark.parametrize("what", ["upload", "download"])
def test_a_url_is_good_for_one_object_and_a_given_time(files: Files, bucket: str, what: str) -> None:
    signed = files.presign_upload(KEY, 3600) if what == "upload" else files.presign_download(KEY, 3600, SHOWN)
    url = urlsplit(signed)
    asked = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert unquote(url.path) == f"/{bucket}/{KEY}"
    assert asked["X-Amz-Expires"] == "3600"
    assert asked["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"
    assert f"/{REGION}/s3/" in asked["X-Amz-Credential"]


def test_an_upload_s_url_differs_from_a_download_s(files: Files) -> None:
    urls = (files.presign_upload(KEY, 60), files.presign_download(KEY, 60, SHOWN))
    up, down = (parse_qs(urlsplit(url).query) for url in urls)
    assert up["X-Amz-Signature"] != down["X-Amz-Signature"]


def test_a_file_is_read_as_an_attachment_under_our_name_and_type_whatever_it_was_put_as(
    files: Files, s3: Any, bucket: str
) -> None:
    script = b"<script>alert(1)</script>"
    version = s3.put_object(Bucket=bucket, Key=KEY, Body=script, ContentType="text/html")["VersionId"]
    answer = requests.get(files.presign_download(KEY, 60, SHOWN, version), timeout=240)
    assert answer.content == script
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename*=UTF-8''%E5%B9%B3%E9%9D%A2%E5%9B%BE%20%281%29.pdf"
    )
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_what_was_declared_of_a_file_is_signed_with_its_place(files: Files) -> None:
    def signed(declared: Declared | None) -> str:
        return parse_qs(urlsplit(files.presign_upload(KEY, 60, declared)).query)["X-Amz-SignedHeaders"][0]

    assert signed(None) == signed(Declared()) == "host"
    assert signed(Declared(size=7)) == "content-length;host"
    assert signed(Declared(size=7, media_type="image/png")) == "content-length;content-type;host"


def test_a_file_is_removed_with_all_versions_before_it_and_what_came_after_it_stays(
    files: Files, put: Callable[[bytes], str], s3: Any, bucket: str
) -> None:
    older, wrong, newer = put(b"1"), put(b"2"), put(b"3")
    beside = s3.put_object(Bucket=bucket, Key=f"{KEY}x", Body=b"another's")["VersionId"]
    for _ in range(2):
        files.remove(KEY, wrong)
    kept = s3.list_object_versions(Bucket=bucket)["Versions"]
    assert {each["VersionId"] for each in kept} == {newer, beside}
    assert {older, wrong}.isdisjoint({newer, beside})
    with refused(s3, "DeleteObjects", "SlowDown"), pytest.raises(RetryableError):
        files.remove(KEY, newer)
