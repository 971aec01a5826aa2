"""Multipart uploads of S3. What is never joined is forgotten by the bucket's lifecycle after a day."""

from __future__ import annotations

from secrets import token_hex
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.adapters.faults import translated
from chalicelib.ports.storage.file_parts import Part

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_GONE = {"NoSuchUpload", "NoSuchKey", "404"}
_MARK = "upload"
"""
The object's metadata that name its upload: once the parts are joined, the store knows the upload no more. The
store gives its own name only after the metadata are said, so an upload's name is ``<mark>.<the store's>``.
"""


class FileParts:
    """The port ``FileParts`` over one bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def begin(self, key: str, media_type: str) -> str:
        mark = token_hex(8)
        with translated("the upload cannot be begun"):
            answer = self._client.create_multipart_upload(
                Bucket=self._bucket, Key=key, ContentType=media_type, Metadata={_MARK: mark}
            )
        return f"{mark}.{answer['UploadId']}"

    def held(self, key: str, upload: str) -> tuple[Part, ...] | None:
        if not _id(upload):
            return None
        with translated("the parts cannot be listed"):
            try:
                answer = self._client.list_parts(Bucket=self._bucket, Key=key, UploadId=_id(upload))
            except ClientError as error:
                if error.response["Error"]["Code"] in _GONE:
                    return None
                raise
        return tuple(
            Part(number=each["PartNumber"], size=each["Size"], tag=each["ETag"])
            for each in answer.get("Parts", [])
        )

    def presign(self, key: str, upload: str, number: int, size: int, seconds: int) -> str:
        named = {"Bucket": self._bucket, "Key": key, "UploadId": _id(upload)}
        part = {"PartNumber": number, "ContentLength": size}
        return self._client.generate_presigned_url("upload_part", Params=named | part, ExpiresIn=seconds)

    def join(self, key: str, upload: str, parts: tuple[Part, ...]) -> bool:
        with translated("the parts cannot be joined"):
            try:
                self._client.complete_multipart_upload(
                    Bucket=self._bucket,
                    Key=key,
                    UploadId=_id(upload),
                    MultipartUpload={"Parts": [{"PartNumber": one.number, "ETag": one.tag} for one in parts]},
                )
            except ClientError as error:
                if error.response["Error"]["Code"] in _GONE:
                    return False
                raise
        return True

    def joined(self, key: str, upload: str) -> bool:
        with translated("the file cannot be looked at"):
            answer = self._client.list_object_versions(Bucket=self._bucket, Prefix=key, MaxKeys=1)
            newest = [each["VersionId"] for each in answer.get("Versions", []) if each["Key"] == key]
            if not newest:
                return False
            found = self._client.head_object(Bucket=self._bucket, Key=key, VersionId=newest[0])
        return found["Metadata"].get(_MARK) == upload.partition(".")[0]


def _id(upload: str) -> str:
    """What the store calls an upload; empty where nobody of ours gave that name."""
    return upload.partition(".")[2]
