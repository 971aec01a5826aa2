from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from chalicelib.wiring.clients import S3
from tests.adapters.moto_cloud import make_bucket, make_table, moto_cloud


@pytest.fixture(scope="module")
def aws() -> Iterator[None]:
    """One cloud for the tests of a file; each test makes a table or bucket of its own in it."""
    with moto_cloud():
        yield


@pytest.fixture(scope="module")
def dynamodb(aws: None) -> Any:
    return boto3.client("dynamodb")


@pytest.fixture(scope="module")
def s3(aws: None) -> Any:
    return boto3.client("s3", config=S3)


@pytest.fixture
def table(dynamodb: Any) -> str:
    return make_table(dynamodb)


@pytest.fixture
def bucket(s3: Any) -> str:
    return make_bucket(s3, "UploadsBucket")
