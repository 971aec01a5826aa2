from __future__ import annotations

import json
from pathlib import Path

import pytest

from chalicelib.settings import Secrets, Settings, ShelfSettings, read, read_settings

RIGHT = {
    "TABLE": "cases",
    "UPLOADS_BUCKET": "uploads",
    "RULES_BUCKET": "rules",
    "EFFECTS_QUEUE": "https://sqs/effects",
    "DUE_QUEUE": "https://sqs/due",
    "SECRETS_ARN": "arn:aws-cn:secretsmanager:x",
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
    with pytest.raises(ValueError, match="frozen"):
        settings.table = "another"  # type: ignore[misc]


def test_a_secret_that_is_wrong_is_not_shown() -> None:
    keys = {"STAFF_TOKEN_KEY": "short-one", "KUAIDI100_CUSTOMER": SECRET, "KUAIDI100_KEY": SECRET}
    with pytest.raises(ValueError, match="STAFF_TOKEN_KEY") as caught:
        Secrets.model_validate_json(json.dumps(keys))
    assert "short-one" not in str(caught.value)
    assert SECRET not in str(caught.value)
