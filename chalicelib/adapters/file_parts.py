"""Multipart uploads of S3. What is never joined is forgotten by the bucket's lifecycle after a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.adapters.faults import translated
from chalicelib.ports.file_parts import Part

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_GONE = {"NoSuchUpload", "NoSuchKey", "404"}


class FileParts:
    """The port ``FileParts`` over one bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def begin(self, key: str, media_type: str) -> str:
        with translated("the upload cannot be begun"):
            answer = self._client.create_multipart_upload(
                Bucket=self._bucket, Key=key, ContentType=media_type
            )
        return answer["UploadId"]

    def held(self, key: str, upload: str) -> tuple[Part, ...] | None:
        with translated("the parts cannot be listed"):
            try:
                answer = self._client.list_parts(Bucket=self._bucket, Key=key, UploadId=upload)
            except ClientError as error:
                if error.response["Error"]["Code"] in _GONE:
                    return None
                raise
        return tuple(
            Part(number=each["PartNumber"], size=each["Size"], tag=each["ETag"])
            for each in answer.get("Parts", [])
        )

    def presign(self, key: str, upload: str, number: int, size: int, seconds: int) -> str:
        named = {"Bucket": self._bucket, "Key": key, "UploadId": upload}
        part = {"PartNumber": number, "ContentLength": size}
        return self._client.generate_presigned_url("upload_part", Params=named | part, ExpiresIn=seconds)

    def join(self, key: str, upload: str, parts: tuple[Part, ...]) -> None:
        with translated("the parts cannot be joined"):
            self._client.complete_multipart_upload(
                Bucket=self._bucket,
                Key=key,
                UploadId=upload,
                MultipartUpload={"Parts": [{"PartNumber": one.number, "ETag": one.tag} for one in parts]},
            )
