"""The rule files that policy staff drop into the rules bucket, and the reports left beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

from chalicelib.adapters.faults import translated
from chalicelib.ports.rules.incoming_folder import Dropped

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

REPORT = "报告-report.md"
CONTENT = "report.json"
SUFFIXES = (".yaml", ".yml")
"""
Of rule files, and of what was meant for one: under the wrong name it is not read, but told. Neither
report ends so: leaving one does not call us again.
"""

_AT_ONCE = 8
_SEEN = "seen"
_CHANGED = {"NoSuchKey", "PreconditionFailed", "404", "412"}


class IncomingFiles:
    """The port ``IncomingFolder`` over one bucket: files below ``incoming/<region>/``."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def listing(self, region: str, most: int) -> tuple[Dropped, ...]:
        """
        Raises:
            RetryableError: the bucket is not to be had just now.
        """
        with translated("the rule files cannot be listed"):
            return tuple(islice(self._files(_folder(region)), most + 1))

    def read(self, region: str, files: Iterable[Dropped]) -> dict[str, bytes] | None:
        """
        Raises:
            RetryableError: the bucket is not to be had just now.
        """

        def one(file: Dropped) -> tuple[str, bytes | None]:
            return file.path, self._read(f"{_folder(region)}{file.path}", file.tag)

        found: dict[str, bytes] = {}
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for path, content in pool.map(one, files):
                if content is None:
                    return None
                found[path] = content
        return found

    def reported(self, region: str) -> frozenset[str]:
        """
        Raises:
            RetryableError: the bucket is not to be had just now.
        """
        return frozenset(self._about(f"{_folder(region)}{name}") for name in (REPORT, CONTENT))

    def put_report(self, region: str, markdown: str, content: bytes, seen: str) -> None:
        """
        Raises:
            RetryableError: the bucket is not to be had just now.
        """
        self._put(f"{_folder(region)}{REPORT}", markdown.encode(), "text/markdown; charset=utf-8", seen)
        self._put(f"{_folder(region)}{CONTENT}", content, "application/json; charset=utf-8", seen)

    def _files(self, folder: str) -> Iterator[Dropped]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=folder)
        for page in pages:
            for thing in page.get("Contents", []):
                path = thing["Key"].removeprefix(folder)
                if path.lower().endswith(SUFFIXES):
                    yield Dropped(path, thing["Size"], thing["ETag"], thing["LastModified"].isoformat())

    def _read(self, key: str, tag: str) -> bytes | None:
        """The content of the version that was listed, None if there is another by now, or none."""
        with translated("a rule file cannot be read"):
            try:
                return self._client.get_object(Bucket=self._bucket, Key=key, IfMatch=tag)["Body"].read()
            except self._client.exceptions.ClientError as error:
                if error.response["Error"]["Code"] in _CHANGED:
                    return None
                raise

    def _about(self, key: str) -> str:
        """What a report was left about, nothing if there is none."""
        with translated("the report cannot be looked at"):
            try:
                return self._client.head_object(Bucket=self._bucket, Key=key)["Metadata"].get(_SEEN, "")
            except self._client.exceptions.ClientError as error:
                if error.response["Error"]["Code"] in _CHANGED:
                    return ""
                raise

    def _put(self, key: str, content: bytes, kind: str, seen: str) -> None:
        with translated("the report cannot be left"):
            self._client.put_object(
                Bucket=self._bucket, Key=key, Body=content, ContentType=kind, Metadata={_SEEN: seen}
            )


def _folder(region: str) -> str:
    return f"incoming/{region}/"
