"""Data keys wrapped by the cloud's key management service 密钥管理服务 (AWS KMS)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from chalicelib.adapters.faults import translated
from chalicelib.ports.sealing import DataKey
from chalicelib.services.errors import LostKeyError, MovedSealError

if TYPE_CHECKING:
    from types_boto3_kms import KMSClient

_GONE = {"NotFoundException", "DisabledException", "KMSInvalidStateException"}
"""The key was deleted, disabled, or waits to be deleted."""

_UNFIT = {"InvalidCiphertextException", "IncorrectKeyException"}
"""Wrapped for another context or by a key of somebody else, or altered."""


class KmsWrapper:
    """
    The port ``KeyWrapper`` over the key ``key`` (ARN, id or alias). The context is KMS's encryption context:
    it stands in the cloud's audit log, and is no secret. Decrypting names no key, so that after a change of
    keys those before still unwrap, as long as the function's policy names them.
    """

    def __init__(self, client: KMSClient, key: str) -> None:
        self._client, self._key = client, key

    def new_key(self, context: Mapping[str, str]) -> DataKey:
        with _told():
            answer = self._client.generate_data_key(
                KeyId=self._key, KeySpec="AES_256", EncryptionContext=dict(context)
            )
        return DataKey(clear=answer["Plaintext"], wrapped=answer["CiphertextBlob"])

    def unwrap(self, wrapped: bytes, context: Mapping[str, str]) -> bytes:
        with _told():
            return self._client.decrypt(CiphertextBlob=wrapped, EncryptionContext=dict(context))["Plaintext"]


@contextmanager
def _told() -> Iterator[None]:
    """What KMS refuses, in words; anything else as of every cloud's service."""
    with translated("the data key cannot be had"):
        try:
            yield
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in _GONE:
                raise LostKeyError from error
            if code in _UNFIT:
                raise MovedSealError from error
            raise
