"""The packaged app in the embedded cloud: from a changed file in the rules bucket to a case it decides."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local import samples
from infra.local.cloud import EmbeddedCloud
from infra.local.people import Applicant
from infra.local.publish import RULES, publish
from infra.package import ROOT, Package

PERMIT = "aquaculture-permit"
PATIENCE = 100
FOLDER = "incoming/licang/"


@pytest.fixture(scope="module")
def cloud(packaged: Package, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedCloud]:
    with EmbeddedCloud(folder=tmp_path_factory.mktemp("rules")) as running:
        publish(running)
        yield running


def drop(cloud: EmbeddedCloud, changes: dict[str, list[tuple[str, str]]]) -> None:
    """The region's whole folder, with these changes, copied into the bucket as one would copy a folder."""
    s3 = cloud.client("s3")
    for file in sorted(RULES.rglob("*.yaml")):
        path = file.relative_to(RULES).as_posix()
        text = file.read_text(encoding="utf-8")
        for old, new in changes.get(path, []):
            assert old in text
            text = text.replace(old, new)
        s3.put_object(Bucket=cloud.rules_bucket, Key=f"{FOLDER}{path}", Body=text.encode())


def read(cloud: EmbeddedCloud, name: str) -> bytes | None:
    try:
        answer = cloud.client("s3").get_object(Bucket=cloud.rules_bucket, Key=f"{FOLDER}{name}")
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchKey":
            return None
        raise
    content: bytes = answer["Body"].read()
    return content


def report(cloud: EmbeddedCloud) -> dict[str, Any]:
    content = read(cloud, "report.json")
    return {} if content is None else dict(json.loads(content))


def until(look: Callable[[], Any], enough: Callable[[Any], bool]) -> Any:
    """What is seen once it is enough; the cloud works by itself, so it is looked at again and again."""
    deadline = time.monotonic() + PATIENCE
    while not enough(seen := look()):
        assert time.monotonic() < deadline, f"still {seen}"
        threading.Event().wait(0.2)
    return seen


def rules(cloud: EmbeddedCloud, *words: str, ends: int = 0) -> Any:
    """What a command of the policy desk prints."""
    run = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "chalicelib", "rules", *words, "--json"],
        cwd=ROOT,
        env={**os.environ, **cloud.environment()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == ends, run.stderr
    return json.loads(run.stdout)


def decided(cloud: EmbeddedCloud, opened: dict[str, Any]) -> dict[str, Any]:
    """Upload everything and wait for the channel."""
    applicant = Applicant(cloud.portal_url)
    for line in opened["materials"]:
        if line["upload"]:
            applicant.put(line["upload"], samples.pdf(line["material"]))
    look = lambda: applicant.see(opened["no"], opened["query_code"])  # noqa: E731
    found: dict[str, Any] = until(look, lambda case: case["channel"] is not None)
    return found


def test_a_file_dropped_into_the_bucket_decides_new_cases_once_a_second_person_agrees(
    cloud: EmbeddedCloud,
) -> None:
    applicant = Applicant(cloud.portal_url)
    before = decided(cloud, applicant.open(PERMIT))
    [path] = [file.relative_to(RULES).as_posix() for file in RULES.rglob(f"{PERMIT}.yaml")]
    reason = "visit_reason: {zh: 须到场核验, en: must be seen in person}\ndepartment:"
    item = [("in_person: false", "in_person: true"), ("department:", reason)]
    drop(cloud, {path: item})
    told = until(lambda: report(cloud), lambda found: found.get("files") == len(list(RULES.rglob("*.yaml"))))
    assert told["ok"] is False
    assert {problem["code"] for problem in told["checks"]["problems"]} == {"totals"}

    totals = [("two_way_courier: 41", "two_way_courier: 40"), ("one_visit: 2", "one_visit: 3")]
    drop(cloud, {path: item, "region.yaml": [*totals, ('"98.9"', '"98.3"')]})
    told = until(lambda: report(cloud), lambda found: found["ok"])
    digest = told["published"]["digest"]
    assert told["replay"]["cases"] >= 1
    assert [move["item"] for move in told["diff"]["items"]] == [PERMIT]
    text = (read(cloud, "报告-report.md") or b"").decode()
    assert f"rules activate {digest}" in text

    author = told["published"]["by"]
    refused = rules(cloud, "activate", digest, "--by", author, ends=1)
    assert refused["problems"][0]["code"] == "second_person"
    assert rules(cloud, "activate", digest, "--by", "李审")["before"] == before["release"]

    after = decided(cloud, applicant.open(PERMIT))
    assert (before["channel"], after["channel"]) == ("two_way_courier", "one_visit")
    assert after["release"] == digest
    assert rules(cloud, "rollback", "--by", "值班员")["digest"] == before["release"]
    again = decided(cloud, applicant.open(PERMIT))
    assert (again["channel"], again["release"]) == ("two_way_courier", before["release"])
    kinds = [entry["kind"] for entry in rules(cloud, "log")]
    assert kinds[-2:] == ["activated", "rolled-back"]
    assert cloud.logs("on_rule_file").count("not done") == 0
