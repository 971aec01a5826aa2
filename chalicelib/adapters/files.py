"""Uploaded files and issued documents in S3."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import quote

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.adapters.faults import translated
from chalicelib.ports.storage.files import Declared, NewestFile, Shown, Stored, UploadForm
from chalicelib.services.errors import RetryableError

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client
    from types_boto3_s3.type_defs import ObjectIdentifierTypeDef

_CHUNK = 1 << 20
_AT_ONCE = 1_000
"""Versions that one request removes (S3, DeleteObjects)."""

_IN_MEMORY = 4 << 20
_GONE = {"NoSuchKey", "NoSuchVersion", "404"}


class Files:
    """The port ``Files`` over one bucket. Beyond 4 MiB a file waits on disk, not in memory."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def presign_upload(self, key: str, seconds: int, declared: Declared | None = None) -> str:
        """
        A URL to which the holder may PUT this one object for ``seconds``. The store refuses another size
        or media type than those declared: both are signed as headers.
        """
        signed: dict[str, str | int] = {}
        if declared is not None and declared.size is not None:
            signed["ContentLength"] = declared.size
        if declared is not None and declared.media_type is not None:
            signed["ContentType"] = declared.media_type
        return self._presign("put_object", key, seconds, signed)

    def presign_form(self, key: str, seconds: int, largest: int, then: str) -> UploadForm:
        """Beside the key, the form's signature holds the largest size and where it leads to."""
        fields = {"success_action_redirect": then}
        conditions: list[Any] = [["content-length-range", 1, largest], fields]
        signed = self._client.generate_presigned_post(
            self._bucket, key, Fields=dict(fields), Conditions=conditions, ExpiresIn=seconds
        )
        return UploadForm(signed["url"], signed["fields"])

    def presign_download(self, key: str, seconds: int, shown: Shown, version: str | None = None) -> str:
        """
        A URL from which the holder may read the object, or just this ``version`` of it. The store answers
        with our name and type, whatever type the object was uploaded with: an attachment, save of what is
        to be looked at.
        """
        how = "inline" if shown.inline else "attachment"
        told = {
            "ResponseContentDisposition": f"{how}; filename*=UTF-8''{quote(shown.name, safe='')}",
            "ResponseContentType": shown.media_type,
            "ResponseCacheControl": "private, no-store",
        }
        return self._presign(
            "get_object", key, seconds, told | ({} if version is None else {"VersionId": version})
        )

    def open(self, key: str, version: str, largest: int) -> Stored | None:
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=key, VersionId=version)
            if answer["ContentLength"] > largest:
                answer["Body"].close()
                return Stored(
                    content=tempfile.SpooledTemporaryFile(), size=answer["ContentLength"], sha256=""
                )
            return _spool(cast("IO[bytes]", answer["Body"]))
        except ClientError as error:
            if error.response["Error"]["Code"] in _GONE:
                return None
            raise RetryableError("the file cannot be read now") from error
        except (BotoCoreError, OSError) as error:
            raise RetryableError("the file cannot be read now") from error

    def newest(self, prefix: str) -> Iterator[NewestFile]:
        with translated("the files cannot be listed"):
            pages = self._client.get_paginator("list_object_versions").paginate(
                Bucket=self._bucket, Prefix=prefix
            )
            for page in pages:
                for each in page.get("Versions", []):
                    if each["IsLatest"]:
                        yield NewestFile(each["Key"], each["VersionId"], each["Size"], each["LastModified"])

    def remove(self, key: str, version: str) -> None:
        """S3 lists the versions of a key from the newest on; what is removed already is no error."""
        with translated("the file cannot be removed"):
            found: list[ObjectIdentifierTypeDef] = []
            pages = self._client.get_paginator("list_object_versions").paginate(
                Bucket=self._bucket, Prefix=key
            )
            for page in pages:
                for each in page.get("Versions", []):
                    if each["Key"] == key and (found or each["VersionId"] == version):
                        found.append({"Key": key, "VersionId": each["VersionId"]})
            for start in range(0, len(found), _AT_ONCE):
                self._remove(found[start : start + _AT_ONCE])

    def remove_below(self, prefix: str) -> None:
        with translated("the files cannot be removed"):
            pages = self._client.get_paginator("list_object_versions").paginate(
                Bucket=self._bucket, Prefix=prefix
            )
            for page in pages:
                found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
                if found:
                    self._remove([{"Key": each["Key"], "VersionId": each["VersionId"]} for each in found])

    def _remove(self, versions: list[ObjectIdentifierTypeDef]) -> None:
        answer = self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": versions, "Quiet": True})
        if answer.get("Errors"):
            raise RetryableError("not every version could be removed")

    def put_document(self, key: str, content: bytes) -> None:
        try:
            self._client.put_object(
                Bucket=self._bucket, Key=key, Body=content, ContentType="application/json; charset=utf-8"
            )
        except (ClientError, BotoCoreError) as error:
            raise RetryableError("the document cannot be stored now") from error

    def _presign(self, method: str, key: str, seconds: int, more: Mapping[str, str | int]) -> str:
        named = {"Bucket": self._bucket, "Key": key, **more}
        return self._client.generate_presigned_url(method, Params=named, ExpiresIn=seconds)


def _spool(body: IO[bytes]) -> Stored:
    digest = hashlib.sha256()
    size = 0
    with ExitStack() as closing, body:
        content = closing.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))
        while chunk := body.read(_CHUNK):
            digest.update(chunk)
            size += content.write(chunk)
        content.seek(0)
        closing.pop_all()  # whole: from here on the caller closes it
    return Stored(content=content, size=size, sha256=digest.hexdigest())
