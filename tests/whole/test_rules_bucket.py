"""The packaged app in the embedded cloud: from a changed file in the rules bucket to a case it decides."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.ports.people.identity import Staff, StaffRole
from infra.local import samples
from infra.local.cloud import EmbeddedCloud
from infra.local.people import AnswerError, Applicant, ask
from infra.local.publish import publish
from infra.package import ROOT, Package
from tests.waiting import until

RULES = ROOT / "rules" / "licang"
PERMIT = "aquaculture-permit"
LICENCE = "food-business-licence"
"""Its clock begins with the submission."""
FOLDER = "incoming/licang/"


@pytest.fixture(scope="module")
def cloud(packaged: Package, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedCloud]:
    with EmbeddedCloud(folder=tmp_path_factory.mktemp("rules")) as running:
        publish(running, RULES)
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


def rules(cloud: EmbeddedCloud, *words: str, ends: int = 0) -> Any:
    """What a command of the policy desk prints."""
    run = command(cloud, *words)
    assert run.returncode == ends, run.stderr
    return json.loads(run.stdout)


def approved(cloud: EmbeddedCloud, digest: str, by: str) -> dict[str, Any]:
    """
    The entry of an activation. A folder is copied file by file, so a report may come before the last of
    them: the approver is told to wait for the check of the rest.
    """
    look = lambda: json.loads(command(cloud, "activate", digest, "--by", by, "--yes").stdout)  # noqa: E731
    told: dict[str, Any] = until(
        look, lambda found: "files_changed" not in {one["code"] for one in found.get("problems", ())}, 300
    )
    assert "problems" not in told, told
    return told


def command(cloud: EmbeddedCloud, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "chalicelib", "rules", *words, "--json"],
        cwd=ROOT,
        env={**os.environ, **cloud.environment()},
        capture_output=True,
        text=True,
        check=False,
    )


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
    reason = "visit_reason: {zh: 须到场核验, en: must be seen in person}\nunits:"
    item = [("in_person: false", "in_person: true"), ("units:", reason)]
    drop(cloud, {path: item})
    told = until(lambda: report(cloud), lambda found: found.get("files") == len(list(RULES.rglob("*.yaml"))))
    assert told["ok"] is False
    assert {problem["code"] for problem in told["checks"]["problems"]} - {"no-calendar"} == {"totals"}

    totals = [("two_way_courier: 41", "two_way_courier: 40"), ("one_visit: 2", "one_visit: 3")]
    drop(cloud, {path: item, "region.yaml": [*totals, ('"98.9"', '"98.3"')]})
    told = until(lambda: report(cloud), lambda found: found["ok"])
    digest = told["published"]["digest"]
    assert told["replay"]["cases"] >= 1
    assert told["checks"]["engines"]["durable_rules"]["asked"] > 0
    assert [move["item"] for move in told["diff"]["items"]] == [PERMIT]
    text = (read(cloud, "报告-report.md") or b"").decode()
    assert f"rules activate {digest}" in text
    assert len(told["taken"]) == told["files"]

    author = told["published"]["by"]
    refused = rules(cloud, "activate", digest, "--by", author, ends=1)
    assert refused["problems"][0]["code"] == "second_person"
    assert approved(cloud, digest, "李审")["before"] == before["release"]

    after = decided(cloud, applicant.open(PERMIT))
    assert (before["channel"], after["channel"]) == ("two_way_courier", "one_visit")
    assert after["release"] == digest
    assert rules(cloud, "rollback", "--by", "值班员")["digest"] == before["release"]
    again = decided(cloud, applicant.open(PERMIT))
    assert (again["channel"], again["release"]) == ("two_way_courier", before["release"])
    kinds = [entry["kind"] for entry in rules(cloud, "log")]
    assert kinds[-2:] == ["activated", "rolled-back"]
    assert cloud.logs("on_rule_file").count("not done") == 0


def policy(cloud: EmbeddedCloud, name: str, role: StaffRole) -> dict[str, str]:
    token = cloud.token(Staff(id=name, units=(), roles=(role,)))
    return {"Authorization": f"Bearer {token}"}


def test_a_release_runs_in_shadow_is_approved_over_http_and_a_draft_goes_on_under_it(
    cloud: EmbeddedCloud, tmp_path: Path
) -> None:
    folder = tmp_path / "licang"
    shutil.copytree(RULES, folder)
    [file] = folder.rglob(f"{PERMIT}.yaml")
    text = file.read_text(encoding="utf-8").replace("mail_material: true", "mail_material: false")
    file.write_text(text + "visit_reason: {zh: 须交原件, en: originals by hand}\n", encoding="utf-8")
    region = folder / "region.yaml"
    figures = region.read_text(encoding="utf-8").replace("courier: 41", "courier: 40")
    figures = figures.replace("one_visit: 2", "one_visit: 3").replace('"98.9"', '"98.3"')
    region.write_text(figures, encoding="utf-8")
    cards = folder / "decisions" / "supervision.yaml"
    sooner = cards.read_text(encoding="utf-8").replace(
        "{clock.days_left: 0}", "{clock.days_left: {at_most: 5}}"
    )
    cards.write_text(sooner.replace("by: nearly-due", "by: last-day"), encoding="utf-8")
    digest = rules(cloud, "publish", str(folder), "--by", "王策")["digest"]
    before = ask("GET", f"{cloud.portal_url}/health")["release"]

    rules(cloud, "shadow", digest, "--by", "王策")
    applicant = Applicant(cloud.portal_url)
    draft = applicant.open(PERMIT)

    def one_more() -> dict[str, Any]:
        """A running function hears of the shadow some seconds late."""
        assert decided(cloud, applicant.open(PERMIT))["channel"] == "two_way_courier"
        return dict(rules(cloud, "shadow"))

    told = until(one_more, lambda found: found["cases"] > found["failed"], 300)  # some may come late
    assert told["shadow"] == digest
    found = [each["channel"] for each in told["differences"] if not each["failed"]]
    assert found == [{"active": "two_way_courier", "shadow": "one_visit"}]

    decided(cloud, applicant.open(LICENCE))
    shadowed = rules(cloud, "shadow")["clocks"]["supervision"]
    url = f"{cloud.portal_url}/releases/{digest}"
    with pytest.raises(AnswerError) as caught:
        ask("POST", f"{url}/activation", {"expect": before}, policy(cloud, "王策", StaffRole.APPROVER))
    assert caught.value.document["code"] == "second_person"
    assert ask("GET", f"{url}/checks", headers=policy(cloud, "王策", StaffRole.AUTHOR))["ok"] is True
    approver = policy(cloud, "李审", StaffRole.APPROVER)
    entry = ask("POST", f"{url}/activation", {"expect": before}, approver)
    assert (entry["kind"], entry["by"], entry["checks"]["ok"]) == ("activated", "李审", True)
    assert entry["replay"]["moved"] >= 1
    clocks = entry["replay_clocks"]["supervision"]
    assert (clocks["matrix"], clocks["graver"]) == ({"none": {"warning": 1}}, 1)
    assert shadowed == clocks, "and so said the shadow"

    no, code = draft["no"], draft["query_code"]
    newer = applicant.see(no, code)["newer_release"]
    assert (newer["digest"], newer["can_adopt"]) == (digest, True)
    adopted = ask(
        "POST", f"{cloud.portal_url}/cases/{no}/release", {"release": digest}, {"X-Query-Code": code}
    )
    assert adopted["release"] == digest
    under_it = decided(cloud, draft)
    assert (under_it["channel"], under_it["release"]) == ("one_visit", digest)
    rules(cloud, "rollback", "--by", "值班员")
