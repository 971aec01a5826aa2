"""Deploys the packaged template through CloudFormation, as ``aws cloudformation deploy`` would."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from infra.local.ministack import REGION, EmbeddedCloudError
from infra.package import Package

STACK = "zero-errand"
CODE_BUCKET = "zero-errand-deployments"
DEPLOY_SECONDS = 120
_BETWEEN_LOOKS = 0.1


def deploy(clients: Callable[[str], Any], package: Package, parameters: Mapping[str, str]) -> dict[str, str]:
    """
    Upload the zip, create the stack, wait for it to be complete.

    Returns the stack's outputs. Raises EmbeddedCloudError with the reasons of the resources that failed.
    """
    s3, cloudformation = clients("s3"), clients("cloudformation")
    s3.create_bucket(Bucket=CODE_BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    cloudformation.create_stack(
        StackName=STACK,
        TemplateURL=_upload(s3, package),
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    return _wait(cloudformation)


def _upload(s3: Any, package: Package) -> str:
    """Put zip and template where CloudFormation finds them; the template then names the zip by its digest."""
    key = f"{package.digest}.zip"
    s3.put_object(Bucket=CODE_BUCKET, Key=key, Body=package.archive.read_bytes())
    template = json.loads(package.template.read_text(encoding="utf-8"))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": CODE_BUCKET, "Key": key}
    s3.put_object(Bucket=CODE_BUCKET, Key=f"{package.digest}.json", Body=json.dumps(template).encode())
    return f"{s3.meta.endpoint_url}/{CODE_BUCKET}/{package.digest}.json"


def _wait(cloudformation: Any) -> dict[str, str]:
    deadline = time.monotonic() + DEPLOY_SECONDS
    while True:
        stack = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
        status = stack["StackStatus"]
        if status in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
            return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
        if not status.endswith("_IN_PROGRESS") or "ROLLBACK" in status:
            raise EmbeddedCloudError(f"the stack is {status}:\n{_reasons(cloudformation)}")
        if time.monotonic() > deadline:
            raise EmbeddedCloudError(f"the stack is still {status} after {DEPLOY_SECONDS} s")
        time.sleep(_BETWEEN_LOOKS)


def _reasons(cloudformation: Any) -> str:
    events = cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
    return "\n".join(
        f"  {e.get('LogicalResourceId')}: {e.get('ResourceStatusReason')}" for e in reversed(failed)
    )
