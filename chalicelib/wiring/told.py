"""What the environment and the secrets tell, read once a process. The only reader of ``settings``."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

import boto3

from chalicelib.adapters.faults import translated
from chalicelib.settings import (
    ChainSecret,
    QueryCodeSecret,
    Secret,
    Secrets,
    Settings,
    read_secret,
    read_settings,
)
from chalicelib.wiring.clients import CALLS

if TYPE_CHECKING:
    from types_boto3_secretsmanager import SecretsManagerClient


@cache
def settings() -> Settings:
    return read_settings(os.environ)


@cache
def secrets() -> Secrets:
    return _secret(Secrets, settings().secrets_arn)


@cache
def chain_keys() -> tuple[str, ...]:
    """What the audit trail is chained with: the key in use, then those of older rows."""
    found = _secret(ChainSecret, settings().chain_arn)
    return (found.key, *found.before)


@cache
def query_code_key() -> str:
    return _secret(QueryCodeSecret, settings().query_codes_arn).key


def _secret(form: type[Secret], name: str) -> Secret:
    with translated(f"the secret {name} cannot be read"):
        content = _secrets_manager().get_secret_value(SecretId=name)["SecretString"]
    return read_secret(form, content)


@cache
def _secrets_manager() -> SecretsManagerClient:
    return boto3.client("secretsmanager", config=CALLS)
