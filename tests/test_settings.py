from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from chalicelib.settings import (
    ChainSecret,
    PolicyDeskSettings,
    QueryCodeSecret,
    Secrets,
    Settings,
    read,
    read_secret,
    read_settings,
)

RIGHT = {
    "TABLE": "cases",
    "UPLOADS_BUCKET": "uploads",
    "RULES_BUCKET": "rules",
    "EFFECTS_QUEUE": "https://sqs/effects",
    "DUE_QUEUE": "https://sqs/due",
    "SECRETS_ARN": "arn:aws-cn:secretsmanager:x",
    "QUERY_CODES_ARN": "arn:aws-cn:secretsmanager:y",
    "CHAIN_ARN": "arn:aws-cn:secretsmanager:z",
    "SEALED_BY": "arn:aws-cn:kms:k",
    "REGION_NAME": "licang",
    "PORTAL_ORIGIN": "https://portal.example",
    "KUAIDI100_URL": "https://poll.kuaidi100.com/poll/query.do",
    "KUAIDI100_ORDER_URL": "https://poll.kuaidi100.com/order/borderapi.do",
    "OIDC_ISSUER": "https://sign-on.example.gov.cn/realm",
    "OIDC_AUDIENCE": "zero-errand",
}
MAY_BE_EMPTY = {"OIDC_CLIENT_ID", "OIDC_JWKS_URL", "OIDC_ALGORITHM", "OIDC_CLAIMS"}
HERE = "http://127.0.0.1:4566"
SECRET = "AKIA-THE-KEY-OF-THE-MACHINE"


def test_the_environment_of_the_template_is_enough() -> None:
    resources = json.loads((Path(__file__).parents[1] / "infra" / "resources.json").read_text())
    assert set(resources["Globals"]["Function"]["Environment"]["Variables"]) == set(RIGHT) | MAY_BE_EMPTY
    settings = read_settings(RIGHT)
    assert settings.table == "cases"
    assert settings.region_name == "licang"
    assert settings.clock_file == ""


@pytest.mark.parametrize("missing", sorted(RIGHT))
@pytest.mark.parametrize("how", ["unset", "empty"])
def test_a_missing_variable_is_named_in_both_languages_and_no_value_is_told(missing: str, how: str) -> None:
    given = {**RIGHT, "AWS_SECRET_ACCESS_KEY": SECRET, missing: ""}
    if how == "unset":
        del given[missing]
    with pytest.raises(ValueError, match=f"缺少.*{missing}.*missing.*{missing}") as caught:
        read_settings(given)
    told = f"{caught.value} {caught.value.__cause__}"
    assert SECRET not in told
    assert not [value for value in given.values() if value and value in str(caught.value)]


def test_all_missing_variables_are_named_at_once() -> None:
    with pytest.raises(ValueError, match="missing") as caught:
        read_settings({})
    assert all(name in str(caught.value) for name in RIGHT)
    assert all(". build/cloud/environment" in told for told in str(caught.value).split("\n")[1].split(" / "))


def test_publishing_asks_for_table_and_bucket_only() -> None:
    assert read(PolicyDeskSettings, RIGHT).rules_bucket == "rules"
    with pytest.raises(ValueError, match="set RULES_BUCKET, TABLE"):
        read(PolicyDeskSettings, {})


@pytest.mark.parametrize(
    "endpoint",
    [
        None,
        "",
        "https://dynamodb.cn-north-1.amazonaws.com.cn",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com:4566",
        "http://user:127.0.0.1@example.com",
    ],
)
def test_time_cannot_be_sped_up_against_a_real_cloud(endpoint: str | None) -> None:
    given = RIGHT | {"CLOCK_FILE": "/data/clock.json"}
    if endpoint is not None:
        given["AWS_ENDPOINT_URL"] = endpoint
    with pytest.raises(ValueError, match=r"CLOCK_FILE.*embedded cloud"):
        read_settings(given)


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:4566", "http://localhost:4566"])
def test_time_can_be_sped_up_in_the_embedded_cloud(endpoint: str) -> None:
    given = RIGHT | {"CLOCK_FILE": "/data/clock.json", "AWS_ENDPOINT_URL": endpoint}
    assert read_settings(given).clock_file == "/data/clock.json"


def test_settings_do_not_change_once_read() -> None:
    settings: Settings = read_settings(RIGHT)
    with pytest.raises(FrozenInstanceError):
        settings.table = "another"  # type: ignore[misc]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"QUERY_CODE_KEY": "short-one", "KUAIDI100_CUSTOMER": SECRET, "KUAIDI100_KEY": SECRET}),
        json.dumps({"QUERY_CODE_KEY": 1234567890123456}),
        json.dumps([SECRET]),
        json.dumps({}),
    ],
)
def test_a_secret_that_is_wrong_is_named_and_not_shown(content: str) -> None:
    with pytest.raises(ValueError, match=r"密钥.*QUERY_CODE_KEY.*keys are missing.*QUERY_CODE_KEY") as caught:
        read_secret(QueryCodeSecret, content)
    assert not [told for told in ("short-one", SECRET, "1234567890123456") if told in str(caught.value)]


def test_a_secret_that_is_no_json_is_told_without_its_text() -> None:
    with pytest.raises(ValueError, match="no JSON") as caught:
        read_secret(QueryCodeSecret, SECRET)
    assert SECRET not in f"{caught.value} {caught.value.__cause__}"


def test_a_key_is_not_printed_with_its_secret() -> None:
    secret = read_secret(Secrets, json.dumps({"OIDC_CLIENT_SECRET": SECRET, "KUAIDI100_KEY": SECRET}))
    assert SECRET not in f"{secret!r} {secret}"


def test_keys_of_before_a_change_are_read_beside_the_one_in_use() -> None:
    content = {"CHAIN_KEY": SECRET, "CHAIN_KEYS_BEFORE": "the-key-of-last-year  the-first-key-of-all"}
    found = read_secret(ChainSecret, json.dumps(content))
    assert (found.key, found.before) == (SECRET, ("the-key-of-last-year", "the-first-key-of-all"))
    assert read_secret(ChainSecret, json.dumps({"CHAIN_KEY": SECRET})).before == ()
    with pytest.raises(ValueError, match="CHAIN_KEYS_BEFORE"):
        read_secret(ChainSecret, json.dumps({**content, "CHAIN_KEYS_BEFORE": "short"}))


@pytest.mark.parametrize(
    "address",
    [
        "http://sign-on.example.gov.cn",
        "https://127.0.0.1:9443",
        "https://127.1",
        "https://0x7f000001",
        "https://2130706433",
        "https://[::1]",
        "https://0.0.0.0",
        "https://localhost",
        "https://issuer.localhost",
        "https://169.254.169.254",
        "ftp://sign-on.example.gov.cn",
        "sign-on.example.gov.cn",
    ],
)
@pytest.mark.parametrize("name", ["OIDC_ISSUER", "OIDC_JWKS_URL"])
def test_in_a_real_cloud_nobody_signs_on_in_clear_or_at_a_program_beside_the_function(
    name: str, address: str
) -> None:
    with pytest.raises(ValueError, match=rf"{name} 应为 https.*embedded cloud alone"):
        read_settings(RIGHT | {name: address})


def test_the_local_sign_on_serves_the_embedded_cloud() -> None:
    local = {"OIDC_ISSUER": "http://127.0.0.1:4000", "PORTAL_ORIGIN": "http://127.0.0.1:8000"}
    assert read_settings(RIGHT | local | {"AWS_ENDPOINT_URL": HERE}).oidc_issuer == local["OIDC_ISSUER"]


@pytest.mark.parametrize("origin", ["http://portal.example", "http://127.0.0.1.example", "portal.example"])
def test_sessions_never_travel_in_clear(origin: str) -> None:
    with pytest.raises(ValueError, match="PORTAL_ORIGIN"):
        read_settings(RIGHT | {"PORTAL_ORIGIN": origin})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OIDC_ALGORITHM", "none"),
        ("OIDC_ALGORITHM", "HS256"),
        ("OIDC_CLAIMS", "{"),
        ("OIDC_CLAIMS", "[]"),
        ("OIDC_CLAIMS", '{"unit": "units"}'),
        ("OIDC_CLAIMS", '{"units": 1}'),
        ("OIDC_CLAIMS", '{"role_names": ["officer"]}'),
    ],
)
def test_a_setting_of_the_sign_on_that_cannot_be_meant_is_named(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"set {name}"):
        read_settings(RIGHT | {name: value})


def test_claims_that_the_settings_do_not_rename_keep_their_usual_names() -> None:
    told = '{"units": "org.units", "role_names": {"经办": "officer"}}'
    names = read_settings(RIGHT | {"OIDC_CLAIMS": told}).oidc_claims
    assert (names.paths["units"], names.paths["staff"]) == ("org.units", "staff_number")
    assert names.role_names == {"经办": "officer"}
