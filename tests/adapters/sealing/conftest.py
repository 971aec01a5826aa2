from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest

from chalicelib.adapters.sealing.key_file import KeyFileWrapper, add_key
from chalicelib.adapters.sealing.kms import KmsWrapper
from chalicelib.ports.sealing import KeyWrapper


@pytest.fixture(scope="module")
def kms(aws: None) -> Any:
    return boto3.client("kms")


@pytest.fixture
def kms_key(kms: Any) -> str:
    return str(kms.create_key(Description=uuid4().hex)["KeyMetadata"]["Arn"])


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "keys"
    add_key(file)
    return file


@pytest.fixture(params=["kms", "key file"])
def wrapper(request: pytest.FixtureRequest, kms: Any, kms_key: str, key_file: Path) -> KeyWrapper:
    """What wraps data keys, of every kind: the same is true of each."""
    return KmsWrapper(kms, kms_key) if request.param == "kms" else KeyFileWrapper(key_file)
