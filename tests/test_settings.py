from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from chalicelib.settings import (
    ChainSecret,
    QueryCodeSecret,
    Secrets,
    Settings,
    ShelfSettings,
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
}
SECRET = "AKIA-THE-KEY-OF-THE-MACHINE"


def test_the_environment_of_the_template_is_enough() -> None:
    resources = json.loads((Path(__file__).parents[1] / "infra" / "resources.json").read_text())
    assert set(resources["Globals"]["Function"]["Environment"]["Variables"]) == set(RIGHT)
    settings = read_settings(RIGHT)
    assert settings.table == "cases"
    assert settings.region_name == "licang"
    assert (settings.clock_start, settings.clock_rate) == (None, 1.0)


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
    assert read(ShelfSettings, RIGHT).rules_bucket == "rules"
    with pytest.raises(ValueError, match="set RULES_BUCKET, TABLE"):
        read(ShelfSettings, {})


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
    given = RIGHT | {"CLOCK_RATE": "60", "CLOCK_START": "1.5"}
    if endpoint is not None:
        given["AWS_ENDPOINT_URL"] = endpoint
    with pytest.raises(ValueError, match=r"CLOCK_RATE.*embedded cloud"):
        read_settings(given)


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:4566", "http://localhost:4566"])
def test_time_can_be_sped_up_in_the_embedded_cloud(endpoint: str) -> None:
    given = RIGHT | {"CLOCK_RATE": "3600", "CLOCK_START": "1772418600.5", "AWS_ENDPOINT_URL": endpoint}
    settings = read_settings(given)
    assert (settings.clock_start, settings.clock_rate) == (1772418600.5, 3600.0)


@pytest.mark.parametrize("rate", ["0", "-1", "nan", "inf", "fast"])
def test_a_clock_that_stands_or_runs_backwards_is_refused(rate: str) -> None:
    with pytest.raises(ValueError, match="set CLOCK_RATE"):
        read_settings(RIGHT | {"CLOCK_RATE": rate, "AWS_ENDPOINT_URL": "http://127.0.0.1:4566"})


def test_settings_do_not_change_once_read() -> None:
    settings: Settings = read_settings(RIGHT)
    with pytest.raises(FrozenInstanceError):
        settings.table = "another"  # type: ignore[misc]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"STAFF_TOKEN_KEY": "short-one", "KUAIDI100_CUSTOMER": SECRET, "KUAIDI100_KEY": SECRET}),
        json.dumps({"STAFF_TOKEN_KEY": 1234567890123456}),
        json.dumps([SECRET]),
        json.dumps({}),
    ],
)
def test_a_secret_that_is_wrong_is_named_and_not_shown(content: str) -> None:
    with pytest.raises(
        ValueError, match=r"密钥.*STAFF_TOKEN_KEY.*keys are missing.*STAFF_TOKEN_KEY"
    ) as caught:
        read_secret(Secrets, content)
    assert not [told for told in ("short-one", SECRET, "1234567890123456") if told in str(caught.value)]


def test_a_secret_that_is_no_json_is_told_without_its_text() -> None:
    with pytest.raises(ValueError, match="no JSON") as caught:
        read_secret(QueryCodeSecret, SECRET)
    assert SECRET not in f"{caught.value} {caught.value.__cause__}"


def test_a_key_is_not_printed_with_its_secret() -> None:
    secret = read_secret(Secrets, json.dumps({"STAFF_TOKEN_KEY": SECRET, "KUAIDI100_KEY": SECRET}))
    assert SECRET not in f"{secret!r} {secret}"


def test_keys_of_before_a_change_are_read_beside_the_one_in_use() -> None:
    content = {"CHAIN_KEY": SECRET, "CHAIN_KEYS_BEFORE": "the-key-of-last-year  the-first-key-of-all"}
    found = read_secret(ChainSecret, json.dumps(content))
    assert (found.key, found.before) == (SECRET, ("the-key-of-last-year", "the-first-key-of-all"))
    assert read_secret(ChainSecret, json.dumps({"CHAIN_KEY": SECRET})).before == ()
    with pytest.raises(ValueError, match="CHAIN_KEYS_BEFORE"):
        read_secret(ChainSecret, json.dumps({**content, "CHAIN_KEYS_BEFORE": "short"}))
