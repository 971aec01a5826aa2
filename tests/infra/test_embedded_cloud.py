"""The packaged app runs in the embedded cloud, each function with the rights of its own policy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local.cloud import EmbeddedCloud
from infra.local.ministack import REGION, EmbeddedCloudError
from tests.waiting import until


def strays(cloud: EmbeddedCloud) -> str:
    """The rows of the uploads that belong to no case, as text."""
    rows = cloud.client("dynamodb").query(
        TableName=cloud.table,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": "STRAY#licang"}},
    )
    return json.dumps(rows["Items"], ensure_ascii=False)


def runs(cloud: EmbeddedCloud, function: str) -> int:
    return cloud.logs(function).count("REPORT RequestId")


def test_the_clock_ticks_every_minute_and_calls_its_function(cloud: EmbeddedCloud) -> None:
    rules = cloud.client("events").list_rules()["Rules"]
    [rule] = [rule for rule in rules if rule.get("ScheduleExpression")]
    [target] = cloud.client("events").list_targets_by_rule(Rule=rule["Name"])["Targets"]
    assert (rule["ScheduleExpression"], rule["State"]) == ("rate(1 minute)", "ENABLED")
    assert target["Arn"].endswith(":zero-errand-on-due")
    assert isinstance(cloud.invoke("on_due"), int)


def test_an_upload_reaches_its_function_through_the_queue(cloud: EmbeddedCloud) -> None:
    key = "uploads/no-such-case/id/证 1+2.pdf"
    cloud.client("s3").put_object(Bucket=cloud.uploads_bucket, Key=key, Body=b"%PDF-")
    until(lambda: key in strays(cloud))


def test_only_uploads_are_reported(cloud: EmbeddedCloud) -> None:
    queue = cloud.outputs["UploadsQueueUrl"]
    configuration = cloud.client("s3").get_bucket_notification_configuration(Bucket=cloud.uploads_bucket)
    [reported] = configuration["QueueConfigurations"]
    assert reported["QueueArn"].endswith(queue.rsplit("/", 1)[1])
    assert reported["Filter"]["Key"]["FilterRules"] == [{"Name": "prefix", "Value": "uploads/"}]


def test_only_a_new_effect_wakes_the_relay(cloud: EmbeddedCloud) -> None:
    table = cloud.client("dynamodb")
    before = runs(cloud, "on_case_events")
    table.put_item(TableName=cloud.table, Item={"pk": {"S": "CASE#relay"}, "sk": {"S": "EVENT#1"}})
    effect = {"pk": {"S": "CASE#relay"}, "sk": {"S": "EFFECT#e1"}, "state": {"S": "done"}}
    table.put_item(TableName=cloud.table, Item=effect)
    until(lambda: runs(cloud, "on_case_events") > before)
    assert runs(cloud, "on_case_events") == before + 1
    until(lambda: runs(cloud, "on_effect") > 0)


def test_a_function_that_fails_tells_why(cloud: EmbeddedCloud) -> None:
    with pytest.raises(EmbeddedCloudError, match="KeyError"):
        cloud.invoke("on_due", {"not": "a tick"})


@pytest.mark.parametrize(
    ("queue", "verdict"), [("DueQueueUrl", "allowed"), ("EffectsQueueUrl", "implicitDeny")]
)
def test_the_clock_may_write_to_its_own_queue_only(cloud: EmbeddedCloud, queue: str, verdict: str) -> None:
    function = cloud.client("lambda").get_function_configuration(FunctionName="zero-errand-on-due")
    url = cloud.outputs[queue]
    attributes = cloud.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    answer = cloud.client("iam").simulate_principal_policy(
        PolicySourceArn=function["Role"],
        ActionNames=["sqs:SendMessage"],
        ResourceArns=[attributes["Attributes"]["QueueArn"]],
    )
    assert [result["EvalDecision"] for result in answer["EvaluationResults"]] == [verdict]


def test_the_emulator_holds_each_request_and_each_transaction_to_the_rows_of_the_policy(
    cloud: EmbeddedCloud,
) -> None:
    """Seen by someone with the rights of a function: so what functions do here they may do in the cloud."""
    iam, name = cloud.client("iam"), "as-on-upload"
    role = cloud.client("lambda").get_function_configuration(FunctionName="zero-errand-on-upload")["Role"]
    iam.create_user(UserName=name)
    for policy in iam.list_role_policies(RoleName=role.rsplit("/", 1)[1])["PolicyNames"]:
        document = iam.get_role_policy(RoleName=role.rsplit("/", 1)[1], PolicyName=policy)["PolicyDocument"]
        iam.put_user_policy(UserName=name, PolicyName=policy, PolicyDocument=json.dumps(document))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    table: Any = boto3.client(
        "dynamodb",
        endpoint_url=cloud.endpoint_url,
        region_name=REGION,
        aws_access_key_id=key["AccessKeyId"],
        aws_secret_access_key=key["SecretAccessKey"],
    )

    def put(kind: str) -> dict[str, Any]:
        row = {"pk": {"S": f"{kind}#nobody"}, "sk": {"S": "LOG#000001"}}
        return {"TableName": cloud.table, "Item": row, "ConditionExpression": "attribute_exists(pk)"}

    def outcome(do: Callable[[], object]) -> str:
        with pytest.raises(ClientError) as caught:
            do()
        return str(caught.value.response["Error"]["Code"])

    def commit() -> object:
        return table.transact_write_items(TransactItems=together)

    together = [{"Put": put("CASE")}, {"Put": put("SEEN")}]
    assert outcome(lambda: table.put_item(**put("CASE"))) == "ConditionalCheckFailedException"
    assert outcome(commit) == "TransactionCanceledException"
    assert outcome(lambda: table.put_item(**put("RELEASE"))) == "AccessDeniedException"
    together.append({"Put": put("RELEASE")})
    assert outcome(commit) == "AccessDeniedException"
    pointer = {"pk": {"S": "RELEASE#nobody"}, "sk": {"S": "ACTIVE"}}
    assert "Item" not in table.get_item(TableName=cloud.table, Key=pointer)
    assert outcome(lambda: table.delete_item(TableName=cloud.table, Key=pointer)) == "AccessDeniedException"


def test_data_ports_and_streams_survive_a_restart(tmp_path: Path) -> None:
    key = {"pk": {"S": "CASE#kept"}, "sk": {"S": "EFFECT#e1"}}
    row = {**key, "state": {"S": "done"}}
    with EmbeddedCloud(data=tmp_path) as first:
        first.client("dynamodb").put_item(TableName=first.table, Item=row)
        until(lambda: runs(first, "on_case_events") == 1)
    with EmbeddedCloud(data=tmp_path) as second:
        assert second.endpoint_url == first.endpoint_url
        assert second.identity == first.identity
        assert "Item" in second.client("dynamodb").get_item(TableName=second.table, Key=key)
        before = runs(second, "on_case_events")
        second.client("dynamodb").put_item(TableName=second.table, Item=row | {"sk": {"S": "EFFECT#e2"}})
        until(lambda: runs(second, "on_case_events") > before)
