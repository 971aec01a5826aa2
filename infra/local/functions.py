"""The deployed functions of the embedded cloud: call one, read what it wrote."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from infra.local.ministack import ACCOUNT, REGION, EmbeddedCloudError

Clients = Callable[[str], Any]
CONCURRENCY = 2  # processes a queue's function may have here: a small machine has two cores
REDELIVERY_SECONDS = "30"  # 180 in the cloud; nobody should wait that long in front of a screen


def name(stack: str, function: str) -> str:
    """The deployed name of a function of ``app.py``."""
    return f"{stack}-{function.replace('_', '-')}"


def names(clients: Clients, stack: str) -> list[str]:
    """The functions of a stack, by their names in ``app.py`` (``api`` is the HTTP API)."""
    pages = clients("lambda").get_paginator("list_functions").paginate()
    deployed = [function["FunctionName"] for page in pages for function in page["Functions"]]
    prefix = f"{stack}-"
    return sorted(n.removeprefix(prefix).replace("-", "_") for n in deployed if n.startswith(prefix))


def settle_in(clients: Clients, stack: str, outputs: Mapping[str, str]) -> None:
    """Fit the deployment to one small machine: few processes a function, quick redelivery, no TLS."""
    compute, queues = clients("lambda"), clients("sqs")
    for bucket in ("UploadsBucketName", "RulesBucketName"):
        # The only statement there refuses requests without TLS, which no request on this machine has.
        clients("s3").delete_bucket_policy(Bucket=outputs[bucket])
    for function in names(clients, stack):
        _allow_batches(clients("iam"), compute.get_function_configuration(FunctionName=name(stack, function)))
    for mapping in compute.list_event_source_mappings()["EventSourceMappings"]:
        if ":sqs:" in mapping["EventSourceArn"]:
            scaling = {"MaximumConcurrency": CONCURRENCY}
            compute.update_event_source_mapping(UUID=mapping["UUID"], ScalingConfig=scaling)
    for queue in ("UploadsQueueUrl", "RulesQueueUrl", "DueQueueUrl", "EffectsQueueUrl"):
        attributes = {"VisibilityTimeout": REDELIVERY_SECONDS}
        queues.set_queue_attributes(QueueUrl=outputs[queue], Attributes=attributes)


def _allow_batches(iam: Any, function: Mapping[str, Any]) -> None:
    """AWS lets whoever may SendMessage send a batch; the emulator wants a right that AWS does not have."""
    role = function["Role"].rsplit("/", 1)[1]
    for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
        sends = [statement for statement in document["Statement"] if "sqs:SendMessage" in statement["Action"]]
        if sends:
            batches = [statement | {"Action": ["sqs:SendMessageBatch"]} for statement in sends]
            allowed = json.dumps({"Version": document["Version"], "Statement": batches})
            iam.put_role_policy(RoleName=role, PolicyName="EmulatorBatches", PolicyDocument=allowed)


def invoke(clients: Clients, stack: str, function: str, event: Mapping[str, Any] | None) -> Any:
    """Call a function and wait for its answer; raises EmbeddedCloudError with its traceback when it fails."""
    payload = json.dumps(event if event is not None else _tick())
    answer = clients("lambda").invoke(FunctionName=name(stack, function), Payload=payload)
    content = answer["Payload"].read()
    if "FunctionError" in answer:
        raise EmbeddedCloudError(f"{function}: {content.decode()}\n{logs(clients, stack, function)[-4000:]}")
    return json.loads(content) if content else None


def logs(clients: Clients, stack: str, function: str) -> str:
    """All lines a function wrote, oldest first."""
    group = f"/aws/lambda/{name(stack, function)}"
    pages = clients("logs").get_paginator("filter_log_events").paginate(logGroupName=group)
    return "\n".join(event["message"].rstrip("\n") for page in pages for event in page["events"])


def environment(clients: Clients, stack: str, function: str) -> dict[str, str]:
    """The variables the template gives a function."""
    configuration = clients("lambda").get_function_configuration(FunctionName=name(stack, function))
    return dict(configuration["Environment"]["Variables"])


def _tick() -> dict[str, Any]:
    """The event a schedule sends."""
    return {
        "version": "0",
        "id": "00000000-0000-0000-0000-000000000000",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [],
        "detail": {},
    }
